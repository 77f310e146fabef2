"""Google Ads as its API names things, and the card of its overview page."""

from __future__ import annotations

from datetime import date

import pytest

from domain.shared.columns import MISSING
from tests.unit.exports.files import ads, codes, money, reading, rejected

WAREHOUSE = """_fivetran_id,customer_id,date,ad_network_type,base_campaign,clicks,conversions,\
conversions_value,cost_micros,device,id,impressions
aa=,2121450128,2021-02-01,SEARCH,customers/2121450128/campaigns/99,49,0,0,36150000,MOBILE,99,166
#ERROR!,2121450128,2021-02-01,SEARCH,customers/2121450128/campaigns/99,3,1.5,12.25,10650001,DESKTOP,99,78
cc=,2121450128,2021-02-02,SEARCH,customers/2121450128/campaigns/99,0,0,0,0,MOBILE,99,1
"""
BIGQUERY = """campaign.id,campaign.name,segments.date,segments.device,metrics.cost_micros,metrics.impressions,\
metrics.clicks,metrics.conversions,metrics.conversions_value,customer.id,customer.currency_code
99,Brand,2021-02-01,MOBILE,36150000,166,49,0.0,0.0,2121450128,AUD
99,Brand,2021-02-01,DESKTOP,10650001,78,3,1.5,12.25,2121450128,AUD
"""
GROUPS = """customer_id,date,base_ad_group,campaign_id,clicks,conversions,conversions_value,cost_micros,\
device,id,impressions
1,2021-02-01,customers/1/adGroups/7,99,1,0,0,1000000,MOBILE,7,10
1,2021-02-01,customers/1/adGroups/8,99,2,0,0,2000000,MOBILE,8,10
"""
CARD = """Data,Cliques,CPC méd.,Custo
"ter., 5 de mai. de 2026",1,"R$ 12,28","R$ 12,28"
"qua., 6 de mai. de 2026",0,—,"R$ 0,00"
"qui., 7 de mai. de 2026",120,"R$ 11,22","R$ 1.346,40"
"""


def test_millionths_are_money_and_devices_keep_the_rows_of_a_day_apart() -> None:
    result = reading(WAREHOUSE)
    facts = ads(result)
    assert (result.platform, result.rows, result.total_rows, result.rejects, result.currency) == (
        "google_ads",
        3,
        0,
        (),
        None,
    )
    assert facts.spend.tolist() == [36_150_000, 10_650_001, 0]
    assert (facts.conversions.tolist(), facts.conversion_value.tolist()) == ([0, 1_500_000, 0], [0, 12_250_000, 0])
    assert (set(facts.account), set(facts.campaign_id), set(facts.level)) == ({"2121450128"}, {"99"}, {"campaign"})
    assert facts.segment.tolist()[:2] == [
        "device=MOBILE; ad_network_type=SEARCH",
        "device=DESKTOP; ad_network_type=SEARCH",
    ]
    assert len(set(facts.key)) == 3


def test_a_cost_that_is_no_whole_number_of_millionths_rejects_its_row() -> None:
    assert list(rejected(reading(WAREHOUSE.replace("10650001", "10.65")))) == [3]


def test_dotted_names_are_the_same_fields() -> None:
    result = reading(BIGQUERY)
    facts = ads(result)
    assert (result.currency, money(facts.spend), set(facts.campaign), set(facts.campaign_id)) == (
        "AUD",
        "46.800001",
        {"Brand"},
        {"99"},
    )
    assert facts.segment.tolist() == ["segments.device=MOBILE", "segments.device=DESKTOP"]
    underscores = (
        BIGQUERY.replace("campaign.", "campaign_").replace("segments.", "segments_").replace("metrics.", "metrics_")
    )
    assert ads(reading(underscores)).spend.tolist() == facts.spend.tolist()


def test_the_id_in_a_table_of_ad_groups_is_that_of_the_ad_group() -> None:
    facts = ads(reading(GROUPS))
    assert (set(facts.level), set(facts.campaign_id), len(facts)) == ({"adset"}, {"99"}, 2)


def test_the_overview_card_tells_the_days_of_the_account() -> None:
    result = reading(CARD)
    facts = ads(result)
    assert (result.platform, result.rows, result.currency, result.rejects) == ("google_ads", 3, "BRL", ())
    assert facts.start.tolist() == facts.end.tolist() == [date(2026, 5, 5), date(2026, 5, 6), date(2026, 5, 7)]
    assert (facts.spend.tolist(), facts.clicks.tolist()) == ([12_280_000, 0, 1_346_400_000], [1, 0, 120])
    assert (set(facts.level), set(facts.campaign), set(facts.impressions.tolist())) == ({"account"}, {""}, {MISSING})
    assert codes(result) == []


@pytest.mark.parametrize(
    "text",
    [
        'Date,Clicks,Avg. CPC,Cost\n"Tue, May 5, 2026",1,$12.28,$12.28\n',
        'Datum,Klicks,Durchschn. CPC,Kosten\n"Di., 5. Mai 2026",1,"12,28 €","12,28 €"\n',
        "日付,クリック数,平均クリック単価,費用\n2026年5月5日(火),1,￥1228,￥1228\n",
    ],
)
def test_the_card_in_other_languages(text: str) -> None:
    facts = ads(reading(text))
    assert (facts.start.tolist(), facts.clicks.tolist(), len(facts)) == ([date(2026, 5, 5)], [1], 1)
    assert money(facts.spend) in ("12.28", "1228.00")


def test_a_table_of_campaigns_is_no_card() -> None:
    facts = ads(reading("Date,Campaign,Clicks,Avg. CPC,Cost,Impr.\n2026-05-05,Brand,1,12.28,12.28,10\n"))
    assert facts.campaign.tolist() == ["Brand"]

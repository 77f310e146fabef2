"""X (Twitter) Ads Manager."""

from __future__ import annotations

from domain.shared.columns import MISSING
from tests.unit.exports.files import ads, money, reading, rejected

DAILY = """Time period,Account name,Campaign name,Campaign ID,Ad Group name,Spend,Impressions,Total audience reach,\
Average frequency,Clicks,Link clicks,Results,Result type,Leads,Purchases,Purchases - sale amount,Currency
2025-05-13,Acme,Launch,h1,Group,120.50,10000,8000,1.25,300,90,90,Link clicks,0,2,199.98,USD
2025-05-14,Acme,Launch,h1,Group,80.25,8000,7000,1.14,200,,70,Link clicks,0,0,0,USD
"""


def test_daily_rows_are_read_with_link_clicks_and_purchases() -> None:
    result = reading(DAILY)
    facts = ads(result)
    assert (result.platform, result.rows, result.currency, rejected(result)) == ("x_ads", 2, "USD", {})
    assert (money(facts.spend), facts.impressions.sum(), facts.clicks.tolist()) == ("200.75", 18000, [90, MISSING])
    assert (money(facts.conversions), money(facts.conversion_value)) == ("2.00", "199.98")
    assert (set(facts.level), [str(day) for day in facts.start]) == ({"adset"}, ["2025-05-13", "2025-05-14"])


def test_all_clicks_stand_in_where_link_clicks_are_not_told() -> None:
    assert ads(reading(DAILY.replace("Link clicks,Results", "Likes,Results"))).clicks.tolist() == [300, 200]


def test_results_are_never_conversions() -> None:
    facts = ads(reading(DAILY.replace(",Purchases,", ",Sign-ups,")))
    assert facts.conversions.tolist() == [MISSING] * 2


def test_the_older_headers_are_known() -> None:
    text = (
        "Time,Campaign,Campaign url,Campaign start date,Spend,Impressions,Billed engagements,Retweets,Clicks\n"
        "2018-08-13,Launch,https://ads.example/1,2018-08-01,12.34,1000,40,3,20\n"
    )
    result = reading(text)
    assert (result.platform, money(ads(result).spend), ads(result).clicks.tolist()) == ("x_ads", "12.34", [20])


def test_the_time_period_of_a_microsoft_report_is_another() -> None:
    few = "Time period,Campaign name,Impressions,Spend,Clicks,Results\n2025-05-13,Launch,10,1.00,2,2\n"
    assert reading(few).platform == "x_ads"
    report = "Time period,Campaign name,Impressions,Spend,Clicks,Revenue\n2025-05-13,Launch,10,1.00,2,2\n"
    assert reading(report).platform == "microsoft_ads"

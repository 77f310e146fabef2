"""Google Ads in English: preamble, totals, unknown figures, grains."""

from __future__ import annotations

from datetime import date

import pytest

from domain.imports.rows import Coverage
from domain.shared.columns import MISSING
from domain.shared.periods import Period
from tests.unit.exports.files import ads, codes, money, reading, rejected

CAMPAIGNS = """Campaign report
"January 1, 2025 - January 31, 2025"
Campaign status,Campaign,Budget,Campaign type,Impr.,Interactions,Currency code,Cost,Avg. CPC,Clicks,Conversions
Enabled,Brand,4.00,Search,"1,000",55,USD,100.25,< 10%,50,3.50
Paused,"Shoes, winter",10.00,Display,"2,000",99,USD,"1,200.50", --, --,0.00
Total: Campaigns, --, --, --,"3,000",154,USD,1300.75, --,50,3.50
Total: Account,,,,"3,500",160,USD,1400.75,,60,3.50
Total: Search,,,Search,"1,500",61,USD,200.25,,60,3.50
"""
DAILY = """Campaign report
"January 1, 2025 - January 31, 2025"
Day,Campaign,Campaign ID,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value
2025-01-02,Brand,11,EUR,1.10,10,1,0.50,7.00
2025-01-03,Brand,11,EUR,2.20,20,2,0.00,0.00
"""


def test_rows_of_a_whole_period_take_the_period_of_the_preamble() -> None:
    result = reading(CAMPAIGNS)
    facts = ads(result)
    assert (result.platform, result.encoding, result.rows, result.total_rows, result.currency) == (
        "google_ads",
        "utf-8",
        2,
        3,
        "USD",
    )
    assert result.period == Period(date(2025, 1, 1), date(2025, 1, 31))
    assert facts.campaign.tolist() == ["Brand", "Shoes, winter"]
    assert facts.start.tolist() == [date(2025, 1, 1)] * 2
    assert facts.end.tolist() == [date(2025, 1, 31)] * 2
    assert facts.line.tolist() == [4, 5]
    assert (money(facts.spend), money(facts.conversions)) == ("1300.75", "3.50")
    assert facts.impressions.tolist() == [1000, 2000]
    assert set(facts.level) == {"campaign"}


def test_clicks_are_never_interactions_and_blank_is_not_zero() -> None:
    facts = ads(reading(CAMPAIGNS))
    assert facts.clicks.tolist() == [50, MISSING]
    assert facts.conversion_value.tolist() == [MISSING, MISSING]


def test_totals_reconcile_or_say_that_they_count_more() -> None:
    campaigns, account, search = reading(CAMPAIGNS).totals
    figures = {"spend": 1_300_750_000, "impressions": 3_000, "clicks": 50, "conversions": 3_500_000}
    assert (campaigns.label, campaigns.line, campaigns.figures) == ("Total: Campaigns", 6, figures)
    assert (campaigns.binding, campaigns.scope) == (True, None)
    assert (account.label, account.binding, account.figures["spend"]) == ("Total: Account", False, 1_400_750_000)
    assert search.scope is not None
    assert (search.label, search.binding, search.scope.tolist()) == ("Total: Search", False, [True, False])


@pytest.mark.parametrize(
    ("label", "binding"),
    [
        ("Total: Campaign", True),
        ("total: filtered campaigns", True),
        ("Total: All but removed keywords", True),
        ("Total: Video", False),
    ],
)
def test_each_kind_of_total_is_left_out(label: str, binding: bool) -> None:
    result = reading(CAMPAIGNS.replace("Total: Campaigns", label))
    assert (result.rows, result.total_rows, result.totals[0].binding) == (2, 3, binding)


def test_a_type_total_speaks_for_no_rows_where_no_column_tells_the_type() -> None:
    result = reading(CAMPAIGNS.replace("Campaign type", "Bid type"))
    assert (result.totals[2].scope, result.totals[2].binding) == (None, False)


def test_a_total_is_found_in_the_third_column_too() -> None:
    text = """Search keyword report
"January 1, 2025 - January 31, 2025"
Keyword status,Search keyword,Campaign,Ad group,Match type,Currency code,Cost,Impr.,Clicks
Enabled,running shoes,Brand,Shoes,Broad match,USD,5.00,10,1
Enabled,running shoes,Brand,Shoes,Exact match,USD,6.00,10,1
 --, --,Total: All but removed keywords, --, --,USD,11.00,20,2
"""
    result = reading(text)
    assert (result.rows, result.total_rows) == (2, 1)
    assert set(ads(result).level) == {"keyword"}
    assert ads(result).segment.tolist() == ["match type=Broad match", "match type=Exact match"]


def test_a_campaign_called_total_is_a_campaign() -> None:
    named = CAMPAIGNS.replace("Enabled,Brand", "Enabled,Total: Wine")
    assert ads(reading(named)).campaign.tolist()[0] == "Total: Wine"


def test_all_time_is_no_period() -> None:
    result = reading(CAMPAIGNS.replace('"January 1, 2025 - January 31, 2025"', "All time"))
    assert (result.period, result.coverage, codes(result)) == (None, (), ["no_period"])
    assert ads(result).start.astype(str).tolist() == ["NaT", "NaT"]


def test_daily_rows_cover_the_whole_stated_period() -> None:
    result = reading(DAILY)
    january = {"start": date(2025, 1, 1), "end": date(2025, 1, 31)}
    assert result.coverage == (
        Coverage(platform="google_ads", account="shop", level="campaign", daily=True, **january),
    )
    assert ads(result).start.tolist() == ads(result).end.tolist() == [date(2025, 1, 2), date(2025, 1, 3)]
    assert money(ads(result).conversion_value) == "7.00"


def test_daily_rows_without_a_stated_period_cover_their_first_to_their_last_day() -> None:
    result = reading(DAILY.replace('"January 1, 2025 - January 31, 2025"', "All time"))
    assert [(one.daily, one.start, one.end) for one in result.coverage] == [(True, date(2025, 1, 2), date(2025, 1, 3))]
    assert result.period == Period(date(2025, 1, 2), date(2025, 1, 3))


def test_whole_period_rows_cover_their_period_and_not_as_days() -> None:
    assert [(one.daily, one.start.day, one.end.day) for one in reading(CAMPAIGNS).coverage] == [(False, 1, 31)]


def test_a_report_without_rows_still_says_that_nothing_was_spent() -> None:
    result = reading("".join(DAILY.splitlines(keepends=True)[:3]))
    assert (result.rows, codes(result)) == (0, ["no_data"])
    assert [(one.level, one.daily, one.start.day, one.end.day) for one in result.coverage] == [
        ("campaign", True, 1, 31)
    ]


def test_weeks_are_cut_at_the_edges_of_the_stated_period() -> None:
    text = DAILY.replace("Day,", "Week,").replace("2025-01-02", "2024-12-30").replace("2025-01-03", "2025-01-27")
    facts = ads(reading(text))
    assert facts.start.tolist() == [date(2025, 1, 1), date(2025, 1, 27)]
    assert facts.end.tolist() == [date(2025, 1, 5), date(2025, 1, 31)]


def test_months_are_whole_months() -> None:
    text = DAILY.replace("Day,", "Month,").replace("2025-01-02", "2025-01").replace("2025-01-03", "Feb 2025")
    facts = ads(reading(text))
    assert (facts.start.tolist(), facts.end.tolist()) == (
        [date(2025, 1, 1), date(2025, 2, 1)],
        [date(2025, 1, 31), date(2025, 2, 28)],
    )


def test_the_key_holds_the_grain_and_escapes_what_would_blur_it() -> None:
    keys = ads(reading(DAILY)).key.tolist()
    assert keys[0] == "google_ads|shop|EUR|campaign|11|||||2025-01-02|2025-01-02"
    one = ads(reading(DAILY.replace(",11,", ",,").replace("Brand", "a|b"))).key[0]
    other = ads(reading(DAILY.replace(",11,", ",,").replace("Brand", "a\\|b"))).key[0]
    assert one == "google_ads|shop|EUR|campaign|a\\|b|||||2025-01-02|2025-01-02"
    assert one != other


def test_segments_keep_rows_of_a_campaign_and_day_apart() -> None:
    text = (
        DAILY.replace("Day,", "Day,Device,")
        .replace("2025-01-02,", "2025-01-02,Mobile,")
        .replace("2025-01-03,", "2025-01-02,Desktop,")
    )
    result = reading(text)
    assert (result.rows, ads(result).segment.tolist()) == (2, ["device=Mobile", "device=Desktop"])
    assert len(set(ads(result).key)) == 2


def test_an_identical_row_is_counted_once_and_a_differing_one_is_rejected() -> None:
    row = "2025-01-02,Brand,11,EUR,1.10,10,1,0.50,7.00\n"
    result = reading(DAILY + row + row.replace("1.10", "1.11"))
    assert (result.rows, money(ads(result).spend), codes(result)) == (2, "3.30", ["duplicates"])
    assert rejected(result) == {7: "says otherwise than line 4 of the same campaign and period; the first is kept"}


def test_an_account_column_names_the_account() -> None:
    text = (
        DAILY.replace("Campaign,", "Campaign,Account name,", 1)
        .replace("Brand,", "Brand,Acme AU,", 1)
        .replace("Brand,11", "Brand, --,11")
    )
    assert ads(reading(text)).account.tolist() == ["Acme AU", "shop"]


def test_the_excel_download_is_read_like_the_plain_one() -> None:
    plain = CAMPAIGNS.replace('"January 1, 2025 - January 31, 2025"', "1 January 2025 - 31 January 2025")
    tabs = (
        plain.replace('"Shoes, winter"', "Shoes; winter").replace(",", "\t").replace("Shoes; winter", "Shoes, winter")
    )
    tabs = tabs.replace('"1\t', '"1,').replace('"2\t', '"2,').replace('"3\t', '"3,')
    result = reading("\ufeff".encode("utf-16-le") + tabs.encode("utf-16-le"))
    assert (result.encoding, result.rows, result.total_rows) == ("utf-16-le", 2, 3)
    assert ads(result).key.tolist() == ads(reading(CAMPAIGNS)).key.tolist()
    assert ads(result).spend.tolist() == ads(reading(CAMPAIGNS)).spend.tolist()


@pytest.mark.parametrize(
    ("cell", "advice"),
    [('"1,2,3"', ""), ('"12,50"', "; write 12.50"), ('"1.234,56"', "; write 1234.56"), ("abc", "")],
)
def test_an_amount_that_cannot_be_right_rejects_its_row_by_name(cell: str, advice: str) -> None:
    result = reading(DAILY.replace("1.10", cell))
    assert result.rows == 1
    assert rejected(result) == {4: f'Cost "{cell.strip(chr(34))}" is not an amount{advice}'}
    assert result.rejects[0].raw == f"2025-01-02,Brand,11,EUR,{cell},10,1,0.50,7.00"


def test_a_file_of_nothing_but_rejects_is_still_a_reading() -> None:
    result = reading(DAILY.replace("2025-01-02", "30 February").replace("2025-01-03", "2/3/2025"))
    assert (result.rows, len(ads(result))) == (0, 0)
    assert rejected(result) == {
        4: 'Day "30 February" is not a date; write it as YYYY-MM-DD',
        5: 'Day "2/3/2025" could be two different days; write it as YYYY-MM-DD',
    }


def test_ad_groups_make_an_export_of_ad_groups() -> None:
    text = DAILY.replace("Campaign ID", "Ad group").replace(",11,", ",Shoes,")
    assert set(ads(reading(text)).level) == {"adset"}
    assert ads(reading(text)).adset.tolist() == ["Shoes", "Shoes"]


def test_the_total_of_a_type_that_no_row_has_is_held_against_no_row() -> None:
    video = reading(CAMPAIGNS + "Total: Video,,,Video,7,1,USD,3.00,,1,0.00\n").totals[-1]
    assert (video.label, video.binding) == ("Total: Video", False)
    assert video.scope is not None
    assert not video.scope.any()

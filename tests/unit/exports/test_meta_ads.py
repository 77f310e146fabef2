"""Meta Ads Manager in English: currency in a header, purchases, the total without a name."""

from __future__ import annotations

from datetime import date

from domain.shared.columns import MISSING
from domain.shared.periods import Period
from tests.unit.exports.files import ads, codes, money, reading, rejected

DAILY = """\ufeffDay,"Campaign name",Reach,Impressions,Currency,"Amount spent (AUD)","Clicks (all)","Link clicks",\
Results,Purchases,"Purchases conversion value","Reporting starts","Reporting ends"
2026-06-25,Bundles,2240,4457,AUD,79.62,123,97,9,,,2026-06-25,2026-06-25
2026-06-24,Bundles,3477,6654,AUD,114.46,122,104,9,3,895.11,2026-06-24,2026-06-24
2026-06-24,"RB | Traffic",1787,2059,AUD,9.68,54,,9,0,4.17,2026-06-24,2026-06-24
"""
PERIOD = """Reporting starts,Reporting ends,Campaign name,Ad set name,Ad name,Results,Impressions,Amount spent (USD)
2026-06-01,2026-06-30,,,,30,900,30.00
2026-06-01,2026-06-30,Sales,Women,Video,10,400,10.00
2026-06-01,2026-06-30,Sales,Women,Photo,20,500,20.00
"""


def test_daily_rows_are_read_with_link_clicks_and_purchases() -> None:
    result = reading(DAILY)
    facts = ads(result)
    assert (result.platform, result.encoding, result.rows, result.currency) == ("meta_ads", "utf-8-sig", 3, "AUD")
    assert facts.clicks.tolist() == [97, 104, MISSING]
    assert facts.conversions.tolist() == [MISSING, 3_000_000, 0]
    assert money(facts.spend) == "203.76"
    assert money(facts.conversion_value) == "899.28"
    assert [(one.daily, one.start, one.end) for one in result.coverage] == [
        (True, date(2026, 6, 24), date(2026, 6, 25))
    ]


def test_all_clicks_stand_in_where_link_clicks_are_not_told() -> None:
    assert ads(reading(DAILY.replace("Link clicks", "Shop clicks"))).clicks.tolist() == [123, 122, 54]


def test_results_are_never_conversions() -> None:
    facts = ads(reading(DAILY.replace("Purchases,", "Leads,").replace('"Purchases conversion value"', "Value")))
    assert facts.conversions.tolist() == facts.conversion_value.tolist() == [MISSING] * 3


def test_the_unnamed_first_row_is_the_total() -> None:
    result = reading(PERIOD)
    (total,) = result.totals
    assert (result.rows, result.total_rows, set(ads(result).level)) == (2, 1, {"ad"})
    assert (total.line, total.figures, total.binding, total.scope) == (
        2,
        {"spend": 30_000_000, "impressions": 900},
        True,
        None,
    )
    assert result.period == Period(date(2026, 6, 1), date(2026, 6, 30))
    assert [(one.daily, one.level) for one in result.coverage] == [(False, "ad")]


def test_one_reported_day_is_a_daily_row_and_more_are_a_period() -> None:
    result = reading(
        PERIOD.replace("2026-06-01,2026-06-30,Sales,Women,Video", "2026-06-07,2026-06-07,Sales,Women,Video")
    )
    assert [(one.daily, one.start.day, one.end.day) for one in result.coverage] == [(True, 7, 7), (False, 1, 30)]


def test_an_empty_export_is_no_error() -> None:
    result = reading(
        '"Reporting starts","Reporting ends","Campaign name",Results,"Amount spent (USD)",Ends\n"No data available."\n'
    )
    assert (result.rows, result.total_rows, result.rejects, result.currency) == (0, 0, (), "USD")
    assert (codes(result), result.coverage) == (["no_data"], ())


def test_a_row_in_another_currency_than_the_header_is_rejected() -> None:
    result = reading(DAILY.replace("AUD,9.68", "NZD,9.68"))
    assert rejected(result) == {4: "the row is in NZD and the header says AUD"}


def test_the_header_alone_may_name_the_currency() -> None:
    assert set(ads(reading(PERIOD)).currency) == {"USD"}
    nowhere = reading(PERIOD.replace(" (USD)", ""))
    assert (nowhere.currency, set(ads(nowhere).currency)) == (None, {""})


def test_a_period_that_ends_before_it_starts_is_rejected() -> None:
    result = reading(
        PERIOD.replace("2026-06-01,2026-06-30,Sales,Women,Video", "2026-06-30,2026-06-01,Sales,Women,Video")
    )
    assert list(rejected(result)) == [3]


def test_people_by_age_are_segments() -> None:
    text = DAILY.replace("Day,", "Day,Age,").replace("2026-06-25,", "2026-06-25,25-34,", 1)
    text = text.replace("2026-06-24,B", "2026-06-24,35-44,B").replace('2026-06-24,"', '2026-06-24,,"')
    assert ads(reading(text)).segment.tolist() == ["age=25-34", "age=35-44", "age="]

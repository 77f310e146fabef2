"""Snapchat: tables of its web interface, and millionths from its API."""

from __future__ import annotations

from datetime import date

import pytest

from domain.shared.periods import Period
from tests.unit.exports.files import ads, money, reading, refusal, rejected

TABLE = """Start Time,End Time,Ad Account Name,Campaign Name,Campaign ID,Paid Impressions,Swipe Ups,Paid eCPM,Spend,\
Purchases,Purchases Value,Currency
2025-09-01 00:00:00,2025-09-30 23:59:59,Acme,Launch,aa-1,50000,400,6.00,300.00,5,250.50,USD
2025-09-01 00:00:00,2025-09-30 23:59:59,Acme,Retarget,aa-2,1000,12,6.00,6.25,0,0,USD
"""
API = """campaign_id,date,_fivetran_synced,impressions,quartile_1,quartile_2,spend,swipes,conversion_purchases,\
conversion_purchases_value
aa-1,2025-09-01T00:00:00Z,2025-10-02,100,50,20,89196290,7,1,25500000
aa-1,2025-09-02T00:00:00Z,2025-10-02,40,20,10,1000000,2,0,0
aa-2,2025-09-02T00:00:00Z,2025-10-02,0,0,0,0,0,,
"""


def test_rows_of_a_period_are_read() -> None:
    result = reading(TABLE)
    facts = ads(result)
    assert (result.platform, result.rows, result.currency, rejected(result)) == ("snapchat_ads", 2, "USD", {})
    assert (money(facts.spend), facts.clicks.tolist(), facts.impressions.sum()) == ("306.25", [400, 12], 51000)
    assert (money(facts.conversions), money(facts.conversion_value)) == ("5.00", "250.50")
    assert result.period == Period(date(2025, 9, 1), date(2025, 9, 30))
    assert {one.daily for one in result.coverage} == {False}


def test_a_day_that_ends_at_the_midnight_after_it_is_one_day() -> None:
    text = TABLE.replace("2025-09-30 23:59:59", "2025-09-02T00:00:00Z")
    facts = ads(reading(text.replace("2025-09-01 00:00:00", "2025-09-01T00:00:00Z")))
    assert {str(day) for day in (*facts.start, *facts.end)} == {"2025-09-01"}


@pytest.mark.parametrize(
    ("spend", "clicks"), [("Amount Spent (USD)", "Swipe-Ups"), ("Amount Spent", "Swipes"), ("Spend (USD)", "Clicks")]
)
def test_other_names_of_the_same_columns_are_known(spend: str, clicks: str) -> None:
    result = reading(TABLE.replace("Spend", spend).replace("Swipe Ups", clicks))
    assert (result.platform, money(ads(result).spend), ads(result).clicks.sum()) == ("snapchat_ads", "306.25", 412)


def test_the_api_counts_millionths() -> None:
    result = reading(API)
    facts = ads(result)
    assert (result.platform, result.rows, rejected(result)) == ("snapchat_ads", 3, {})
    assert facts.spend.tolist() == [89_196_290, 1_000_000, 0]
    assert (money(facts.conversion_value), money(facts.conversions), facts.clicks.sum()) == ("25.50", "1.00", 9)
    assert [str(day) for day in facts.start] == ["2025-09-01", "2025-09-02", "2025-09-02"]


@pytest.mark.parametrize(
    ("first", "second", "hours"),
    [
        ("2025-09-01 08:00:00", "2025-09-01 09:00:00", ["hour=08:00", "hour=09:00", "hour=00:00"]),
        ("2025-09-01T01:00:00-07:00", "2025-09-01T01:00:00-08:00", ["hour=01:00-07:00", "hour=01:00-08:00", "hour=00:00"]),  # noqa: E501
        ("2025-09-01 08:00 AM", "2025-09-01 8:00 PM", ["hour=08:00", "hour=20:00", "hour=00:00"]),
        ("2025-09-01 07:00:00", "2025-09-02 08:00:00", ["", "", ""]),
        ("2025-09-01", "2025-09-02", ["", "", ""]),
    ],
)  # fmt: skip
def test_hours_of_a_day_are_rows_of_their_own(first: str, second: str, hours: list[str]) -> None:
    """A day that begins at another hour of UTC, as it does in summer, is a day all the same."""
    lines = API.replace("T00:00:00Z", " 00:00:00").splitlines()
    lines[1] = lines[1].replace("2025-09-01 00:00:00", first)
    lines[2] = lines[2].replace("2025-09-02 00:00:00", second)
    lines[3] = lines[3].replace("2025-09-02", "2025-09-03")
    result = reading("\n".join(lines) + "\n")
    assert (ads(result).segment.tolist(), money(ads(result).spend), rejected(result)) == (hours, "90.19629", {})


def test_a_table_that_somebody_made_of_it_is_not_read_in_millionths() -> None:
    """The models that connectors bring along divide the spend by a million already."""
    header = "date_day,account_name,campaign_id,campaign_name,impressions,spend,swipes,quartile_1,quartile_2"
    assert refusal(f"{header}\n2025-09-01,A,aa-1,L,100,89.19,7,1,1\n").startswith("unrecognised")

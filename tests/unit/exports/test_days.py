"""Days, periods and moments: what could be two days is no day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain.shared.periods import Period
from infrastructure.exports import days
from infrastructure.exports.refusal import Unclear

LAST_OF_JANUARY = date(2025, 1, 31)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-01-31", "2025/01/31", "2025/1/31", "20250131", "2025-01-31T23:59:59Z", "2025-01-31 10:00:00 -0500",
        "2025-01-31 10:00", "Jan 31, 2025", "January 31, 2025", "31 January 2025", "31 Jan 2025", " 2025-01-31 ",
    ],
)  # fmt: skip
def test_a_day_is_read_as_written(cell: str) -> None:
    assert days.day(cell) == LAST_OF_JANUARY


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2025-02-30", "not a day of the calendar"),
        ("30 February 2025", "not a day of the calendar"),
        ("February 30, 2025", "not a day of the calendar"),
        ("20250230", "not a day of the calendar"),
        ("2025-13-01", "not a day of the calendar"),
        ("1/2/2025", "two different days"),
        ("31/01/2025", "two different days"),
        ("01.02.25", "two different days"),
        ("1/2/2025 10:00", "two different days"),
        ("1969-12-31", "not between 1970-01-01 and 2199-12-31"),
        ("2200-01-01", "not between"),
        ("", "blank"),
        ("yesterday", "not a date"),
        ("45688", "not a date"),
        ("2025-01", "not a date"),
        ("2025-01/31", "not a date"),
        ("2025-01-31 25:00", "not a time of the day"),
        ("2025-01-31 10:60", "not a time of the day"),
    ],
)
def test_what_is_no_certain_day_is_refused_with_its_reason(cell: str, reason: str) -> None:
    with pytest.raises(Unclear, match=reason):
        days.day(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-01-05 10:00:00 -0500", "2025-01-05T10:00:00-05:00", "2025-01-05 15:00:00 UTC", "2025-01-05T15:00:00Z",
        "2025-01-05T15:00:00.000000+00", "2025-01-06 01:30:00 +1030",
    ],
)  # fmt: skip
def test_an_offset_makes_an_instant(cell: str) -> None:
    assert days.moment(cell).instant == datetime.fromisoformat("2025-01-05T15:00:00")


def test_without_an_offset_the_time_is_the_local_one() -> None:
    assert days.moment("2025-01-05 10:00:00.25") == (datetime.fromisoformat("2025-01-05T10:00:00.250000"), None)
    assert days.moment("2025-01-05").local == datetime.fromisoformat("2025-01-05")
    assert days.moment("19970101").local == datetime.fromisoformat("1997-01-01")


def test_an_offset_of_no_place_is_refused() -> None:
    with pytest.raises(Unclear, match="offset"):
        days.moment("2025-01-05 10:00:00 +2500")


@pytest.mark.parametrize(
    "cell", ["2025-02", "2025/02", "February 2025", "Feb 2025", "2025-02-01", "2025-02-01 - 2025-02-28"]
)
def test_a_month_is_its_first_to_its_last_day(cell: str) -> None:
    assert days.month(cell) == Period(date(2025, 2, 1), date(2025, 2, 28))


@pytest.mark.parametrize("cell", ["2025-13", "2025-02-02", "02/2025", "Febember 2025", "2200-01"])
def test_what_is_no_month_is_refused(cell: str) -> None:
    with pytest.raises(Unclear):
        days.month(cell)


def test_longer_grains_are_whole_calendar_periods() -> None:
    assert days.week("2025-01-06") == Period(date(2025, 1, 6), date(2025, 1, 12))
    assert days.quarter("Q2 2025") == days.quarter("2025-04-01") == Period(date(2025, 4, 1), date(2025, 6, 30))
    assert days.year("2025") == days.year("2025-01-01") == Period(date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "length"),
    [
        ("July 8, 2025 - July 31, 2025", date(2025, 7, 8), 24),
        ("27 January 2026 - 23 February 2026", date(2026, 1, 27), 28),
        ("Jan 1, 2025 – Jan 1, 2025", date(2025, 1, 1), 1),
        ("Sept 1, 2025 - Sep 30, 2025", date(2025, 9, 1), 30),
        ("2025-01-01 - 2025-01-31", date(2025, 1, 1), 31),
        ("1 May 2025", date(2025, 5, 1), 1),
    ],
)
def test_a_stated_period_includes_its_last_day(text: str, first: date, length: int) -> None:
    assert days.span(text) == Period(first, first + timedelta(days=length - 1))


@pytest.mark.parametrize("text", ["All time", "Campaign report", "July 31, 2025 - July 8, 2025", "1/2/2025 - 1/3/2025"])
def test_what_states_no_certain_period_is_refused(text: str) -> None:
    with pytest.raises(Unclear):
        days.span(text)

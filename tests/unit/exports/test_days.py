"""Days, periods and moments: what could be two days is no day."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from domain.imports.notation import DateOrder
from domain.shared.periods import Period
from infrastructure.exports.shared.refusal import Unclear
from infrastructure.exports.values import days
from infrastructure.exports.values.dates import DateNotation

LAST_OF_JANUARY = date(2025, 1, 31)
FIFTH_OF_MAY = date(2026, 5, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-01-31", "2025/01/31", "2025/1/31", "2025.01.31", "2025. 1. 31.", "20250131", "2025-01-31T23:59:59Z",
        "2025-01-31 10:00:00 -0500", "2025-01-31T23:30:00-11:00", "2025-01-31 10:00", "Jan 31, 2025",
        "January 31, 2025", "31 January 2025", "31 Jan 2025", " 2025-01-31 ", "31/01/2025", "1/31/2025", "31.01.2025",
        "31. 1. 2025", "31-01-2025", "01-31-2025", "31/01/2025, 21:35",
        "1/31/2025 12:42 AM", "２０２５/０１/３１", "31-jan-2025", "31/Jan/2025", "2025-Jan-31", "Jan. 31st 2025",
        "31st of January 2025",
    ],
)  # fmt: skip
def test_a_day_is_read_as_written(cell: str) -> None:
    assert days.day(cell) == LAST_OF_JANUARY


@pytest.mark.parametrize(
    "cell",
    [
        "Tue, May 5, 2026", "Tuesday, 5 May 2026", "5. Mai 2026", "Di., 5. Mai 2026", "Dienstag, 5. Mai 2026",
        "5 mai 2026", "mar. 5 mai 2026", "mardi 5 mai 2026", "5 de mayo de 2026", "mar, 5 de may de 2026", "5 may 2026",
        "mayo 5, 2026", "5 de mai. de 2026", "ter., 5 de mai. de 2026", "terça-feira, 5 de maio de 2026",
        "5 maggio 2026", "mar 5 mag 2026", "5 mei 2026", "di 5 mei 2026", "5 maja 2026", "wt., 5 maj 2026",
        "5 maj 2026", "tisdag 5 maj 2026", "5. maj 2026", "tirsdag den 5. maj 2026", "tir. 5. mai 2026",
        "5. toukokuuta 2026", "ti 5. touko 2026", "5 Mayıs 2026", "5 May 2026 Salı", "5. května 2026", "út 5. kvě 2026",
        "5. 5. 2026", "5 мая 2026 г.", "вт, 5 мая 2026", "05.05.2026", "2026年5月5日", "2026年05月05日(火)",
        "2026年5月5日火曜日", "2026年5月5日 星期二", "2026년 5월 5일", "2026년 5월 5일 화요일", "2026. 5. 5. (화)",
        "2026年5月5日 午後3:04", "2026년 5월 5일 오전 9:05", "May 5, 2026 at 3:04\u202fPM",
        "5 de maio de 2026 às 15:04", "5. Mai 2026 um 15:04 Uhr", "5 mai 2026 à 15:04",
        "MAY 5, 2026", "5 DE MAIO DE 2026", "2026. május 5.", "5-may-2026",
        "05-mai-2026", "5º de maio de 2026",
    ],
)  # fmt: skip
def test_a_day_is_read_in_the_words_of_many_languages(cell: str) -> None:
    assert days.day(cell) == FIFTH_OF_MAY


def test_no_short_name_of_a_month_means_two_months_and_every_language_has_twelve() -> None:
    months = tomllib.loads((Path(days.__file__).parents[1] / "shared" / "words.toml").read_text("utf-8"))["months"]
    found: dict[str, set[int]] = {}
    for names in months.values():
        assert len(names) == 12
        for number, spelled in enumerate(names, start=1):
            for name in spelled.split():
                found.setdefault(name, set()).add(number)
    assert {name: numbers for name, numbers in found.items() if len(numbers) > 1} == {}
    assert all(days.day(f"7 {name} 2025").month in numbers for name, numbers in found.items())


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2025-02-30", "not a day of the calendar"),
        ("30 February 2025", "not a day of the calendar"),
        ("February 30, 2025", "not a day of the calendar"),
        ("20250230", "not a day of the calendar"),
        ("2025-13-01", "not a day of the calendar"),
        ("32/01/2025", "not a day of the calendar"),
        ("13/13/2025", "not a day of the calendar"),
        ("1/2/2025", "two different days"),
        ("1-2-2025", "two different days"),
        ("1/2/2025 10:00", "two different days"),
        ("01.02.25", "a year of two digits"),
        ("31/01/25", "a year of two digits"),
        ("1969-12-31", "not between 1970-01-01 and 2199-12-31"),
        ("2200-01-01", "not between"),
        ("", "blank"),
        ("yesterday", "not a date"),
        ("45688", "not a date"),
        ("2025-01", "not a date"),
        ("2025-01/31", "not a date"),
        ("31/01-2025", "not a date"),
        ("5 Brumaire 2025", "not a date"),
        ("Report, May 5, 2026", "not a date"),
        ("May, 2026", "not a date"),
        ("2025-01-31 25:00", "not a time of the day"),
        ("2025-01-31 10:60", "not a time of the day"),
        ("2025-01-31 13:00 PM", "not a time of the day"),
        ("2025-01-31 0:30 AM", "not a time of the day"),
        ("2025-01-31 10:00:00 EST", "names its time zone"),
        ("2025-01-31 10:00 AM PST", "names its time zone"),
        ("2025-01-31 10:00:00 Europe/Berlin", "names its time zone"),
        ("1" * 100, "not a date"),
        ("2025-01-31 " + " , " * 10_000 + "10:00", "not a date"),
    ],
)
def test_what_is_no_certain_day_is_refused_with_its_reason(cell: str, reason: str) -> None:
    with pytest.raises(Unclear, match=reason):
        days.day(cell)


@pytest.mark.parametrize(
    ("order", "found"), [(DateOrder.DAY_FIRST, date(2025, 2, 1)), (DateOrder.MONTH_FIRST, date(2025, 1, 2))]
)
def test_the_notation_of_the_column_tells_which_of_two_days_is_meant(order: DateOrder, found: date) -> None:
    notation = DateNotation(order=order, short_years=True)
    for cell in ("1/2/2025", "01-02-2025", "1.2.2025", "1/2/25", "1/2/2025 3:04 PM"):
        assert days.day(cell, notation) == found
    with pytest.raises(Unclear, match="first, as the other dates are"):
        days.day("1/31/2025" if order is DateOrder.DAY_FIRST else "31/1/2025", notation)


@pytest.mark.parametrize(
    ("cell", "local"),
    [
        ("Jan 5, 2025 3:04 PM", "2025-01-05T15:04"), ("1/13/2025 12:00 AM", "2025-01-13T00:00"),
        ("13/1/2025 12:30:15 p.m.", "2025-01-13T12:30:15"), ("13/01/2025, 21:35", "2025-01-13T21:35"),
        ("10/31/2011 9:05", "2011-10-31T09:05"), ("2026年5月5日 午後3:04", "2026-05-05T15:04"),
        ("13/1/2025 3:04 p. m.", "2025-01-13T15:04"), ("2025-01-05T10:00:00.123456789", "2025-01-05T10:00:00.123456"),
    ],
)  # fmt: skip
def test_the_time_of_day_is_read_in_twelve_or_twenty_four_hours(cell: str, local: str) -> None:
    assert days.moment(cell) == (datetime.fromisoformat(local), None)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-01-05 10:00:00 -0500", "2025-01-05T10:00:00-05:00", "2025-01-05 15:00:00 UTC", "2025-01-05T15:00:00Z",
        "2025-01-05T15:00:00.000000+00", "2025-01-06 01:30:00 +1030", "2025-01-05T15:00:00.000Z",
        "2025-01-05 15:00 GMT", "2025-01-05 17:00:00 UTC+02:00", "Jan 5, 2025, 10:00 AM -0500",
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
    "cell",
    [
        "2025-02",
        "2025/02",
        "February 2025",
        "Feb 2025",
        "fevereiro de 2025",
        "fev/2025",
        "2025年2月",
        "2025년 2월",
        "2025-02-01",
        "2025-02-01 - 2025-02-28",
    ],
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
        ("5 de maio de 2026 - 15 de maio de 2026", date(2026, 5, 5), 11),
        ("5 de maio de 2026 a 15 de maio de 2026", date(2026, 5, 5), 11),
        ("5 de mayo de 2026 al 15 de mayo de 2026", date(2026, 5, 5), 11),
        ("1. Mai 2026 bis 31. Mai 2026", date(2026, 5, 1), 31),
        ("1.–31. Mai 2026", date(2026, 5, 1), 31),
        ("1.5.2026–31.5.2026", date(2026, 5, 1), 31),
        ("1–31 May 2026", date(2026, 5, 1), 31),
        ("May 1 – 31, 2026", date(2026, 5, 1), 31),
        ("1 May - 5 June 2026", date(2026, 5, 1), 36),
        ("May 1 – Jun 5, 2026", date(2026, 5, 1), 36),
        ("May 1, 2026 to May 31, 2026", date(2026, 5, 1), 31),
        ("2026/05/01 - 2026/05/31", date(2026, 5, 1), 31),
        ("2026/05/01～2026/05/31", date(2026, 5, 1), 31),
        ("2026年5月1日～2026年5月31日", date(2026, 5, 1), 31),
        ("2026년 5월 1일 ~ 2026년 5월 31일", date(2026, 5, 1), 31),
        ("01/05/2026 - 31/05/2026", date(2026, 5, 1), 31),
        ("5/1/2026 - 5/31/2026", date(2026, 5, 1), 31),
        ("01.05.2026 - 02.05.2026", date(2026, 5, 1), 2),
        ("1 мая 2026 г. – 31 мая 2026 г.", date(2026, 5, 1), 31),
    ],
)
def test_a_stated_period_includes_its_last_day(text: str, first: date, length: int) -> None:
    assert days.span(text) == Period(first, first + timedelta(days=length - 1))


@pytest.mark.parametrize(
    "text",
    [
        "All time", "Campaign report", "July 31, 2025 - July 8, 2025", "1/2/2025 - 1/3/2025", "1 - 2", "May 1 - 2026",
        "5 May 2026 - Ongoing", "- " * 1_000, "~" * 1_000,
    ],
)  # fmt: skip
def test_what_states_no_certain_period_is_refused(text: str) -> None:
    with pytest.raises(Unclear):
        days.span(text)

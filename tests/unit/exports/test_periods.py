"""The period of a row where the file tells where it begins, and where it ends or not."""

from __future__ import annotations

import pytest

from tests.unit.exports.files import ads, codes, reading, rejected

META = "Campaign name,Amount spent (EUR),Impressions,Reporting starts{}\n"


def spans(text: str) -> list[tuple[str, str]]:
    facts = ads(reading(text))
    return list(zip(facts.start.astype(str).tolist(), facts.end.astype(str).tolist(), strict=True))


def alone(*starts: str) -> str:
    return META.format("") + "".join(f"C{at},5.50,10,{start}\n" for at, start in enumerate(starts))


def both(*ends: tuple[str, str]) -> str:
    rows = (f"C{at},5.50,10,{start},{end}\n" for at, (start, end) in enumerate(ends))
    return META.format(",Reporting ends") + "".join(rows)


def test_rows_that_all_start_with_a_month_and_tell_no_end_are_whole_months_and_that_is_said() -> None:
    text = alone("2023-09-01", "2023-10-01")
    assert spans(text) == [("2023-09-01", "2023-09-30"), ("2023-10-01", "2023-10-31")]
    assert codes(reading(text)) == ["period_read"]
    assert reading(text).messages[0].message == (
        "every row starts on the first day of a month and none tells its end: read as whole months"
    )


@pytest.mark.parametrize("other", ["2023-09-02", "2023-09-01 10:00"])
def test_one_row_that_starts_within_a_month_makes_them_all_days(other: str) -> None:
    text = alone("2023-09-01", other)
    assert spans(text) == [("2023-09-01", "2023-09-01"), (other[:10], other[:10])]
    assert codes(reading(text)) == []


def test_a_row_that_is_rejected_says_nothing_of_the_others() -> None:
    text = alone("2023-09-01", "yesterday")
    assert spans(text) == [("2023-09-01", "2023-09-30")]
    assert list(rejected(reading(text))) == [3]


def test_rows_with_an_end_are_what_they_say() -> None:
    text = both(("2023-09-01", "2023-09-01"), ("2023-09-01", "2023-09-15"))
    assert spans(text) == [("2023-09-01", "2023-09-01"), ("2023-09-01", "2023-09-15")]
    assert codes(reading(text)) == []


def test_the_midnight_that_ends_an_hour_or_is_an_instant_belongs_to_the_day_before() -> None:
    assert spans(both(("2023-09-01T23:00:00.000-07:00", "2023-09-02T00:00:00.000-07:00"))) == [("2023-09-01",) * 2]
    assert spans(both(("2023-09-01T00:00:00Z", "2023-09-03T00:00:00Z"))) == [("2023-09-01", "2023-09-02")]
    assert (
        spans(both(("2023-09-01 22:00", "2023-09-01 23:00"), ("2023-09-01 23:00", "2023-09-02 00:00")))
        == [("2023-09-01", "2023-09-01")] * 2
    )


def test_a_date_to_which_a_spreadsheet_gave_a_time_is_the_day_that_it_was() -> None:
    assert spans(both(("2023-09-01 00:00:00", "2023-09-30 00:00:00"))) == [("2023-09-01", "2023-09-30")]


def test_an_hour_of_a_day_is_that_day_as_written() -> None:
    facts = ads(reading("Day,Campaign,Cost,Impr.,Clicks\n2025-01-05T23:30:00-08:00,Brand,5.50,10,1\n"))
    assert facts.start.astype(str).tolist() == ["2025-01-05"]

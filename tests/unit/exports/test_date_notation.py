"""The dates of a column are read as its cells prove, else as the file does, else as one says; and else not at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.imports.hints import Hints
from domain.imports.notation import DateOrder
from domain.shared.periods import Period
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.shared.refusal import Refused
from infrastructure.exports.values.days import one_day, span
from tests.unit.exports.columns import cells_in, cells_of, dates
from tests.unit.exports.files import ads, orders, reading, rejected

DAY_FIRST, MONTH_FIRST = Hints(date_order=DateOrder.DAY_FIRST), Hints(date_order=DateOrder.MONTH_FIRST)
ADS = "Day,Campaign,Campaign status,Cost,Impr.,Clicks,Budget\n"
NEVER = Period(date(1970, 1, 1), date(1970, 1, 1))


def refused(cells: Cells) -> Refused:
    with pytest.raises(Refused) as found:
        cells.notation.dates("at")
    return found.value


def days(cells: Cells) -> list[str]:
    return [str(found.start) for found in cells.dated("at", one_day, NEVER)]


@pytest.mark.parametrize("gap", ["/", "-", "."])
def test_one_date_that_proves_its_order_settles_the_column(gap: str) -> None:
    written = [cell.replace("/", gap) for cell in ("3/4/2026", "31/4/2026", "05/06/2026")]
    assert days(dates(written[0], "13/1/2026".replace("/", gap))) == ["2026-04-03", "2026-01-13"]
    assert days(dates(written[0], "1/13/2026".replace("/", gap))) == ["2026-03-04", "2026-01-13"]


def test_dates_that_could_all_be_two_days_are_refused_and_not_guessed() -> None:
    found = refused(dates("3/4/2026", "1/2/2026 10:00"))
    assert found.code == "ambiguous_dates"
    assert found.reason == (
        'date "3/4/2026" could be 2026-04-03 or 2026-03-04, and nothing in the file tells which; '
        "say --date-order dmy or --date-order mdy"
    )


def test_dates_that_are_the_same_day_either_way_are_not_open() -> None:
    assert days(dates("01/01/2025", "2/2/2025")) == ["2025-01-01", "2025-02-02"]


def test_points_part_dates_that_begin_with_the_day_unless_something_says_otherwise() -> None:
    assert days(dates("03.04.2026", "5. 6. 2026")) == ["2026-04-03", "2026-06-05"]
    assert days(dates("03.04.2026", hints=MONTH_FIRST)) == ["2026-03-04"]
    assert days(dates("03.04.2026", "12.31.2026")) == ["2026-03-04", "2026-12-31"]


@pytest.mark.parametrize(("hints", "day"), [(DAY_FIRST, "2026-04-03"), (MONTH_FIRST, "2026-03-04")])
def test_the_person_who_imports_may_say_the_order(hints: Hints, day: str) -> None:
    assert days(dates("3/4/2026", "5/5/2026", hints=hints)) == [day, "2026-05-05"]


def test_an_order_that_the_cells_contradict_is_refused() -> None:
    found = refused(dates("3/4/2026", "31/4/2026", hints=MONTH_FIRST))
    assert (found.code, found.reason) == (
        "date_order",
        "the dates in date have the day first, as the file proves: --date-order mdy cannot be right",
    )


def test_where_cells_prove_both_orders_the_more_frequent_one_wins_and_the_others_are_rejected_by_row() -> None:
    text = "customer_id,date,amount\nc1,31/1/2026,1\nc2,30/1/2026,1\nc3,1/31/2026,1\nc4,3/4/2026,1\n"
    result = reading(text)
    assert orders(result).ordered_local.astype("datetime64[D]").astype(str).tolist() == [
        "2026-01-31",
        "2026-01-30",
        "2026-04-03",
    ]
    assert rejected(result) == {4: 'date "1/31/2026" is not written with the day first, as the other dates are'}


def test_where_as_many_prove_the_one_order_as_the_other_the_file_is_refused() -> None:
    found = refused(dates("31/1/2026", "1/31/2026", "3/4/2026"))
    assert (found.code, "as many dates" in found.reason) == ("ambiguous_dates", True)
    assert days(dates("31/1/2026", "3/4/2026", "1/31/2026", hints=DAY_FIRST))[:2] == ["2026-01-31", "2026-04-03"]


def test_a_date_in_a_column_that_nobody_reads_proves_the_order() -> None:
    assert days(cells_of({"date": ["3/4/2026"], "shipped on": ["25/4/2026"]})) == ["2026-04-03"]
    assert days(cells_of({"date": ["3/4/2026"], "shipped on": ["4/25/2026 9:15 AM"]})) == ["2026-03-04"]


@pytest.mark.parametrize("other", ["10.45.33.2", "25-4-261", "25/4/26", "n/a"])
def test_what_only_looks_a_little_like_a_date_proves_nothing(other: str) -> None:
    assert refused(cells_of({"date": ["3/4/2026"], "note": [other]})).code == "ambiguous_dates"


def test_columns_that_contradict_each_other_settle_no_third_one() -> None:
    cells = cells_of({"date": ["3/4/2026"], "shipped": ["25/4/2026"], "paid": ["4/25/2026"]})
    assert refused(cells).code == "ambiguous_dates"


def test_the_lines_above_the_table_prove_the_order_and_the_table_that_of_those() -> None:
    row = "3/4/2026,Brand,Enabled,5.50,10,1,\n"
    result = reading(f"Campaign report\n3/4/2026 - 25/4/2026\n{ADS}{row}")
    assert ads(result).start.astype(str).tolist() == ["2026-04-03"]
    assert cells_in(f"{ADS}{row}25/4/2026,Brand,Enabled,5.50,10,1,\n").notation.date_order is DateOrder.DAY_FIRST


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (("12/31/24", "3/4/25 10:42"), ["2024-12-31", "2025-03-04"]),
        (("15/06/85", "3/4/25"), ["1985-06-15", "2025-04-03"]),
    ],
)
def test_a_year_of_two_digits_is_read_where_the_column_proves_that_it_is_one(
    cells: tuple[str, str], found: list[str]
) -> None:
    assert days(dates(*cells)) == found


@pytest.mark.parametrize("cell", ["31/12/24", "3/4/25", "05.05.05"])
def test_a_year_of_two_digits_that_might_be_a_day_is_refused(cell: str) -> None:
    assert refused(dates(cell)).code == "ambiguous_dates"
    assert refused(cells_of({"date": [cell], "paid": ["25/4/2026"]})).code == "ambiguous_dates"
    assert days(dates("31/12/24", hints=DAY_FIRST)) == ["2024-12-31"]


def test_the_ends_of_ranges_prove_the_order_of_their_column() -> None:
    found = dates("01/05/2026 - 07/05/2026", "08/05/2026 – 14/05/2026").dated("at", span, NEVER)
    assert [str(one.end) for one in found] == ["2026-05-07", "2026-05-14"]


STYLES = [
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d.%m.%Y",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y, %H:%M:%S",
]


@settings(deadline=None)
@given(st.lists(st.dates(date(1970, 1, 1), date(2199, 12, 31)), min_size=1, max_size=12), st.sampled_from(STYLES))
def test_dates_with_the_year_last_are_read_back_or_refused_and_never_turned(found: list[date], style: str) -> None:
    cells = dates(*[one.strftime(style) for one in found])
    proven = any(one.day > 12 for one in found) or all(one.day == one.month for one in found) or "." in style
    if proven:
        assert days(cells) == [str(one) for one in found]
    else:
        assert refused(cells).code == "ambiguous_dates"

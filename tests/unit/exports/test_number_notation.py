"""The numbers of a column are read as its cells prove, else as the file does, else as one says; and else not at all."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.imports.hints import Hints
from domain.imports.notation import DecimalMark
from domain.shared.columns import MISSING
from domain.shared.money import decimal_text
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.columns.number_votes import NumberKind, number_votes
from infrastructure.exports.shared.refusal import Refused, Unclear
from infrastructure.exports.values.figures import NumberNotation, halfwidth, readings, written
from tests.unit.exports.columns import amounts, cells_of
from tests.unit.exports.files import ads, reading, refusal, rejected

POINT, COMMA = Hints(decimal=DecimalMark.POINT), Hints(decimal=DecimalMark.COMMA)
ADS = "Day,Campaign,Campaign status,Cost,Impr.,Clicks,Budget\n"


def units(cells: Cells, field: str = "amount") -> list[str]:
    """The amounts of a column as decimals, "" where nothing is known."""
    return ["" if value == MISSING else decimal_text(value, 0) for value in cells.money(field).tolist()]


def refused(cells: Cells, field: str) -> Refused:
    with pytest.raises(Refused) as found:
        cells.money(field)
    return found.value


@pytest.mark.parametrize(
    "proof", ["12,50", "0,123", "1234,567", "1.234.567", "1.234,56", "1 234,567", ",5", "1,5E+03", "12,50 €"]
)
def test_one_cell_that_proves_the_comma_settles_its_column(proof: str) -> None:
    assert units(amounts("1.234", proof, "5"))[0] == "1234"
    assert units(amounts("1,234", proof, "5"))[0] == "1.234"


@pytest.mark.parametrize(
    "proof", ["12.50", "0.123", "1234.567", "1,234,567", "1,234.56", "1'234.567", ".5", "1.5E+03", "$12.50"]
)
def test_one_cell_that_proves_the_point_settles_its_column(proof: str) -> None:
    assert units(amounts("1,234", proof, "5"))[0] == "1234"
    assert units(amounts("1.234", proof, "5"))[0] == "1.234"


def test_a_column_in_which_nothing_proves_the_mark_is_refused_and_not_guessed() -> None:
    found = refused(amounts("5", "1.234", "12.345"), "amount")
    assert found.code == "ambiguous_numbers"
    assert found.reason == (
        'amount "1.234" could be 1.234 or 1234, and nothing in the file tells which; '
        "say --decimal point or --decimal comma"
    )


def test_eighteen_thousand_five_hundred_is_never_a_hundred_times_as_much() -> None:
    assert units(amounts("18500.00", "1250.50")) == ["18500", "1250.5"]
    assert units(amounts("18500.00", "7"), "amount") == ["18500", "7"]
    assert units(amounts("1.234,56", "7")) == ["1234.56", "7"]


def test_where_cells_prove_both_marks_the_more_frequent_one_wins_and_the_others_are_rejected_by_row() -> None:
    result = reading('Month,Spend\n2025-01,12.50\n2025-02,13.75\n2025-03,"12,50"\n2025-04,"1,234"\n2025-05,7\n')
    assert ads(result).spend.tolist() == [12_500_000, 13_750_000, 1_234_000_000, 7_000_000]
    assert rejected(result) == {
        4: 'Spend "12,50" is not written with a decimal point, as the other cells of its column are'
    }


def test_where_as_many_cells_prove_the_one_mark_as_the_other_no_cell_with_a_mark_is_read() -> None:
    result = reading('Month,Spend\n2025-01,12.50\n2025-02,"12,50"\n2025-03,1.234\n2025-04,7\n')
    assert ads(result).spend.tolist() == [7_000_000]
    reason = "cannot be read: as many cells of its column have a decimal comma as have a decimal point"
    assert rejected(result) == {
        2: f'Spend "12.50" {reason}',
        3: f'Spend "12,50" {reason}',
        4: f'Spend "1.234" {reason}',
    }


def test_the_mark_of_every_cell_counts_however_much_stands_beside_it() -> None:
    assert units(amounts("€1.234", "(12,50)", "5,50-", "n/a")) == ["1234", "-12.5", "-5.5", ""]


def test_groups_of_two_digits_are_read_where_the_column_proves_them() -> None:
    assert units(amounts("1,23,456.78", "12,345", "1,23,456")) == ["123456.78", "12345", "123456"]
    result = reading('Month,Spend\n2025-01,"1,234,567"\n2025-02,"2,234,567"\n2025-03,"1,23,456"\n')
    assert list(rejected(result)) == [4]


def test_a_column_of_bare_figures_needs_no_proof() -> None:
    assert units(amounts("1234", "5", "", "-7")) == ["1234", "5", "", "-7"]


@pytest.mark.parametrize("cells", [("1.234", "2.000"), ("1,234", "2,000"), ("1 234", "2 000"), ("1'234", "2\u202f000")])
def test_whole_numbers_are_grouped_by_whatever_stands_before_three_digits(cells: tuple[str, str]) -> None:
    rows = "".join(f'2025-01-0{day},B,On,5.5,"{cell}",1,\n' for day, cell in enumerate(cells, 1))
    assert ads(reading(ADS + rows)).impressions.tolist() == [1234, 2000]


def test_a_fraction_of_a_thing_rejects_its_row() -> None:
    result = reading(f"{ADS}2025-01-01,B,On,5.5,1.5,1,\n2025-01-02,B,On,5.5,12.0,1,\n")
    assert (ads(result).impressions.tolist(), rejected(result)) == ([12], {2: 'Impr. "1.5" is not a count'})


def test_another_column_of_numbers_settles_one_that_proves_nothing() -> None:
    assert units(cells_of({"amount": ["1.234"], "tax": ["12,50"]})) == ["1234"]
    assert units(cells_of({"amount": ["1.234"], "tax": ["12.50"]})) == ["1.234"]


def test_a_count_tells_which_mark_groups() -> None:
    result = reading(f'{ADS}2025-01-01,B,On,"1,234","2,345",1,\n')
    assert ads(result).spend.tolist() == [1_234_000_000]
    result = reading(f'{ADS}2025-01-01,B,On,"1,234",2.345,1,\n', hints=POINT)
    assert ads(result).spend.tolist() == [1_234_000]


def test_a_column_that_nobody_reads_settles_what_a_platform_writes() -> None:
    assert ads(reading(f'{ADS}2025-01-01,B,On,1.234,9,1,"10,50"\n')).spend.tolist() == [1_234_000_000]


def test_other_columns_that_contradict_each_other_settle_nothing() -> None:
    cells = {"amount": ["1.234"], "tax": ["12,50"], "shipping": ["12.50"]}
    assert refused(cells_of(cells), "amount").code == "ambiguous_numbers"


@pytest.mark.parametrize(("hints", "spent"), [(POINT, "1.23"), (COMMA, "1234")])
def test_the_person_who_imports_may_say_the_mark_and_never_against_the_cells(hints: Hints, spent: str) -> None:
    assert units(amounts("1.230", "5", hints=hints)) == [spent.replace("1234", "1230"), "5"]
    assert units(amounts("1.234", "12.50", hints=hints)) == ["1.234", "12.5"]
    assert units(amounts("1.234", "12,50", hints=hints)) == ["1234", "12.5"]


def test_the_language_of_the_header_is_the_last_resort() -> None:
    header = "Tag,Kampagne,Kampagnenstatus,Währungscode,Kosten,Impr.,Klicks\n"
    row = "2025-01-01,B,Aktiviert,EUR,1.234,10,1\n"
    assert ads(reading(header + row)).spend.tolist() == [1_234_000_000]
    assert ads(reading(header + row, hints=POINT)).spend.tolist() == [1_234_000]


def test_a_cell_beside_the_table_is_read_as_its_column_is() -> None:
    cells = cells_of({"amount": ["12,50"], "tax": ["5"], "shipping": [""]})
    assert [cells.amount_of("amount", cell) for cell in ("1.234", "1,234", "--")] == [1_234_000_000, 1_234_000, None]
    assert cells.amount_of("tax", "1.234") == 1_234_000_000
    assert cells.count_of("tax", "1.234") == 1234
    with pytest.raises(Unclear):
        cells.amount_of("amount", "12.50")


def test_a_total_does_not_settle_the_mark_of_its_column() -> None:
    assert refusal('Month,Spend\n2025-01,"1,234"\nTotal,"1,234.00"\n').startswith("ambiguous_numbers: Spend")


MARKS = {",": ".", ".": ","}


@settings(deadline=None)
@given(
    values=st.lists(st.decimals(min_value=0, max_value=10**9, places=2), min_size=1, max_size=12),
    mark=st.sampled_from(".,"),
    beside=st.sampled_from(["{}", "€{}", "{} zł", "R$ {}", " {} "]),
)
def test_amounts_with_two_decimals_are_read_back_in_every_notation(
    values: list[Decimal], mark: str, beside: str
) -> None:
    swapped = str.maketrans({",": MARKS[mark], ".": mark})
    cells = amounts(*[beside.format(f"{value:,.2f}".translate(swapped)) for value in values])
    assert cells.money("amount").tolist() == [int(value.scaleb(6)) for value in values]
    assert not cells.rejections.among(cells.line).any()


CELLS = st.one_of(
    st.sampled_from(
        ["", "--", "7", "1,234", "1.234", "12,50", "12.50", "1,23,456", "1,234,567", "0.123", "$1.234", "5 zł"]
    ),
    st.text("0123456789,.- €'", max_size=9),
)


@pytest.mark.parametrize("kind", NumberKind)
@settings(deadline=None)
@given(cells=st.lists(CELLS, max_size=12))
def test_a_column_proves_what_its_cells_prove_one_by_one(kind: NumberKind, cells: list[str]) -> None:
    together = number_votes(pl.Series(cells, dtype=pl.String), kind)
    single = [number_votes(pl.Series([cell]), kind) for cell in cells]
    assert (together.point, together.comma, together.indian) == (
        sum(vote.point for vote in single),
        sum(vote.comma for vote in single),
        sum(vote.indian for vote in single),
    )
    assert (
        together.open in [cell.strip() for cell in cells]
        if any(vote.open for vote in single)
        else together.open is None
    )
    for cell, vote in zip(cells, single, strict=True):
        read = set(readings(found, NumberNotation()).values()) if (found := written(halfwidth(cell))) else set()
        assert vote.open is None or len(read) == 2
        assert kind is not NumberKind.AMOUNTS or not read or (vote.open is None) == (len(read) == 1)


@settings(deadline=None)
@given(st.lists(st.integers(1000, 999_999), min_size=1, max_size=12), st.sampled_from(".,"))
def test_a_column_of_nothing_but_single_groups_is_never_guessed(values: list[int], mark: str) -> None:
    cells = [f"{value:,}".replace(",", mark) for value in values]
    assert refused(amounts(*cells), "amount").code == "ambiguous_numbers"
    assert amounts(*cells, hints=COMMA if mark == "." else POINT).money("amount").tolist() == [
        value * 1_000_000 for value in values
    ]

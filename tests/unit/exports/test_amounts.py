"""Amounts: exact in every notation, and nothing read that could mean something else."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.imports.notation import DecimalMark
from domain.shared.columns import MISSING
from infrastructure.exports.columns.number_votes import NumberKind, number_votes
from infrastructure.exports.shared.refusal import Unclear
from infrastructure.exports.values.amounts import amount, count, marks, millionths, usual_amounts, usual_counts
from infrastructure.exports.values.figures import NumberNotation

POINT, COMMA = NumberNotation(decimal=DecimalMark.POINT), NumberNotation(decimal=DecimalMark.COMMA)
INDIAN = NumberNotation(decimal=DecimalMark.POINT, indian=True)
NOTATIONS = [NumberNotation(), POINT, COMMA, INDIAN, NumberNotation(contradicted=True)]

ALONE = {
    "0": 0,
    "12": 12_000_000,
    "-12.5": -12_500_000,
    "12.50": 12_500_000,
    "12,50": 12_500_000,
    ".5": 500_000,
    ",5": 500_000,
    "0.123": 123_000,
    "0,123": 123_000,
    "1234.567": 1_234_567_000,
    "1234,567": 1_234_567_000,
    "1,234,567": 1_234_567_000_000,
    "1.234.567": 1_234_567_000_000,
    "1,234,567.89": 1_234_567_890_000,
    "1.234.567,89": 1_234_567_890_000,
    "1.234,5": 1_234_500_000,
    "1 234": 1_234_000_000,
    "1 234 567,89": 1_234_567_890_000,
    "1 234.567": 1_234_567_000,
    "1\u00a0234,50": 1_234_500_000,
    "1\u202f234,50": 1_234_500_000,
    "1\u2009234,50": 1_234_500_000,
    "1'234.50": 1_234_500_000,
    "1’234’567.5": 1_234_567_500_000,
    "$1,234.50": 1_234_500_000,
    "-$5.00": -5_000_000,
    "$-5.00": -5_000_000,
    "(5.00)": -5_000_000,
    "( $ 5.00 )": -5_000_000,
    "−5.00": -5_000_000,
    "5.00-": -5_000_000,
    "5,00 €-": -5_000_000,
    "+5.00": 5_000_000,
    "US$ 5.00": 5_000_000,
    "A$5": 5_000_000,
    "R$ 12,28": 12_280_000,
    "EUR 5.00": 5_000_000,
    "5.00 EUR": 5_000_000,
    "€5": 5_000_000,
    "5 zł": 5_000_000,
    "1 234,50 Kč": 1_234_500_000,
    "1\u00a0234 Ft": 1_234_000_000,
    "kr 5,00": 5_000_000,
    "5,00 kr.": 5_000_000,
    "5,00 лв.": 5_000_000,
    "CHF 1'234.50": 1_234_500_000,
    "￥１２": 12_000_000,
    "１，２３４．５０": 1_234_500_000,
    "（５）": -5_000_000,
    " 7 ": 7_000_000,
    "1.2E+05": 120_000_000_000,
    "1,2E+05": 120_000_000_000,
    "1.234e3": 1_234_000_000,
    "-5e-06": -5,
    "5E-07": 0,
    "0.0000005": 0,
    "0.0000015": 2,
    "0.0000025": 2,
    "0.00000251": 3,
    "99999999999.999999": 99_999_999_999_999_999,
}
"""What can be read in one way only."""
NOT_KNOWN = ["", " ", "--", " --", "—", "–", "-", "N/A", "n/a", "< 10%", "> 90%", "<10%", "< 10,5 %", "NaN", "null"]
NOT_READ = [
    "1,2,3", "abc", "1.2.3", "5.", "5,", "12%", "(5.00", "5.00)", "(-5.00)", "-5-", "--5", "$", "1,234,56", "١٢", "=5",
    "1,234 567", "1.234 567", "1,234'567", "1 23", "01,234,567", "$$5", "Infinity", "1e", "1 234e5", "1,234,567e2",
    "5²", "1.234,567,890", "0 123", "1  234", "1e100", "5 XX", "12" * 40,
]  # fmt: skip
EITHER = {
    "1,234": (1_234_000_000, 1_234_000),
    "1.234": (1_234_000, 1_234_000_000),
    "-12.345 €": (-12_345_000, -12_345_000_000),
}
"""With a decimal point, and with a decimal comma."""


@pytest.mark.parametrize(("cell", "micros"), ALONE.items())
def test_what_can_be_read_in_one_way_is_exact_micro_units(cell: str, micros: int) -> None:
    assert amount(cell) == micros


@pytest.mark.parametrize("cell", NOT_KNOWN)
@pytest.mark.parametrize("notation", NOTATIONS)
def test_what_says_nothing_is_not_known_and_not_zero(cell: str, notation: NumberNotation) -> None:
    assert amount(cell, notation) is None
    assert count(cell, notation) is None
    assert millionths(cell, notation) is None


@pytest.mark.parametrize("cell", NOT_READ)
@pytest.mark.parametrize("notation", NOTATIONS)
def test_what_is_no_number_is_not_read_in_any_notation(cell: str, notation: NumberNotation) -> None:
    with pytest.raises(Unclear):
        amount(cell, notation)


@pytest.mark.parametrize("cell", EITHER)
def test_thousands_or_a_fraction_of_three_digits_are_read_where_the_mark_is_known_only(cell: str) -> None:
    assert (amount(cell, POINT), amount(cell, COMMA)) == EITHER[cell]
    with pytest.raises(Unclear, match="could be"):
        amount(cell)


@pytest.mark.parametrize(
    ("cell", "notation", "mark"),
    [("12,50", POINT, "point"), ("1.234,56", POINT, "point"), ("12.50", COMMA, "comma"), ("1,234.56", COMMA, "comma")],
)
def test_the_mark_of_another_notation_is_never_passed_over(cell: str, notation: NumberNotation, mark: str) -> None:
    with pytest.raises(Unclear) as refused:
        amount(cell, notation)
    assert refused.value.reason == f"is not written with a decimal {mark}, as the other cells of its column are"


def test_indian_groups_are_read_in_a_column_that_has_them() -> None:
    assert amount("1,23,45,678.90", INDIAN) == 12_345_678_900_000
    assert amount("12,345", INDIAN) == 12_345_000_000
    with pytest.raises(Unclear):
        amount("1,23,456", POINT)


@pytest.mark.parametrize("cell", ["100000000000", "100,000,000,000.00", "-100000000000", "9" * 30, "1e11"])
def test_an_amount_beyond_the_largest_is_refused(cell: str) -> None:
    with pytest.raises(Unclear, match="out of range"):
        amount(cell)


@pytest.mark.parametrize("cell", ["1.5", "1,50", "-1", "abc", "1,2345", "1e-1", "5 %", "100000000000"])
def test_a_count_is_whole_and_not_negative(cell: str) -> None:
    with pytest.raises(Unclear):
        count(cell)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("1,234", 1234), ("1.234", 1234), ("1 234", 1234), ("1'234", 1234), ("1.000", 1000), ("12.0", 12), ("7,00", 7),
        ("1,234.0", 1234), ("1.2E+05", 120_000), ("１,２３４", 1234), ("1.234.567", 1_234_567),
    ],
)  # fmt: skip
def test_a_mark_before_the_last_three_digits_of_a_count_groups_them(cell: str, found: int) -> None:
    assert count(cell) == found


def test_a_count_is_never_read_against_the_notation_of_its_column() -> None:
    for cell, notation in (("1.234", POINT), ("1.000", POINT), ("1,000", COMMA)):
        with pytest.raises(Unclear, match="is not a count"):
            count(cell, notation)


def test_millionths_are_whole_and_exact() -> None:
    assert [millionths(cell) for cell in ("36150000", "-1", "36,150,000", "36150000.0", "3.615E+07")] == [
        36_150_000, -1, 36_150_000, 36_150_000, 36_150_000,
    ]  # fmt: skip
    for cell in ("0.5", "1" + "0" * 17):
        with pytest.raises(Unclear):
            millionths(cell)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("US$ 5", ("US$",)), ("5 zł", ("ZŁ",)), ("kr. 5", ("KR",)), ("EUR 5", ("EUR",)), ("5 EUR", ("EUR",)), ("5", ()),
        ("￥5", ("¥",)), ("$5 USD", ("$", "USD")), ("1.2E+05", ()), ("--", ()), ("TBD", ()), ("", ()),
    ],
)  # fmt: skip
def test_what_stands_beside_an_amount_is_told(cell: str, found: tuple[str, ...]) -> None:
    assert marks(cell) == found


ANY_CELL = st.one_of(
    st.sampled_from([*ALONE, *NOT_KNOWN, *NOT_READ, *EITHER, "100000000000", "99,999,999,999,999", "1,23,456"]),
    st.decimals(allow_nan=False, allow_infinity=False, places=8, max_value=10**13).map(lambda value: f"{value:,f}"),
    st.text("0123456789,.-+ $()'\u00a0", max_size=14),
)


def one(cell: str, notation: NumberNotation) -> int | None:
    try:
        return amount(cell, notation)
    except Unclear:
        return None


@pytest.mark.parametrize("notation", NOTATIONS)
@settings(deadline=None)
@given(cells=st.lists(ANY_CELL, max_size=20))
def test_reading_a_column_at_once_agrees_with_reading_each_cell(notation: NumberNotation, cells: list[str]) -> None:
    values, usual = usual_amounts(pl.Series(cells, dtype=pl.String), notation)
    for cell, value, is_usual in zip(cells, values.tolist(), usual.tolist(), strict=True):
        assert value == (amount(cell, notation) if is_usual else MISSING)
    values, usual = usual_counts(pl.Series(cells, dtype=pl.String), notation)
    for cell, value, is_usual in zip(cells, values.tolist(), usual.tolist(), strict=True):
        assert value == MISSING or (is_usual and (value < 0 or value == count(cell, notation)))


@pytest.mark.parametrize("kind", NumberKind)
@settings(deadline=None)
@given(cells=st.lists(ANY_CELL, max_size=20))
def test_a_column_of_bare_figures_is_read_as_each_cell_is(kind: NumberKind, cells: list[str]) -> None:
    series = pl.Series(cells, dtype=pl.String)
    notation = number_votes(series, kind).notation()
    if notation.plain and kind is NumberKind.AMOUNTS:
        assert usual_amounts(series, notation)[0].tolist() == [
            MISSING if (value := amount(cell)) is None else value for cell in cells
        ]
    elif notation.plain:
        read = count if kind is NumberKind.COUNTS else millionths
        assert usual_counts(series, notation)[0].tolist() == [
            MISSING if (value := read(cell)) is None else value for cell in cells
        ]


def grouped(value: Decimal, group: str, mark: str) -> str:
    return f"{value:,f}".replace(",", "~").replace(".", mark).replace("~", group)


@pytest.mark.parametrize(
    ("group", "mark"),
    [(",", "."), ("", "."), (".", ","), ("", ","), (" ", ","), ("\u00a0", ","), ("\u202f", ","), ("\u2009", "."),
     ("'", "."), ("’", "."), ("'", ",")],
)  # fmt: skip
@settings(deadline=None)
@given(value=st.decimals(min_value=-(10**10), max_value=10**10, places=9), places=st.integers(0, 9))
@example(value=Decimal("-0.000000500"), places=9)
@example(value=Decimal("-0.000001500"), places=9)
@example(value=Decimal("0.000001500"), places=8)
@example(value=Decimal("0.999999501"), places=9)
def test_every_amount_is_read_back_to_the_last_decimal(group: str, mark: str, value: Decimal, places: int) -> None:
    rounded = round(value, places)
    micros = int(rounded.scaleb(6).to_integral_value(ROUND_HALF_EVEN))
    cell = grouped(rounded, group, mark)
    notation = POINT if mark == "." else COMMA
    assert amount(cell, notation) == micros
    for written in (f"{cell} €", f"-R$ {cell[1:]}" if cell.startswith("-") else f"R$ {cell}", f" {cell} "):
        assert amount(written, notation) == micros
    values, usual = usual_amounts(pl.Series([cell]), notation)
    assert (values.tolist(), usual.tolist()) == ([micros], [True])
    assert one(cell, NumberNotation()) in (micros, None)

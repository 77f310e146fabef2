"""Amounts: the English notation exactly, and nothing that could mean something else."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.shared.columns import MISSING
from infrastructure.exports.amounts import amount, count, plain_amounts
from infrastructure.exports.refusal import Unclear

READ = {
    "0": 0,
    "12": 12_000_000,
    "-12.5": -12_500_000,
    "12.50": 12_500_000,
    ".5": 500_000,
    "1,234": 1_234_000_000,
    "1,234,567.89": 1_234_567_890_000,
    "$1,234.50": 1_234_500_000,
    "-$5.00": -5_000_000,
    "$-5.00": -5_000_000,
    "(5.00)": -5_000_000,
    "( $ 5.00 )": -5_000_000,
    "−5.00": -5_000_000,
    "+5.00": 5_000_000,
    "US$ 5.00": 5_000_000,
    "A$5": 5_000_000,
    "EUR 5.00": 5_000_000,
    "5.00 EUR": 5_000_000,
    "€5": 5_000_000,
    " 7 ": 7_000_000,
    "0.0000005": 0,
    "0.0000015": 2,
    "0.0000025": 2,
    "0.00000251": 3,
    "99999999999.999999": 99_999_999_999_999_999,
}
NOT_KNOWN = ["", " ", "--", " --", "—", "-", "N/A", "n/a", "< 10%", "> 90%", "NaN", "null"]
NOT_READ = [
    "1,2,3", "12,50", "1.234,56", "abc", "1.2.3", "1,23,456", "0,123", ",5", "5.", "1 234", "1'234.00", "12%", "1e5",
    "(5.00", "5.00)", "(-5.00)", "--5", "-", "$", "1,234,56", "١٢", "5-", "=5", "1,234 567", "$$5", "Infinity",
]  # fmt: skip


@pytest.mark.parametrize(("cell", "micros"), READ.items())
def test_an_amount_is_exact_micro_units(cell: str, micros: int) -> None:
    assert amount(cell) == micros


@pytest.mark.parametrize("cell", NOT_KNOWN)
def test_what_says_nothing_is_not_known_and_not_zero(cell: str) -> None:
    assert amount(cell) is None
    assert count(cell) is None


@pytest.mark.parametrize("cell", [cell for cell in NOT_READ if cell not in NOT_KNOWN])
def test_what_could_mean_something_else_is_not_read(cell: str) -> None:
    with pytest.raises(Unclear):
        amount(cell)


@pytest.mark.parametrize("cell", ["100000000000", "100,000,000,000.00", "-100000000000", "9" * 30])
def test_an_amount_beyond_the_largest_is_refused(cell: str) -> None:
    with pytest.raises(Unclear, match="out of range"):
        amount(cell)


@pytest.mark.parametrize(
    ("cell", "mended"),
    [
        ("1.234,56", "1234.56"), ("12,50", "12.50"), ("0,5", "0.5"), ("-1.234.567,89", "-1234567.89"),
        ("1 234,56 €", "1234.56 €"), ("1\u202f234,5", "1234.5"), ("EUR 12,50", "EUR 12.50"), ("(12,50)", "(12.50)"),
        ("12,50\nEUR", "12.50 EUR"),
    ],
)  # fmt: skip
def test_a_decimal_comma_is_refused_with_what_to_write_instead(cell: str, mended: str) -> None:
    with pytest.raises(Unclear) as refused:
        amount(cell)
    assert refused.value.reason == f"is not an amount; write {mended}"
    assert amount(mended) is not None


@pytest.mark.parametrize(
    "cell",
    [
        "1,2,3",
        "1,23,456",
        "0,123",
        "1,234,56",
        "12.3,45",
        ",5",
        "abc",
        "a 1,5",
        "1'234.00",
        "(12,50",
        "12,50" + " " * 60 + "€",
    ],
)
def test_what_is_no_clear_decimal_comma_gets_no_advice(cell: str) -> None:
    with pytest.raises(Unclear) as refused:
        amount(cell)
    assert refused.value.reason == "is not an amount"


@pytest.mark.parametrize("cell", ["1.5", "-1", "abc"])
def test_a_count_is_whole_and_not_negative(cell: str) -> None:
    with pytest.raises(Unclear):
        count(cell)


def test_a_count_may_be_grouped_or_written_with_empty_decimals() -> None:
    assert [count("1,234"), count("7.00")] == [1234, 7]


ANY_CELL = st.one_of(
    st.sampled_from([*READ, *NOT_KNOWN, *NOT_READ, "100000000000", "99,999,999,999,999"]),
    st.decimals(allow_nan=False, allow_infinity=False, places=6, max_value=10**13).map(lambda value: f"{value:,}"),
    st.text("0123456789,.-+ $()", max_size=14),
)


@given(st.lists(ANY_CELL, max_size=20))
def test_reading_a_column_at_once_agrees_with_reading_each_cell(cells: list[str]) -> None:
    values, plain = plain_amounts(pl.Series(cells, dtype=pl.String))
    for cell, value, is_plain in zip(cells, values.tolist(), plain.tolist(), strict=True):
        assert value == (amount(cell) if is_plain else MISSING)


@given(st.decimals(min_value=-(10**10), max_value=10**10, places=6))
def test_every_amount_is_read_back_to_the_last_decimal(value: Decimal) -> None:
    micros = int(value.scaleb(6))
    assert (amount(f"{value}"), amount(f"{value:,}")) == (micros, micros)
    assert plain_amounts(pl.Series([f"{value:f}", f"{value:,}"]))[0].tolist() == [micros, micros]

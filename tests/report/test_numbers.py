"""Figures as they are read, and where marks stand."""

from __future__ import annotations

import pytest

from interfaces import figures
from interfaces.report.scale import value_axis
from interfaces.report.text import shown


@pytest.mark.parametrize(
    ("written", "read"),
    [("1234567.80", "1,234,567.80"), ("-0.00", "0.00"), ("-1234.5", "-1,234.5"), (None, "—"), ("0.00", "0.00")],
)
def test_a_sum_keeps_all_its_decimals(written: str | None, read: str) -> None:
    assert figures.money(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("2.345000", "2.34"), ("2.355000", "2.36"), ("-0.001", "0.00"), ("1234.999999", "1,235.00"), (None, "—")],
)
def test_a_quotient_is_rounded_half_even_to_two_decimals(written: str | None, read: str) -> None:
    assert figures.quotient(written) == read


def test_shares_and_whole_units() -> None:
    assert figures.percent("0.748349") == "74.83 %"
    assert figures.percent(None) == "—"
    assert figures.whole("1234.50") == "1,234"
    assert figures.whole(None) == "—"
    assert figures.counted(1, "row") == "1 row"
    assert figures.counted(1_200, "row") == "1,200 rows"


def test_a_sum_goes_with_its_currency_or_says_that_there_is_none() -> None:
    assert figures.money_in("1234.50", "EUR") == "1,234.50 EUR"
    assert figures.money_in("-0.00", None) == "0.00 no currency"
    assert figures.money_in(None, "EUR") == "—"


def test_an_axis_holds_zero_and_all_values_between_round_figures() -> None:
    axis = value_axis([130.0, -20.0, None], 200, 0)
    assert [tick.text for tick in axis.ticks] == ["-50", "0", "50", "100", "150"]
    assert axis.at(axis.low) == 200
    assert axis.at(axis.high) == 0
    assert [tick.text for tick in value_axis([0.25], 100, 0).ticks] == ["0", "0.1", "0.2", "0.3"]
    assert [tick.text for tick in value_axis([12_000_000.0], 100, 0).ticks][-1] == "15,000,000"


def test_text_from_outside_is_one_line_and_short() -> None:
    assert shown("a\nb\u200fc") == "a\\nb\\u200fc".replace("\\n", " ")
    assert shown("x" * 1_000, 10) == "x" * 9 + "…"
    assert shown("שלום") == "שלום"

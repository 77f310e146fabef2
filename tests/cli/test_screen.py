"""Figures, cells and names as they stand on the screen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from interfaces import figures
from interfaces.cli.grid import Column, Grid
from interfaces.cli.screen import shown
from interfaces.tabular.spreadsheet import csv_text, safe


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("45.000000", "45.00"),
        ("0.125000", "0.12"),
        ("0.135000", "0.14"),
        ("1234.500000", "1,234.50"),
        ("-0.004000", "0.00"),
        ("-12.345000", "-12.34"),
        ("99999999999.995001", "100,000,000,000.00"),
        (None, "—"),
    ],
)
def test_a_quotient_is_rounded_half_even_to_two_decimals(value: str | None, text: str) -> None:
    assert figures.quotient(value) == text


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=6))
def test_a_sum_is_shown_with_every_decimal_it_has(amount: Decimal) -> None:
    assert Decimal(figures.money(f"{amount:f}").replace(",", "")) == amount


def test_what_is_not_known_is_a_dash() -> None:
    assert {figures.money(None), figures.count(None), figures.percent(None), figures.money_in(None, "USD")} == {"—"}


def test_a_share_is_shown_in_hundredths() -> None:
    assert figures.percent("0.873456") == "87.35 %"
    assert figures.percent("1.000000") == "100.00 %"


def test_money_in_no_named_currency_says_so() -> None:
    assert figures.money_in("5.00", None) == "5.00 no currency"


@given(st.text())
def test_no_control_character_reaches_the_terminal(text: str) -> None:
    assert shown(text).isprintable()


def test_names_in_any_script_are_left_as_they_are() -> None:
    name = "キャンペーン [bold]größe[/] :smile:"
    assert shown(name) == name


@given(st.lists(st.tuples(st.text(st.characters(codec="ascii", exclude_categories=["C"])), st.integers()), max_size=9))
def test_a_grid_cuts_no_cell(rows: list[tuple[str, int]]) -> None:
    cells = [(name, str(number)) for name, number in rows]
    grid = Grid.fitting((Column("Name"), Column("Number", right=True)), cells)
    lines = [line.plain for line in grid.lines(cells)][1:]
    assert all(
        line.startswith(name) and line.endswith(number) for line, (name, number) in zip(lines, cells, strict=True)
    )
    assert len({len(line) for line in lines}) <= 1


def test_wide_characters_keep_the_columns_in_line() -> None:
    grid = Grid.fitting((Column("a"), Column("b")), [("日本", "x"), ("ab", Text("y"))])
    assert [line.plain for line in grid.lines([("日本", "x"), ("ab", Text("y"))])] == ["a     b", "日本  x", "ab    y"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "\nx", "＝1+1", "\ufeff=1", " \u200b+1"])
def test_what_could_be_a_formula_is_guarded(text: str) -> None:
    assert safe(text) == "'" + text
    assert safe("a" + text) == "a" + text


def test_a_csv_leaves_what_is_not_known_empty() -> None:
    assert csv_text(["a", "b", "c"], [{"a": None, "b": True, "c": 'x,"y'}]) == 'a,b,c\n,true,"x,""y"\n'

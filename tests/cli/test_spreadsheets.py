"""CSV that we write: whatever a spreadsheet takes for what divides cells, none of them is a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interfaces.tabular.spreadsheet import csv_text, safe

TEXT = st.text(st.sampled_from("=+-@;,\t|\"' \u200b\r\na"), max_size=12)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a;=cmd|' /C calc'!A0", "a;'=cmd|' /C calc'!A0"),
        ("Sale; -20%", "Sale;' -20%"),
        ("a\t@SUM(1)", "a\t'@SUM(1)"),
        ('a;"=x"', 'a;\'"=x"'),
        ("a;\u202e＝x", "a;'\u202e＝x"),
        ("\u00a0=1", "'\u00a0=1"),
    ],
)
def test_a_formula_after_a_separator_is_guarded_too(text: str, written: str) -> None:
    assert safe(text) == written


@pytest.mark.parametrize("text", ["Brand; Berlin", "a-b", "a=b;c", "x|y", "2025-01-02", "mail+tag@example.com", "'=1"])
def test_what_is_no_formula_is_left_as_it_is(text: str) -> None:
    assert safe(text) == text


@given(TEXT, TEXT)
@example('"', ";=")
@example("a", '";"=')
def test_no_cell_is_a_formula_whichever_separator_a_spreadsheet_takes(first: str, second: str) -> None:
    written = csv_text(["a", "b"], [{"a": safe(first), "b": safe(second)}])
    for separator in ",;\t|":
        cells = [cell for row in csv.reader(io.StringIO(written, newline=""), delimiter=separator) for cell in row]
        assert [cell for cell in cells if cell.lstrip("\u200b \r\n\t").startswith(("=", "+", "-", "@"))] == []

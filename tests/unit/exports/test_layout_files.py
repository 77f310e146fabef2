"""A layout is a file of rules in English, and one file for each other language: how these become one."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.imports.notation import DecimalMark
from domain.imports.reconciliation import reconcile
from infrastructure.exports.layouts.layout import Layout, read_layout
from infrastructure.exports.layouts.rules import start_of_any
from infrastructure.exports.recognition import recognition
from infrastructure.exports.recognition.header import HeaderCells, usual_decimal
from infrastructure.exports.shared.iso4217 import header_currency
from tests.unit.exports.files import ads, reading

ENGLISH = """
platform = "some_ads"
kind = "ad_metrics"
decimal = "point"
[recognise]
required = ["spend"]
distinctive = ["Outlay"]
least = 1
[aliases]
campaign = ["Campaign"]
spend = ["Outlay", "Outlay (*)"]
type = ["Type"]
[constants]
source = "some"
[[totals]]
labels = ["Total *"]
binding = false
scope = "type"
[[totals]]
labels = ["Total of {rows} results"]
binding = true
"""
GERMAN = """
decimal = "comma"
distinctive = ["Aufwand"]
foreign = ["Kosten"]
[aliases]
campaign = ["Kampagne", "Campaign"]
spend = ["Aufwand", "Aufwand (*)"]
type = ["Typ"]
[[totals]]
labels = ["全{rows}件の結果", "Total aller Kampagnen", "{rows} Ergebnisse"]
binding = true
[notices]
empty = ["Keine Daten"]
"""


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """A layout in two languages, the only one that there is."""
    (tmp_path / "some_ads").mkdir()
    (tmp_path / "some_ads.toml").write_text(ENGLISH, "utf-8")
    (tmp_path / "some_ads" / "de.toml").write_text(GERMAN, "utf-8")
    found = read_layout(tmp_path / "some_ads.toml")
    monkeypatch.setattr(recognition, "layouts", lambda: (found,))
    return found


def test_the_words_of_a_language_are_added_behind_the_english_ones(layout: Layout) -> None:
    assert layout.aliases["campaign"] == ("campaign", "kampagne")
    assert layout.aliases["spend"] == ("outlay", "outlay (*)", "aufwand", "aufwand (*)")
    assert layout.distinctive == {"outlay", "aufwand"}
    assert layout.foreign == ("kosten",)
    assert (layout.empty_notices, layout.constants) == (("keine daten",), {"source": "some"})
    assert [language.name for language in layout.languages] == ["en", "de"]


@pytest.mark.parametrize(
    ("names", "decimal"),
    [
        (["Campaign", "Outlay", "Type"], DecimalMark.POINT),
        (["Kampagne", "Aufwand (EUR)", "Typ"], DecimalMark.COMMA),
        (["Campaign", "Aufwand", "Typ"], DecimalMark.COMMA),
        (["Campaign", "Outlay", "Aufwand"], None),
    ],
)
def test_the_language_of_most_headers_tells_what_numbers_look_like(
    layout: Layout, names: list[str], decimal: DecimalMark | None
) -> None:
    assert usual_decimal(layout, HeaderCells.of(names)) is decimal


@pytest.mark.parametrize("label", ["全{}件の結果", "Total of {} results", "{} Ergebnisse", " total  of {} Results"])
@pytest.mark.parametrize(("said", "rows"), [("2", 2), ("1,234", 1234), ("3 ", 3)])
def test_a_total_that_counts_the_rows_is_held_against_them(layout: Layout, label: str, said: str, rows: int) -> None:
    result = reading(f'Campaign,Type,Outlay\nA,x,1.50\nB,y,2.50\n"{label.format(said)}",-,4.00\n')
    assert (result.rows, result.total_rows, result.rejects) == (2, 1, ())
    found = {one.metric: (one.file, one.rows, one.agrees) for one in reconcile(ads(result), result.totals)}
    assert found == {"rows": (rows, 2, rows == 2), "spend": (4_000_000, 4_000_000, True)}


def test_a_total_that_counts_the_rows_may_be_a_line_of_its_own(layout: Layout) -> None:
    result = reading("Campaign,Type,Outlay\nA,x,1.50\nTotal of 1 results\n")
    assert [one.figures for one in result.totals] == [{"rows": 1}]


def test_a_whole_label_goes_before_the_beginning_of_one_in_any_language(layout: Layout) -> None:
    result = reading("Campaign,Type,Outlay\nA,x,1.50\nB,y,2.50\nTotal aller Kampagnen,,4.00\nTotal x,,1.50\n")
    assert [(one.binding, one.scope is None) for one in result.totals] == [(True, True), (False, False)]
    assert all(one.agrees for one in reconcile(ads(result), result.totals))


def test_few_beginnings_stand_for_many_labels() -> None:
    assert start_of_any(["total", "total of", "sum", "", "total"]) == "sum|total"
    assert start_of_any([]) == ""


@pytest.mark.parametrize(
    ("written", "code"), [("EUR", "EUR"), ("nok", "NOK"), ("ALL", "ALL"), ("all", ""), ("net", ""), ("UTC", "")]
)
def test_three_letters_in_a_header_are_a_currency_or_a_word(written: str, code: str) -> None:
    assert header_currency(written) == code

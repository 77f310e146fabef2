"""A generator of exports: random tables, written as each platform, language and country would, with what is to be read
of them and what in them is truly open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from domain.imports.hints import Hints
from domain.imports.notation import DecimalMark
from domain.imports.record import Kind
from infrastructure.exports.layouts.layout import Layout
from tests.unit.exports.files import SHOP
from tests.unit.exports.writing.ads import METRICS, ads_draft
from tests.unit.exports.writing.drafts import COUNTS, Draft
from tests.unit.exports.writing.files import Style, can_hold, file_bytes, first_lines, styled, text_file
from tests.unit.exports.writing.notations import GROUPINGS, Days, Numbers, days_of
from tests.unit.exports.writing.orders import orders_draft
from tests.unit.exports.writing.people import activity_draft, leads_draft, rates_draft
from tests.unit.exports.writing.vocabulary import vocabulary

_WESTERN = frozenset({"en", "de", "fr", "es", "it", "nl", "sv", "da", "nb", "fi", "pt", "pt-br"})
_UNICODE = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be")
_ADS = (Kind.AD_METRICS, Kind.SPEND)
_FOOTER = "©2026 Microsoft Corporation. All rights reserved."
_TOLD = {"latin-1": "cp1252"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """`table` are the cells, the header first, below the lines `above` it. `lines` are those on which its rows begin,
    `totals` the label and figures of each total that the file tells. `refused` is the code with which it must be
    refused as long as `hints` do not settle what it leaves open.
    """

    data: bytes
    above: Sequence[str]
    table: Sequence[Sequence[str]]
    draft: Draft
    style: Style
    encoding: str
    lines: Sequence[int]
    totals: Sequence[tuple[str, dict[str, int]]]
    left_out: int
    refused: str
    hints: Hints

    @property
    def decimal(self) -> DecimalMark | None:
        return self.hints.decimal

    def figures(self, field: str) -> list[int | None]:
        """What each row is to say in that field."""
        return self.draft.figures(field, self.decimal)


def export(random: Random, layout: Layout, language: str) -> Export:
    """Any file of that layout in that language."""
    encoding = _encoding(random, language)
    letters = {"cp1252": "western", "latin-1": "western", "cp932": "japanese"}.get(encoding, "any")
    draft = _draft(random, layout, language, letters)
    order = _column_order(random, draft)
    style = styled(random, encoding)
    above = _above(random, draft, style)
    totals = _total_rows(random, draft, order)
    body = [[draft.columns[field][at] for field in order] for at in range(draft.rows)]
    before = random.choice([0, len(totals)])
    footer = [[_FOOTER]] if layout.footers and random.random() < 0.5 else []
    header = [draft.headers[field] for field in order]
    rows = [header, *(cells for cells, _ in totals[:before]), *body, *(cells for cells, _ in totals[before:]), *footer]
    style = style if can_hold(text_file(above, rows, style), encoding) else replace(style, encoding="utf-8")
    told = [(cells[0] or cells[order.index("campaign")], figures) for cells, figures in totals]
    hints = _hints(draft)
    return Export(
        data=file_bytes(above, rows, style),
        above=above,
        table=rows,
        draft=draft,
        style=style,
        encoding=_encoding_told(text_file(above, rows, style), style),
        lines=first_lines(above, rows, style)[before : before + draft.rows],
        totals=_totals_told(draft, told, hints.decimal, above),
        left_out=len(totals) + len(footer),
        refused="ambiguous_dates" if hints.date_order else "ambiguous_numbers" if hints.decimal else "",
        hints=hints,
    )


def _encoding(random: Random, language: str) -> str:
    pages = ["cp932"] if language == "ja" else ["cp1252", "latin-1"] if language in _WESTERN else ["utf-8"]
    return random.choice([*_UNICODE, *pages])


def _encoding_told(text: str, style: Style) -> str:
    if style.container == "xlsx":
        return "xlsx"
    if text.isascii() and style.encoding not in _UNICODE[1:]:
        return "utf-8"
    return _TOLD.get(style.encoding, style.encoding)


def _draft(random: Random, layout: Layout, language: str, letters: str) -> Draft:
    words, numbers = vocabulary(layout, language), _numbers(random, letters)
    days = random.choice(days_of(language))
    if layout.kind in _ADS:
        return ads_draft(random, words, numbers, days, letters)
    if layout.kind is Kind.ORDERS:
        return orders_draft(random, words, numbers, days)
    if layout.kind is Kind.LEADS:
        return leads_draft(random, words, numbers, days, letters)
    if layout.kind is Kind.ACTIVITY:
        return activity_draft(random, words, numbers, days, letters)
    return rates_draft(random, words, numbers, days)


def _numbers(random: Random, letters: str) -> Numbers:
    mark = random.choice(".,")
    thousands = random.choice([one for one in GROUPINGS if one != mark])
    sign = random.choice(["before", "after"]) if letters == "any" and random.random() < 0.2 else ""
    return Numbers(
        mark=mark,
        thousands=thousands,
        before=random.choice(["€", "€ ", "EUR "]) if sign == "before" else "",
        after=random.choice(["€", " €", "\u00a0€"]) if sign == "after" else "",
    )


def _column_order(random: Random, draft: Draft) -> list[str]:
    """Columns in any order, but for a first one by which the file is known; those of no field hold nothing."""
    for field in draft.headers:
        draft.columns.setdefault(field, [random.choice(["", "", "x 1"])] * draft.rows)
    order = list(draft.headers)
    random.shuffle(order)
    leading = "at" if draft.words.layout.first else "campaign" if draft.has("campaign") else order[0]
    order.remove(leading)
    return [leading, *order]


def _above(random: Random, draft: Draft, style: Style) -> list[str]:
    if draft.words.layout.kind not in _ADS:
        return []
    lines = random.choice([[], [], ["Report", "All time"], ["Report", ""]])
    if draft.words.rows_line and random.random() < 0.7:
        lines = [*lines, f"{draft.words.rows_line}: {draft.rows}"]
    return [f"sep={style.delimiter}", *lines] if style.container != "xlsx" and random.random() < 0.1 else lines


def _total_rows(random: Random, draft: Draft, order: Sequence[str]) -> list[tuple[list[str], dict[str, str]]]:
    """A total with a label, or one that names nothing where the platform writes such."""
    unnamed = draft.words.layout.name == "meta_ads" and random.random() < 0.5
    if draft.words.layout.kind not in _ADS or not (unnamed or draft.words.totals) or random.random() < 0.4:
        return []
    if not draft.has("campaign"):
        return []
    label = "" if unnamed else random.choice(draft.words.totals)[0]
    counted = {"rows": str(draft.rows)} if "{rows}" in label else {}
    shown = label.replace("{rows}", str(draft.rows))
    cells = {"campaign": shown, **{field: _sum(draft, field) for field in METRICS if draft.has(field)}, **counted}
    return [([cells.get(field, "") for field in order], cells)]


def _sum(draft: Draft, field: str) -> str:
    """Of what the cells say when they are read as they were written."""
    values = [one for one in draft.figures(field, draft.numbers.decimal) if one is not None]
    if not values:
        return "--"
    if field in COUNTS:
        return draft.numbers.whole(sum(values))
    if field in draft.words.layout.micros:
        return str(sum(values))
    places = next(places for places in (2, 3, 6) if sum(values) % 10 ** (6 - places) == 0)
    return draft.numbers.amount(sum(values), places)


def _hints(draft: Draft) -> Hints:
    return replace(
        SHOP,
        date_order=draft.style_of_days.order if draft.open_days() else None,
        decimal=draft.numbers.decimal if draft.open_numbers() else None,
    )


def _totals_told(
    draft: Draft, totals: Sequence[tuple[str, dict[str, str]]], hint: DecimalMark | None, above: Sequence[str]
) -> list[tuple[str, dict[str, int]]]:
    counted = [line for line in above if draft.words.rows_line and line.startswith(draft.words.rows_line)]
    found = [(line, {"rows": draft.rows}) for line in counted]
    for label, cells in totals:
        read = {field: draft.figure(field, cell, hint) for field, cell in cells.items() if field in METRICS}
        figures = {field: figure for field, figure in read.items() if figure is not None}
        rows = {"rows": draft.rows} if "rows" in cells else {}
        found.append((label or "Total (unnamed row)", rows | figures))
    return [(label, figures) for label, figures in found if figures]


__all__ = ["Days", "Export", "export"]

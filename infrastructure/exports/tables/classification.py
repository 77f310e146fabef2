"""Which rows of a table are data, which are totals of it, and which are neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from domain.imports.record import Kind
from domain.shared.columns import Flags, Ints
from infrastructure.exports.layouts.layout import Layout
from infrastructure.exports.shared.refusal import Refused
from infrastructure.exports.shared.rejections import Rejections
from infrastructure.exports.shared.words import fold
from infrastructure.exports.tables.labels import (
    TotalRow,
    labelled,
    labelled_rows,
    periods_told,
    unnamed_rows,
    unnamed_total,
)
from infrastructure.exports.tables.table import Table

MOST_TOTALS = 10_000
_SEPARATORS = re.compile(r'[\s",;|]*')
_FEW = 3
"""Cells of a row that may well hold nothing but a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """`data` are the rows of the table that hold data; `notices` what the file says instead of rows, `footers` how many
    lines close it and tell nothing."""

    data: Ints
    totals: tuple[TotalRow, ...]
    notices: tuple[str, ...]
    footers: int = 0

    @property
    def left_out(self) -> int:
        """Lines that are totals and footers."""
        return len(self.totals) + self.footers


@dataclass(slots=True)
class _Found:
    """What the rows that are no data turned out to be."""

    totals: list[TotalRow]
    notices: list[str]
    footers: int = 0

    def takes(self, layout: Layout, cells: Sequence[str]) -> bool:
        """Whether a record with one text in it is a notice or a footer."""
        said = [cell.strip() for cell in cells if cell.strip()]
        if len(said) != 1:
            return False
        if notice := fold(said[0]) in layout.empty_notices:
            self.notices.append(said[0])
        footer = any(pattern.fullmatch(fold(said[0])) for pattern in layout.footers)
        self.footers += footer
        return notice or footer


def classify(table: Table, rejections: Rejections) -> Classified:
    """Every row is data, a total, a notice, a footer or blank; a row of another width is one of these or rejected."""
    found = _Found(list(labelled_rows(table)), [])
    is_data = np.ones(table.cells.height, np.bool_)
    is_data[[total.row for total in found.totals if total.row is not None]] = False
    is_data &= ~_blank(table, rejections)
    is_data[list(_said(table, found, rejections, is_data))] = False
    _sort_others(table, found, rejections)
    unnamed = unnamed_rows(table, is_data)
    is_data &= ~unnamed
    _sort_unnamed(table, np.flatnonzero(unnamed), is_data, found, rejections)
    refuse_many_totals(len(found.totals))
    return Classified(
        data=np.flatnonzero(is_data),
        totals=tuple(sorted(found.totals, key=lambda total: total.line)),
        notices=tuple(found.notices),
        footers=found.footers,
    )


def refuse_many_totals(lines: int) -> None:
    """Refused if more lines are totals than in any export."""
    if lines > MOST_TOTALS:
        raise Refused("too_many_totals", f"{lines:,} lines are totals; at most {MOST_TOTALS:,} are read")


def _sort_unnamed(table: Table, rows: Ints, is_data: Flags, found: _Found, rejections: Rejections) -> None:
    """The rows that name nothing: totals, or of nobody knows what."""
    others = periods_told(table, is_data) if table.polls.ask("unnamed rows", len(rows) > 0) else frozenset()
    for row in rows.tolist():
        if total := unnamed_total(table, row, others):
            found.totals.append(total)
        else:
            rejections.add(int(table.line[row]), "names nothing that its figures are of")


def _sort_others(table: Table, found: _Found, rejections: Rejections) -> None:
    """The records that have another number of cells than the header."""
    layout = table.recognised.layout
    for position in table.others:
        line, cells = int(table.records.line[position]), table.records.cells(int(position))
        if found.takes(layout, cells):
            continue
        if total := labelled(layout, cells, line):
            found.totals.append(total)
        else:
            rejections.add(line, _width_reason(table, int(table.records.width[position])))


def _width_reason(table: Table, width: int) -> str:
    if table.recognised.layout.shape:
        return "does not have the shape of the other lines"
    if width == 0:
        return "has a quotation mark that is opened and not closed"
    return f"has {width:,} cell{'s' if width > 1 else ''} where the header has {len(table.recognised.header.names):,}"


def _said(table: Table, found: _Found, rejections: Rejections, is_data: Flags) -> Iterator[int]:
    """The rows with nothing but a text in their first cell: notices, footers, or remarks that are no campaign."""
    if "0" not in table.cells.columns or len(table.recognised.header.names) <= _FEW:
        return
    for row in np.flatnonzero(is_data & _all_blank(table, table.cells.columns[1:])).tolist():
        cells = table.records.cells(int(table.ours[row]))
        if found.takes(table.recognised.layout, cells):
            yield row
        elif table.recognised.layout.kind is Kind.AD_METRICS and not any(cell.strip() for cell in cells[1:]):
            rejections.add(int(table.line[row]), "holds nothing but one text")
            yield row


def _all_blank(table: Table, columns: Sequence[str]) -> Flags:
    """Rows of blank cells in these columns, shape (n,): each is looked at only where those before it are blank."""
    rows = np.arange(table.cells.height)
    for name in columns:
        cells = table.cells[name] if len(rows) == table.cells.height else table.cells[name].gather(rows)
        rows = rows[(cells.str.strip_chars() == "").to_numpy()]
    blank = np.zeros(table.cells.height, np.bool_)
    blank[rows] = True
    return blank


def _blank(table: Table, rejections: Rejections) -> Flags:
    """Rows without a value in any column that is read; one with a value elsewhere is rejected, not passed over."""
    blank = _all_blank(table, table.cells.columns)
    for row in np.flatnonzero(blank):
        if not _SEPARATORS.fullmatch(table.records.raw(int(table.ours[row]))):
            rejections.add(int(table.line[row]), "has no value in any column that is read")
    return blank

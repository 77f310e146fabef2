"""Which rows of a table are data, which are totals of it, and which are neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from domain.shared.columns import Flags, Ints
from infrastructure.exports.header import Header
from infrastructure.exports.layout import Layout, TotalRule
from infrastructure.exports.refusal import Refused
from infrastructure.exports.rejections import Rejections
from infrastructure.exports.table import LABEL_COLUMNS, Table
from infrastructure.exports.words import fold, words

if TYPE_CHECKING:
    import polars as pl

MOST_TOTALS = 10_000
_SEPARATORS = re.compile(r'[\s",;|]*')


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalRow:
    """A total: its label as written, its row in the table (None if it has another number of cells), and for which value
    of the field `scope` it speaks ("" for all rows)."""

    label: str
    line: int
    row: int | None
    binding: bool
    scope: str = ""
    scope_value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """`data` are the rows of the table that hold data; `notices` what the file says instead of rows."""

    data: Ints
    totals: tuple[TotalRow, ...]
    notices: tuple[str, ...]


def classify(table: Table, rejections: Rejections) -> Classified:
    """Every row is data, a total, a notice or blank; a row of another width is a total, a notice or rejected."""
    layout = table.recognised.layout
    totals, notices = list(_totals(table)), []
    for position in table.others:
        line, cells = int(table.records.line[position]), table.records.cells(int(position))
        if notice := _notice(layout, cells):
            notices.append(notice)
        elif found := next(_labelled(layout, cells[:LABEL_COLUMNS]), None):
            totals.append(_total(found[1], cells[found[0]], line, None))
        else:
            rejections.add(line, _width_reason(table, int(table.records.width[position])))
    unnamed = _unnamed_totals(table)
    totals += [_unnamed(table, int(row)) for row in np.flatnonzero(unnamed)]
    if len(totals) > MOST_TOTALS:
        raise Refused("too_many_totals", f"{len(totals):,} lines are totals; at most {MOST_TOTALS:,} are read")
    data = ~unnamed & ~_blank(table, rejections)
    data[[total.row for total in totals if total.row is not None]] = False
    return Classified(
        data=np.flatnonzero(data), totals=tuple(sorted(totals, key=lambda total: total.line)), notices=tuple(notices)
    )


def _width_reason(table: Table, width: int) -> str:
    if table.recognised.layout.shape:
        return "does not have the shape of the other lines"
    if width == 0:
        return "has a quotation mark that is opened and not closed"
    return f"has {width:,} cell{'s' if width > 1 else ''} where the header has {len(table.recognised.header.names):,}"


def _notice(layout: Layout, cells: Sequence[str]) -> str:
    said = [cell.strip() for cell in cells if cell.strip()]
    return said[0] if len(said) == 1 and fold(said[0]) in layout.empty_notices else ""


def _labelled(layout: Layout, cells: Sequence[str]) -> Iterator[tuple[int, TotalRule]]:
    """Where a cell is the label of a total, and by which rule."""
    for at, cell in enumerate(map(fold, cells)):
        if cell.startswith(layout.label_prefixes):
            yield from ((at, rule) for rule in layout.totals if rule.label.fullmatch(cell))


def _totals(table: Table) -> Iterator[TotalRow]:
    layout, header = table.recognised.layout, table.recognised.header
    candidates = np.flatnonzero(_perhaps_labelled(table))
    for row, cells in zip(candidates.tolist(), table.cells[candidates].iter_rows(named=True), strict=True):
        first = [cells[str(at)] for at in range(min(LABEL_COLUMNS, len(header.names)))]
        labels = ((at, rule) for at, rule in _labelled(layout, first) if not _names_more(header, cells, at, rule))
        for at, rule in islice(labels, 1):
            yield _total(rule, first[at], int(table.line[row]), row)


def _perhaps_labelled(table: Table) -> Flags:
    """Rows with a cell that begins like a label, shape (n,): one pass over whole columns."""
    import polars as pl

    prefixes = table.recognised.layout.label_prefixes
    first = table.cells.columns[:LABEL_COLUMNS]
    if not prefixes or not first:
        return np.zeros(table.cells.height, np.bool_)
    beginning = rf"^\s*(?i:{'|'.join(map(re.escape, prefixes))})"
    return table.cells.select(pl.any_horizontal(pl.col(first).str.contains(beginning))).to_series().to_numpy()


def _names_more(header: Header, cells: Mapping[str, str], label_at: int, rule: TotalRule) -> bool:
    columns = (header.columns.get(field) for field in rule.unless)
    return any(fold(cells[str(at)]) not in words().no_figures for at in columns if at is not None and at != label_at)


def _total(rule: TotalRule, label: str, line: int, row: int | None) -> TotalRow:
    found = rule.label.fullmatch(fold(label))
    value = found["rest"] if rule.scope and found else ""
    return TotalRow(label=label.strip(), line=line, row=row, binding=rule.binding, scope=rule.scope, scope_value=value)


def _unnamed_totals(table: Table) -> Flags:
    import polars as pl

    rule, columns = table.recognised.layout.unnamed_total, table.recognised.header.columns
    named = [] if rule is None else [str(columns[field]) for field in rule.blank if field in columns]
    if not named:
        return np.zeros(table.cells.height, np.bool_)
    tests = [_is_blank(pl.col(name)) for name in named]
    return table.cells.select(pl.all_horizontal(tests)).to_series().to_numpy() & ~_all_blank(table)


def _unnamed(table: Table, row: int) -> TotalRow:
    rule = table.recognised.layout.unnamed_total
    assert rule is not None  # noqa: S101 - only such a rule finds such rows
    return TotalRow(label=rule.label, line=int(table.line[row]), row=row, binding=rule.binding)


def _is_blank(column: pl.Expr) -> pl.Expr:
    return column.str.strip_chars().is_in(list(words().no_names))


def _all_blank(table: Table) -> Flags:
    """Rows of blank cells, shape (n,): each column is looked at only where those before it are blank."""
    rows = np.arange(table.cells.height)
    for name in table.cells.columns:
        cells = table.cells[name] if len(rows) == table.cells.height else table.cells[name].gather(rows)
        rows = rows[(cells.str.strip_chars() == "").to_numpy()]
    blank = np.zeros(table.cells.height, np.bool_)
    blank[rows] = True
    return blank


def _blank(table: Table, rejections: Rejections) -> Flags:
    """Rows without a value in any column that is read; one with a value elsewhere is rejected, not passed over."""
    blank = _all_blank(table)
    for row in np.flatnonzero(blank):
        if not _SEPARATORS.fullmatch(table.records.raw(int(table.ours[row]))):
            rejections.add(int(table.line[row]), "has no value in any column that is read")
    return blank

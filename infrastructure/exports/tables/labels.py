"""Rows that are totals, by what they are called or by naming nothing."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from domain.shared.columns import Flags
from infrastructure.exports.layouts.layout import Layout
from infrastructure.exports.layouts.rules import GRAINS, TotalRule
from infrastructure.exports.recognition.header import Header
from infrastructure.exports.shared.words import fold, words
from infrastructure.exports.tables.table import LABEL_COLUMNS, Table

if TYPE_CHECKING:
    import polars as pl

_NO_DIGIT = re.compile(r"[^0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalRow:
    """A total: its label as written, its row in the table (None if it has another number of cells), for which value of
    the field `scope` it speaks ("" for all rows), and how many rows it says there are (None if it does not)."""

    label: str
    line: int
    row: int | None
    binding: bool
    scope: str = ""
    scope_value: str = ""
    rows: int | None = None


def labelled_rows(table: Table) -> Iterator[TotalRow]:
    """The totals among the rows of the table that have a label, in their order."""
    layout, header = table.recognised.layout, table.recognised.header
    candidates = np.flatnonzero(_perhaps_labelled(table))
    for row, cells in zip(candidates.tolist(), table.cells[candidates].iter_rows(named=True), strict=True):
        first = [cells[str(at)] for at in range(min(LABEL_COLUMNS, len(header.names)))]
        labels = ((at, rule) for at, rule in _labels(layout, first) if not _names_more(header, cells, at, rule))
        for at, rule in islice(labels, 1):
            yield _total(rule, first[at], int(table.line[row]), row)


def labelled(layout: Layout, cells: Sequence[str], line: int) -> TotalRow | None:
    """The total that a record of another width is, if one of its first cells is a label."""
    found = next(_labels(layout, cells[:LABEL_COLUMNS]), None)
    return _total(found[1], cells[found[0]], line, None) if found else None


def _labels(layout: Layout, cells: Sequence[str]) -> Iterator[tuple[int, TotalRule]]:
    """Where a cell is the label of a total, and by which rule."""
    for at, cell in enumerate(map(fold, cells)):
        if layout.label_start and re.match(layout.label_start, cell):
            yield from ((at, rule) for rule in layout.totals if rule.match(cell))


def _perhaps_labelled(table: Table) -> Flags:
    """Rows with a cell that begins like a label, shape (n,): one pass over whole columns."""
    import polars as pl

    beginning = table.recognised.layout.label_start
    first = table.cells.columns[:LABEL_COLUMNS]
    if not beginning or not first:
        return np.zeros(table.cells.height, np.bool_)
    return table.cells.select(pl.any_horizontal(pl.col(first).str.contains(beginning))).to_series().to_numpy()


def _names_more(header: Header, cells: Mapping[str, str], label_at: int, rule: TotalRule) -> bool:
    columns = (header.columns.get(field) for field in rule.unless)
    return any(fold(cells[str(at)]) not in words().no_figures for at in columns if at is not None and at != label_at)


def _total(rule: TotalRule, label: str, line: int, row: int | None) -> TotalRow:
    found = rule.match(fold(label))
    told = found.groupdict() if found else {}
    rows = _NO_DIGIT.sub("", told.get("rows") or "")
    return TotalRow(
        label=label.strip(),
        line=line,
        row=row,
        binding=rule.binding,
        scope=rule.scope,
        scope_value=(rule.value or told.get("rest") or "") if rule.scope else "",
        rows=int(rows) if rows else None,
    )


def unnamed_rows(table: Table, among: Flags) -> Flags:
    """Which rows of those `among` (n,) name nothing that the table has a column for, shape (n,). Where none of them
    names anything, none is a total of the others."""
    import polars as pl

    rule, columns = table.recognised.layout.unnamed_total, table.recognised.header.columns
    named = [] if rule is None else [str(columns[field]) for field in rule.blank if field in columns]
    if not named:
        return np.zeros(table.cells.height, np.bool_)
    blank = table.cells.select(pl.all_horizontal(_is_blank(pl.col(name)) for name in named)).to_series().to_numpy()
    unnamed: Flags = blank & among
    return unnamed if table.polls.ask("named rows", bool((among & ~blank).any())) else np.zeros(len(blank), np.bool_)


def _is_blank(column: pl.Expr) -> pl.Expr:
    return column.str.strip_chars().is_in(sorted(words().no_names | {"-"}))


def unnamed_total(table: Table, row: int, others: Container[str]) -> TotalRow | None:
    """A row without a name as the total of all rows, or of those of its own day, week or month; None if it has one of
    which no other row is. `others` are the folded periods of the rows that name something."""
    rule, period = table.recognised.layout.unnamed_total, _period(table, row)
    assert rule is not None  # noqa: S101 - only such a rule finds such rows
    if period and period not in others:
        return None
    return TotalRow(
        label=rule.label,
        line=int(table.line[row]),
        row=row,
        binding=rule.binding,
        scope=_grain(table) if period else "",
        scope_value=period,
    )


def periods_told(table: Table, rows: Flags) -> frozenset[str]:
    """The distinct folded cells that tell the period of the rows (n,), as far as there is a column for it."""
    import polars as pl

    grain = _grain(table)
    if not grain:
        return frozenset()
    cells = table.cells[str(table.recognised.header.columns[grain])]
    told = frozenset(map(fold, cells.filter(pl.Series(rows)).unique().to_list()))
    return table.polls.ask("periods", told)


def _grain(table: Table) -> str:
    return next((field for field in GRAINS if field in table.recognised.header.columns), "")


def _period(table: Table, row: int) -> str:
    """The folded cell that tells the period of a row, "" where none does."""
    grain = _grain(table)
    period = fold(table.cells[row, str(table.recognised.header.columns[grain])]) if grain else ""
    return "" if period in words().no_figures else period

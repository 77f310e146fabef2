"""The totals of a file of ad metrics, as figures to reconcile its rows with."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import NamedTuple, TypeAlias

import numpy as np

from domain.imports.reading import FileTotal
from domain.imports.reconciliation import ROWS
from domain.imports.record import MetricSums
from domain.imports.rows import AdMetricRows
from domain.imports.summary import added, metric_sums
from domain.shared.columns import Flags, Ints
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.shared.coded import Coded
from infrastructure.exports.shared.refusal import Unclear
from infrastructure.exports.shared.words import fold
from infrastructure.exports.tables.labels import TotalRow
from infrastructure.exports.tables.table import Table

_METRICS = ("spend", "impressions", "clicks", "conversions", "conversion_value")
_COUNTS = frozenset({"impressions", "clicks"})

Scope: TypeAlias = tuple[str, str]
"""The field and the folded cell of the rows that a total speaks for; two empty texts for all rows."""
ALL_ROWS: Scope = ("", "")


class Counted(NamedTuple):
    """What some rows come to, and how many they are."""

    sums: MetricSums = MetricSums()
    rows: int = 0

    def __or__(self, other: Counted) -> Counted:
        """Of these rows and the others."""
        return Counted(added(self.sums, other.sums), self.rows + other.rows)


def scope_of(total: TotalRow, kept: Cells) -> Scope:
    """For which rows a total speaks, as far as a column tells."""
    return (total.scope, total.scope_value) if total.scope and kept.has(total.scope) else ALL_ROWS


def scoped_sums(scopes: frozenset[Scope], facts: AdMetricRows, kept: Cells) -> dict[Scope, Counted]:
    """What the facts, which `kept` became, come to: all of them, and those of each scope that some of them are of."""
    found = {ALL_ROWS: Counted(metric_sums(facts), len(facts))}
    for field in {field for field, _ in scopes if field}:
        wanted = {value for name, value in scopes if name == field}
        for value, rows in _rows_of(kept.as_written(field).each(fold), wanted):
            found[field, value] = Counted(metric_sums(facts, rows), len(rows))
    return found


def _rows_of(cells: Coded[str], wanted: Container[str]) -> Iterator[tuple[str, Ints]]:
    """The positions of the rows with each of the `wanted` cells."""
    groups: dict[str, int] = {}
    numbered = cells.each(lambda cell: groups.setdefault(cell, len(groups)) if cell in wanted else -1).array("int64")
    order = np.argsort(numbered, kind="stable")
    edges = np.searchsorted(numbered[order], np.arange(len(groups) + 1))
    for cell, group in groups.items():
        yield cell, order[edges[group] : edges[group + 1]]


def file_totals(table: Table, totals: Iterable[TotalRow], kept: Cells) -> tuple[FileTotal, ...]:
    """Each total with a figure that can be read. `kept` are the cells of the rows that became facts."""
    found = (_file_total(table, total, kept) for total in totals)
    return tuple(total for total in found if total.figures)


def _file_total(table: Table, total: TotalRow, kept: Cells) -> FileTotal:
    scope = _scope(total, kept)
    return FileTotal(
        label=total.label,
        line=total.line,
        figures=dict(_figures(table, total, kept)),
        scope=scope,
        about=scope_of(total, kept),
        binding=total.binding and (scope is not None or not total.scope),
    )


def _figures(table: Table, total: TotalRow, kept: Cells) -> Iterator[tuple[str, int]]:
    """What the total tells, its cells read as those of their column are."""
    if total.rows is not None:
        yield ROWS, total.rows
    if (row := total.row) is None:
        return
    for field in filter(kept.has, _METRICS):
        parse = kept.count_of if field in _COUNTS else kept.amount_of
        if (figure := _figure(table, row, field, parse)) is not None:
            yield field, figure


def _figure(table: Table, row: int, field: str, parse: Callable[[str, str], int | None]) -> int | None:
    try:
        return parse(field, table.cells[row, str(table.recognised.header.columns[field])])
    except Unclear:
        return None


def _scope(total: TotalRow, kept: Cells) -> Flags | None:
    """Which rows the total speaks for: none, if it is of a type that no row has. None for all of them, also where no
    column tells."""
    if not total.scope or not kept.has(total.scope):
        return None
    return kept.as_written(total.scope).each(lambda cell: fold(cell) == total.scope_value).array("bool")

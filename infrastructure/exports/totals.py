"""The totals of a file of ad metrics, as figures to reconcile its rows with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from domain.imports.reading import FileTotal
from domain.imports.reconciliation import ROWS
from domain.shared.columns import Flags
from infrastructure.exports.cells import Cells
from infrastructure.exports.labels import TotalRow
from infrastructure.exports.refusal import Unclear
from infrastructure.exports.table import Table
from infrastructure.exports.words import fold

_METRICS = ("spend", "impressions", "clicks", "conversions", "conversion_value")
_COUNTS = frozenset({"impressions", "clicks"})


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

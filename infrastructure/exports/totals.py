"""The totals of a file of ad metrics, as figures to reconcile its rows with."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from domain.imports.reading import FileTotal
from domain.shared.columns import Flags
from infrastructure.exports.amounts import amount, count
from infrastructure.exports.cells import Cells
from infrastructure.exports.classification import TotalRow
from infrastructure.exports.refusal import Unclear
from infrastructure.exports.table import Table
from infrastructure.exports.words import fold

_METRICS: dict[str, Callable[[str], int | None]] = {
    "spend": amount,
    "impressions": count,
    "clicks": count,
    "conversions": amount,
    "conversion_value": amount,
}


def file_totals(table: Table, totals: Iterable[TotalRow], kept: Cells) -> tuple[FileTotal, ...]:
    """Each total with a figure that can be read. `kept` are the cells of the rows that became facts."""
    found = (_file_total(table, total, kept) for total in totals)
    return tuple(total for total in found if total.figures)


def _file_total(table: Table, total: TotalRow, kept: Cells) -> FileTotal:
    scope = _scope(total, kept)
    return FileTotal(
        label=total.label,
        line=total.line,
        figures={} if total.row is None else _figures(table, total.row),
        scope=scope,
        binding=total.binding and (scope is not None or not total.scope),
    )


def _figures(table: Table, row: int) -> dict[str, int]:
    columns = table.recognised.header.columns
    read = {
        metric: _figure(table.cells[row, str(columns[metric])], parse)
        for metric, parse in _METRICS.items()
        if metric in columns
    }
    return {metric: figure for metric, figure in read.items() if figure is not None}


def _figure(cell: str, parse: Callable[[str], int | None]) -> int | None:
    try:
        return parse(cell)
    except Unclear:
        return None


def _scope(total: TotalRow, kept: Cells) -> Flags | None:
    """Which rows the total speaks for: none, if it is of a type that no row has. None for all of them, also where no
    column tells."""
    if not total.scope or not kept.has(total.scope):
        return None
    return kept.as_written(total.scope).each(lambda cell: fold(cell) == total.scope_value).array("bool")

"""Columns of a table that claim to be the same thing: by the same header, or as two names of one field."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from domain.imports.record import Message
from domain.shared.columns import Flags
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.columns.currencies import MONEY
from infrastructure.exports.shared.coded import coded
from infrastructure.exports.shared.refusal import Refused, Unclear, quoted
from infrastructure.exports.shared.words import fold, words
from infrastructure.exports.values.days import day

if TYPE_CHECKING:
    import polars as pl

    from infrastructure.exports.tables.table import Table

_AMOUNTS = (*MONEY, "conversions")
_COUNTS = ("impressions", "clicks")
_DAYS = ("at", "date", "start", "end")


def refuse_doubled(table: Table) -> tuple[Message, ...]:
    """Refused where a column that is read stands several times with different cells; with equal ones it is told."""
    return tuple(_told_equal(table, at, twins) for at, twins in table.recognised.header.twins.items())


def _told_equal(table: Table, at: int, twins: Sequence[int]) -> Message:
    said = f"the header has {quoted(table.recognised.header.names[at])} {len(twins) + 1} times"
    differ = np.logical_or.reduce([_bare(table, at).ne_missing(_bare(table, twin)).to_numpy() for twin in twins])
    for row in np.flatnonzero(differ)[:1]:
        where = f"their cells differ on line {table.line[row]:,}"
        raise Refused("duplicate_column", f"{said} and {where}; keep one of these columns")
    return Message(code="duplicate_column", message=f"{said}; the cells are equal and are read once")


def _bare(table: Table, at: int) -> pl.Series:
    return table.cells[str(at)].str.strip_chars()


def reject_rivals(cells: Cells) -> None:
    """Rejects the rows in which another name of a field that is read says something else."""
    for field, rivals in cells.header.rivals.items():
        for rival in rivals:
            for row in np.flatnonzero(_differ(cells, field, rival)):
                cells.reject(int(row), " and ".join(_shown(cells, int(row), field, rival)) + _ADVICE)


_ADVICE = " differ; keep one of these columns"


def _shown(cells: Cells, row: int, field: str, rival: int) -> Iterator[str]:
    for at in (cells.header.columns[field], rival):
        yield f"{cells.header.names[at]} {quoted(cells.frame[str(at)][row])}"


def _differ(cells: Cells, field: str, rival: int) -> Flags:
    """Shape (n,). A rival that is blank says nothing."""
    one, other = cells.as_written(field), coded(cells.frame[str(rival)].str.strip_chars())
    numbers: dict[Hashable, int] = {None: 0}
    left, right = (
        side.each(lambda cell: numbers.setdefault(_meant(cells, field, cell), len(numbers))).array("int64")
        for side in (one, other)
    )
    differ: Flags = (right != 0) & (left != right)
    return differ


def _meant(cells: Cells, field: str, cell: str) -> Hashable:
    """What a cell comes to: equal for cells that say the same; None for one that says nothing."""
    folded = fold(cell)
    if folded in words().no_figures:
        return None
    try:
        return _parsed(cells, field, cell)
    except Unclear:
        return folded


def _parsed(cells: Cells, field: str, cell: str) -> Hashable:
    if field in _AMOUNTS:
        return cells.amount_of(field, cell)
    if field in _COUNTS:
        return cells.count_of(field, cell)
    return day(cell, cells.notation.dates(field)) if field in _DAYS else fold(cell)

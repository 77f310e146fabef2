"""A table, or a part of one, from its records to what they say: the stages in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from domain.imports.hints import Hints
from domain.imports.record import Message, Reject
from infrastructure.exports.columns.cells import cells_at
from infrastructure.exports.columns.doubled import refuse_doubled, reject_rivals
from infrastructure.exports.facts.extract import Extract
from infrastructure.exports.shared.rejections import Rejections
from infrastructure.exports.tables.classification import Classified, classify
from infrastructure.exports.tables.table import Table

Read: TypeAlias = Callable[[Table, Classified, Rejections, Hints], Extract]
"""The reader of one kind of file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What some records say, all of a file's or not. `totals` and `left_out` count the lines that are totals, and that
    are totals or footers; `doubled` tells of columns that stand several times."""

    extract: Extract
    rejects: tuple[Reject, ...]
    totals: int
    left_out: int
    notices: tuple[str, ...]
    has_data: bool
    doubled: tuple[Message, ...]


def part_of(table: Table, hints: Hints, read: Read, rejections: Rejections) -> Part:
    """What the table says; Refused if it cannot be understood."""
    doubled, classified = refuse_doubled(table), classify(table, rejections)
    reject_rivals(cells_at(table, classified.data, rejections))
    extract = read(table, classified, rejections, hints)
    return Part(
        extract=extract,
        rejects=rejections.listed(table.records.raw_of_line),
        totals=len(classified.totals),
        left_out=classified.left_out,
        notices=classified.notices[:3],
        has_data=len(classified.data) > 0,
        doubled=doubled,
    )

"""Which lines make one order, and which of them tells of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.shared.columns import Flags, Ints, Texts
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.kinds.order_items import WHOSE, item_sums
from infrastructure.exports.layouts.fact_rules import Lines
from infrastructure.exports.shared.refusal import quoted
from infrastructure.exports.shared.words import fold, words

ORDER_LEVEL = ("at", "amount", "refunded", "currency", "status", "cancelled", "email", "phone", "tax", "shipping")
_FULL = ("at", "amount")
"""What a line must say to tell of an order."""


@dataclass(frozen=True, slots=True)
class OrderLines:
    """`order` (n,) numbers the order of each row from 0 on; `telling` (k,) are the rows that may tell of one, in the
    order of the file. `gross` (k,) is what each of these orders comes to, in micro-units, where its lines add up to it.
    `level` are the fields in which the lines of an order must not differ.
    """

    order: Ints
    telling: Ints
    gross: Ints | None = None
    level: tuple[str, ...] = ()

    def first(self, good: Flags) -> Ints:
        """The row, shape (orders,), that counts: the first telling one that is `good` (k,), else the first."""
        order = self.order[self.telling]
        counts = np.unique(order, return_index=True)[1]
        those = np.flatnonzero(good)
        known, at = np.unique(order[those], return_index=True)
        counts[known] = those[at]
        first: Ints = self.telling[counts]
        return first


def order_lines(cells: Cells, lines: Lines) -> OrderLines:
    """The orders in the rows; rows that belong to none, or to one that cannot be added up, are rejected."""
    if lines == Lines.ORDERS:
        rows = np.arange(len(cells), dtype=np.int64)
        return OrderLines(rows, rows)
    starts, order = _numbered(cells)
    if lines == Lines.PARTS:
        return OrderLines(order, _full_lines(cells, starts, order), level=ORDER_LEVEL)
    telling = _first_with_a_customer(cells, starts, order)
    return OrderLines(order, telling, gross=item_sums(cells, order, telling))


def _numbered(cells: Cells) -> tuple[Ints, Ints]:
    """The first row of each order and the order of each row: rows of equal number are one."""
    numbers = cells.as_written("number")
    for row in np.flatnonzero(numbers.texts() == ""):
        cells.reject(int(row), f"{cells.name_of('number')} is blank: there is no order that the line belongs to")
    starts, order = np.unique(numbers.codes, return_index=True, return_inverse=True)[1:]
    return starts, order


def _full_lines(cells: Cells, starts: Ints, order: Ints) -> Ints:
    """The lines that say all that is needed, most often the first; and the first one of an order that has none."""
    full = np.logical_and.reduce([_said(cells, field) != "" for field in _FULL])
    untold = np.setdiff1d(np.arange(len(starts)), order[full])
    return np.union1d(np.flatnonzero(full), starts[untold])


def _first_with_a_customer(cells: Cells, starts: Ints, order: Ints) -> Ints:
    """The first line of each order that names somebody, else its first one, in the order of the file."""
    named = np.logical_or.reduce([cells.people(field) != "" for field in WHOSE if cells.has(field)])
    those = np.flatnonzero(np.broadcast_to(named, len(cells)))
    whose, at = np.unique(order[those], return_index=True)
    telling = starts.copy()
    telling[whose] = those[at]
    return np.sort(telling)


def _said(cells: Cells, field: str) -> Texts:
    return cells.as_written(field).each(lambda cell: "" if fold(cell) in words().no_figures else cell).texts()


def reject_with_their_order(cells: Cells, lines: OrderLines, first: Ints) -> None:
    """`first` (orders,) is the row that counts for each order. Where it was rejected, the others go with it; where it
    was not, those that say otherwise do.
    """
    first = first[lines.order]
    others = np.flatnonzero(first != np.arange(len(first)))
    if not len(others):
        return
    lost = cells.rejections.among(cells.line[first[others]])
    for row in others[lost]:
        cells.reject(int(row), f"belongs to the order on line {cells.line[first[row]]}, which was rejected")
    _reject_conflicts(cells, others[~lost], first, lines.level)


def _reject_conflicts(cells: Cells, others: Ints, first: Ints, level: tuple[str, ...]) -> None:
    for field in level:
        written = _said(cells, field)
        said, kept = written[others], written[first[others]]
        for row in others[(said != "") & (said != kept)]:
            cell, line = f"{cells.name_of(field)} {quoted(written[row])}", int(cells.line[first[row]])
            end = "; the first is kept" if first[row] < row else ", which is kept"
            cells.reject(int(row), f"{cell} says otherwise than line {line} of the same order{end}")

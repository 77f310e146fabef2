"""Several lines that make one order: its own cells stand on one full line of its number, most often the first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.shared.columns import Flags, Ints, Texts
from infrastructure.exports.cells import Cells
from infrastructure.exports.refusal import quoted
from infrastructure.exports.words import fold, words

ORDER_LEVEL = ("at", "amount", "refunded", "currency", "status", "cancelled", "email", "phone", "tax", "shipping")
_FULL = ("at", "amount")
"""What a line must say to tell of an order."""


@dataclass(frozen=True, slots=True)
class OrderLines:
    """`order` (n,) numbers the order of each row from 0 on; `telling` (k,) are the rows that may tell of one, in the
    order of the file: the full ones, and the first one of an order that has none.
    """

    order: Ints
    telling: Ints

    def first(self, good: Flags) -> Ints:
        """The row, shape (orders,), that counts: the first telling one that is `good` (k,), else the first."""
        order = self.order[self.telling]
        counts = np.unique(order, return_index=True)[1]
        those = np.flatnonzero(good)
        known, at = np.unique(order[those], return_index=True)
        counts[known] = those[at]
        first: Ints = self.telling[counts]
        return first


def one_line_an_order(cells: Cells) -> OrderLines:
    """Every row an order."""
    rows = np.arange(len(cells), dtype=np.int64)
    return OrderLines(rows, rows)


def order_lines(cells: Cells) -> OrderLines:
    """Rows of equal number are one order."""
    numbers = cells.as_written("number")
    for row in np.flatnonzero(numbers.texts() == ""):
        cells.reject(int(row), f"{cells.name_of('number')} is blank: there is no order that the line belongs to")
    starts, order = np.unique(numbers.codes, return_index=True, return_inverse=True)[1:]
    full = np.logical_and.reduce([_said(cells, field) != "" for field in _FULL])
    untold = np.setdiff1d(np.arange(len(starts)), order[full])
    return OrderLines(order, np.union1d(np.flatnonzero(full), starts[untold]))


def _said(cells: Cells, field: str) -> Texts:
    return cells.as_written(field).each(lambda cell: "" if fold(cell) in words().no_figures else cell).texts()


def reject_with_their_order(cells: Cells, first: Ints) -> None:
    """`first` (n,) is the row that counts for the order of each. Where it was rejected, the others go with it; where it
    was not, those that say otherwise do.
    """
    others = np.flatnonzero(first != np.arange(len(first)))
    if not len(others):
        return
    lost = cells.rejections.among(cells.line[first[others]])
    for row in others[lost]:
        cells.reject(int(row), f"belongs to the order on line {cells.line[first[row]]}, which was rejected")
    _reject_conflicts(cells, others[~lost], first)


def _reject_conflicts(cells: Cells, others: Ints, first: Ints) -> None:
    for field in ORDER_LEVEL:
        written = _said(cells, field)
        said, kept = written[others], written[first[others]]
        for row in others[(said != "") & (said != kept)]:
            cell, line = f"{cells.name_of(field)} {quoted(written[row])}", int(cells.line[first[row]])
            end = "; the first is kept" if first[row] < row else ", which is kept"
            cells.reject(int(row), f"{cell} says otherwise than line {line} of the same order{end}")

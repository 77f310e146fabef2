"""Several lines that make one order: its own cells stand on the first line of its number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.shared.columns import Ints
from infrastructure.exports.cells import Cells
from infrastructure.exports.refusal import quoted

ORDER_LEVEL = ("at", "amount", "refunded", "currency", "status", "cancelled", "email", "phone", "tax", "shipping")


@dataclass(frozen=True, slots=True)
class OrderLines:
    """`first` (orders,) are the rows on which orders begin; `order` (n,) tells which of these each row belongs to."""

    first: Ints
    order: Ints


def one_line_an_order(cells: Cells) -> OrderLines:
    """Every row an order."""
    rows = np.arange(len(cells), dtype=np.int64)
    return OrderLines(rows, rows)


def order_lines(cells: Cells) -> OrderLines:
    """Rows of equal number are one order. A later one that says otherwise of it is rejected, the first is kept."""
    numbers = cells.as_written("number")
    starts, order = np.unique(numbers.codes, return_index=True, return_inverse=True)[1:]
    beginning = starts[order]
    for row in np.flatnonzero(numbers.texts() == ""):
        cells.reject(int(row), f"{cells.name_of('number')} is blank: there is no order that the line belongs to")
    _reject_conflicts(cells, beginning)
    return OrderLines(starts, order)


def _reject_conflicts(cells: Cells, beginning: Ints) -> None:
    later = np.flatnonzero(beginning != np.arange(len(beginning)))
    for field in ORDER_LEVEL if len(later) else ():
        written = cells.as_written(field).texts()
        said, before = written[later], written[beginning[later]]
        for row in later[(said != "") & (said != before)]:
            cell = f"{cells.name_of(field)} {quoted(written[row])}"
            line = int(cells.line[beginning[row]])
            cells.reject(int(row), f"{cell} says otherwise than line {line} of the same order; the first is kept")


def reject_with_their_order(cells: Cells, lines: OrderLines) -> None:
    """The further lines of an order whose first line was rejected go with it."""
    first = cells.line[lines.first]
    lost = cells.rejections.among(first)[lines.order]
    for row in np.flatnonzero(lost):
        line = int(first[lines.order[row]])
        if line != int(cells.line[row]):
            cells.reject(int(row), f"belongs to the order on line {line}, which was rejected")

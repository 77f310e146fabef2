"""Orders that are nothing but their items: each line is a quantity at a price, and the order is their exact sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from domain.shared.columns import MISSING, Flags, Ints, Texts, known, sums_by_group
from domain.shared.money import LARGEST_AMOUNT, MICROS, divide_half_even
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.delimited.unwrapping import unwrapped
from infrastructure.exports.recognition.header import Header
from infrastructure.exports.shared.refusal import quoted

WHOSE = ("customer", "email")
"""Who ordered: one for all lines of an order, though not each of them says so."""
_ONE_FOR_ALL = (*WHOSE, "currency", "status")


def item_sums(cells: Cells, order: Ints, telling: Ints) -> Ints:
    """What each order comes to, shape (orders,), for the row of it at `telling`; micro-units. `order` (n,) numbers the
    order of each row.

    Of an order with a line that cannot be read, or that says another customer, nobody knows the sum: all its lines are
    rejected.
    """
    worth = _worth(cells)
    _reject_other_customers(cells, order, telling)
    _reject_incomplete(cells, order)
    sums = sums_by_group(np.where(known(worth), worth, 0), order, int(order.max(initial=-1)) + 1)[order[telling]]
    for at in np.flatnonzero(np.abs(sums) >= LARGEST_AMOUNT):
        cells.reject(int(telling[at]), "the items of the order add up to more than is ever read")
    return np.where(np.abs(sums) < LARGEST_AMOUNT, sums, MISSING).astype(np.int64)


def _worth(cells: Cells) -> Ints:
    """Quantity times price of each row, shape (n,), in micro-units; MISSING, and rejected, where it is not told."""
    quantity, price = cells.money("quantity"), cells.money("price")
    for field, figures in (("quantity", quantity), ("price", price)):
        for row in np.flatnonzero(~known(figures)):
            cells.reject(int(row), f"{cells.name_of(field)} is blank: an item needs its quantity and its price")
    told = known(quantity) & known(price)
    whole = told & (quantity % MICROS == 0) & _fits(quantity, price)
    worth = np.where(whole, quantity // MICROS * np.where(whole, price, 0), MISSING)
    for row in np.flatnonzero(told & ~whole):
        worth[row] = _one(cells, int(row), int(quantity[row]), int(price[row]))
    return worth


def _fits(quantity: Ints, price: Ints) -> Flags:
    return np.abs(quantity / MICROS * price) < LARGEST_AMOUNT / 2


def _one(cells: Cells, row: int, quantity: int, price: int) -> int:
    """Beyond the sixth decimal, half-even."""
    worth = divide_half_even(quantity * price, MICROS)
    if abs(worth) < LARGEST_AMOUNT:
        return worth
    cells.reject(row, "quantity times price is more than is ever read")
    return MISSING


def _reject_other_customers(cells: Cells, order: Ints, telling: Ints) -> None:
    first = np.empty(len(telling), np.int64)
    first[order[telling]] = telling
    for field in filter(cells.has, _ONE_FOR_ALL):
        said = cells.people(field)
        for row in np.flatnonzero((said != "") & (said != said[first[order]])):
            line = int(cells.line[first[order[row]]])
            told = f"{cells.name_of(field)} {quoted(said[row])} says otherwise than line {line} of the same order"
            cells.reject(int(row), told)


def _reject_incomplete(cells: Cells, order: Ints) -> None:
    lost = np.flatnonzero(cells.rejections.among(cells.line))
    whose, at = np.unique(order[lost], return_index=True)
    line_of: Texts = np.full(int(order.max(initial=-1)) + 1, 0, np.object_)
    line_of[whose] = cells.line[lost[at]]
    for one, line in _of_other_width(cells, order):
        line_of[one] = line_of[one] or line
    for row in np.flatnonzero(line_of[order] != 0):
        cells.reject(int(row), f"belongs to an order of which line {line_of[order[row]]} was rejected")


def _of_other_width(cells: Cells, order: Ints) -> Iterator[tuple[int, int]]:
    """Each order whose number stands on a line that was rejected for the number of its cells, and that line: which of
    these the number is of, nobody can tell."""
    table = cells.notation.table
    lost = table.others[cells.rejections.among(table.records.line[table.others])]
    if len(lost):
        order_of = dict(zip(cells.as_written("number").texts().tolist(), order.tolist(), strict=True))
        for at in lost.tolist():
            told = set(_perhaps_numbers(cells.header, table.records.cells(at)))
            yield from ((order_of[one], int(table.records.line[at])) for one in sorted(told & order_of.keys()))


def _perhaps_numbers(header: Header, record: Sequence[str]) -> Iterator[str]:
    """The cells of a record that may be the order's number, where some are missing or too many."""
    place, off = header.columns["number"], abs(len(record) - len(header.names))
    return (unwrapped(cell).strip() for cell in record[max(place - off, 0) : place + off + 1])

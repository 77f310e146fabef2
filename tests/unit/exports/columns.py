"""Columns of a small table, as the stages behind the table see them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import numpy as np

from domain.imports.hints import Hints
from infrastructure.exports.columns.cells import Cells, cells_at
from infrastructure.exports.recognition.recognition import recognise
from infrastructure.exports.shared.rejections import Rejections
from infrastructure.exports.tables.table import table_of

ORDERS = {"customer_id": "c1", "date": "2025-01-05", "amount": "1"}
"""What every row of a table of orders has."""


def cells_of(columns: Mapping[str, Sequence[str]], *, hints: Hints | None = None) -> Cells:
    """The cells of a table of orders with these columns, of equal length, beside what it needs."""
    rows = max(map(len, columns.values()))
    held: dict[str, Sequence[str]] = {header: [cell] * rows for header, cell in ORDERS.items()}
    held.update(columns)
    lines = io.StringIO()
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([held, *zip(*held.values(), strict=True)])
    return cells_in(lines.getvalue(), hints=hints)


def cells_in(text: str, *, hints: Hints | None = None) -> Cells:
    """The cells of all rows of a file."""
    data = text.encode()
    table = table_of(data, recognise(data), hints or Hints())
    return cells_at(table, np.arange(table.cells.height), Rejections())


def amounts(*cells: str, hints: Hints | None = None) -> Cells:
    """A column of money by itself."""
    return cells_of({"amount": cells}, hints=hints)


def dates(*cells: str, hints: Hints | None = None) -> Cells:
    """A column of dates by itself."""
    return cells_of({"date": cells}, hints=hints)

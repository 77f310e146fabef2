"""The lines of a file that were left out, as CSV: to be mended in a spreadsheet and imported again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from interfaces.tabular.spreadsheet import csv_lines, safe

if TYPE_CHECKING:
    from domain.imports.record import Reject

COLUMNS = ("line", "reason", "raw")
"""The 1-based line on which the record starts, why it was left out, and the record as it stands in the file."""


def rejects_csv(rejects: Iterable[Reject]) -> Iterator[str]:
    """A line at a time."""
    rows = ({"line": one.line, "reason": safe(one.reason), "raw": safe(one.raw)} for one in rejects)
    return csv_lines(COLUMNS, rows)

"""CSV that a spreadsheet opens without running any of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet would take for a formula when a text begins with it."""


def csv_text(titles: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """The titles, then the row's values under them; what is not known is an empty cell."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(titles)
    writer.writerows([_cell(row[title]) for title in titles] for row in rows)
    return written.getvalue()


def safe(text: str) -> str:
    """A text from outside as a cell that is no formula."""
    return "'" + text if text.startswith(_FORMULA) else text


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value

"""CSV that a spreadsheet opens without running any of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What a spreadsheet would take for a formula when a text begins with it."""

_UNSEEN = "\ufeff\u200b\u200c\u200d\u2060 "
"""What may stand before it unseen."""


def csv_text(titles: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """The titles, then the row's values under them; what is not known is an empty cell."""
    return "".join(csv_lines(titles, rows))


def csv_lines(titles: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """As `csv_text`, a row at a time, for lists too long to be held twice."""
    yield _line(titles)
    for row in rows:
        yield _line([_cell(row[title]) for title in titles])


def safe(text: str) -> str:
    """A text from outside as a cell that is no formula."""
    return "'" + text if text.lstrip(_UNSEEN).startswith(_FORMULA) else text


def safe_row(row: Mapping[str, object], named: Sequence[str]) -> dict[str, object]:
    """The row with the texts under these names made safe; what is not known stays so."""
    return {**row, **{name: safe(str(row[name])) for name in named if row[name] is not None}}


def _line(cells: Sequence[object]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value

"""CSV that a spreadsheet opens without running any of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

_UNSEEN = r"[\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]*"
"""What may stand before a formula unseen."""

_FORMULA = re.compile(rf"{_UNSEEN}[=+@\-＝＋＠－]|[\t\r\n]")
"""What a spreadsheet would take for a formula when a text begins with it."""

_FORMULA_INSIDE = re.compile(rf'(?<=[;|\t\r\n])(?=(?:"|{_UNSEEN})*+[=+@\-＝＋＠－])')
"""Where one would begin if the text were cut: many a spreadsheet takes the semicolon for what divides cells, and then
the quotation marks around a cell do not hold it together."""


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
    guarded = _FORMULA_INSIDE.sub("'", text)
    return "'" + guarded if _FORMULA.match(text) else guarded


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

"""Which layout a text is in, and where its table begins: the header that scores best among the first lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.imports.notation import DecimalMark
from infrastructure.exports.header import Header, HeaderCells, matched
from infrastructure.exports.layout import Layout, layouts
from infrastructure.exports.nearest import nearest
from infrastructure.exports.quoting import cells_of, walk
from infrastructure.exports.refusal import Refused, quoted

DELIMITERS = (",", ";", "\t", "|")
HEADER_LINES = 15
MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A layout and its table: cells are parted by `delimiter`; the records begin at byte `offset`, on line `line`.

    The header is empty for a layout of bare lines. `preamble` are the lines above the header. `usual_decimal` is the
    mark that numbers have in the language of the header, as far as that is known: the last resort of a column in which
    no cell proves one.
    """

    layout: Layout
    header: Header
    delimiter: str
    offset: int
    line: int
    preamble: tuple[str, ...]
    usual_decimal: DecimalMark | None = None


class _Row(NamedTuple):
    start: int
    end: int
    line: int
    cells: list[str]


def recognise(text: bytes) -> Recognised:
    """The best reading of the first lines; Refused, naming what was seen, if no layout fits."""
    if bare := _bare_lines(text):
        return bare
    tables = [(delimiter, list(_first_rows(text, delimiter))) for delimiter in DELIMITERS]
    found = [reading for delimiter, rows in tables for reading in _readings(text, delimiter, rows)]
    if not found:
        raise _unrecognised([row.cells for _, rows in tables for row in rows])
    return max(found, key=lambda reading: reading.header.score)


def _bare_lines(text: bytes) -> Recognised | None:
    """A layout without a header, by the first line with anything on it."""
    head = text[:1_000].lstrip().split(b"\n", 1)[0].decode("utf-8", "replace")
    for layout in layouts():
        if layout.shape and layout.shape.fullmatch(head):
            header = Header.of_groups(layout.shape.groupindex)
            return Recognised(layout=layout, header=header, delimiter="\0", offset=0, line=1, preamble=())
    return None


def _first_rows(text: bytes, delimiter: str) -> Iterator[_Row]:
    head = text[: _end_of_head(text)]
    for start, end, line, _ in walk(head, 0, 1, delimiter):
        yield _Row(start, end, line, cells_of(head[start:end].decode("utf-8", "replace"), delimiter))


def _end_of_head(text: bytes) -> int:
    at = -1
    for _ in range(HEADER_LINES):
        at = text.find(b"\n", at + 1)
        if at < 0:
            return len(text)
    return at


def _readings(text: bytes, delimiter: str, rows: Sequence[_Row]) -> Iterator[Recognised]:
    for at, row in enumerate(rows):
        if not 2 <= len(row.cells) <= MOST_COLUMNS:
            continue
        cells = HeaderCells.of(row.cells)
        headers = ((layout, matched(layout, cells)) for layout in layouts())
        for layout, header in headers:
            if header is not None:
                yield Recognised(
                    layout=layout,
                    header=header,
                    delimiter=delimiter,
                    offset=min(row.end + 1, len(text)),
                    line=row.line + text.count(b"\n", row.start, row.end) + 1,
                    preamble=tuple(_line(text, above) for above in rows[:at]),
                )


def _line(text: bytes, row: _Row) -> str:
    return text[row.start : row.end].decode("utf-8", "replace")


def _unrecognised(rows: Sequence[Sequence[str]]) -> Refused:
    """Names the cells of the widest of the first rows: most likely the header; and what it lacks of a known one."""
    widest = max(rows, key=len)
    if len(widest) > MOST_COLUMNS:
        return Refused("too_many_columns", f"the table has {len(widest):,} columns; at most {MOST_COLUMNS:,} are read")
    seen = quoted(", ".join(cell.strip() for cell in widest if cell.strip()), 200)
    said = [f"no known layout; what seems to be the header reads {seen}", nearest(widest)]
    return Refused("unrecognised", "; ".join(filter(None, said)))

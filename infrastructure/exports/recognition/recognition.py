"""Which layout a text is in, and where its table begins: the header that scores best among the first lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from domain.imports.limits import MOST_COLUMNS
from domain.imports.mapping import ColumnMapping
from domain.imports.notation import DecimalMark
from infrastructure.exports.delimited.quoting import cells_of, walk
from infrastructure.exports.delimited.unwrapping import unwrapped
from infrastructure.exports.layouts.layout import PLAIN, Layout, layouts
from infrastructure.exports.recognition.header import Header, HeaderCells, matched, usual_decimal
from infrastructure.exports.recognition.mapped import fingerprint, mapped_header, mapped_layout
from infrastructure.exports.recognition.nearest import nearest
from infrastructure.exports.recognition.own_words import leaves_unread
from infrastructure.exports.recognition.preamble import Line, Said, lines_of, said_in
from infrastructure.exports.shared.iso4217 import header_currency
from infrastructure.exports.shared.refusal import Refused, quoted
from infrastructure.exports.shared.words import fold

DELIMITERS = (",", ";", "\t", "|")
HEADER_LINES = 15
NEAR = 1
"""So few points are no evidence for one layout over another one."""
_GRAINS = {"weekly": "week", "monthly": "month"}
_SEPARATOR_LINE = re.compile(r'"?sep=.?"?.?')


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A layout and its table: cells are parted by `delimiter`; the records begin at byte `offset`, on line `line`.

    The header is empty for a layout of bare lines. `preamble` are the lines above the header, `said` what they tell of
    what the layout knows. `usual_decimal` is the mark that numbers have in the language of the header, as far as that
    is known: the last resort of a column in which no cell proves one. `mapping` is the one by which the header is read,
    None where a known layout fits it.
    """

    layout: Layout
    header: Header
    delimiter: str
    offset: int
    line: int
    preamble: tuple[str, ...]
    said: Mapping[str, Said] = field(default_factory=dict)
    usual_decimal: DecimalMark | None = None
    mapping: ColumnMapping | None = None


class _Row(NamedTuple):
    start: int
    end: int
    line: int
    cells: list[str]


_Fit: TypeAlias = tuple[Layout, Header, ColumnMapping | None]
_Fits: TypeAlias = Callable[[HeaderCells, Sequence[Line]], Iterable[_Fit]]


def recognise(text: bytes, mappings: Sequence[ColumnMapping] = ()) -> Recognised:
    """The best reading of the first lines: by the mapping that a person has made for such a header, else by the layout
    that fits it best. Refused, naming what was seen, if none fits, or if several do and nothing tells which one it is.
    """
    if bare := _bare_lines(text):
        return bare
    tables = [(delimiter, list(_first_rows(text, delimiter))) for delimiter in DELIMITERS]
    for read in (_mapped(mappings), _known):
        found = [reading for delimiter, rows in tables for reading in _readings(text, delimiter, rows, read)]
        if found:
            return _best(found)
    raise _unrecognised([row.cells for _, rows in tables for row in rows])


def _best(found: Sequence[Recognised]) -> Recognised:
    """The first of the highest score."""
    best = max(found, key=_rank)
    rival = next((other for other in found if _is_rival(best, other)), None)
    if rival is None:
        return best
    either = " or ".join(sorted(one.layout.name.replace("_", " ") for one in (best, rival)))
    seen = quoted(", ".join(best.header.names), 200)
    raise Refused("ambiguous_layout", f"the file may be of {either}: its header reads {seen}; map its columns")


def _rank(reading: Recognised) -> tuple[int, bool]:
    """Headers that a platform is told by weigh more than words that anybody uses."""
    return reading.header.score, reading.layout.platform != PLAIN


def _is_rival(best: Recognised, other: Recognised) -> bool:
    """Whether a layout of something else fits as well, or almost, and knows a header that the best one does not. A
    layout of anybody's files is none of a platform's."""
    one, two = best.layout, other.layout
    if (one.platform, one.kind) == (two.platform, two.kind) or (one.platform == PLAIN) != (two.platform == PLAIN):
        return False
    behind, knows_less = best.header.score - other.header.score, other.header.known <= best.header.known
    return (behind == 0 and one.platform != PLAIN) or (behind <= NEAR and not knows_less)


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
        written = cells_of(head[start:end].decode("utf-8", "replace"), delimiter)
        yield _Row(start, end, line, [unwrapped(cell) for cell in written])


def _end_of_head(text: bytes) -> int:
    at = -1
    for _ in range(HEADER_LINES):
        at = text.find(b"\n", at + 1)
        if at < 0:
            return len(text)
    return at


def _readings(text: bytes, delimiter: str, rows: Sequence[_Row], read: _Fits) -> Iterator[Recognised]:
    for at, row in enumerate(rows):
        if not 2 <= len(row.cells) <= MOST_COLUMNS:
            continue
        cells, above = HeaderCells.of(row.cells), _above(rows[:at])
        for layout, header, mapping in read(cells, above):
            said = said_in(above, layout.preamble)
            yield Recognised(
                layout=layout,
                header=_as_said(header, said),
                delimiter=delimiter,
                offset=min(row.end + 1, len(text)),
                line=row.line + text.count(b"\n", row.start, row.end) + 1,
                preamble=tuple(line.text for line in above),
                said=said,
                usual_decimal=usual_decimal(layout, cells),
                mapping=mapping,
            )


def _as_said(header: Header, said: Mapping[str, Said]) -> Header:
    """The header as the lines above it mean it: its days may stand for weeks or months, its money is in a currency."""
    grain = next((grain for about, grain in _GRAINS.items() if about in said), "")
    days = next((field for field in ("day", "date") if field in header.columns), "")
    columns = header.columns
    if grain and days and grain not in columns:
        columns = {grain if field == days else field: at for field, at in columns.items()}
    currency = said["currency"].value.upper() if "currency" in said else ""
    return replace(header, columns=columns, currency=header.currency or header_currency(currency))


def _known(cells: HeaderCells, above: Sequence[Line]) -> Iterator[_Fit]:
    for layout in layouts():
        header = matched(layout, cells, _is_told(layout, above))
        if header and not leaves_unread(layout, header):
            yield layout, header, None


def _is_told(layout: Layout, above: Sequence[Line]) -> bool:
    """Whether the lines above a header say what only those of that layout do, as far as that makes a difference."""
    return layout.least_below < layout.least and bool(above) and bool(said_in(above, layout.preamble))


def _mapped(mappings: Sequence[ColumnMapping]) -> _Fits:
    """Reads headers by the mappings that were made for them."""
    by_fingerprint = {mapping.fingerprint: mapping for mapping in mappings}

    def read(cells: HeaderCells, _: Sequence[Line]) -> Iterator[_Fit]:
        if by_fingerprint and (mapping := by_fingerprint.get(fingerprint(cells.names))):
            yield mapped_layout(mapping), mapped_header(mapping, cells), mapping

    return read


def _above(rows: Iterable[_Row]) -> tuple[Line, ...]:
    """The lines above the header, but for the one that tells a spreadsheet what parts its cells."""
    lines = lines_of((row.line, row.cells) for row in rows)
    return tuple(line for line in lines if not _SEPARATOR_LINE.fullmatch(fold(line.text)))


def _unrecognised(rows: Sequence[Sequence[str]]) -> Refused:
    """Names the cells of the widest of the first rows: most likely the header; and what it lacks of a known one."""
    widest = max(rows, key=len)
    if len(widest) > MOST_COLUMNS:
        return Refused("too_many_columns", f"the table has {len(widest):,} columns; at most {MOST_COLUMNS:,} are read")
    seen = quoted(", ".join(cell.strip() for cell in widest if cell.strip()), 200)
    said = [f"no known layout; what seems to be the header reads {seen}", nearest(widest)]
    return Refused("unrecognised", "; ".join(filter(None, said)))

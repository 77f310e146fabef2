"""The parts of a workbook, counted before a library loads them.

A workbook is XML in a zip file. The library keeps an element in memory for nearly each that a part has, and fills rows
up to whichever number they claim: a few kilobytes could ask for any amount of memory or time.
"""

from __future__ import annotations

import re
from posixpath import join, normpath
from typing import NoReturn
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType
from zipfile import ZipFile

from infrastructure.exports.files.zips import pieces
from infrastructure.exports.shared.limits import LONGEST_RECORD
from infrastructure.exports.shared.refusal import Refused

LARGEST_WORKBOOK = 256 << 20
"""Bytes of all parts together, unpacked."""
MOST_ELEMENTS = 20_000_000
MOST_ROWS = 2**20
"""Of one sheet."""
MOST_SHEETS = 100
_MOST_KEPT = 2_000_000
"""Rows and shared texts: of each, the library keeps an empty element."""
_MOST_BESIDE = 200_000
"""Elements that are neither of the two nor inside of one, such as styles, links, merged cells."""
_MOST_INSIDE = 200_000
"""Elements of one row, or of one shared text."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ROW, _CELL, _TEXT, _SHEET = (f"{_MAIN}{name}" for name in ("row", "c", "si", "sheet"))
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_LINK, _KIND = f"{_PACKAGE}relationships Relationship", f"{_PACKAGE}content-types Override"
_SHEETS_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_MAIN_PART, _ITS_LINKS = re.compile(r"/xl/[^/]+"), re.compile(r"xl/_rels/[^/]+")


def require_decent(archive: ZipFile) -> None:
    """Refused if the workbook is larger than any export, declares entities, or has rows or cells out of order."""
    counts, size = _Counts(), 0
    for part in archive.infolist():
        parser = counts.of_a_part(part.filename)
        for piece in pieces(archive, part):
            size += len(piece)
            if size > LARGEST_WORKBOOK:
                raise _too_large(f"it unpacks to more than {LARGEST_WORKBOOK >> 20} MiB")
            if parser and not _parsed(parser, piece):
                parser = None
            if parser:
                counts.require_bounds(len(piece))


def _parsed(parser: XMLParserType, piece: bytes) -> bool:
    """Whether it is XML so far: a picture is not, and where the XML ends for us it ends for the library."""
    try:
        parser.Parse(piece)
    except ExpatError:
        return False
    return True


class _Counts:
    """What the parts of one workbook hold so far."""

    def __init__(self) -> None:
        self._elements = self._beside = self._kept = 0
        self._sheets: set[str] = set()
        self.of_a_part("")

    def of_a_part(self, name: str) -> XMLParserType | None:
        """A parser that counts the elements of the next part."""
        self._linked: set[str] | None = set() if _ITS_LINKS.fullmatch(name) else None
        self._row = self._inside = self._still = 0
        self._column, self._open = (0, ""), ""
        parser = ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = _refuse_entities
        return parser

    def require_bounds(self, size: int) -> None:
        """Called after each piece of `size` bytes."""
        self._still += size
        if self._still > 2 * LONGEST_RECORD:
            raise _too_large(f"a text in it is longer than {LONGEST_RECORD >> 20} MiB")
        if self._elements > MOST_ELEMENTS or self._kept > _MOST_KEPT or self._inside > _MOST_INSIDE:
            raise _too_large("it has too many cells")
        if self._beside > _MOST_BESIDE or len(self._sheets) > MOST_SHEETS:
            raise _too_large("it has too many sheets, styles or links")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._still = 0
        self._elements += 1
        if self._open:
            self._inside += 1
            if name == _CELL:
                self._require_order(attributes.get("r"))
        elif name in {_ROW, _TEXT}:
            self._kept, self._inside, self._column, self._open = self._kept + 1, 0, (0, ""), name
            if name == _ROW:
                self._row = _next_row(self._row, attributes.get("r"))
        else:
            self._beside += 1
            self._look_at_links(name, attributes)

    def _end(self, name: str) -> None:
        if name == self._open:
            self._open = ""

    def _look_at_links(self, name: str, attributes: dict[str, str]) -> None:
        """Each sheet has a part of its own, or one part would be read as often as it is called a sheet."""
        if name == _SHEET:
            _require_new(attributes.get(_SHEETS_LINK, ""), self._sheets)
        elif name == _LINK and self._linked is not None and attributes.get("TargetMode") != "External":
            _require_new(normpath(join("/xl", attributes.get("Target", ""))), self._linked)
        elif name == _KIND and attributes.get("ContentType", "").endswith("main+xml"):
            _require_main_part(attributes.get("PartName", ""))

    def _require_order(self, place: str | None) -> None:
        """Columns A to Z come before AA; a cell that names no place stands next to the one before."""
        if place is not None:
            letters = place.rstrip("0123456789").upper()
            if (column := (len(letters), letters)) <= self._column:
                raise _damaged(f"the cell {place[:20]} is not where it can be")
            self._column = column


def _require_main_part(path: str) -> None:
    if not _MAIN_PART.fullmatch(path):
        raise _damaged("its main part is not where it belongs")


def _require_new(link: str, links: set[str]) -> None:
    if link in links:
        raise _damaged("two of its sheets are one and the same")
    links.add(link)


def _next_row(before: int, number: str | None) -> int:
    row = before + 1 if number is None else int(number[:10]) if number.isascii() and number.isdecimal() else 0
    if not before < row <= MOST_ROWS:
        raise _damaged(f"the row {(number or str(row))[:20]} is not where it can be")
    return row


def _refuse_entities(*_: object) -> NoReturn:
    raise _damaged("it declares entities, as no program that writes workbooks does")


def _too_large(why: str) -> Refused:
    return Refused("too_large", f"the workbook is larger than any export: {why}; save its sheet as CSV")


def _damaged(why: str) -> Refused:
    return Refused("workbook_damaged", f"the workbook is damaged: {why}; save its sheet as CSV")

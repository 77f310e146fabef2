"""From a table of texts to the bytes of an export, in any encoding and container; and back through the reader."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from domain.imports.hints import Hints
from domain.imports.reading import Reading, Unreadable
from domain.imports.source_file import SourceFile
from infrastructure.exports import FileExportReader
from infrastructure.exports.pipeline.texts import text_of
from infrastructure.exports.reader import read_text
from tests.unit.exports.files import SHOP
from tests.unit.exports.workbook_files import Cell, workbook
from tests.unit.exports.workbook_files import rows as sheet

MARKS = {"utf-8-sig": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
"""The encodings that a byte-order mark tells, with the mark that Python does not write by itself."""
CODE_PAGES = ("cp1252", "latin-1", "cp932")
CONTAINERS = ("plain", "gzip", "zip", "xlsx")

Row = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a table stands in a file. `formulas` are the columns whose cells stand as ="..."."""

    encoding: str = "utf-8"
    delimiter: str = ","
    newline: str = "\n"
    container: str = "plain"
    quote_all: bool = False
    formulas: frozenset[int] = frozenset()


def styled(random: Random, encoding: str) -> Style:
    """Any style of that encoding."""
    return Style(
        encoding=encoding,
        delimiter=random.choice([",", ";", "\t"]),
        newline=random.choice(["\n", "\r\n", "\r"]),
        container=random.choice([*["plain"] * 5, *CONTAINERS[1:]]),
        quote_all=random.random() < 0.2,
        formulas=frozenset({random.randrange(6)} if random.random() < 0.2 else ()),
    )


def text_file(above: Sequence[str], rows: Sequence[Row], style: Style) -> str:
    """The lines above the table as they stand, then the table, its first row the header."""
    listed = (
        style.delimiter.join(_cell(cell, style, at, line) for at, cell in enumerate(row))
        for line, row in enumerate(rows)
    )
    return "\n".join([*above, *listed, ""]).replace("\n", style.newline)


def _cell(text: str, style: Style, at: int, line: int) -> str:
    if line and at in style.formulas and text and text[0] not in "'[" and not set(text) & set('"\n'):
        return f'="{text}"'
    special = {style.delimiter, '"', "\n", "\r"}
    if style.quote_all or special & set(text) or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def first_lines(above: Sequence[str], rows: Sequence[Row], style: Style) -> list[int]:
    """The 1-based line on which each row below the header begins."""
    found, line = [], 1 + len(above)
    for row in rows:
        found.append(line)
        line += 1 + (0 if style.container == "xlsx" else sum(cell.count("\n") for cell in row))
    return found[1:]


def can_hold(text: str, encoding: str) -> bool:
    """Whether the encoding has every character, so that it gives the same text back."""
    try:
        return text.encode(encoding).decode(encoding) == text
    except UnicodeError:
        return False


def file_bytes(above: Sequence[str], rows: Sequence[Row], style: Style) -> bytes:
    """The whole file."""
    if style.container == "xlsx":
        return sheet_bytes(above, rows)
    text = text_file(above, rows, style)
    return packed(MARKS.get(style.encoding, b"") + text.encode(style.encoding), style.container)


def sheet_bytes(above: Sequence[str], rows: Sequence[Row]) -> bytes:
    """A workbook of texts."""
    return workbook({"Report": sheet(*((line,) for line in above), *map(tuple, rows))})


def typed_workbook(rows: Sequence[tuple[Cell, ...]]) -> bytes:
    """A workbook whose numbers and days are such, and no texts."""
    return workbook({"Report": sheet(*rows)})


def packed(data: bytes, container: str) -> bytes:
    if container == "gzip":
        return gzip.compress(data, mtime=0)
    if container == "zip":
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo("folder/export.csv"), data)
        return written.getvalue()
    return data


def read_back(data: bytes, hints: Hints = SHOP) -> Reading | Unreadable:
    """What the reader makes of the one file in `data`, or of `data` itself. A failure of the reader fails the test."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        path.write_bytes(data)
        with only_file(path) as found:
            if isinstance(found, Unreadable):
                return found
            result = FileExportReader().read(found, hints)
            if isinstance(result, Unreadable) and result.reason.code == "reader_failed":
                read_text(text_of(found, hints), hints)  # raises what the guard caught
                raise AssertionError(result.reason.message)
            return result


@contextmanager
def only_file(path: Path) -> Iterator[Path | Unreadable]:
    with FileExportReader().unpacked(SourceFile.at(path)) as found:
        yield found if isinstance(found, Unreadable) else found[0].path

"""Excel workbooks as text: the sheet that is an export, as the CSV file that it would be, each row on its own line."""

from __future__ import annotations

import csv
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from datetime import time as clock_time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from domain.imports.record import Message
from infrastructure.exports.files.contents import opened
from infrastructure.exports.files.decoding import Text
from infrastructure.exports.files.workbook_parts import require_decent
from infrastructure.exports.files.zips import explained, is_workbook, opened_zip, other_document
from infrastructure.exports.shared.refusal import Refused, quoted

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet as Sheet

MOST_CELLS = 5_000_000
"""Of all sheets together, with the blanks before the last cell of each row."""
MOST_LETTERS = 256 << 20
"""Of all sheets together, as CSV: a text that many cells share is stored once, and stands in each of them."""
_MOST_NAMED = 5
_LINE_BREAK = re.compile(r"\r\n|[\r\n]|_x000[ADad]_")


def workbook_text(path: Path, is_export: Callable[[bytes], bool]) -> Text:
    """The first sheet that `is_export`, else the first with anything on it; a message names the others.

    Refused if the file is no workbook, is damaged, or is larger than any export.
    """
    with opened_zip(path) as archive:
        names = archive.namelist()
        if not is_workbook(names):
            what = other_document(names) or "a zip archive; unpack it"
            raise Refused("binary", f"this is not a text file; it seems to be {what}")
        require_decent(archive)
    with opened(path) as file, explained("workbook", "save its sheet as CSV"):
        from openpyxl import load_workbook

        warnings.filterwarnings("ignore", module=r"openpyxl\.")  # about styles and extensions, which nobody reads here
        with closing(load_workbook(file, read_only=True, data_only=True, keep_links=False)) as book:
            return _chosen(book.worksheets, is_export)


@dataclass(slots=True)
class _Room:
    """The cells, and the letters, that may still be read."""

    cells: int
    letters: int

    def take(self, row: Sequence[object]) -> None:
        self.cells -= len(row) + 1
        if self.cells < 0:
            raise Refused("too_large", f"the workbook has more than {MOST_CELLS:,} cells; save its sheet as CSV")
        self.take_letters(sum(len(value) for value in row if isinstance(value, str)))

    def take_letters(self, letters: int) -> None:
        self.letters -= letters
        if self.letters < 0:
            most = MOST_LETTERS >> 20
            raise Refused("too_large", f"the workbook's cells come to more than {most} MiB; save its sheet as CSV")


def _chosen(sheets: Sequence[Sheet], is_export: Callable[[bytes], bool]) -> Text:
    """What is hidden is not read: nobody would know that it was counted."""
    room = _Room(MOST_CELLS, MOST_LETTERS)
    visible = (sheet for sheet in sheets if sheet.sheet_state == "visible")
    filled = ((sheet, data) for sheet in visible if (data := _csv(_rows(sheet, room), room)))
    if (first := next(filled, None)) is None:
        raise Refused("empty", "the workbook has nothing on its sheets")
    read, data = next((one for one in chain([first], filled) if is_export(one[1])), first)
    others = [sheet.title for sheet in sheets if sheet is not read and any(_rows(sheet, room))]
    return Text(data, "xlsx", _messages(read.title, others))


def _messages(read: str, others: Sequence[str]) -> tuple[Message, ...]:
    if not others:
        return ()
    named = ", ".join(map(quoted, others[:_MOST_NAMED])) + (", ..." if len(others) > _MOST_NAMED else "")
    return (Message(code="other_sheets", message=f"the sheet {quoted(read)} was read; not read: {named}"),)


def _rows(sheet: Sheet, room: _Room) -> Iterator[tuple[object, ...]]:
    """The rows as far as they are filled, from the first line of the sheet on."""
    sheet.reset_dimensions()  # what a sheet says of its size is not believed
    for row in sheet.values:
        room.take(row)
        end = len(row)
        while end and row[end - 1] in {None, ""}:
            end -= 1
        yield row[:end]


class _Lines(list[str]):
    """What a writer writes, a line each."""

    def write(self, line: str) -> None:
        self.append(line)


def _csv(rows: Iterable[Sequence[object]], room: _Room) -> bytes:
    """The rows as lines of as many cells as the longest has; the single ones above the table, and blank ones, stay so.
    b"" if there is nothing on any of them."""
    lines, widths = _Lines(), []
    writer = csv.writer(lines, lineterminator="")
    for row in rows:
        writer.writerow([_text(value) for value in row])
        widths.append(len(row))
    longest = max(widths, default=0)
    table = next((at for at, width in enumerate(widths) if width > 1), len(widths))
    missing = [(longest - width) * (at >= table and width > 0) for at, width in enumerate(widths)]
    room.take_letters(sum(missing))
    data = "\n".join(line + "," * count for line, count in zip(lines, missing, strict=True))
    return data.encode() if longest else b""


def _text(value: object) -> str:
    """A cell as it would stand in a CSV file: one line; a day as YYYY-MM-DD; numbers plain, with a decimal point."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).upper()
    if isinstance(value, str):
        return _LINE_BREAK.sub(" ", value)
    if isinstance(value, float):
        return _number(value)
    return str(value.date() if isinstance(value, datetime) and value.time() == clock_time() else value)


def _number(value: float) -> str:
    """A spreadsheet keeps 15 digits, and what stands behind them is dust. A number of more digits than that before the
    point, an id that was typed as one, has lost the rest: it is shown so, as 1.2E+17."""
    text = f"{value:.15G}"
    mantissa, scale, exponent = text.partition("E-")
    if not scale:
        return _not_thousands(text)
    sign, digits = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
    return f"{sign}0.{'0' * (int(exponent) - 1)}{digits.replace('.', '')}"


def _not_thousands(text: str) -> str:
    """1.125 as 1.1250: in a sheet that is a number, and the language of the header says nothing of its point."""
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text

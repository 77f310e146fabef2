"""Cells of one record, and records of a text whose quotes are out of order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

QUOTE = ord('"')


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    """One cell and what ends it: in quotes if these pair, also behind an equals sign (="0012"), else up to the next
    delimiter with any quotes as they are."""
    end = re.escape(delimiter)
    return re.compile(f'(?:=?"(?P<quoted>(?:[^"]|"")*+)"|(?P<bare>[^{end}]*+))(?P<end>{end}|$)', re.DOTALL)


@cache
def _record(delimiter: str) -> re.Pattern[bytes]:
    """One record with all its lines. A quote inside a bare cell is a letter; a cell in quotes must close properly."""
    end = re.escape(delimiter)
    cell = f'(?:=?"(?:[^"]|"")*+"|[^"{end}\n][^{end}\n]*+|)'
    return re.compile(f"{cell}(?:{end}{cell})*+(?=\n|\\Z)".encode())


def cells_of(record: str, delimiter: str) -> list[str]:
    """The cells of one record, unquoted."""
    cells, at = [], 0
    while found := _cell(delimiter).match(record, at):
        quoted = found["quoted"]
        cells.append(found["bare"] if quoted is None else quoted.replace('""', '"'))
        if not found["end"]:
            break
        at = found.end()
    return cells


def walk(text: bytes, offset: int, first_line: int, delimiter: str) -> Iterator[tuple[int, int, int, int]]:
    """(start, end, line, width) of each record from `offset` on.

    A line on which a quote is opened and never properly closed is a record of width 0 by itself, so that it does not
    take the lines after it along.
    """
    at, line = offset, first_line
    while at < len(text):
        if found := _record(delimiter).match(text, at):
            end = found.end()
            width = len(cells_of(text[at:end].decode("utf-8", "replace"), delimiter))
        else:
            end, width = _end_of_line(text, at), 0
        yield at, end, line, width
        line += text.count(b"\n", at, end) + 1
        at = end + 1


def _end_of_line(text: bytes, at: int) -> int:
    end = text.find(b"\n", at)
    return len(text) if end < 0 else end

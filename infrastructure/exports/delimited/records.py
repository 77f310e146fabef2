"""From text to records: where each one starts and ends, on which line, and how many cells it has.

A record is a line, or several where a quoted cell holds newlines. Positions are found for the whole text at once; only
a text whose quotes are out of order is walked record by record (`quoting.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from domain.shared.columns import Flags, Ints
from infrastructure.exports.delimited.quoting import QUOTE, cells_of, walk
from infrastructure.exports.shared.limits import LONGEST_RECORD, MOST_LINES
from infrastructure.exports.shared.refusal import Refused

NEWLINE = ord("\n")

Codes: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The records of `text` from some line on; arrays of shape (n,), blank lines left out.

    Record i is the bytes `start[i]` to `end[i]` and begins on the 1-based `line[i]`. `width` counts its cells, 0 where
    the quotes do not pair. `regular` tells that a plain CSV reader finds the same cells.
    """

    text: bytes
    delimiter: str
    start: Ints
    end: Ints
    line: Ints
    width: Ints
    regular: bool

    @classmethod
    def of_walk(cls, text: bytes, found: Iterable[tuple[int, int, int, int]], delimiter: str) -> Self:
        """From what `quoting.walk` yields."""
        start, end, line, width = np.array(list(found), np.int64).reshape(-1, 4).T
        return cls(text=text, delimiter=delimiter, start=start, end=end, line=line, width=width, regular=False)

    def __len__(self) -> int:
        return len(self.line)

    def raw(self, position: int) -> str:
        """A record as it stands in the file."""
        return self.text[self.start[position] : self.end[position]].decode("utf-8", "replace")

    def raw_of_line(self, line: int) -> str:
        """The record that begins on that line."""
        return self.raw(int(np.searchsorted(self.line, line)))

    def cells(self, position: int) -> list[str]:
        """The cells of one record."""
        return cells_of(self.raw(position), self.delimiter)

    def take(self, which: Flags) -> Records:
        """The records chosen by a mask (n,)."""
        return Records(
            text=self.text,
            delimiter=self.delimiter,
            start=self.start[which],
            end=self.end[which],
            line=self.line[which],
            width=self.width[which],
            regular=self.regular,
        )

    def joined(self) -> bytes:
        """The text of these records alone."""
        spans = zip(self.start.tolist(), self.end.tolist(), strict=True)
        return b"\n".join(self.text[start:end] for start, end in spans)


def refuse_long_lines(text: bytes) -> None:
    """Refused if a line is longer, or there are more lines, than in any export."""
    if len(text) > MOST_LINES and (lines := text.count(b"\n")) > MOST_LINES:
        raise Refused("too_many_lines", f"the file has {lines:,} lines; at most {MOST_LINES:,} are read")
    half = LONGEST_RECORD // 2
    if all(text.find(b"\n", at, at + half) >= 0 for at in range(0, len(text) - half, half)):
        return  # no line can hold two of these, as one that is too long would
    breaks = np.flatnonzero(np.frombuffer(text, np.uint8) == NEWLINE)
    edges = np.concatenate(([-1], breaks, [len(text)]))
    lengths = np.diff(edges)
    if (longest := int(lengths.argmax())) >= 0 and lengths[longest] > LONGEST_RECORD:
        raise Refused("line_too_long", f"line {longest + 1} is longer than {LONGEST_RECORD >> 20} MiB")


def records_of(text: bytes, offset: int, first_line: int, delimiter: str) -> Records:
    """The records of `text` from the byte `offset` on, which is the start of line `first_line`.

    Refused if one is longer than `LONGEST_RECORD`.
    """
    found = at_once(text, offset, first_line, delimiter)
    if found is None:
        found = Records.of_walk(text, walk(text, offset, first_line, delimiter), delimiter)
    return kept(found)


def kept(records: Records) -> Records:
    """Without blank lines. Refused if one is longer than `LONGEST_RECORD`."""
    _refuse_long_records(records)
    return records.take(_not_blank(records))


def at_once(text: bytes, offset: int, first_line: int, delimiter: str) -> Records | None:
    """The records of a text whose quotes are in order, blank lines among them; None of any other text."""
    codes = np.frombuffer(text, np.uint8)[offset:]
    quotes = np.flatnonzero(codes == QUOTE)
    if not _in_order(codes, quotes, ord(delimiter)):
        return None
    newlines = np.flatnonzero(codes == NEWLINE)
    breaks = outside(newlines, quotes)
    parts = outside(np.flatnonzero(codes == ord(delimiter)), quotes)
    start = np.concatenate(([0], breaks + 1))
    end = np.concatenate((breaks, [len(codes)]))
    return Records(
        text=text,
        delimiter=delimiter,
        start=start + offset,
        end=end + offset,
        line=first_line + (np.searchsorted(newlines, start) if len(quotes) else np.arange(len(start))),
        width=1 + np.diff(np.searchsorted(parts, end), prepend=0),
        regular=True,
    )


def outside(positions: Ints, quotes: Ints) -> Ints:
    """Those positions before which an even number of quotes stand: they are outside of quoted cells."""
    return positions if not len(quotes) else positions[np.searchsorted(quotes, positions) % 2 == 0]


def _in_order(codes: Codes, quotes: Ints, delimiter: int) -> bool:
    """Every quote opens or closes a cell, or is one of a doubled pair inside a quoted one."""
    if len(quotes) % 2:
        return False
    edges = (QUOTE, NEWLINE, delimiter)
    opening, closing = quotes[0::2], quotes[1::2]
    before = codes[opening[opening > 0] - 1]
    after = codes[closing[closing < len(codes) - 1] + 1]
    return bool(np.isin(before, edges).all() and np.isin(after, edges).all())


def _refuse_long_records(records: Records) -> None:
    for position in np.flatnonzero(records.end - records.start > LONGEST_RECORD)[:1]:
        line = int(records.line[position])
        raise Refused("line_too_long", f"the record on line {line} is longer than {LONGEST_RECORD >> 20} MiB")


def _not_blank(records: Records) -> Flags:
    """Lines of nothing but blanks separate; they are no records."""
    there = records.end > records.start
    for position in np.flatnonzero(there & (records.width == 1)):
        there[position] = bool(records.raw(int(position)).strip())
    return there

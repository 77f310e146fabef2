"""A large text, record by record in parts that are read one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, takewhile

import numpy as np

from infrastructure.exports.delimited.quoting import QUOTE, walk
from infrastructure.exports.delimited.records import NEWLINE, Records, at_once, kept, outside
from infrastructure.exports.files.stored import StoredText
from infrastructure.exports.shared.limits import LONGEST_RECORD

PART_BYTES = 4 << 20
PART_LINES = 50_000


def parts_of(text: StoredText, offset: int, first_line: int, delimiter: str) -> Iterator[Records]:
    """The records from the byte `offset` on, which is the start of line `first_line`, in parts of whole records: at
    least one, though there be none in it.

    Refused if one is longer than `LONGEST_RECORD`. A cell in quotes that does not close within so many bytes is taken
    for one that never does.
    """
    at, line, is_first = offset, first_line, True
    while is_first or at < text.size:
        found = _regular(text, at, line, delimiter)
        part = _walked(text, at, line, delimiter) if found is None else found
        end = int(part.end[-1])
        yield kept(part)
        line += part.text.count(b"\n", 0, end) + 1
        at, is_first = at + end + 1, False


def _regular(text: StoredText, at: int, line: int, delimiter: str) -> Records | None:
    """The records of the next bytes up to the last line end outside of quotes; None if the quotes are out of order, or
    a record is longer than these bytes."""
    window = text.window(at, at + PART_BYTES)
    codes = np.frombuffer(window, np.uint8)
    ends = outside(np.flatnonzero(codes == NEWLINE), np.flatnonzero(codes == QUOTE))[:PART_LINES]
    is_rest = at + len(window) >= text.size and len(ends) < PART_LINES
    if not is_rest and not len(ends):
        return None
    return at_once(window if is_rest else window[: int(ends[-1])], 0, line, delimiter)


def _walked(text: StoredText, at: int, line: int, delimiter: str) -> Records:
    window = text.window(at, at + PART_BYTES + 2 * LONGEST_RECORD)
    found = islice(takewhile(lambda one: one[0] < PART_BYTES, walk(window, 0, line, delimiter)), PART_LINES)
    return Records.of_walk(window, found, delimiter)

"""The table in a text of which nobody knows the layout: what parts its cells, and which row is its header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from domain.imports.limits import MOST_COLUMNS
from infrastructure.exports.delimited.quoting import cells_of, walk
from infrastructure.exports.proposing.profiles import is_figure, is_moment
from infrastructure.exports.recognition.recognition import DELIMITERS, HEADER_LINES
from infrastructure.exports.shared.words import fold

SAMPLE_BYTES = 128 * 1024
SAMPLE_ROWS = 400
"""So much of the file is looked at: a proposal is about its columns, and the reading of it about all its rows."""
LONGEST_NAME = 1_000
"""Characters of a header; the questions of a form may be long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTable:
    """`names` are the header's cells as written, `columns` the first cells below each of them, all of equal length.
    `above` are the cells of the lines before the header."""

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    above: tuple[str, ...]


class _Row(NamedTuple):
    line: int
    cells: list[str]


class _Candidate(NamedTuple):
    cells: int
    rows: Sequence[_Row]
    at: int


def find_table(text: bytes) -> FoundTable | None:
    """The largest table that begins within the first lines, None where there is none."""
    candidates = [found for delimiter in DELIMITERS if (found := _best(_rows(text, delimiter)))]
    best = max(candidates, key=lambda candidate: candidate.cells, default=None)
    return None if best is None else _table(best)


def _rows(text: bytes, delimiter: str) -> list[_Row]:
    """The first records; the last one of a text that was cut may be half of one."""
    head = text[:SAMPLE_BYTES]
    found = [
        _Row(line, [cell.strip() for cell in cells_of(head[start:end].decode("utf-8", "replace"), delimiter)])
        for start, end, line, _ in islice(walk(head, 0, 1, delimiter), SAMPLE_ROWS)
    ]
    cut = len(text) > len(head) and len(found) > 1 and len(found) < SAMPLE_ROWS
    return found[:-1] if cut else found


def _best(rows: Sequence[_Row]) -> _Candidate | None:
    """Of the rows that may be a header, the one above the most cells."""
    first = [at for at, row in enumerate(rows) if row.line <= HEADER_LINES and _is_header(row.cells)]
    found = [_Candidate(_cells_below(rows, at), rows, at) for at in first]
    return max(found, key=lambda candidate: candidate.cells, default=None)


def _cells_below(rows: Sequence[_Row], at: int) -> int:
    """In rows as wide as that one. A header without rows is better than none."""
    width = len(rows[at].cells)
    return 1 + width * sum(len(row.cells) == width and any(row.cells) for row in rows[at + 1 :])


def _is_header(cells: Sequence[str]) -> bool:
    """Mostly texts, and mostly different ones."""
    named = [fold(cell) for cell in cells if cell]
    if not 2 <= len(cells) <= MOST_COLUMNS or len(named) < max(2, 0.7 * len(cells)):
        return False
    figures = sum(is_figure(name) or is_moment(name) for name in named)
    longest = max(map(len, named))
    return figures <= 0.2 * len(named) and len(set(named)) >= 0.8 * len(named) and longest <= LONGEST_NAME


def _table(found: _Candidate) -> FoundTable:
    header = found.rows[found.at].cells
    below = [row.cells for row in found.rows[found.at + 1 :] if len(row.cells) == len(header) and any(row.cells)]
    columns = tuple(zip(*below, strict=True)) if below else ((),) * len(header)
    above = tuple(cell for row in found.rows[: found.at] for cell in row.cells if cell)
    return FoundTable(names=tuple(header), columns=columns, above=above)

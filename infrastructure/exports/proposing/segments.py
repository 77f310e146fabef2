"""Columns that divide the rows of a table of ad metrics further: without them, two rows would be of the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.imports.mapping import SEGMENT
from infrastructure.exports.proposing.choosing import Candidate, Looked
from infrastructure.exports.recognition.vocabulary import HeaderWords, is_ratio
from infrastructure.exports.shared.words import fold, words

MOST_SEGMENTS = 4
_NAMES = ("campaign", "campaign_id", "adset", "adset_id", "ad", "ad_id", "keyword")
_AROUND = ("date", "week", "month", "quarter", "year", "start", "end", "account", "currency", "named_platform")
_NUMBERED = frozenset({"id", "hour", "age", "stunde", "heure", "hora", "ora"})
"""Words of headers whose numbers are names."""


def segments(looked: Looked, chosen: Iterable[Candidate]) -> list[Candidate]:
    """The fewest columns, as far as they are found one by one, by which rows that would be of the same thing differ."""
    used = list(chosen)
    rows = _named_rows(looked, [one.column for one in used if one.field in _NAMES])
    key = [one.column for one in used if one.field in (*_NAMES, *_AROUND)]
    found = _dividing(looked, rows, key, _free(looked, {one.column for one in used}))
    said = "rows that are alike in all that names them differ in it"
    return [Candidate(SEGMENT, column, 0.0, said) for column in found]


def _dividing(looked: Looked, rows: Sequence[int], key: Sequence[int], free: list[int]) -> list[int]:
    found: list[int] = []
    while free and len(found) < MOST_SEGMENTS and (equal := _repeats(looked, rows, [*key, *found])):
        left = {column: _repeats(looked, rows, [*key, *found, column]) for column in free}
        best = min(free, key=left.__getitem__)
        if left[best] == equal:
            break
        found.append(best)
        free.remove(best)
    return found


def _named_rows(looked: Looked, columns: Sequence[int]) -> Sequence[int]:
    """Rows that name something: of the others, a total is one. Where no column names anything, all of them."""
    count = len(looked.table.columns[0])
    if not columns:
        return range(count)
    return [row for row in range(count) if any(not _is_blank(looked, column, row) for column in columns)]


def _is_blank(looked: Looked, column: int, row: int) -> bool:
    return fold(looked.table.columns[column][row]) in words().no_names


def _free(looked: Looked, used: set[int]) -> list[int]:
    """Columns of words, or of numbers that name something: never of figures, which change with the next export."""
    return [
        column
        for column, looks in enumerate(looked.profiles)
        if column not in used
        and looks.distinct > 1
        and not is_ratio(looked.table.names[column])
        and (_are_names(looked, column) or not _NUMBERED.isdisjoint(_words(looked, column)))
    ]


def _are_names(looked: Looked, column: int) -> bool:
    """Words, or short numbers such as `18-24`; a long row of digits may be a day as nobody here writes it."""
    looks, cells = looked.profiles[column], looked.table.columns[column]
    long = sum(not any(map(str.isalpha, cell)) and sum(map(str.isdigit, cell)) > 5 for cell in cells)
    return not long and looks.words >= 0.9 * looks.filled


def _words(looked: Looked, column: int) -> Sequence[str]:
    return HeaderWords.of(looked.table.names[column]).text.split()


def _repeats(looked: Looked, rows: Sequence[int], columns: Sequence[int]) -> int:
    """How many of the rows say the same in these columns as one before them."""
    said = {tuple(looked.table.columns[column][row] for column in columns) for row in rows}
    return len(rows) - len(said)

"""What the columns prove of each other: where a click-through rate stands in the table, it tells which columns are its
clicks and its impressions, whatever these are called. The abbreviations are the same in nearly all languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from infrastructure.exports.proposing.profiles import Profile, bare
from infrastructure.exports.recognition.vocabulary import plain

_RATIOS: Mapping[str, tuple[str, str, tuple[float, ...]]] = {
    "ctr": ("clicks", "impressions", (1.0, 100.0)),
    "cpc": ("spend", "clicks", (1.0,)),
    "cpm": ("spend", "impressions", (1_000.0,)),
}
"""By abbreviation: the field above the line, the one below it, and the scales in which the ratio is written."""
MOST_COLUMNS = 24
"""Of figures; more would make many pairs."""
LEAST_ROWS = 3
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[.,]")
_NOT_DIGIT = re.compile(r"[^0-9.,]")

Figures = NDArray[np.float64]


class Proof(NamedTuple):
    """The column at `column` is the field: `said` tells by what."""

    field: str
    column: int
    said: str


def proofs(names: Sequence[str], columns: Sequence[Sequence[str]], profiles: Sequence[Profile]) -> Iterator[Proof]:
    """Each pair of columns whose quotient a ratio column of the table is, on all rows that tell."""
    figures = [at for at, looks in enumerate(profiles) if looks.filled and looks.amounts >= 0.8 * looks.filled]
    read = {at: _approximate(columns[at]) for at in figures[:MOST_COLUMNS]}
    for at, name in enumerate(names):
        if (ratio := _abbreviation(name)) and profiles[at].filled:
            yield from _proved(names, read, at, ratio, _approximate(columns[at]))


def _abbreviation(name: str) -> str:
    return next((word for word in _WORD.findall(plain(name)) if word in _RATIOS), "")


def _proved(
    names: Sequence[str], read: Mapping[int, Figures], at: int, ratio: str, figures: Figures
) -> Iterator[Proof]:
    """Nothing where several pairs would do: then the figures prove none of them."""
    above, below, scales = _RATIOS[ratio]
    pairs = permutations((column for column in read if column != at), 2)
    found = [(one, other) for one, other in pairs if any(_is(figures, read[one], read[other], s) for s in scales)]
    if len(found) == 1:
        [(one, other)] = found
        said = f"{names[at]} is {names[one]} by {names[other]}"
        yield Proof(above, one, said)
        yield Proof(below, other, said)


def _is(ratio: Figures, above: Figures, below: Figures, scale: float) -> bool:
    """Whether the quotient comes to the ratio wherever it tells anything, within its rounding."""
    tells = ~np.isnan(ratio) & (ratio != 0) & (below > 0) & (above > 0)
    if int(tells.sum()) < LEAST_ROWS or len(np.unique(ratio[tells])) < LEAST_ROWS:
        return False
    quotient = scale * above[tells] / below[tells]
    close = np.abs(quotient - ratio[tells]) <= 0.006 + 0.006 * np.abs(ratio[tells])
    varies = len(np.unique(above[tells])) > 1 and len(np.unique(below[tells])) > 1
    return bool(close.all()) and varies


def _approximate(cells: Sequence[str]) -> Figures:
    return np.array([_figure(bare(cell)) for cell in cells], np.float64)


def _figure(cell: str) -> float:
    """About the number that a cell is, nan for none; what follows its last mark is a fraction, but for thousands."""
    digits = _NOT_DIGIT.sub("", cell)[:30]
    marks = _MARKS.findall(digits)
    if not any(character.isdigit() for character in digits):
        return float("nan")
    last = digits.rpartition(marks[-1])[2] if marks else ""
    thousands = not marks or marks.count(marks[-1]) > 1 or (len(last) == 3 and not digits.startswith("0"))
    whole, part = (digits, "0") if thousands else (digits[: -len(last) - 1], last or "0")
    return float(f"{_MARKS.sub('', whole) or '0'}.{part}")

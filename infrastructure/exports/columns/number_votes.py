"""Which mark parts the fraction in a column of numbers: what its cells prove."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.imports.notation import DecimalMark
from infrastructure.exports.shared.polls import Ask, First
from infrastructure.exports.values.amounts import without_currency
from infrastructure.exports.values.figures import (
    INDIAN,
    NumberNotation,
    figures_pattern,
    halfwidth,
    readings,
    says_nothing,
    written,
)

if TYPE_CHECKING:
    import polars as pl

_POINT, _COMMA = DecimalMark.POINT, DecimalMark.COMMA
_SAMPLE = 1_000
_ANY, _NOUGHTS = "[0-9]{1,30}", "0{1,2}|0{4,30}"
_UNTOLD, _INDIAN = NumberNotation(), NumberNotation(decimal=_POINT, indian=True)
_WESTERN = r"[0-9]{3},[0-9]{3}$|[0-9]{3},[0-9]{3}[,.]"


class NumberKind(StrEnum):
    """What the numbers of a column count: units with a fraction, things, or millionths of a unit."""

    AMOUNTS = "amounts"
    COUNTS = "counts"
    MILLIONTHS = "millionths"


_PLAIN = {
    NumberKind.AMOUNTS: r"^(?:-?[0-9]{1,11}(?:\.[0-9]{1,2}|\.[0-9]{4,6})?)?$",
    NumberKind.COUNTS: "^[0-9]{0,11}$",
    NumberKind.MILLIONTHS: "^(?:-?[0-9]{1,17})?$",
}
"""The form in which nearly all cells stand. It says the same however the column is written: no fraction in it has three
digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberVotes:
    """How many cells can only be read with that mark for the fraction; `indian` and `western` are those of `point`
    whose groups tell these apart. `open` is the first cell that comes to another number with the other mark."""

    point: int = 0
    comma: int = 0
    indian: int = 0
    western: int = 0
    open: str | None = None
    plain: bool = False

    def __or__(self, other: NumberVotes) -> NumberVotes:
        """Of these cells, and then of the others."""
        return NumberVotes(
            point=self.point + other.point,
            comma=self.comma + other.comma,
            indian=self.indian + other.indian,
            western=self.western + other.western,
            open=self.open or other.open,
            plain=self.plain and other.plain,
        )

    @property
    def decimal(self) -> DecimalMark | None:
        """The mark that more cells prove; None where none does, or as many the one as the other."""
        if self.point == self.comma:
            return None
        return _POINT if self.point > self.comma else _COMMA

    @property
    def contradicted(self) -> bool:
        """As many cells prove the one as the other."""
        return self.decimal is None and self.point > 0

    @property
    def gist(self) -> tuple[DecimalMark | None, bool, bool, bool]:
        """What of the votes decides how the column is read."""
        return self.decimal, self.contradicted, self.indian > self.western, self.open is not None

    def plainly(self, whole: NumberVotes) -> bool:
        """Whether these cells, some of the `whole` column, can be read as bare digits with a point."""
        return self.plain and (self.point == 0 or whole.decimal is _POINT)

    def notation(self, otherwise: DecimalMark | None = None) -> NumberNotation:
        """As the cells prove it; where they prove nothing, by the mark `otherwise`."""
        return NumberNotation(
            decimal=None if self.contradicted else self.decimal or otherwise,
            indian=self.indian > self.western,
            contradicted=self.contradicted,
            plain=self.plain,
        )


def number_votes(cells: pl.Series, kind: NumberKind) -> NumberVotes:
    """What the cells (n,) of a column prove. In whole numbers a mark before three digits groups them."""
    usual = cells.str.contains(_PLAIN[kind])
    if usual.all():
        return NumberVotes(point=_with_point(cells), plain=True)
    rest = cells.filter(~usual).str.strip_chars()
    found = _votes_of(rest, rest, kind is not NumberKind.AMOUNTS)
    return replace(found, point=found.point + _with_point(cells.filter(usual)))


def looks_like_number(cell: str) -> bool:
    """Whether a cell is a number, whichever way it is to be read."""
    found = written(halfwidth(cell))
    return found is not None and bool(readings(found, _UNTOLD))


def mark_of_column(cells: pl.Series, ask: Ask) -> DecimalMark | None:
    """The mark that a column proves which nobody has said to be one of numbers: all its first cells must be some."""
    first = map(halfwidth, cells.head(_SAMPLE))
    if not ask("are numbers", First(all(says_nothing(cell) or looks_like_number(cell) for cell in first))).value:
        return None
    return ask("numbers", number_votes(cells, NumberKind.AMOUNTS), gist).decimal


def gist(votes: NumberVotes) -> Hashable:
    return votes.gist


def _with_point(cells: pl.Series) -> int:
    return int(cells.str.contains(".", literal=True).sum())


def _votes_of(figures: pl.Series, shown: pl.Series, whole: bool) -> NumberVotes:
    """`shown` are the cells (n,) as they stand, of which `figures` are what counts."""
    part = _NOUGHTS if whole else _ANY
    as_point, as_comma = (figures.str.contains(rf"^[-+−]?(?:{figures_pattern(mark, part)})$") for mark in DecimalMark)
    either, neither = as_point & as_comma, ~as_point & ~as_comma
    rest, rest_shown = figures.filter(neither), shown.filter(neither)
    as_indian = rest.str.contains(rf"^[-+−]?{INDIAN}(?:\.(?:{part}))?$")
    other = _votes_beside(rest.filter(~as_indian), rest_shown.filter(~as_indian), whole)
    indian = int(as_indian.sum()) + other.indian
    unsure = shown.filter(either).filter(figures.filter(either).str.contains("[.,]"))
    return NumberVotes(
        point=int((as_point & ~as_comma).sum()) + int(as_indian.sum()) + other.point,
        comma=int((as_comma & ~as_point).sum()) + other.comma,
        indian=indian,
        western=int(figures.filter(as_point).str.contains(_WESTERN).sum()) + other.western if indian else 0,
        open=unsure[0] if len(unsure) else other.open,
    )


def _votes_beside(figures: pl.Series, shown: pl.Series, whole: bool) -> NumberVotes:
    """Of cells that hold more than figures: most often a currency, whatever else one by one."""
    bare = without_currency(figures)
    changed = bare != figures
    if not changed.any():
        return _votes_one_by_one(shown, whole)
    marked = _votes_of(bare.filter(changed), shown.filter(changed), whole)
    other = _votes_one_by_one(shown.filter(~changed), whole)
    return NumberVotes(
        point=marked.point + other.point,
        comma=marked.comma + other.comma,
        indian=marked.indian + other.indian,
        western=marked.western,
        open=marked.open or other.open,
    )


def _votes_one_by_one(cells: pl.Series, whole: bool) -> NumberVotes:
    """Equal cells are looked at once."""
    votes: Counter[str] = Counter()
    first = None
    for cell, times in cells.to_frame("cell").group_by("cell", maintain_order=True).len().iter_rows():
        vote = _vote(cell, whole)
        votes[vote] += times
        if vote == "open":
            first = first or cell
    return NumberVotes(point=votes["point"] + votes["indian"], comma=votes["comma"], indian=votes["indian"], open=first)


def _vote(cell: str, whole: bool) -> str:
    """What one cell proves: a mark, Indian groups, "open" for two readings, "" for nothing."""
    bare = halfwidth(cell)
    found = None if says_nothing(bare) else written(bare)
    if found is None:
        return ""
    values = readings(found, _UNTOLD, whole=whole)
    if len(values) == 1:
        return next(iter(values))
    if not values:
        return "indian" if readings(found, _INDIAN, whole=whole) else ""
    return "open" if len(set(values.values())) > 1 else ""

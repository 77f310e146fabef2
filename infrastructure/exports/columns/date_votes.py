"""Whether the day or the month comes first in a column of dates such as 3/4/2026: what its cells prove."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.imports.notation import DateOrder
from infrastructure.exports.shared.polls import Ask, First

if TYPE_CHECKING:
    import polars as pl

_DATE = r"([0-9]{1,2})(\. ?|[-/])([0-9]{1,2})(\. ?|[-/])([0-9]{4}|[0-9]{2})"
_FIRST, _LAST = rf"^[^0-9]{{0,20}}{_DATE}(?:[ ,tTг].*)?$", rf"[^0-9./-] ?{_DATE}\.?[^0-9]*$"
_RANGE = r"[0-9]\.?\s*(?:\s-\s|[–—~～〜]|\s\p{L}+\s)\s*[0-9]"
_LOOK = re.compile(_FIRST, re.DOTALL)
_ANYWHERE = re.compile(rf"(?<![0-9./-]){_DATE}(?![0-9./-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateVotes:
    """How many cells can only be read in that order. `open` is the first cell that could be two days; `pointed` tells
    that no open cell parts its numbers by anything but points; `short` that some year has two digits.
    """

    day_first: int = 0
    month_first: int = 0
    open: str | None = None
    pointed: bool = False
    short: bool = False

    def __or__(self, other: DateVotes) -> DateVotes:
        """Of these cells, and then of the others."""
        return DateVotes(
            day_first=self.day_first + other.day_first,
            month_first=self.month_first + other.month_first,
            open=self.open or other.open,
            pointed=all(votes.pointed for votes in (self, other) if votes.open),
            short=self.short or other.short,
        )

    @property
    def gist(self) -> tuple[DateOrder | None, bool, bool, bool, bool]:
        """What of the votes decides how the column is read."""
        return self.order, self.contradicted, self.open is not None, self.pointed, self.short

    @property
    def order(self) -> DateOrder | None:
        """The order that more cells prove; None where none does, or as many the one as the other."""
        if self.day_first == self.month_first:
            return None
        return DateOrder.DAY_FIRST if self.day_first > self.month_first else DateOrder.MONTH_FIRST

    @property
    def contradicted(self) -> bool:
        return self.order is None and self.day_first > 0


def looks_two_way(cell: str) -> bool:
    """Whether a cell begins with a date in digits whose year comes last."""
    return len(cell) < 60 and _LOOK.match(cell.strip()) is not None


def date_votes(cells: pl.Series) -> DateVotes:
    """What the cells (n,) of a column prove, those of a range of days by both of its ends."""
    import polars as pl

    two_way = cells.filter(cells.str.contains(_FIRST))
    if not len(two_way):
        return DateVotes()
    ranges = two_way.filter(two_way.str.contains(_RANGE))
    return _votes(pl.concat([_parts(two_way, _FIRST), _parts(ranges, _LAST)]))


@dataclass(frozen=True, slots=True)
class _Share:
    """How many of the cells that tell anything begin with a date."""

    told: int
    dates: int

    def __or__(self, other: _Share) -> _Share:
        return _Share(self.told + other.told, self.dates + other.dates)

    @property
    def is_half(self) -> bool:
        return self.dates * 2 >= self.told


def order_of_column(cells: pl.Series, ask: Ask) -> DateOrder | None:
    """The order that a column proves which nobody has said to be one of dates: at least half of its cells must be some,
    with all four digits of the year."""
    told = cells.filter(cells.str.strip_chars() != "")
    if not ask("is a date", First(looks_two_way(told[0]) if len(told) else None)).value:
        return None
    share = _Share(len(told), int(told.str.contains(_FIRST).sum()))
    if not ask("are dates", share, lambda one: one.is_half).is_half:
        return None
    votes = ask("dates", date_votes(told), gist)
    return None if votes.short else votes.order


def gist(votes: DateVotes) -> Hashable:
    return votes.gist


def votes_in(lines: Iterable[str]) -> DateVotes:
    """What the dates anywhere in these texts prove."""
    import polars as pl

    return date_votes(pl.Series([found[0] for line in lines for found in _ANYWHERE.finditer(line)], dtype=pl.String))


def _parts(cells: pl.Series, pattern: str) -> pl.DataFrame:
    """The numbers of each date as columns `a`, `b` and `year` beside the `cell`."""
    import polars as pl

    groups = cells.str.extract_groups(pattern).struct.rename_fields(["a", "gap", "b", "other", "year"]).struct.unnest()
    same = pl.col("gap").str.slice(0, 1) == pl.col("other").str.slice(0, 1)
    numbers = [pl.col(name).cast(pl.Int64) for name in ("a", "b")]
    return groups.with_columns(*numbers, cell=cells, short=pl.col("year").str.len_bytes() == 2).filter(same)


def _votes(parts: pl.DataFrame) -> DateVotes:
    """A year of two digits may come first as well, unless the number behind it is no month, or the last one no day."""
    import polars as pl

    year = pl.col("year").cast(pl.Int64)
    year_may_be_first = pl.col("short") & (year >= 1) & (year <= 31)
    month_first = (pl.col("b") > 12) & (pl.col("b") <= 31) & (pl.col("a") <= 12)
    day_first = (pl.col("a") > 12) & (pl.col("a") <= 31) & (pl.col("b") <= 12) & ~year_may_be_first
    same = (pl.col("a") == pl.col("b")) & ~pl.col("short")
    possible = (pl.col("a") <= 31) & (pl.col("b") <= 31) & ((pl.col("a") <= 12) | (pl.col("b") <= 12))
    told = parts.with_columns(day_first=day_first, month_first=month_first)
    unsure = told.filter(possible & ~(same | pl.col("day_first") | pl.col("month_first")))
    return DateVotes(
        day_first=int(told["day_first"].sum()),
        month_first=int(told["month_first"].sum()),
        open=unsure["cell"][0] if len(unsure) else None,
        pointed=bool(unsure["gap"].str.starts_with(".").all() and not unsure["short"].any()),
        short=bool(told["short"].any()),
    )

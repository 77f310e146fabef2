"""Counted spend by calendar month, source and campaign; null where nothing is known, marked where some days are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from domain.payback.campaigns import UNMATCHED
from domain.payback.sources import ALL, source_of
from domain.payback.spend import CountedSpend, SpendLine
from domain.payback.spend_rows import SpendRows, rows_of
from domain.shared.columns import Ints, grouped_sums, known
from domain.shared.periods import Month, month_index

Figure = Callable[[SpendLine], int | None]
Cell = tuple[str, str, int]
"""A source, one of its campaigns ("" for the whole source) and a month index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlySpend:
    """Sums in micro-units by (source, campaign, month index), campaign "" for the whole source. `known` and `missing`
    hold the (source, month index) of which some day up to the as-of day is covered, or is not."""

    sums: dict[Cell, int]
    values: dict[Cell, int]
    known: frozenset[tuple[str, int]]
    missing: frozenset[tuple[str, int]]
    sources: tuple[str, ...]

    def spend(self, source: str, month: int, campaign: str = "") -> int | None:
        """Spend of a source, or of one of its campaigns, in a month; None where no day of the source is covered."""
        if source == ALL:
            return _sum_of_known(self.spend(one, month) for one in self.sources)
        nothing = None if campaign == UNMATCHED else 0  # what no campaign is known for may have cost anything
        return self.sums.get((source, campaign, month), nothing) if (source, month) in self.known else None

    def value(self, source: str, month: int, campaign: str = "") -> int | None:
        """Conversion value that the platform claims; None where it tells none."""
        if source == ALL:
            return _sum_of_known(self.value(one, month) for one in self.sources)
        return self.values.get((source, campaign, month))

    def partial(self, source: str, month: int) -> bool:
        """Whether some day up to the as-of day is not covered; for `all`, of any source with spend data."""
        if source == ALL:
            return any(self.partial(one, month) for one in self.sources)
        return (source, month) in self.missing


def by_month(
    spend: CountedSpend, as_of: date, months: range, rows: SpendRows, campaigns: Sequence[str] | None
) -> MonthlySpend:
    """Counted spend by month; `months` are the month indexes that the table may show, `campaigns` the campaign for each
    of those of the rows, None for a table that does not look at them."""
    known, missing = _coverage(spend, as_of, months)
    sums, values = _sums(spend.counted, lambda line: line.spend), _sums(spend.counted, lambda line: line.value)
    if campaigns is not None:
        counted = rows_of(spend.counted)
        sums |= _campaign_sums(rows, counted, rows.spend, campaigns)
        values |= _campaign_sums(rows, counted, rows.value, campaigns)
    return MonthlySpend(
        sums=sums,
        values=values,
        known=known,
        missing=missing,
        sources=tuple(sorted({source_of(platform) for platform, _ in spend.covered})),
    )


def _sums(lines: Iterable[SpendLine], figure: Figure) -> dict[Cell, int]:
    """By whole sources."""
    sums = defaultdict[Cell, int](int)
    for line in lines:
        amount = figure(line)
        if amount is not None and line.period is not None:
            sums[line.source, "", Month.of(line.period.start).index] += amount
    return dict(sums)


def _campaign_sums(rows: SpendRows, counted: Ints, figure: Ints, campaigns: Sequence[str]) -> dict[Cell, int]:
    """By campaign; `counted` are the positions of the rows that count, all of a single month each."""
    cells = [(source, campaign) for (source, *_), campaign in zip(rows.campaigns, campaigns, strict=True)]
    numbers = {cell: number for number, cell in enumerate(dict.fromkeys(cells))}
    of_campaign = np.array([numbers[cell] for cell in cells], dtype=np.int64)
    told = counted[known(figure[counted])]
    sums = grouped_sums(figure[told], of_campaign[rows.named[told]], month_index(rows.day[told]))
    names = list(numbers)
    return {(*names[cell], month): sum_ for (cell, month), sum_ in sums.items()}


def _coverage(
    spend: CountedSpend, as_of: date, months: range
) -> tuple[frozenset[tuple[str, int]], frozenset[tuple[str, int]]]:
    """The (source, month) of which something is known, and those of which something is missing."""
    known, missing = set(), set()
    for (platform, account), days in spend.covered.items():
        apart = spend.apart.get((platform, account), set())
        for month in months if platform else (month for month in months if month not in spend.superseded):
            span = range(Month(month).first_day.toordinal(), min(Month(month).last_day, as_of).toordinal() + 1)
            there = sum(day in days for day in span)
            known |= {(source_of(platform), month)} if there else set()
            missing |= {(source_of(platform), month)} if there < len(span) or not apart.isdisjoint(span) else set()
    return frozenset(known), frozenset(missing)


def _sum_of_known(figures: Iterable[int | None]) -> int | None:
    there = [figure for figure in figures if figure is not None]
    return sum(there) if there else None

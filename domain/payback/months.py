"""Counted spend by calendar month, source and campaign; null where nothing is known, marked where some days are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from domain.payback.campaigns import UNMATCHED
from domain.payback.sources import ALL, source_of
from domain.payback.spend import CountedSpend, SpendLine
from domain.shared.periods import Month

Figure = Callable[[SpendLine], int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlySpend:
    """Sums in micro-units by (source, campaign, month index), campaign "" for the whole source. `known` and `missing`
    hold the (source, month index) of which some day up to the as-of day is covered, or is not."""

    sums: dict[tuple[str, str, int], int]
    values: dict[tuple[str, str, int], int]
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


def by_month(spend: CountedSpend, as_of: date, months: range, campaign_of: Callable[[SpendLine], str]) -> MonthlySpend:
    """Counted spend by month; `months` are the month indexes that the table may show."""
    known, missing = _coverage(spend, as_of, months)
    return MonthlySpend(
        sums=_sums(spend.counted, lambda line: line.spend, campaign_of),
        values=_sums(spend.counted, lambda line: line.value, campaign_of),
        known=known,
        missing=missing,
        sources=tuple(sorted({source_of(platform) for platform, _ in spend.covered})),
    )


def no_campaign(_: SpendLine) -> str:
    """For a table that does not look at campaigns."""
    return ""


def _sums(
    lines: Iterable[SpendLine], figure: Figure, campaign_of: Callable[[SpendLine], str]
) -> dict[tuple[str, str, int], int]:
    sums = defaultdict[tuple[str, str, int], int](int)
    for line in lines:
        amount = figure(line)
        if amount is not None and line.period is not None:
            month = Month.of(line.period.start).index
            for campaign in {"", campaign_of(line)}:
                sums[line.source, campaign, month] += amount
    return dict(sums)


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

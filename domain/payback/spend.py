"""Spend by source and month: overlaps counted once, months that no file covers left blank.

Of one source of data (platform and account), the finer time grain wins, then the campaign level over ad set, ad,
keyword and account. Platform files win over platform-less spend in the months that they cover.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain.payback.facts import CoveredDays
from domain.payback.sources import source_of
from domain.shared.columns import Ints
from domain.shared.periods import Month, Period

LEVELS = ("campaign", "adset", "ad", "keyword", "account")

NAMING_COLUMNS = frozenset({"campaign_id", "adset_id", "ad_id", "currency"})
"""Of the columns in a shape, those that name what the row is about; the others divide it further."""

DataSource = tuple[str, str]
"""Platform ("" for spend without one) and account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendLine:
    """Spend of one day or period, in micro-units of the report's currency (None: not told). `period` None: the file
    does not say when. `rows` are the positions of the rows that it adds up: one, or those of a day that differ in
    nothing but the campaign, which then is not named here."""

    file: str
    platform: str
    account: str
    level: str
    shape: str
    campaign_id: str
    campaign: str
    period: Period | None
    spend: int | None
    value: int | None
    currency: str
    rows: Ints = field(compare=False, repr=False)

    @property
    def data_source(self) -> DataSource:
        return self.platform, self.account

    @property
    def source(self) -> str:
        return source_of(self.platform)

    @property
    def is_daily(self) -> bool:
        return self.period is not None and self.period.length == 1

    @property
    def allocated(self) -> bool:
        return self.period is not None and self.period.within_one_month


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedSpend:
    """The lines that count, those that other lines count already, those that belong to no single month, and the days
    (ordinals) for which each source of data is known.

    `apart` are days of which some spend stays in another currency, `superseded` the months (indexes) in which
    platform-less spend gives way to the platforms' own files, and so tells nothing.
    """

    counted: tuple[SpendLine, ...]
    overlapping: tuple[SpendLine, ...]
    unallocated: tuple[SpendLine, ...]
    covered: dict[DataSource, set[int]]
    apart: dict[DataSource, set[int]] = field(default_factory=dict)
    superseded: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Claims:
    """Which days of one source of data are spoken for, while its lines are gone through from the finest on."""

    days: set[int] = field(default_factory=set)
    counted: list[SpendLine] = field(default_factory=list)
    overlapping: list[SpendLine] = field(default_factory=list)
    unallocated: list[SpendLine] = field(default_factory=list)


def count_once(lines: Iterable[SpendLine], coverage: Iterable[CoveredDays], as_of: date) -> CountedSpend:
    """Which lines count as of a day. A line for a whole period counts whole once its first day has come."""
    lines_of, coverage_of = _by_data_source(lines, as_of), defaultdict[DataSource, list[CoveredDays]](list)
    for covered in coverage:
        if covered.start <= as_of:
            coverage_of[covered.platform, covered.account].append(_until(covered, as_of))
    claims = {source: _claim(lines_of[source], coverage_of[source]) for source in sorted({*lines_of, *coverage_of})}
    superseded = _platforms_win(claims, as_of)
    return CountedSpend(
        counted=tuple(line for claim in claims.values() for line in claim.counted),
        overlapping=tuple(line for claim in claims.values() for line in claim.overlapping),
        unallocated=tuple(line for claim in claims.values() for line in claim.unallocated),
        covered={source: claim.days for source, claim in claims.items()},
        superseded=superseded,
    )


def _until(covered: CoveredDays, as_of: date) -> CoveredDays:
    """What lies behind the as-of day has not happened yet; a whole period counts whole once it has begun."""
    return replace(covered, end=min(covered.end, as_of)) if covered.daily else covered


def _by_data_source(lines: Iterable[SpendLine], as_of: date) -> defaultdict[DataSource, list[SpendLine]]:
    found = defaultdict[DataSource, list[SpendLine]](list)
    for line in lines:
        if line.period is None or line.period.start <= as_of:
            found[line.data_source].append(line)
    return found


def _claim(told: Sequence[SpendLine], coverage: Sequence[CoveredDays]) -> _Claims:
    claims = _Claims()
    lines = _in_one_shape(claims, told)
    cells = _cells(lines, coverage)
    for level in LEVELS:
        _claim_daily(claims, [line for line in lines if line.level == level and line.is_daily], level, coverage)
    for period, level in sorted(cells, key=lambda cell: (cell[0].length, LEVELS.index(cell[1]), cell[0].start)):
        _claim_period(claims, cells[period, level], period)
    claims.counted += [line for line in lines if line.spend is None and line.allocated and not line.is_daily]
    for line in lines:
        if not line.allocated:
            known = line.period is not None and set(_ordinals(line.period)) <= claims.days
            (claims.overlapping if known else claims.unallocated).append(line)
    return claims


def _in_one_shape(claims: _Claims, told: Sequence[SpendLine]) -> list[SpendLine]:
    """Exports of the same days with other columns (by device, with ids) tell of the same spend under other keys: of one
    level and period one shape counts, undivided rows before divided ones, then ids before names."""
    best: dict[tuple[str, Period | None], str] = {}
    for line in told:
        cell = (line.level, line.period)
        best[cell] = min(best.get(cell, line.shape), line.shape, key=_shape_rank)
    lines: list[SpendLine] = []
    for line in told:
        counts = line.period is None or line.shape == best[line.level, line.period]
        (lines if counts else claims.overlapping).append(line)
    return lines


def _shape_rank(shape: str) -> tuple[int, int, str]:
    columns = set(shape.split())
    return len(columns - NAMING_COLUMNS), -len(columns), shape


def _cells(
    lines: Sequence[SpendLine], coverage: Sequence[CoveredDays]
) -> defaultdict[tuple[Period, str], list[SpendLine]]:
    """The lines for periods inside one month, by period and level; a period that a file covers without a line is there
    too, empty."""
    cells = defaultdict[tuple[Period, str], list[SpendLine]](list)
    for line in lines:
        if line.period and line.allocated and not line.is_daily and line.spend is not None:
            cells[line.period, line.level].append(line)
    for covered in coverage:
        period = Period(covered.start, covered.end)
        if not covered.daily and period.within_one_month:
            cells[period, covered.level]  # a defaultdict makes it
    return cells


def _claim_daily(claims: _Claims, lines: list[SpendLine], level: str, coverage: Sequence[CoveredDays]) -> None:
    """Daily rows of one level take the days that no better level has; days without a row had no spend."""
    own = {day for covered in coverage if covered.daily and covered.level == level for day in _covered(covered)}
    for line in lines:
        days = set(_ordinals(line.period)) if line.period else set()
        own |= days if line.spend is not None else set()
        (claims.overlapping if days & claims.days else claims.counted).append(line)
    claims.days |= own


def _claim_period(claims: _Claims, lines: list[SpendLine], period: Period) -> None:
    """Rows for a whole period count whole, or not at all where finer ones speak for a day of it."""
    days = set(_ordinals(period))
    if days & claims.days:
        claims.overlapping += lines
    else:
        claims.counted += lines
        claims.days |= days


def _platforms_win(claims: dict[DataSource, _Claims], as_of: date) -> frozenset[int]:
    """Platform-less spend of a month that platform files cover is what they hold already. Answers with those months."""
    last = as_of.toordinal()
    days = {day for (platform, _), claim in claims.items() if platform for day in claim.days if day <= last}
    taken = {Month.of(date.fromordinal(day)) for day in days}
    for (platform, _), claim in claims.items():
        if not platform:
            counted, claim.counted = claim.counted, []
            for line in counted:
                lost = line.period is not None and Month.of(line.period.start) in taken
                (claim.overlapping if lost else claim.counted).append(line)
    return frozenset(month.index for month in taken)


def _covered(covered: CoveredDays) -> Iterator[int]:
    return _ordinals(Period(covered.start, covered.end))


def _ordinals(period: Period) -> Iterator[int]:
    return iter(range(period.start.toordinal(), period.end.toordinal() + 1))

"""Lines of spend in the currency of the report, and those that stay apart in another one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from domain.payback.facts import CoveredDays, SpendFacts
from domain.payback.rates import Exchange
from domain.payback.spend import CountedSpend, DataSource, SpendLine, count_once
from domain.shared.columns import MISSING
from domain.shared.periods import Month, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendLines:
    """`ours` in the report's currency (what belongs to no single month stays as it was written), `foreign` in
    currencies without a rate."""

    ours: list[SpendLine]
    foreign: list[SpendLine]


def spend_lines(facts: Iterable[SpendFacts], exchange: Exchange) -> SpendLines:
    """Each row as a line, converted at the rate of its first day where it is in another currency."""
    lines = SpendLines(ours=[], foreign=[])
    for some in facts:
        ours = exchange.convertible(some.currency, some.start)
        for line, (spend, value), is_ours in zip(_lines(some), _converted(some, exchange), ours, strict=True):
            if not line.allocated:
                lines.ours.append(line)
            elif is_ours:
                currency = line.currency and exchange.into
                lines.ours.append(replace(line, spend=spend, value=value, currency=currency))
            else:
                lines.foreign.append(line)
    return lines


def count_in_currency(
    lines: SpendLines, coverage: Sequence[CoveredDays], as_of: date
) -> tuple[CountedSpend, CountedSpend]:
    """What counts in the report's currency, and what counts apart. In a month of which some spend of a source stays
    apart, only the days with a line that counts are known: the others may have been spent on in the other currency."""
    ours, foreign = count_once(lines.ours, coverage, as_of), count_once(lines.foreign, coverage, as_of)
    here, apart = _days_of(ours.counted), _days_of(foreign.counted)
    covered = {source: _known_days(days, here[source], apart[source]) for source, days in ours.covered.items()}
    return replace(ours, covered=covered, apart=dict(apart)), foreign


def _days_of(lines: Iterable[SpendLine]) -> defaultdict[DataSource, set[int]]:
    """The days (ordinals) for which each source of data has a line."""
    days = defaultdict[DataSource, set[int]](set)
    for line in lines:
        if line.period:
            days[line.data_source].update(range(line.period.start.toordinal(), line.period.end.toordinal() + 1))
    return days


def _known_days(days: set[int], here: set[int], apart: set[int]) -> set[int]:
    months = {_month(day) for day in apart}
    return {day for day in days if day in here or _month(day) not in months}


def _month(day: int) -> int:
    return Month.of(date.fromordinal(day)).index


def _converted(facts: SpendFacts, exchange: Exchange) -> Iterator[tuple[int | None, int | None]]:
    spend = exchange.convert(facts.spend, facts.currency, facts.start)
    value = exchange.convert(facts.conversion_value, facts.currency, facts.start)
    return ((_told(one), _told(other)) for one, other in zip(spend, value, strict=True))


def _lines(facts: SpendFacts) -> Iterator[SpendLine]:
    columns = (getattr(facts, name) for name in facts.__dataclass_fields__)
    for file, platform, account, level, shape, campaign_id, campaign, start, end, currency, spend, value in zip(
        *columns, strict=True
    ):
        yield SpendLine(
            file=file,
            platform=platform,
            account=account,
            level=level,
            shape=shape,
            campaign_id=campaign_id,
            campaign=campaign,
            period=None if np.isnat(start) or np.isnat(end) else Period(start.item(), end.item()),
            spend=_told(spend),
            value=_told(value),
            currency=currency,
        )


def _told(amount: int) -> int | None:
    return None if amount == MISSING else int(amount)

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
from domain.shared.periods import Period


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
                lines.ours.append(replace(line, spend=spend, value=value))
            else:
                lines.foreign.append(line)
    return lines


def count_in_currency(
    lines: SpendLines, coverage: Sequence[CoveredDays], as_of: date
) -> tuple[CountedSpend, CountedSpend]:
    """What counts in the report's currency, and what counts apart. A day whose spend stays apart is not known here."""
    ours, foreign = count_once(lines.ours, coverage, as_of), count_once(lines.foreign, coverage, as_of)
    apart = defaultdict[DataSource, set[int]](set)
    for line in foreign.counted:
        if line.period:
            apart[line.data_source].update(range(line.period.start.toordinal(), line.period.end.toordinal() + 1))
    here = {line.data_source for line in ours.counted}
    covered = {
        source: days - apart[source] if source in here or source not in apart else set()
        for source, days in ours.covered.items()
    }
    return replace(ours, covered=covered), foreign


def _converted(facts: SpendFacts, exchange: Exchange) -> Iterator[tuple[int | None, int | None]]:
    spend = exchange.convert(facts.spend, facts.currency, facts.start)
    value = exchange.convert(facts.conversion_value, facts.currency, facts.start)
    return ((_told(one), _told(other)) for one, other in zip(spend, value, strict=True))


def _lines(facts: SpendFacts) -> Iterator[SpendLine]:
    columns = (getattr(facts, name) for name in facts.__dataclass_fields__)
    for file, platform, account, level, campaign_id, campaign, start, end, currency, spend, value in zip(
        *columns, strict=True
    ):
        yield SpendLine(
            file=file,
            platform=platform,
            account=account,
            level=level,
            campaign_id=campaign_id,
            campaign=campaign,
            period=None if np.isnat(start) or np.isnat(end) else Period(start.item(), end.item()),
            spend=_told(spend),
            value=_told(value),
            currency=currency,
        )


def _told(amount: int) -> int | None:
    return None if amount == MISSING else int(amount)

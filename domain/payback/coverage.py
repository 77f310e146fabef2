"""Of which days the files tell, by source of data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from domain.payback.facts import OrderFacts
from domain.payback.spend import CountedSpend, DataSource
from domain.payback.statement import Covered
from domain.shared.columns import Days, as_date
from domain.shared.periods import Period


def order_days(facts: OrderFacts, day: Days) -> dict[DataSource, Period]:
    """From the first to the last day that each order source (platform and account) tells of."""
    found: dict[DataSource, Period] = {}
    for platform in sorted(set(facts.platform)):
        for account in sorted(set(facts.account[facts.platform == platform])):
            mine = day[(facts.platform == platform) & (facts.account == account)]
            found[platform, account] = Period(as_date(mine.min()), as_date(mine.max()))
    return found


def covered_orders(days: Mapping[DataSource, Period], as_of: date) -> Iterator[Covered]:
    """What of it has happened by the as-of day."""
    for (platform, account), told in days.items():
        if told.start <= as_of:
            until = Period(told.start, min(told.end, as_of))
            yield Covered(kind="orders", platform=platform, account=account, periods=(until,))


def covered_spend(spend: CountedSpend) -> Iterator[Covered]:
    """The days of which the spend is known, as periods without gaps."""
    for (platform, account), days in sorted(spend.covered.items()):
        if days:
            yield Covered(kind="spend", platform=platform, account=account, periods=tuple(periods(days)))


def periods(days: Iterable[int]) -> Iterator[Period]:
    """Days (ordinals) as the fewest periods, in order."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][1] == day - 1:
            runs[-1][1] = day
        else:
            runs.append([day, day])
    return (Period(date.fromordinal(start), date.fromordinal(end)) for start, end in runs)

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
from domain.payback.spend_rows import SpendRows, cells, distinct_rows, spend_rows
from domain.shared.columns import Ints, total
from domain.shared.periods import Month, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendLines:
    """`ours` in the report's currency (what belongs to no single month stays as it was written), `foreign` in
    currencies without a rate; `rows` are those behind the lines."""

    ours: list[SpendLine]
    foreign: list[SpendLine]
    rows: SpendRows


def spend_lines(facts: Sequence[SpendFacts], exchange: Exchange) -> SpendLines:
    """Each period's row, and the rows of a day that differ in their campaign alone, as a line: converted at the rate of
    its first day where it is in another currency."""
    spend = [exchange.convert(some.spend, some.currency, some.start) for some in facts]
    value = [exchange.convert(some.conversion_value, some.currency, some.start) for some in facts]
    lines = SpendLines(ours=[], foreign=[], rows=spend_rows(facts, spend, value))
    start = 0
    for some in facts:
        for line, is_ours in _lines(some, lines.rows, start, exchange):
            (lines.ours if is_ours else lines.foreign).append(line)
        start += len(some)
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


def _lines(facts: SpendFacts, rows: SpendRows, start: int, exchange: Exchange) -> Iterator[tuple[SpendLine, bool]]:
    """The lines of one set of facts, whose first row stands at `start` among all, and whether each is in the report's
    currency, or belongs to no single month."""
    convertible = exchange.convertible(facts.currency, facts.start)
    currency = np.where(convertible & (facts.currency != ""), exchange.into, facts.currency)
    daily = np.asarray(facts.start == facts.end, dtype=np.bool_)
    number, _ = distinct_rows(facts.platform, facts.account, facts.level, facts.shape, facts.start, currency)
    for cell in cells(number[daily], np.flatnonzero(daily)):
        at, mine = int(cell[0]), cell + start
        told = total(rows.spend[mine]), total(rows.value[mine]), currency[at]
        yield _line(facts, at, ("", ""), told, mine), bool(convertible[at])
    for at in np.flatnonzero(~daily).tolist():
        yield _period_line(facts, at, rows, start, (currency[at], bool(convertible[at])))


def _period_line(
    facts: SpendFacts, at: int, rows: SpendRows, start: int, shown: tuple[str, bool]
) -> tuple[SpendLine, bool]:
    """The row at `at` as a line; what belongs to no single month stays as it was written."""
    mine = np.array([at + start])
    named = facts.campaign_id[at], facts.campaign[at]
    raw = _line(
        facts, at, named, (total(facts.spend[[at]]), total(facts.conversion_value[[at]]), facts.currency[at]), mine
    )
    if not raw.allocated:
        return raw, True
    return replace(raw, spend=total(rows.spend[mine]), value=total(rows.value[mine]), currency=shown[0]), shown[1]


def _line(
    facts: SpendFacts, at: int, named: tuple[str, str], told: tuple[int | None, int | None, str], rows: Ints
) -> SpendLine:
    """The line of the facts at `at`: `named` are the campaign's id and name, `told` spend, value and currency."""
    start, end = facts.start[at], facts.end[at]
    return SpendLine(
        file=facts.file[at],
        platform=facts.platform[at],
        account=facts.account[at],
        level=facts.level[at],
        shape=facts.shape[at],
        campaign_id=named[0],
        campaign=named[1],
        period=None if np.isnat(start) or np.isnat(end) else Period(start.item(), end.item()),
        spend=told[0],
        value=told[1],
        currency=told[2],
        rows=rows,
    )

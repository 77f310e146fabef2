"""The days that a file of ad metrics speaks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from domain.imports.rows import AdMetricRows, Coverage, take
from domain.shared.columns import Days, Ints, known
from domain.shared.periods import Period

Group = tuple[str, str, str]
"""Platform, account and level."""


def spanned(start: Days, end: Days, stated: Period | None) -> Period | None:
    """From the first to the last day that is stated or that a row names; None if there is none."""
    named = ~np.isnat(start)
    edges = [start[named].min().item(), end[named].max().item()] if named.any() else []
    edges += [stated.start, stated.end] if stated else []
    return Period(min(edges), max(edges)) if edges else None


def coverage(facts: AdMetricRows, stated: Period | None) -> tuple[Coverage, ...]:
    """Per platform, account and level: one interval for its daily rows, widened to the period `stated` for them, and
    each period of its rows for whole periods; of these, a row that tells no spend covers nothing."""
    dated = _among(facts, np.flatnonzero(~np.isnat(facts.start)))
    return tuple(found for group, rows in _groups(dated) for found in _of_group(group, _among(dated, rows), stated))


def joined(parts: Iterable[Coverage]) -> tuple[Coverage, ...]:
    """The coverage of a file by that of its parts."""
    days: dict[Group, Period] = {}
    whole: set[tuple[Group, Period]] = set()
    for part in parts:
        group, period = (part.platform, part.account, part.level), Period(part.start, part.end)
        if part.daily:
            days[group] = period.spanning(days.get(group))
        else:
            whole.add((group, period))
    daily = [(group, False, period) for group, period in days.items()]
    found = sorted([*daily, *((group, True, period) for group, period in whole)])
    return tuple(stated_coverage(group, period, daily=not longer) for group, longer, period in found)


def stated_coverage(group: Group, stated: Period, *, daily: bool) -> Coverage:
    """A period that a file speaks for, whether or not a row stands in it."""
    platform, account, level = group
    return Coverage(platform=platform, account=account, level=level, daily=daily, start=stated.start, end=stated.end)


def _among(facts: AdMetricRows, rows: Ints) -> AdMetricRows:
    """The facts at these positions; no copy where that is all of them."""
    return facts if len(rows) == len(facts) else take(facts, rows)


def _groups(facts: AdMetricRows) -> list[tuple[Group, Ints]]:
    """Each group and the positions of its rows, by name."""
    columns = (facts.platform, facts.account, facts.level)
    if len(facts) and all((column == column[0]).all() for column in columns):
        return [((columns[0][0], columns[1][0], columns[2][0]), np.arange(len(facts)))]
    rows: dict[Group, list[int]] = {}
    for at, group in enumerate(zip(*columns, strict=True)):
        rows.setdefault(group, []).append(at)
    return [(group, np.array(rows[group], np.int64)) for group in sorted(rows)]


def _of_group(group: Group, facts: AdMetricRows, stated: Period | None) -> Iterator[Coverage]:
    daily = facts.start == facts.end
    if daily.any() and (days := spanned(facts.start[daily], facts.end[daily], stated)):
        yield stated_coverage(group, days, daily=True)
    whole = ~daily & known(facts.spend)
    for start, end in sorted(set(zip(facts.start[whole].tolist(), facts.end[whole].tolist(), strict=True))):
        yield stated_coverage(group, Period(start, end), daily=False)

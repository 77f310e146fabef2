"""Rows for whole periods beside daily rows of the same thing: what both tell must not be counted twice."""

from __future__ import annotations

import numpy as np

from domain.imports.record import Message
from domain.imports.rows import AdMetricRows, take
from infrastructure.exports.shared.polls import Polls


class OnlyWhole(Exception):
    """The file holds what can be told of all its rows together only."""


def mixed_periods(facts: AdMetricRows, polls: Polls) -> tuple[Message, ...]:
    """Tells how many rows for a longer period hold days that have rows of their own. OnlyWhole where these may stand in
    different parts of the file."""
    dated = ~np.isnat(facts.start)
    daily = dated & (facts.start == facts.end)
    longer = dated & ~daily
    kinds = frozenset(kind for kind, rows in (("daily", daily), ("longer", longer)) if rows.any())
    if len(polls.ask("kinds of periods", kinds)) < 2:
        return ()
    if polls.is_part:
        raise OnlyWhole
    if not (count := _overlapping(take(facts, daily), take(facts, longer))):
        return ()
    lines = "1 row stands for a period" if count == 1 else f"{count:,} rows stand for periods"
    said = f"{lines} of which the file has daily rows as well; what both tell is counted once, by the days"
    return (Message(code="mixed_periods", message=said),)


def _overlapping(daily: AdMetricRows, longer: AdMetricRows) -> int:
    """How many of the `longer` rows hold the day of a row of the same name among the `daily` ones."""
    days: dict[str, list[np.datetime64]] = {}
    for key, day in zip(daily.key, daily.start, strict=True):
        days.setdefault(_name(key), []).append(day)
    known = {name: np.sort(np.array(found)) for name, found in days.items()}
    none = np.empty(0, "datetime64[D]")
    count = 0
    for key, start, end in zip(longer.key, longer.start, longer.end, strict=True):
        first, after = np.searchsorted(known.get(_name(key), none), [start, end + np.timedelta64(1, "D")])
        count += bool(after > first)
    return count


def _name(key: str) -> str:
    """A key without its period."""
    return key.rsplit("|", 2)[0]

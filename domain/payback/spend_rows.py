"""The rows behind the lines of spend, as columns: a million campaign-days are no million lines.

Which lines count is told by source, level, shape, period and currency alone, never by the campaign. So the daily rows
that agree in all of these are one line, which knows its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from domain.payback.facts import SpendFacts
from domain.payback.sources import source_of
from domain.payback.spend import SpendLine
from domain.shared.columns import Days, Ints, Texts, codes_of

Campaign = tuple[str, str, str]
"""A source, and the id and the name of a campaign as some row gives them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendRows:
    """Arrays (rows,): `named` is the position of what the row says of its campaign in `campaigns`, `day` the first day
    of its period, `spend` and `value` micro-units of the report's currency, MISSING where not told."""

    campaigns: list[Campaign]
    named: Ints
    day: Days
    spend: Ints
    value: Ints


def spend_rows(facts: Sequence[SpendFacts], spend: Sequence[Ints], value: Sequence[Ints]) -> SpendRows:
    """The rows of all the facts, one set behind the other; `spend` and `value` are converted."""
    platform, campaign_id, campaign = (
        np.concatenate([getattr(some, name) for some in facts]) for name in ("platform", "campaign_id", "campaign")
    )
    named, distinct = distinct_rows(platform, campaign_id, campaign)
    return SpendRows(
        campaigns=[(source_of(platform[at]), campaign_id[at], campaign[at]) for at in distinct.tolist()],
        named=named,
        day=np.concatenate([some.start for some in facts]),
        spend=np.concatenate(list(spend)),
        value=np.concatenate(list(value)),
    )


def distinct_rows(*columns: Texts | Days) -> tuple[Ints, Ints]:
    """Of each row (n,) the number of its combination of cells, and of each combination the position of one such row."""
    number = np.zeros(len(columns[0]), np.int64)
    one = np.zeros(0, np.int64)
    for column in columns:
        codes, size = codes_of(column)
        _, one, number = np.unique(number * size + codes, return_index=True, return_inverse=True)
    return number, one


def cells(number: Ints, rows: Ints) -> list[Ints]:
    """`rows` (k,) by their `number` (k,): the rows of each cell ascending, the cells by their first rows."""
    if len(rows) == 0:
        return []
    order = np.argsort(number, kind="stable")
    ends = np.flatnonzero(np.diff(number[order])) + 1
    return sorted(np.split(rows[order], ends), key=lambda cell: int(cell[0]))


def rows_of(lines: Iterable[SpendLine]) -> Ints:
    """The rows behind some lines, line by line."""
    return np.concatenate([np.zeros(0, np.int64), *(line.rows for line in lines)])

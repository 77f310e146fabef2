"""What the report is divided by: `all`, then the sources (or campaigns), the largest first, and no more than fit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

from interfaces.report.text import name_of

if TYPE_CHECKING:
    from application.payback.cohort_views import CohortView
    from application.payback.report_views import CalendarMonthView, ReportView
    from application.payback.views import RowView

MOST_BLOCKS = 12
"""Beside `all`. All the others stand in payback.csv."""
ALL = "all"
UNKNOWN_SOURCE = "unknown"
_PLAIN = re.compile(r"\w{1,60}(~[0-9a-f]{12})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One source or campaign: its rows, cohorts and calendar months, each oldest first."""

    source: str
    campaign: str | None
    rows: list[RowView] = field(default_factory=list)
    cohorts: list[CohortView] = field(default_factory=list)
    calendar: list[CalendarMonthView] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The ids of its cohorts without their month. It stands in the page's address, where no odd name does."""
        key = self.cohorts[0]["id"].partition("~")[2] if self.cohorts else self.source
        return key if _PLAIN.fullmatch(key) else sha256(key.encode(errors="backslashreplace")).hexdigest()[:12]

    @property
    def name(self) -> str:
        return name_of(self.source, self.campaign)

    @property
    def has_spend(self) -> bool:
        return any(row["spend"] is not None for row in self.rows)

    @property
    def is_all(self) -> bool:
        return self.source == ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """What is drawn, `all` first and those of an unknown source last, and the smaller ones that are left to
    payback.csv."""

    drawn: list[Block]
    rest: list[Block]

    @property
    def left_out(self) -> int:
        return len(self.rest)

    @property
    def whole(self) -> Block:
        """`all`; empty where there are no facts."""
        return next((block for block in self.drawn if block.is_all), Block(source=ALL, campaign=None))


def blocks_of(report: ReportView) -> Blocks:
    """The view's lists, brought together by source and campaign."""
    found: dict[tuple[str, str | None], Block] = {}

    def block(source: str, campaign: str | None) -> Block:
        return found.setdefault((source, campaign), Block(source=source, campaign=campaign))

    for row in report["payback"]["payback"]:
        block(row["source"], row["campaign"]).rows.append(row)
    for cohort in report["cohorts"]:
        block(cohort["source"], cohort["campaign"]).cohorts.append(cohort)
    for month in report["calendar"]:
        block(month["source"], month["campaign"]).calendar.append(month)
    ordered = sorted(found.values(), key=_largest_first)
    most = MOST_BLOCKS + any(block.is_all for block in ordered)
    drawn = sorted(ordered[:most], key=lambda block: block.source == UNKNOWN_SOURCE)
    return Blocks(drawn=drawn, rest=ordered[most:])


def _largest_first(block: Block) -> tuple[bool, Decimal, int, str, str]:
    spend = sum((Decimal(row["spend"]) for row in block.rows if row["spend"] is not None), Decimal(0))
    customers = sum(row["new_customers"] for row in block.rows)
    return not block.is_all, -spend, -customers, block.source, block.campaign or ""

"""The payback table of one block, and the same months by calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from application.payback.report_views import is_too_early
from interfaces import figures
from interfaces.outcomes import outcome
from interfaces.report.heatmap import SMALL

if TYPE_CHECKING:
    from application.payback.report_views import CalendarMonthView
    from application.payback.views import RowView
    from interfaces.report.running import Running

MOST_ROWS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`so_far` is empty unless the cohort's month is not over."""

    cohort: str
    so_far: str
    spend: str
    partial: bool
    customers: str
    small: bool
    cac: str
    ltv: list[str]
    outcome: str
    status: str
    claimed: str
    earned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    month: str
    so_far: str
    spend: str
    partial: bool
    revenue: str
    claimed: str
    customers: str


def newest_lines(rows: Sequence[RowView], shown: Sequence[str], running: Running | None) -> list[Line]:
    """The newest `MOST_ROWS` cohorts, oldest first; `shown` are the months that have a column."""
    return [_line(row, shown, running) for row in rows[-MOST_ROWS:]]


def month_lines(calendar: Sequence[CalendarMonthView], running: Running | None) -> list[Month]:
    return [_month(month, running) for month in calendar]


def _line(row: RowView, shown: Sequence[str], running: Running | None) -> Line:
    earned = row["blended_roas"] if row["source"] == "all" else row["attributed_roas"]
    return Line(
        cohort=row["cohort"],
        so_far=running.mark(row["cohort"]) if running else "",
        spend=figures.money(row["spend"]),
        partial=row["spend_partial"] and row["spend"] is not None,
        customers=figures.count(row["new_customers"]),
        small=0 < row["new_customers"] < SMALL,
        cac=figures.quotient(row["cac"]),
        ltv=[figures.quotient(row["ltv"][month]) for month in shown],
        outcome=outcome(row),
        status="too_early" if is_too_early(row) else row["payback_status"],
        claimed=figures.quotient(row["claimed_roas"]),
        earned=figures.quotient(earned),
    )


def _month(month: CalendarMonthView, running: Running | None) -> Month:
    return Month(
        month=month["month"],
        so_far=running.mark(month["month"]) if running else "",
        spend=figures.money(month["spend"]),
        partial=month["spend_partial"] and month["spend"] is not None,
        revenue=figures.money(month["revenue"]),
        claimed=figures.money(month["claimed_value"]),
        customers=figures.count(month["new_customers"]),
    )

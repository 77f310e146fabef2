"""The payback table of one block, and the same months by calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interfaces.report import numbers
from interfaces.report.heatmap import SMALL
from interfaces.report.outcomes import outcome

if TYPE_CHECKING:
    from application.payback.report_views import CalendarMonthView
    from application.payback.views import RowView

SHOWN_MONTHS = ("m0", "m1", "m2", "m3", "m6", "m12")
MOST_ROWS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    cohort: str
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
    spend: str
    partial: bool
    revenue: str
    claimed: str
    customers: str


def newest_lines(rows: Sequence[RowView]) -> list[Line]:
    """The newest `MOST_ROWS` cohorts, oldest first."""
    return [_line(row) for row in rows[-MOST_ROWS:]]


def month_lines(calendar: Sequence[CalendarMonthView]) -> list[Month]:
    return [_month(month) for month in calendar]


def _line(row: RowView) -> Line:
    earned = row["blended_roas"] if row["source"] == "all" else row["attributed_roas"]
    return Line(
        cohort=row["cohort"],
        spend=numbers.money(row["spend"]),
        partial=row["spend_partial"] and row["spend"] is not None,
        customers=numbers.count(row["new_customers"]),
        small=0 < row["new_customers"] < SMALL,
        cac=numbers.quotient(row["cac"]),
        ltv=[numbers.quotient(row["ltv"][month]) for month in SHOWN_MONTHS],
        outcome=outcome(row["payback_month"], row["payback_status"]),
        status=row["payback_status"],
        claimed=numbers.quotient(row["claimed_roas"]),
        earned=numbers.quotient(earned),
    )


def _month(month: CalendarMonthView) -> Month:
    return Month(
        month=month["month"],
        spend=numbers.money(month["spend"]),
        partial=month["spend_partial"] and month["spend"] is not None,
        revenue=numbers.money(month["revenue"]),
        claimed=numbers.money(month["claimed_value"]),
        customers=numbers.count(month["new_customers"]),
    )

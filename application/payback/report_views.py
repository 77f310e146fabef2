"""All that the report draws, from one statement."""

from __future__ import annotations

from typing import TypedDict

from application.payback.cohort_views import CohortView, cohort_view
from application.payback.views import PaybackView, PeriodView, payback_view, period_view
from domain.payback.statement import CalendarMonth, Covered, PaybackStatement
from domain.shared.money import money_text


class CalendarMonthView(TypedDict):
    """What a source spent, claimed and sold in a calendar month; `revenue` null where no order source tells of it."""

    source: str
    campaign: str | None
    month: str
    spend: str | None
    spend_partial: bool
    revenue: str | None
    claimed_value: str | None
    new_customers: int


class CoveredView(TypedDict):
    """The days that the files of a source of data tell of; `kind` is `spend` or `orders`."""

    kind: str
    platform: str
    account: str
    periods: list[PeriodView]


class ReportView(TypedDict):
    """`calendar` has every month of `all` from the first thing known on, and of the others those with something in
    them."""

    payback: PaybackView
    cohorts: list[CohortView]
    calendar: list[CalendarMonthView]
    covered: list[CoveredView]


def report_view(statement: PaybackStatement) -> ReportView:
    """The statement as drawn."""
    return ReportView(
        payback=payback_view(statement),
        cohorts=[cohort_view(statement, row) for row in statement.rows],
        calendar=[_calendar_month(month) for month in statement.calendar],
        covered=[_covered(covered) for covered in statement.covered],
    )


def _calendar_month(month: CalendarMonth) -> CalendarMonthView:
    return CalendarMonthView(
        source=month.source,
        campaign=month.campaign,
        month=str(month.month),
        spend=money_text(month.spend),
        spend_partial=month.spend_partial,
        revenue=money_text(month.booked),
        claimed_value=money_text(month.claimed_value),
        new_customers=month.new_customers,
    )


def _covered(covered: Covered) -> CoveredView:
    return CoveredView(
        kind=covered.kind,
        platform=covered.platform,
        account=covered.account,
        periods=[period_view(period) for period in covered.periods],
    )

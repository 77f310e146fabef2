"""All that the report draws, from one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict

from application.payback.cohort_views import CohortView, cohort_view
from application.payback.views import PaybackView, PeriodView, RowView, payback_view, period_view
from domain.payback.sources import ALL
from domain.payback.statement import CalendarMonth, Covered, PaybackStatement, PaybackStatus
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


class TotalsView(TypedDict):
    """What `all` comes to. Sums are of the months that are known, null where none is; `spend_partial` where some days
    of one are not. `paid_back`, `not_yet` and `too_early` count its cohorts that have spend and customers."""

    customers: int
    spend: str | None
    spend_partial: bool
    net_revenue: str | None
    paid_back: int
    not_yet: int
    too_early: int


class ReportView(TypedDict):
    """`calendar` has every month of `all` from the first thing known on, and of the others those with something in
    them."""

    payback: PaybackView
    totals: TotalsView
    cohorts: list[CohortView]
    calendar: list[CalendarMonthView]
    covered: list[CoveredView]


def report_view(statement: PaybackStatement) -> ReportView:
    """The statement as drawn."""
    payback = payback_view(statement)
    return ReportView(
        payback=payback,
        totals=_totals(statement, [row for row in payback["payback"] if row["source"] == ALL]),
        cohorts=[cohort_view(statement, row) for row in statement.rows],
        calendar=[_calendar_month(month) for month in statement.calendar],
        covered=[_covered(covered) for covered in statement.covered],
    )


def is_too_early(cohort: RowView | CohortView) -> bool:
    """Whether a cohort has not paid back yet for the sole reason that not even its first month is over: its status is
    `not_yet`, and there is nothing to say about it."""
    return cohort["payback_status"] == PaybackStatus.NOT_YET and cohort["mature_through"] is None


def _totals(statement: PaybackStatement, rows: Sequence[RowView]) -> TotalsView:
    """`rows` are those of `all`."""
    whole = [row for row in statement.rows if row.source == ALL]
    open_yet = [row for row in rows if row["payback_status"] == PaybackStatus.NOT_YET]
    too_early = sum(map(is_too_early, open_yet))
    return TotalsView(
        customers=statement.customers,
        spend=_known_sum(row.spend for row in whole),
        spend_partial=any(row.spend_partial for row in whole),
        net_revenue=_known_sum(month.booked for month in statement.calendar if month.source == ALL),
        paid_back=sum(row["payback_status"] == PaybackStatus.PAID_BACK for row in rows),
        not_yet=len(open_yet) - too_early,
        too_early=too_early,
    )


def _known_sum(amounts: Iterable[int | None]) -> str | None:
    known = [amount for amount in amounts if amount is not None]
    return money_text(sum(known)) if known else None


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

"""What the cohort handler answers with: one cohort of one source, month by month."""

from __future__ import annotations

from hashlib import sha256
from typing import TypedDict

from application.payback.months import month_name
from application.payback.views import AskedView, age_name, asked_view
from domain.payback.statement import PaybackRow, PaybackStatement
from domain.shared.money import money_text, quotient_text
from domain.shared.periods import Month


class CohortMonthView(TypedDict):
    """Month m of a cohort. Null while it is not mature; `ltv` also where the cohort has no customers."""

    month: str
    calendar_month: str
    mature: bool
    active_customers: int | None
    revenue: str | None
    ltv: str | None


class CohortView(TypedDict):
    """`id` is the month and the source, and by campaign 12 hex digits of the name's SHA-256, joined by `~`. `months`
    are m0 to the one that the as-of day is in."""

    id: str
    cohort: str
    source: str
    campaign: str | None
    customers: int
    spend: str | None
    spend_partial: bool
    cac: str | None
    payback_month: int | None
    payback_status: str
    mature_through: str | None
    months: list[CohortMonthView]


class CohortDetailView(AskedView, CohortView):
    """One cohort under the question as it was understood."""


class CohortsView(AskedView):
    cohorts: list[CohortView]
    next_cursor: str | None


def id_of(row: PaybackRow) -> str:
    """It says which cohort it is, in a form that can stand in a URL; a campaign's name may be anything."""
    parts = [str(row.cohort), row.source]
    if row.campaign is not None:
        parts.append(sha256(row.campaign.encode()).hexdigest()[:12])
    return "~".join(parts)


def cohort_view(statement: PaybackStatement, row: PaybackRow) -> CohortView:
    """One row of the statement, with its months."""
    last = row.cohort if statement.as_of is None else Month.of(statement.as_of)
    return CohortView(
        id=id_of(row),
        cohort=str(row.cohort),
        source=row.source,
        campaign=row.campaign,
        customers=row.new_customers,
        spend=money_text(row.spend),
        spend_partial=row.spend_partial,
        cac=quotient_text(row.cac),
        payback_month=row.payback_month,
        payback_status=row.status.value,
        mature_through=age_name(row.mature_through),
        months=[_month(row, age) for age in range(last.index - row.cohort.index + 1)],
    )


def detail_view(statement: PaybackStatement, row: PaybackRow) -> CohortDetailView:
    """The same where it stands by itself."""
    return CohortDetailView(**asked_view(statement), **cohort_view(statement, row))


def _month(row: PaybackRow, age: int) -> CohortMonthView:
    told = age < len(row.revenue)
    return CohortMonthView(
        month=month_name(age),
        calendar_month=str(Month(row.cohort.index + age)),
        mature=row.mature_through is not None and age <= row.mature_through,
        active_customers=row.active[age] if told else None,
        revenue=money_text(row.revenue[age]) if told else None,
        ltv=quotient_text(row.ltv[age]) if age < len(row.ltv) else None,
    )

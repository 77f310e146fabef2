"""The payback table."""

from __future__ import annotations

from interfaces.http.schemas.strict import (
    Answer,
    Asked,
    CalendarMonth,
    CohortMonth,
    Count,
    CurrencyCode,
    Money,
    PaybackStatus,
    Period,
    Quotient,
)


class Ltv(Answer):
    """Margin times cumulative net revenue per customer; null while the month is not over."""

    m0: Quotient | None
    m1: Quotient | None
    m2: Quotient | None
    m3: Quotient | None
    m6: Quotient | None
    m12: Quotient | None


class PaybackRow(Answer):
    source: str
    campaign: str | None
    cohort: CalendarMonth
    spend: Money | None
    spend_partial: bool
    new_customers: Count
    cac: Quotient | None
    ltv: Ltv
    payback_month: Count | None
    payback_status: PaybackStatus
    claimed_roas: Quotient | None
    blended_roas: Quotient | None
    attributed_roas: Quotient | None
    mature_through: CohortMonth | None


class Coverage(Answer):
    customers: Count
    customers_with_known_source: Quotient | None
    customers_with_matched_campaign: Quotient | None = None
    orders_without_identity: Count
    free_orders: Count


class UnallocatedSpend(Answer):
    """Spend that belongs to no single month."""

    file: str
    source: str
    campaign: str | None
    period: Period
    spend: Money | None
    currency: str


class OtherCurrency(Answer):
    currency: CurrencyCode
    orders: Count
    net: Money
    spend: Money | None


class Notice(Answer):
    code: str
    message: str


class Payback(Asked):
    payback: list[PaybackRow]
    coverage: Coverage
    unallocated_spend: list[UnallocatedSpend]
    other_currencies: list[OtherCurrency]
    warnings: list[Notice]

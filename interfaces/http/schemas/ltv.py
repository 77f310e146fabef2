"""Cohorts and customers."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from domain.shared.errors import InvalidValue
from interfaces.http.schemas.strict import (
    Answer,
    Asked,
    CalendarMonth,
    CohortMonth,
    Count,
    CurrencyCode,
    Day,
    Money,
    PaybackStatus,
    Quotient,
)

CUSTOMER_ID = "^c[0-9a-f]{20}$"


def require_customer_id(text: str) -> None:
    """InvalidValue for anything that no customer can have."""
    if not re.fullmatch("c[0-9a-f]{20}", text):
        raise InvalidValue("a customer's id is c and 20 hexadecimal digits", code="customer_id")


class Month(Answer):
    """A month of a cohort; its figures are null while it is not mature."""

    month: CohortMonth
    calendar_month: CalendarMonth
    mature: bool
    active_customers: Count | None
    revenue: Money | None
    ltv: Quotient | None


class Cohort(Answer):
    """The customers of a month and a source."""

    id: str = Field(examples=["2025-01~all"])
    cohort: CalendarMonth
    source: str
    campaign: str | None
    customers: Count
    spend: Money | None
    spend_partial: bool
    cac: Quotient | None
    payback_month: Count | None
    payback_status: PaybackStatus
    mature_through: CohortMonth | None
    months: list[Month]


class CohortDetail(Asked, Cohort):
    """One cohort by itself."""


class Cohorts(Asked):
    cohorts: list[Cohort]
    next_cursor: str | None


class _Person(Answer):
    customer_id: Annotated[str, Field(pattern=CUSTOMER_ID)]
    first_order: Day
    cohort: CalendarMonth
    source: str
    campaign: str | None
    orders: Count
    net_revenue: Money


class Customer(_Person):
    """Who it is stays on the disk of whoever owns the data."""

    currency: CurrencyCode


class Customers(Asked):
    """In the order of first order and id."""

    customers: list[Customer]
    next_cursor: str | None


class Booking(Answer):
    """An order, and the row of the file that tells of it."""

    day: Day
    platform: str
    account: str
    number: str
    status: str
    gross: Money
    refunded: Money | None
    net: Money
    currency: CurrencyCode
    counts: bool
    import_id: int
    file: str
    line: int


class CustomerDetail(Asked, _Person):
    """`history` is newest first, at most 200 of `history_total`."""

    history: list[Booking]
    history_total: Count

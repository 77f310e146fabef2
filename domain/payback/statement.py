"""The answer: payback by source (or campaign) and cohort, with all that was left out of it and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from domain.payback.customers import CustomerColumns
from domain.payback.question import PaybackQuestion
from domain.payback.spend import SpendLine
from domain.shared.periods import Month, Period


class PaybackStatus(StrEnum):
    PAID_BACK = "paid_back"
    NOT_YET = "not_yet"
    NO_SPEND_DATA = "no_spend_data"
    NO_CUSTOMERS = "no_customers"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaybackRow:
    """One cohort of one source. Money sums in micro-units; `cac`, `ltv` and the ROAS are exact fractions, in currency
    units where they are money. `campaign` None: the whole source.

    `ltv`, `revenue` and `active` hold the mature months only, m0 first: `revenue` is the net revenue of the cohort's
    customers by month of age (what `ltv` is made of), `active` the number of them with a counting order in it. A month
    without customers has no `ltv`, and of a month that no order source tells of neither is known. `booked` (None: not
    told) and `claimed_value` are of the calendar month: net revenue of everybody (`all`) or of the source's customers,
    and the conversion value that the platform claims.
    """

    source: str
    campaign: str | None
    cohort: Month
    spend: int | None
    spend_partial: bool
    new_customers: int
    cac: Fraction | None
    ltv: tuple[Fraction, ...]
    revenue: tuple[int, ...]
    active: tuple[int, ...]
    mature_through: int | None
    payback_month: int | None
    status: PaybackStatus
    booked: int | None
    claimed_value: int | None
    claimed_roas: Fraction | None
    blended_roas: Fraction | None
    attributed_roas: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarMonth:
    """What a source (or one of its campaigns) spent, claimed and sold in a calendar month, in micro-units; None where
    that is not known. For `all`, `booked` has in it what people without a name bought."""

    source: str
    campaign: str | None
    month: Month
    spend: int | None
    spend_partial: bool
    booked: int | None
    claimed_value: int | None
    new_customers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """The days that the files of a source of data tell of. `kind` is `spend` (every day up to the as-of day that is
    known) or `orders` (from the first to the last one)."""

    kind: str
    platform: str
    account: str
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherCurrency:
    """What is in a currency without a rate: counting orders, net revenue and spend in micro-units of that currency.
    `spend` None: there is no spend in it."""

    currency: str
    orders: int
    net: int
    spend: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that was assumed, left out or looks wrong, in one line. `code` is stable."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaybackStatement:
    """The table with what a reader needs to trust it.

    `orders_without_identity` are counting orders that name nobody. `customers_matched` are those whose campaign was
    found among the platform's. `as_of` is None, and `currency` "", where no fact tells them. `calendar` has every month
    of `all`, and of the others those with customers, spend or revenue, in the order of `rows`.
    """

    question: PaybackQuestion
    as_of: date | None
    currency: str
    rows: tuple[PaybackRow, ...]
    calendar: tuple[CalendarMonth, ...]
    covered: tuple[Covered, ...]
    people: CustomerColumns
    customers: int
    customers_with_known_source: int
    customers_matched: int
    orders_without_identity: int
    free_orders: int
    unallocated: tuple[SpendLine, ...]
    other_currencies: tuple[OtherCurrency, ...]
    notices: tuple[Notice, ...]

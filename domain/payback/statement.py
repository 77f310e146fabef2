"""The answer: payback by source (or campaign) and cohort, with all that was left out of it and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from domain.payback.question import PaybackQuestion
from domain.payback.spend import SpendLine
from domain.shared.periods import Month


class PaybackStatus(StrEnum):
    PAID_BACK = "paid_back"
    NOT_YET = "not_yet"
    NO_SPEND_DATA = "no_spend_data"
    NO_CUSTOMERS = "no_customers"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaybackRow:
    """One cohort of one source. Money sums in micro-units; `cac`, `ltv` and the ROAS are exact fractions, in currency
    units where they are money. `ltv` holds the mature months only, m0 first. `campaign` None: the whole source."""

    source: str
    campaign: str | None
    cohort: Month
    spend: int | None
    spend_partial: bool
    new_customers: int
    cac: Fraction | None
    ltv: tuple[Fraction, ...]
    mature_through: int | None
    payback_month: int | None
    status: PaybackStatus
    claimed_roas: Fraction | None
    blended_roas: Fraction | None
    attributed_roas: Fraction | None


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
    found among the platform's. `as_of` is None, and `currency` "", where no fact tells them.
    """

    question: PaybackQuestion
    as_of: date | None
    currency: str
    rows: tuple[PaybackRow, ...]
    customers: int
    customers_with_known_source: int
    customers_matched: int
    orders_without_identity: int
    free_orders: int
    unallocated: tuple[SpendLine, ...]
    other_currencies: tuple[OtherCurrency, ...]
    notices: tuple[Notice, ...]

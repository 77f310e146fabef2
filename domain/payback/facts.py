"""The facts that payback is computed from, as columns; all arrays of one set are of length n.

`currency` is the one that the file names, else the one that was told when it was imported, else "".
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from domain.shared.columns import Days, Flags, Instants, Ints, Texts

Columns = TypeVar("Columns", "OrderFacts", "SpendFacts", "LeadFacts")

PAID = frozenset({"paid", "partially_refunded", "refunded"})
"""Statuses of money that came in."""

UNDONE = frozenset({"cancelled", "voided"})
"""Statuses of a sale that was taken back as a whole; what was never paid, or not yet, is no sale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """Every current order and standing-alone refund (negative `gross`), in the order of `key` (code points).

    Exactly one of `ordered_at` (UTC instant) and `ordered_local` (bare local date and time, `datetime64[s]`) is there.
    Money in micro-units; `tax` and `shipping` MISSING where not given.
    """

    key: Texts
    platform: Texts
    account: Texts
    number: Texts
    refund_of: Texts
    ordered_at: Instants
    ordered_local: NDArray[np.datetime64]
    status: Texts
    currency: Texts
    gross: Ints
    refunded: Ints
    tax: Ints
    shipping: Ints
    customer_id: Texts
    email: Texts
    phone: Texts
    utm_source: Texts
    utm_medium: Texts
    utm_campaign: Texts
    click_id: Texts
    source: Texts
    campaign: Texts

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFacts:
    """Every current lead, in the order of `key` (code points). Exactly one of `created_at` (UTC instant) and
    `created_local` (bare local date and time, `datetime64[s]`) is there."""

    key: Texts
    platform: Texts
    created_at: Instants
    created_local: NDArray[np.datetime64]
    email: Texts
    phone: Texts
    source: Texts
    campaign: Texts
    utm_source: Texts
    utm_medium: Texts
    utm_campaign: Texts
    click_id: Texts

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendFacts:
    """Current spend. `start` and `end` are local days, equal for daily rows, NaT where the file named no period.

    `spend` and `conversion_value` in micro-units, MISSING where not told. `file` is named for period rows, else "".
    `shape` tells which optional columns named the row: rows of different shapes may tell of the same spend.
    """

    file: Texts
    platform: Texts
    account: Texts
    level: Texts
    shape: Texts
    campaign_id: Texts
    campaign: Texts
    start: Days
    end: Days
    currency: Texts
    spend: Ints
    conversion_value: Ints

    def __len__(self) -> int:
        return len(self.platform)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredDays:
    """Days that an import speaks for, both ends included; see the definition of coverage in the product's terms."""

    platform: str
    account: str
    level: str
    daily: bool
    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """From `day` on, one unit of `currency` is worth `rate` (decimal text) of `into`; "" = the report's currency."""

    day: date
    currency: str
    into: str
    rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a fact was told: the entry in the ledger, the file as it was named then, and the 1-based line."""

    import_id: int
    file: str
    line: int


def take(columns: Columns, which: Flags | NDArray[np.intp]) -> Columns:
    """The rows chosen by a mask (n,) or by positions; the same columns where a mask chooses all."""
    if which.dtype == np.bool_ and which.all():
        return columns
    return type(columns)(**{field.name: getattr(columns, field.name)[which] for field in fields(columns)})

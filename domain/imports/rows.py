"""The facts that a file holds, as columns: one element of every array is one fact; the arrays of a set are of length n.

Each fact has a natural key (`key`): the same fact in another export of the same account has the same key, whatever its
values are by then. `line` is the 1-based line of the file on which it starts, so that a figure leads to its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from domain.shared.columns import Days, Flags, Instants, Ints, Texts

Rows = TypeVar("Rows", bound="FactRows")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRows:
    """`line` int64 and `key` text, shape (n,); the keys of one set are distinct."""

    line: Ints
    key: Texts

    def __len__(self) -> int:
        return len(self.line)


def take(rows: Rows, which: Flags | NDArray[np.intp]) -> Rows:
    """The rows chosen by a mask (n,) or by positions."""
    return type(rows)(**{field.name: getattr(rows, field.name)[which] for field in fields(rows)})


def chained(parts: Sequence[Rows]) -> Rows:
    """The rows of all parts, of which there is at least one, in their order."""
    columns = {field.name: [getattr(part, field.name) for part in parts] for field in fields(parts[0])}
    return type(parts[0])(**{name: np.concatenate(column) for name, column in columns.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class AdMetricRows(FactRows):
    """What a platform reported for one campaign (or ad set, ad, keyword) in one period.

    `level` is campaign | adset | ad | keyword | account. `start`, `end` are local days (equal for a daily row, NaT
    where the file names no period). `spend`, `conversions` and `conversion_value` are micro-units, `impressions` and
    `clicks` counts; MISSING where the file does not tell. `platform` "" is spend that no platform is named for.
    `shape` tells which optional columns of the file name the row (such as "campaign_id device"): rows of different
    shapes may tell of the same spend under different keys.
    """

    platform: Texts
    account: Texts
    level: Texts
    campaign_id: Texts
    campaign: Texts
    adset: Texts
    ad: Texts
    keyword: Texts
    segment: Texts
    shape: Texts
    start: Days
    end: Days
    currency: Texts
    spend: Ints
    impressions: Ints
    clicks: Ints
    conversions: Ints
    conversion_value: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRows(FactRows):
    """What the shop booked: one row an order, or a refund that stands by itself (negative `gross`).

    Exactly one of `ordered_at` (a UTC instant) and `ordered_local` (`datetime64[s]`, a bare local date and time that
    never shifts) is there. `gross` is the amount paid, tax and shipping included; `refunded` is what was refunded
    without a date of its own. `tax` and `shipping` are MISSING where the file does not give them. `refund_of` is the
    number of the order that a standing-alone refund belongs to. `customer_id` is namespaced; `email` and `phone` are
    normalised. `status` is `paid`, `partially_refunded` or `refunded` for money that came in, else why it did not.
    """

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRows(FactRows):
    """One unit of `currency` is worth `rate` units of `into` ("" = of the report's currency) from `day` on.

    `rate` is an exact decimal text above 0.
    """

    day: Days
    currency: Texts
    into: Texts
    rate: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRows(FactRows):
    """Who raised a hand: one row a lead, or a submitted form.

    Exactly one of `created_at` (a UTC instant) and `created_local` (`datetime64[s]`, bare) is there. `number` is the
    platform's own id, `email` and `phone` are normalised, `status` is the stage as written, `source` where the file
    says that the lead came from. `answers` is a JSON object of question and answer, "" for none.
    """

    platform: Texts
    account: Texts
    number: Texts
    created_at: Instants
    created_local: NDArray[np.datetime64]
    status: Texts
    name: Texts
    email: Texts
    phone: Texts
    source: Texts
    campaign: Texts
    adset: Texts
    ad: Texts
    form: Texts
    utm_source: Texts
    utm_medium: Texts
    utm_campaign: Texts
    click_id: Texts
    answers: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRows(FactRows):
    """What a customer did, and when. Exactly one of `happened_at` (a UTC instant) and `happened_local`
    (`datetime64[s]`, bare) is there. `customer_id` is namespaced as that of orders is, `email` normalised.
    """

    platform: Texts
    account: Texts
    customer_id: Texts
    email: Texts
    event: Texts
    happened_at: Instants
    happened_local: NDArray[np.datetime64]


Facts: TypeAlias = AdMetricRows | OrderRows | RateRows | LeadRows | ActivityRows
"""What one file holds."""


def in_currency(rows: Rows, told: str) -> Rows:
    """The rows with `told` as the currency of those that name none; the natural keys stay what the file says."""
    if not told or not isinstance(rows, AdMetricRows | OrderRows):
        return rows
    return replace(rows, currency=np.where(rows.currency == "", told, rows.currency).astype(np.object_))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Days that a file speaks for: a day in here without a row had no spend.

    `daily` tells an interval of daily rows from the period of rows for whole periods.
    """

    platform: str
    account: str
    level: str
    daily: bool
    start: date
    end: date

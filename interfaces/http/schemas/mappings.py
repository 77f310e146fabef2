"""Proposed and saved mappings of files that no layout is for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interfaces.http.schemas.imports import (
    ActivitySums,
    LeadSums,
    Message,
    OrderSums,
    ReconciliationLine,
    Reject,
    Sums,
)
from interfaces.http.schemas.strict import Answer, Count, CurrencyCode, Period, absent

MappedKind = Literal["ad_metrics", "spend", "orders", "leads", "activity"]
Fingerprint = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
DateOrder = Literal["dmy", "mdy"]
Decimal = Literal["point", "comma"]


class ProposedColumn(Answer):
    """The column `header` is read as `field`, because of the `evidence`; `samples` are a few of its cells."""

    field: str
    header: str
    evidence: str
    samples: list[str]


class Proposal(Answer):
    """How a file may be read, and what that makes of it: its rows and sums, or in `message` why it makes nothing.
    `missing` are groups of fields of which one is needed. `saved`: files with this header are read so from now on."""

    file: str
    fingerprint: Fingerprint
    kind: MappedKind
    platform: str
    date_order: DateOrder | None
    decimal: Decimal | None
    columns: list[ProposedColumn]
    unread: list[str]
    missing: list[list[str]]
    rows: Count
    total_rows: Count
    rejected_rows: Count
    currency: CurrencyCode | None
    currency_assumed: bool
    period: Period
    sums: Sums = absent()
    orders: OrderSums = absent()
    leads: LeadSums = absent()
    activity: ActivitySums = absent()
    reconciliation: list[ReconciliationLine]
    reconciles: bool | None
    messages: list[Message]
    rejects: list[Reject]
    message: Message | None
    saved: bool


class Mapping(Answer):
    """A decision that is kept. `columns` are headers by field, `segments` those that divide rows further."""

    fingerprint: Fingerprint
    kind: MappedKind
    platform: str
    columns: dict[str, str]
    segments: list[str]
    date_order: DateOrder | None
    decimal: Decimal | None
    currency: CurrencyCode | None
    file: str
    saved_at: str | None


class Mappings(Answer):
    """All of them, by fingerprint."""

    mappings: list[Mapping]

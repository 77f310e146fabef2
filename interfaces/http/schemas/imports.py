"""Imports and their ledger."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interfaces.http.schemas.strict import Answer, Count, CurrencyCode, Money, Period, absent

CountText = Annotated[str, Field(pattern=r"^-?\d+(\.\d{1,6})?$")]
"""A count that may be fractional, such as conversions."""

FileKind = Literal["ad_metrics", "orders", "spend", "rates", "leads", "activity", "unrecognised"]
FileStatus = Literal["imported", "updated", "unchanged", "undone", "rejected", "unrecognised", "proposed"]


class Message(Answer):
    code: str
    message: str


class Reject(Answer):
    """A line that was left out, and why."""

    line: Count
    reason: str
    raw: str


class ReconciliationLine(Answer):
    """A figure of the file's own total beside the sum of its rows. `binding`: the total speaks for just the rows
    listed; one that is not may tell of more."""

    total: str
    metric: str
    file: str
    rows: str | None
    agrees: bool
    binding: bool


class Sums(Answer):
    spend: Money | None
    impressions: int | None
    clicks: int | None
    conversions: CountText | None
    conversion_value: Money | None


class CurrencySums(Answer):
    gross: Money
    refunds: Money
    net: Money


class OrderSums(Answer):
    """All orders of the file, whatever their status."""

    orders: Count
    customers: Count
    without_identity: Count
    by_currency: dict[str, CurrencySums]


class LeadSums(Answer):
    """All leads of the file. Counts by name hold the most frequent ones, the others under "other"; "unknown" is not
    told."""

    leads: Count
    emails: Count
    without_contact: Count
    campaigns: Count
    by_status: dict[str, Count]
    by_source: dict[str, Count]


class ActivitySums(Answer):
    """All events of the file."""

    events: Count
    people: Count
    by_event: dict[str, Count]


class _File(Answer):
    file: str
    kind: FileKind
    platform: str | None
    encoding: str | None
    status: FileStatus
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


class Imported(_File):
    """What became of the file. `id` is its entry in the ledger, null after a dry run."""

    id: int | None


class LedgerEntry(_File):
    """`undone_at` is when its facts were taken back, null where they were not."""

    id: int
    imported_at: str
    undone_at: str | None
    account: str
    content_hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    inserted: Count
    updated: Count
    unchanged: Count


class Ledger(Answer):
    """A page of the ledger, newest first."""

    imports: list[LedgerEntry]
    next_cursor: str | None


class Undone(Answer):
    """An import that was taken back: facts that are `gone` with it, and facts of which another import's version counts
    again (`restored`)."""

    id: int
    file: str
    kind: FileKind
    undone_at: str
    gone: Count
    restored: Count
    dry_run: Literal[False]

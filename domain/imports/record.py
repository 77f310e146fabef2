"""The entry that an import leaves in the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from domain.shared.errors import Conflict, NotFound
from domain.shared.periods import Period

LARGEST_SUM = 2**62


class Kind(StrEnum):
    """What a file holds."""

    AD_METRICS = "ad_metrics"
    ORDERS = "orders"
    SPEND = "spend"
    RATES = "rates"
    LEADS = "leads"
    ACTIVITY = "activity"
    UNRECOGNISED = "unrecognised"


class Status(StrEnum):
    """What became of a file."""

    IMPORTED = "imported"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    UNDONE = "undone"
    REJECTED = "rejected"
    UNRECOGNISED = "unrecognised"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One line for the person who imports. `code` is stable."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A line that was left out because it cannot be right. `line` is 1-based; `raw` is the line as read, cut."""

    line: int
    reason: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSums:
    """Sums over the kept rows; None where no row tells. Money and conversions in micro-units."""

    spend: int | None = None
    impressions: int | None = None
    clicks: int | None = None
    conversions: int | None = None
    conversion_value: int | None = None

    @property
    def can_be_kept(self) -> bool:
        """Whether the databases could still add these up with as much again: they count in 64 bits."""
        told = (self.spend, self.impressions, self.clicks, self.conversions, self.conversion_value)
        return all(abs(figure or 0) < LARGEST_SUM for figure in told)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencySums:
    """Every order of one currency, whatever its status, in micro-units. `currency` "" is money in no named currency."""

    currency: str
    gross: int
    refunds: int

    @property
    def net(self) -> int:
        return self.gross - self.refunds


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSums:
    """`customers` are the distinct identities in the file; `without_identity` the orders that name nobody."""

    orders: int
    customers: int
    without_identity: int
    by_currency: tuple[CurrencySums, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadSums:
    """`emails` are the distinct addresses, `campaigns` the distinct campaigns, `without_contact` the leads that name
    neither an e-mail nor a phone. `by_status` and `by_source` count the leads of each, sorted; "" is not told."""

    leads: int
    emails: int
    without_contact: int
    campaigns: int
    by_status: tuple[tuple[str, int], ...]
    by_source: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivitySums:
    """`people` are the distinct identities; `by_event` counts the events of each name, sorted."""

    events: int
    people: int
    by_event: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """One metric of one of the file's own totals beside the sum of the kept rows.

    `binding` totals speak for just the rows listed; others (an account total with removed campaigns in it) may
    legitimately differ.
    """

    total: str
    metric: str
    file: int
    rows: int | None
    agrees: bool
    binding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of the facts of one import: rows with a new key, with a known key and other values, and the same."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: Written) -> Written:
        """Of these facts and the others."""
        return Written(
            inserted=self.inserted + other.inserted,
            updated=self.updated + other.updated,
            unchanged=self.unchanged + other.unchanged,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """What an undone import left behind: facts that are `gone` with it, and facts of which another import's version is
    the current one again (`restored`). What an import had said that was no longer current changes nothing."""

    gone: int = 0
    restored: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What reading the file brought to light, kept with the entry.

    `currencies` are the distinct ones of the kept rows, sorted; "" stands for rows that name none.
    """

    currencies: tuple[str, ...] = ()
    sums: MetricSums | None = None
    orders: OrderSums | None = None
    leads: LeadSums | None = None
    activity: ActivitySums | None = None
    reconciliation: tuple[Reconciliation, ...] = ()
    messages: tuple[Message, ...] = ()
    rejects: tuple[Reject, ...] = ()

    @property
    def named_currencies(self) -> tuple[str, ...]:
        """Those that rows name."""
        return tuple(currency for currency in self.currencies if currency)

    @property
    def told_sums(self) -> MetricSums | None:
        """The sums to be told: money in several currencies is never added up."""
        if self.sums is None or len(self.named_currencies) < 2:
            return self.sums
        return replace(self.sums, spend=None, conversion_value=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRecord:
    """One import of one file.

    `id` is None until the ledger gave one. `content_hash` is the SHA-256 of the file's bytes in hex; the same content
    under the same `account` and `assumed_currency` is imported once, unless the import was undone. `currency` is the
    one the file names (None: none, or several); `assumed_currency` is what the person importing said of a file that
    names none.
    """

    id: int | None = None
    file: str
    content_hash: str
    account: str
    assumed_currency: str
    kind: Kind
    platform: str
    encoding: str
    rows: int
    total_rows: int
    rejected_rows: int
    currency: str | None
    period: Period | None
    written: Written = field(default_factory=Written)
    findings: Findings = field(default_factory=Findings)
    imported_at: datetime
    undone_at: datetime | None = None

    @property
    def ledger_id(self) -> int:
        """The id that the ledger gave; NotFound before."""
        if self.id is None:
            raise NotFound(f"{self.file} is not in the ledger yet")
        return self.id

    def undone(self, at: datetime) -> ImportRecord:
        """The entry as one that was undone at that instant; Conflict if it is one already."""
        if self.undone_at is not None:
            said = f"import {self.id} was undone already, at {self.undone_at:%Y-%m-%d %H:%M} UTC"
            raise Conflict(said, code="already_undone")
        return replace(self, undone_at=at.astimezone(UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeFiles:
    """The names of some files of the ledger, each once, and how many of their kind there are in all."""

    names: tuple[str, ...]
    total: int

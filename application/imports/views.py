"""What the import handler answers with: plain dicts with declared keys, money as decimal text."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from application.imports.sums import (
    ActivitySumsView,
    LeadSumsView,
    OrderSumsView,
    SumsView,
    activity_view,
    leads_view,
    orders_view,
    sums_view,
)
from domain.imports.reading import Unreadable
from domain.imports.reconciliation import verdict
from domain.imports.record import (
    ImportRecord,
    Message,
    Reconciliation,
    Reject,
    Status,
)
from domain.shared.money import count_text, money_text


class PeriodView(TypedDict):
    start: str | None
    end: str | None


class MessageView(TypedDict):
    code: str
    message: str


class ReconciliationView(TypedDict):
    """`binding`: the total speaks for just the rows listed; others may tell of more."""

    total: str
    metric: str
    file: str
    rows: str | None
    agrees: bool
    binding: bool


class RejectView(TypedDict):
    line: int
    reason: str
    raw: str


class ImportView(TypedDict):
    """One file of an import, as the command line and the API show it."""

    file: str
    kind: str
    platform: str | None
    encoding: str | None
    status: str
    rows: int
    total_rows: int
    rejected_rows: int
    currency: str | None
    currency_assumed: bool
    period: PeriodView
    sums: NotRequired[SumsView]
    orders: NotRequired[OrderSumsView]
    leads: NotRequired[LeadSumsView]
    activity: NotRequired[ActivitySumsView]
    reconciliation: list[ReconciliationView]
    reconciles: bool | None
    messages: list[MessageView]
    rejects: list[RejectView]


class LedgerEntry(ImportView):
    """An entry of the ledger: the import, with its id, its time and what became of its facts; `undone_at` is when they
    were taken back, None where they were not."""

    id: int
    imported_at: str
    undone_at: str | None
    account: str
    content_hash: str
    inserted: int
    updated: int
    unchanged: int


class AssumedFiles(TypedDict):
    """`files` by name, each once, the one imported last first, up to a limit; `total` counts them all."""

    files: list[str]
    total: int


def import_view(record: ImportRecord, status: Status, currency: str | None) -> ImportView:
    """The record as shown; `currency` is what a file that names none is read as."""
    told, assumed = _currency(record, currency)
    view = ImportView(
        file=record.file,
        kind=record.kind.value,
        platform=record.platform,
        encoding=record.encoding,
        status=status.value,
        rows=record.rows,
        total_rows=record.total_rows,
        rejected_rows=record.rejected_rows,
        currency=told,
        currency_assumed=assumed,
        period=_period(record),
        reconciliation=[_reconciliation(entry) for entry in record.findings.reconciliation],
        reconciles=verdict(record.findings.reconciliation),
        messages=[message_view(message) for message in record.findings.messages],
        rejects=[_reject(reject) for reject in record.findings.rejects],
    )
    return _with_sums(view, record)


def unreadable_view(file: str, unreadable: Unreadable) -> ImportView:
    """A file that was not understood."""
    return ImportView(
        file=file,
        kind="unrecognised",
        platform=None,
        encoding=unreadable.encoding,
        status=Status.UNRECOGNISED.value,
        rows=0,
        total_rows=0,
        rejected_rows=0,
        currency=None,
        currency_assumed=False,
        period=PeriodView(start=None, end=None),
        reconciliation=[],
        reconciles=None,
        messages=[message_view(unreadable.reason)],
        rejects=[],
    )


def ledger_entry(record: ImportRecord, status: Status, currency: str | None) -> LedgerEntry:
    """The record as the ledger shows it; `currency` is what a file that names none is read as."""
    return LedgerEntry(
        **import_view(record, status, currency),
        id=record.ledger_id,
        imported_at=record.imported_at.isoformat(),
        undone_at=(record.undone_at and record.undone_at.isoformat()) or None,
        account=record.account,
        content_hash=record.content_hash,
        inserted=record.written.inserted,
        updated=record.written.updated,
        unchanged=record.written.unchanged,
    )


def message_view(message: Message) -> MessageView:
    return MessageView(code=message.code, message=message.message)


def _currency(record: ImportRecord, currency: str | None) -> tuple[str | None, bool]:
    """The file's own currency, or the one it is read as; a file in several currencies has none to show."""
    if "" not in record.findings.currencies:
        return record.currency, False
    read_as = record.assumed_currency or currency
    return (record.currency or read_as), read_as is not None


def _period(record: ImportRecord) -> PeriodView:
    period = record.period
    return PeriodView(
        start=(period and period.start.isoformat()) or None, end=(period and period.end.isoformat()) or None
    )


def _with_sums(view: ImportView, record: ImportRecord) -> ImportView:
    if (sums := record.findings.told_sums) is not None:
        view["sums"] = sums_view(sums)
    if record.findings.orders is not None:
        view["orders"] = orders_view(record.findings.orders)
    if record.findings.leads is not None:
        view["leads"] = leads_view(record.findings.leads)
    if record.findings.activity is not None:
        view["activity"] = activity_view(record.findings.activity)
    return view


def _reconciliation(entry: Reconciliation) -> ReconciliationView:
    shown = {"spend": money_text, "conversion_value": money_text, "conversions": count_text}.get(entry.metric, _plain)
    return ReconciliationView(
        total=entry.total,
        metric=entry.metric,
        file=shown(entry.file) or "",
        rows=shown(entry.rows),
        agrees=entry.agrees,
        binding=entry.binding,
    )


def _plain(count: int | None) -> str | None:
    return None if count is None else str(count)


def _reject(reject: Reject) -> RejectView:
    return RejectView(line=reject.line, reason=reject.reason, raw=reject.raw)

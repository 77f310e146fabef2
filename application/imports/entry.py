"""The ledger's entry for what a reader made of a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.imports.blocks import FactBlocks
from domain.imports.reading import Reading
from domain.imports.reconciliation import reconcile
from domain.imports.record import Findings, ImportRecord, Kind, Message, Reject, Status, Written
from domain.imports.rows import ActivityRows, AdMetricRows, LeadRows, OrderRows
from domain.imports.summary import activity_sums, currencies, lead_sums, metric_sums, order_sums
from domain.shared.text import clean

MOST_REJECTS_KEPT = 1_000
"""All rejected rows are counted; this many are kept one by one with the entry."""
LONGEST_RAW_KEPT = 300
"""Characters of a rejected line that are kept with the entry."""


def entry_of(file: str, content_hash: str, reading: Reading, account: str, now: datetime) -> ImportRecord:
    """The entry, not yet in the ledger."""
    return ImportRecord(
        file=file,
        content_hash=content_hash,
        account=account,
        assumed_currency="",
        kind=Kind(reading.kind),
        platform=reading.platform,
        encoding=reading.encoding,
        rows=reading.rows,
        total_rows=reading.total_rows,
        rejected_rows=len(reading.rejects),
        currency=reading.currency,
        period=reading.period,
        findings=_findings(reading),
        imported_at=now,
    )


def status_of(written: Written) -> Status:
    """`imported` where every fact is new, `unchanged` where none is new or other, `updated` in between."""
    if written.updated or (written.inserted and written.unchanged):
        return Status.UPDATED
    return Status.UNCHANGED if written.unchanged else Status.IMPORTED


def standing(record: ImportRecord) -> Status:
    """What became of the import, as its entry stands in the ledger now."""
    return status_of(record.written) if record.undone_at is None else Status.UNDONE


def with_message(record: ImportRecord, message: Message) -> ImportRecord:
    """The entry with one more message."""
    return replace(record, findings=replace(record.findings, messages=(*record.findings.messages, message)))


def _kept(reject: Reject) -> Reject:
    """What a file says of itself, without what a database or a terminal cannot hold."""
    return replace(reject, reason=clean(reject.reason), raw=clean(reject.raw[:LONGEST_RAW_KEPT]))


def _findings(reading: Reading) -> Findings:
    found = _come_to(reading)
    messages = (*reading.messages, *_several_currencies(found))
    return replace(
        found,
        messages=tuple(replace(message, message=clean(message.message)) for message in messages),
        rejects=tuple(_kept(reject) for reject in reading.rejects[:MOST_REJECTS_KEPT]),
    )


def _several_currencies(found: Findings) -> tuple[Message, ...]:
    if found.sums is None or len(found.named_currencies) < 2:
        return ()
    said = f"its money is in {', '.join(found.named_currencies)}: amounts of several currencies are not added up"
    return (Message(code="several_currencies", message=said),)


def _come_to(reading: Reading) -> Findings:
    """What the facts come to."""
    facts = reading.facts
    if isinstance(facts, FactBlocks):
        return Findings(currencies=facts.currencies, sums=facts.sums, reconciliation=facts.reconciliation)
    return Findings(
        currencies=currencies(facts),
        sums=metric_sums(facts) if isinstance(facts, AdMetricRows) else None,
        orders=order_sums(facts) if isinstance(facts, OrderRows) else None,
        leads=lead_sums(facts) if isinstance(facts, LeadRows) else None,
        activity=activity_sums(facts) if isinstance(facts, ActivityRows) else None,
        reconciliation=reconcile(facts, reading.totals) if isinstance(facts, AdMetricRows) else (),
    )

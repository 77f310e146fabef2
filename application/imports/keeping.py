"""One file's way into the ledger: what is known of it already, and what becomes of it, each in a transaction."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Protocol

from application.imports.entry import standing, status_of
from application.imports.options import ImportOptions
from application.imports.outcome import Outcome
from domain.imports.blocks import FactBlocks
from domain.imports.hints import Hints
from domain.imports.ports import ImportTransaction
from domain.imports.reading import Reading
from domain.imports.record import ImportRecord, Status, Written
from domain.imports.request import ImportRequest
from domain.imports.rows import ActivityRows, AdMetricRows, Facts, LeadRows, OrderRows, RateRows, in_currency
from domain.shared.errors import Conflict


class Begin(Protocol):
    """How a step gets its transaction: one of its own, or in a dry run the one that all steps share."""

    def __call__(self, *, read_only: bool = False) -> AbstractContextManager[ImportTransaction]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One file, as one call asks for it; `request` has the caller's key, or one of the call's own."""

    file: str
    options: ImportOptions
    request: ImportRequest
    begin: Begin


def known(asked: Asked) -> Outcome | None:
    """The answer where the file needs no reading: its request was answered before, or its content stands there."""
    with asked.begin(read_only=True) as tx:
        if repeated := _repeated(tx, asked):
            return repeated
        request = asked.request
        same = tx.ledger.find_by_content(request.content_hash, request.account, asked.options.told_currency)
    if same is None:
        return None
    return _unchanged(asked, same) if asked.options.request_key is None else _kept_as_unchanged(asked, same)


def hints(asked: Asked) -> Hints:
    """What is known of the file beside what it says: by whoever imports it, and by the mappings that are saved."""
    with asked.begin(read_only=True) as tx:
        mappings = tx.mappings.listed()
    told = asked.options
    return Hints(account=asked.request.account, date_order=told.date_order, decimal=told.decimal, mappings=mappings)


def keep(asked: Asked, record: ImportRecord, reading: Reading) -> Outcome:
    """The whole file in one transaction, with the request that it answers; nothing of it in a dry run.

    Whether the request was answered is looked up once more inside, where no other import is under way: an earlier try
    of this very call may have been committing until now.
    """
    with asked.begin() as tx:
        outcome = _repeated(tx, asked) or _added(tx, asked, record, reading)
        if not asked.options.dry_run:
            tx.commit()
    return outcome


def _repeated(tx: ImportTransaction, asked: Asked) -> Outcome | None:
    """The answer that the request got the first time; InvalidValue if its key stood for something else then."""
    before = tx.requests.find(asked.request.key)
    if before is None or before.import_id is None:
        return None
    asked.request.require_payload_of(before)
    record = tx.ledger.get(before.import_id)
    if not before.stored:
        return _unchanged(asked, record)
    return Outcome(file=record.file, status=standing(record), found=record, stored=True)


def _kept_as_unchanged(asked: Asked, same: ImportRecord) -> Outcome:
    """The caller's key stands for this file from now on, though nothing was to be done."""
    with asked.begin() as tx:
        if repeated := _repeated(tx, asked):
            return repeated
        tx.requests.add(asked.request.answered_by(same.ledger_id, stored=False))
        if not asked.options.dry_run:
            tx.commit()
    return _unchanged(asked, same)


def _added(tx: ImportTransaction, asked: Asked, record: ImportRecord, reading: Reading) -> Outcome:
    try:
        entry = tx.ledger.add(record)
    except Conflict:  # another process imported the very same file since we looked
        same = tx.ledger.find_by_content(record.content_hash, record.account, record.assumed_currency)
        if same is None:
            raise
        tx.requests.add(asked.request.answered_by(same.ledger_id, stored=False))
        return _unchanged(asked, same)
    entry = _written(tx, entry, reading)
    tx.requests.add(asked.request.answered_by(entry.ledger_id, stored=True))
    return Outcome(file=record.file, status=status_of(entry.written), found=entry, stored=not asked.options.dry_run)


def _unchanged(asked: Asked, same: ImportRecord) -> Outcome:
    return Outcome(file=asked.file, status=Status.UNCHANGED, found=replace(same, file=asked.file))


def _written(tx: ImportTransaction, entry: ImportRecord, reading: Reading) -> ImportRecord:
    blocks = reading.facts if isinstance(reading.facts, FactBlocks) else (reading.facts,)
    written = Written()
    for facts in blocks:
        written += _write_facts(tx, entry.ledger_id, in_currency(facts, entry.assumed_currency))
    tx.facts.write_coverage(entry.ledger_id, reading.coverage)
    entry = replace(entry, written=written)
    tx.ledger.complete(entry)
    return entry


def _write_facts(tx: ImportTransaction, import_id: int, facts: Facts) -> Written:
    match facts:
        case AdMetricRows():
            return tx.facts.write_ad_metrics(import_id, facts)
        case OrderRows():
            return tx.facts.write_orders(import_id, facts)
        case RateRows():
            return tx.facts.write_rates(import_id, facts)
        case LeadRows():
            return tx.facts.write_leads(import_id, facts)
        case ActivityRows():
            return tx.facts.write_activity(import_id, facts)

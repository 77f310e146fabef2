"""Importing files: each one whole or not at all, each one in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from application.imports.entry import entry_of, status_of, with_message
from application.imports.outcome import Outcome
from application.imports.views import LedgerEntry, ledger_entry
from application.retry import retried_once
from domain.imports.accounts import AccountNames
from domain.imports.ports import ExportReader, ImportStore, ImportTransaction
from domain.imports.reading import Reading, Unreadable
from domain.imports.record import ImportRecord, Message, Status, Written
from domain.imports.rows import AdMetricRows, OrderRows, RateRows, in_currency
from domain.shared.clock import Clock
from domain.shared.errors import Conflict
from domain.shared.text import clean

Progress = Callable[[str, int, int], None]
"""Told before each file: its name, how many files are done, and of how many."""


def unwatched(name: str, done: int, of: int) -> None:
    """Progress that nobody looks at."""


TOO_LARGE = Message(code="sum_too_large", message="its figures add up to more than can be kept: nothing is stored")


class _Begin(Protocol):
    """How a step gets its transaction: one of its own, or in a dry run the one that all steps share."""

    def __call__(self, *, read_only: bool = False) -> AbstractContextManager[ImportTransaction]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How files are read.

    `currency` is what a file that names none is read as; it is kept with the import only if `keep_currency`, because a
    question asked of a folder may be asked again in another one. With `strict` a file with a
    rejected row is not stored.
    """

    accounts: AccountNames = field(default_factory=AccountNames)
    currency: str | None = None
    keep_currency: bool = False
    dry_run: bool = False
    strict: bool = False


@dataclass(frozen=True)
class ImportHandler:
    """Takes files in, and answers for the ledger."""

    reader: ExportReader
    store: ImportStore
    clock: Clock

    def import_files(
        self, paths: Sequence[Path], options: ImportOptions, progress: Progress = unwatched
    ) -> list[Outcome]:
        """Import each file, in the order given; a file that is not understood is named, and the others go on.

        A dry run goes the whole way inside one transaction that is never committed, so that it tells the truth also
        about a file that another one of them overlaps.
        """
        options.accounts.require_use(path.name for path in paths)
        if not options.dry_run:
            return self._each(paths, options, progress, self.store.begin)
        with self.store.begin() as tx:
            return self._each(paths, options, progress, lambda **_: nullcontext(tx))

    def _each(self, paths: Sequence[Path], options: ImportOptions, progress: Progress, begin: _Begin) -> list[Outcome]:
        outcomes = []
        for done, path in enumerate(paths):
            progress(path.name, done, len(paths))
            outcomes.append(self._import_file(path, options, begin))
        return outcomes

    @retried_once
    def _import_file(self, path: Path, options: ImportOptions, begin: _Begin) -> Outcome:
        name, content_hash = clean(path.name), _content_hash(path)
        if isinstance(content_hash, Unreadable):
            return Outcome(file=name, status=Status.UNRECOGNISED, found=content_hash)
        if known := _find(begin, path, content_hash, options):
            return Outcome(file=name, status=Status.UNCHANGED, found=replace(known, file=name))
        reading = self.reader.read(path, account=options.accounts.of(path.name))
        if isinstance(reading, Unreadable):
            return Outcome(file=name, status=Status.UNRECOGNISED, found=reading)
        record = entry_of(name, content_hash, reading, options.accounts.of(path.name), self.clock.now())
        record = _warned(record, begin)
        return _keep(replace(record, assumed_currency=_told(record, options)), reading, options, begin)

    def list_imports(self, *, before: int | None = None, limit: int = 50) -> tuple[list[LedgerEntry], int | None]:
        """A page of the ledger, newest first, and the cursor of the next one."""
        with self.store.begin(read_only=True) as tx:
            page = tx.ledger.page_imports(before=before, limit=limit)
        return [ledger_entry(record, status_of(record.written)) for record in page.items], page.next_cursor

    def show_import(self, import_id: int) -> LedgerEntry:
        """One entry of the ledger; NotFound if there is none."""
        with self.store.begin(read_only=True) as tx:
            record = tx.ledger.get(import_id)
        return ledger_entry(record, status_of(record.written))


def _find(begin: _Begin, path: Path, content_hash: str, options: ImportOptions) -> ImportRecord | None:
    told = options.currency if options.keep_currency else None
    with begin(read_only=True) as tx:
        return tx.ledger.find_by_content(content_hash, options.accounts.of(path.name), told)


def _warned(record: ImportRecord, begin: _Begin) -> ImportRecord:
    """The entry, with a message if the same file stands in the ledger without an account: it would count twice."""
    if not record.account:
        return record
    with begin(read_only=True) as tx:
        same = tx.ledger.find_by_content(record.content_hash, "", None)
    if same is None:
        return record
    said = f"import {same.ledger_id} holds this very file without an account: it counts for both"
    return with_message(record, Message(code="same_content", message=said))


def _keep(record: ImportRecord, reading: Reading, options: ImportOptions, begin: _Begin) -> Outcome:
    if record.findings.sums and not record.findings.sums.can_be_kept:
        return Outcome(file=record.file, status=Status.REJECTED, found=with_message(record, TOO_LARGE))
    if reading.rejects and (options.strict or len(reading.facts) == 0):
        return Outcome(file=record.file, status=Status.REJECTED, found=record)
    try:
        with begin() as tx:
            kept = _write(tx, record, reading)
            if not options.dry_run:
                tx.commit()
    except Conflict:  # another process imported the very same file since we looked
        return Outcome(file=record.file, status=Status.UNCHANGED, found=record)
    return Outcome(file=record.file, status=status_of(kept.written), found=kept)


def _write(tx: ImportTransaction, record: ImportRecord, reading: Reading) -> ImportRecord:
    entry = tx.ledger.add(record)
    written = _write_facts(tx, entry.ledger_id, in_currency(reading.facts, record.assumed_currency))
    tx.facts.write_coverage(entry.ledger_id, reading.coverage)
    entry = replace(entry, written=written)
    tx.ledger.complete(entry)
    return entry


def _write_facts(tx: ImportTransaction, import_id: int, facts: AdMetricRows | OrderRows | RateRows) -> Written:
    match facts:
        case AdMetricRows():
            return tx.facts.write_ad_metrics(import_id, facts)
        case OrderRows():
            return tx.facts.write_orders(import_id, facts)
        case RateRows():
            return tx.facts.write_rates(import_id, facts)


def _told(record: ImportRecord, options: ImportOptions) -> str:
    """The currency that is kept with a file that names none."""
    return (options.currency or "") if options.keep_currency and "" in record.findings.currencies else ""


def _content_hash(path: Path) -> str | Unreadable:
    try:
        if path.is_dir():
            said = f"{path.name} is a folder: name its files, or use succotash payback"
            return Unreadable(reason=Message(code="not_a_file", message=said))
        if not path.is_file():
            return Unreadable(reason=Message(code="not_a_file", message=f"{path.name} is not a file that can be read"))
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        return Unreadable(reason=Message(code="file_unreadable", message=f"cannot read {path.name}: {reason}"))

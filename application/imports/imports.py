"""Importing files: each one whole or not at all, each one in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from secrets import token_hex

from application.imports.content import content_hash
from application.imports.entry import entry_of, standing, with_message
from application.imports.keeping import Asked, Begin, hints, keep, known
from application.imports.options import ImportOptions
from application.imports.outcome import Outcome
from application.imports.undoing import Undoing, UndoView
from application.imports.unpacking import Given, Sources, Unopened
from application.imports.views import AssumedFiles, LedgerEntry, ledger_entry
from application.imports.watching import Progress, noticed, unwatched
from application.retry import retried
from domain.imports.accounts import AccountNames
from domain.imports.ports import ExportReader, ImportStore
from domain.imports.reading import Reading, Unreadable
from domain.imports.record import ImportRecord, Kind, Message, Status
from domain.imports.request import ImportRequest
from domain.imports.source_file import SourceFile
from domain.shared.clock import Clock
from domain.shared.errors import InvalidValue
from domain.shared.text import clean

__all__ = ["TOO_LARGE", "ImportHandler", "ImportOptions", "Progress", "unwatched"]

TOO_LARGE = Message(code="sum_too_large", message="its figures add up to more than can be kept: nothing is stored")


@dataclass(frozen=True)
class ImportHandler:
    """Takes files in, and answers for the ledger.

    A call that loses its connection, or a race, is run again: each file carries a request key, its caller's or one of
    its own, by which it finds what an earlier try has done. What an outcome tells is so, whatever happened on the way.
    """

    reader: ExportReader
    store: ImportStore
    clock: Clock

    def import_file(self, source: SourceFile, options: ImportOptions) -> Outcome:
        """Import one file, or the one in an archive. InvalidValue where `options.request_key` has stood for something
        else before."""
        [outcome] = self._import(Sources(reader=self.reader, sources=[source], single=True), options, unwatched)
        return outcome

    def import_files(
        self, paths: Sequence[Path], options: ImportOptions, progress: Progress = unwatched
    ) -> list[Outcome]:
        """Import each file, and each one in an archive, in the order given; a file that is not understood is named, and
        the others go on.

        A dry run goes the whole way inside one transaction that is never committed, so that it tells the truth also
        about a file that another one of them overlaps.
        """
        sources = [SourceFile.at(path) for path in paths]
        return self._import(Sources(reader=self.reader, sources=sources), options, progress)

    def import_exports(
        self,
        exports: Sequence[Path],
        options: ImportOptions,
        *,
        rates: Path | None = None,
        progress: Progress = unwatched,
    ) -> list[Outcome]:
        """Import the rates first, once it is sure that they are rates, then the exports; InvalidValue if they are not,
        and nothing is imported."""
        if rates is None:
            return self.import_files(exports, options, progress)
        probing = replace(options, dry_run=True, request_key=None, accounts=AccountNames())
        _require_rates(self.import_file(SourceFile.at(rates), probing))
        return self.import_files([rates, *exports], options, progress)

    @retried
    def list_imports(
        self, *, before: int | None = None, limit: int = 50, read_as: str | None = None
    ) -> tuple[list[LedgerEntry], int | None]:
        """A page of the ledger, newest first, and the cursor of the next one; `read_as` is the currency that files
        which name none, and were given none, are read as."""
        with self.store.begin(read_only=True) as tx:
            page = tx.ledger.page_imports(before=before, limit=limit)
        entries = [ledger_entry(record, standing(record), read_as) for record in page.items]
        return entries, page.next_cursor

    @retried
    def show_import(self, import_id: int, *, read_as: str | None = None) -> LedgerEntry:
        """One entry of the ledger, with `read_as` as in a list; NotFound if there is none."""
        with self.store.begin(read_only=True) as tx:
            record = tx.ledger.get(import_id)
        return ledger_entry(record, standing(record), read_as)

    def undo(self, import_id: int, *, dry_run: bool = False) -> UndoView:
        """Take the import back: the facts are what they would be had it never been made. NotFound if there is no such
        import; Conflict ("already_undone") if it is undone already."""
        undoing = Undoing(begin=self.store.begin, import_id=import_id, at=self.clock.now(), dry_run=dry_run)
        return retried(undoing.once)()

    @retried
    def assumed_files(self, limit: int = 50) -> AssumedFiles:
        """The files of the whole ledger in which rows name no currency, so that one was assumed or is to be."""
        with self.store.begin(read_only=True) as tx:
            found = tx.ledger.files_without_currency(limit=limit)
        return AssumedFiles(files=list(found.names), total=found.total)

    def _import(self, sources: Sources, options: ImportOptions, progress: Progress) -> list[Outcome]:
        names = sources.names()
        options.accounts.require_use(names)
        if options.request_key is not None and len(names) > 1:
            raise InvalidValue("one idempotency key is for one file", code="idempotency_key")
        begin, progress = noticed(self.store.begin, progress)
        each = partial(self._each, sources, options, lambda name, done: progress(name, done, len(names)))
        if options.dry_run:
            return _rehearsed(begin, lambda shared: each(shared, self._answer))
        return each(begin, retried(self._answer))

    def _each(
        self,
        sources: Sources,
        options: ImportOptions,
        progress: Callable[[str, int], None],
        begin: Begin,
        answer: Callable[[SourceFile, Asked], Outcome],
    ) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for source in sources.sources:
            with sources.opened(source) as files:
                for file in files:
                    progress(file.name, len(outcomes))
                    outcomes.append(replace(self._outcome(file, options, begin, answer), origin=source.path))
        return outcomes

    def _outcome(
        self, source: Given, options: ImportOptions, begin: Begin, answer: Callable[[SourceFile, Asked], Outcome]
    ) -> Outcome:
        """The file's key and its hash are the same in each try."""
        file = clean(source.name)
        if isinstance(source, Unopened):
            return Outcome(file=file, status=Status.UNRECOGNISED, found=source.reason)
        content = content_hash(source)
        if isinstance(content, Unreadable):
            return Outcome(file=file, status=Status.UNRECOGNISED, found=content)
        request = ImportRequest(
            key=options.request_key or token_hex(16),
            content_hash=content,
            account=options.accounts.of(source.name),
            assumed_currency=options.told_currency or "",
            strict=options.strict,
            created_at=self.clock.now(),
        )
        return answer(source, Asked(file=file, options=options, request=request, begin=begin))

    def _answer(self, source: SourceFile, asked: Asked) -> Outcome:
        if outcome := known(asked):
            return outcome
        account, content = asked.request.account, asked.request.content_hash
        reading = self.reader.read(source.path, hints(asked))
        if isinstance(reading, Unreadable):
            return Outcome.not_understood(asked.file, reading, asked.options.currency)
        record = _warned(entry_of(asked.file, content, reading, account, self.clock.now()), asked.begin)
        record = replace(record, assumed_currency=_told(record, asked.options))
        outcome = _refused(record, reading, asked.options) or keep(asked, record, reading)
        return replace(outcome, rejects=reading.rejects)


@retried
def _rehearsed(begin: Begin, imports: Callable[[Begin], list[Outcome]]) -> list[Outcome]:
    """All of it is tried again or nothing: the one transaction that the files share is gone with its connection."""
    with begin() as tx:
        return imports(lambda **_: nullcontext(tx))


def _require_rates(outcome: Outcome) -> None:
    found = outcome.found
    if isinstance(found, ImportRecord) and found.kind == Kind.RATES:
        return
    seen = f"it holds {found.kind}" if isinstance(found, ImportRecord) else found.reason.message
    raise InvalidValue(f"{outcome.file} is no table of exchange rates: {seen}", code="fx")


def _warned(record: ImportRecord, begin: Begin) -> ImportRecord:
    """The entry, with a message if the same file stands in the ledger without an account: it would count twice."""
    if not record.account:
        return record
    with begin(read_only=True) as tx:
        same = tx.ledger.find_by_content(record.content_hash, "", None)
    if same is None:
        return record
    said = f"import {same.ledger_id} holds this very file without an account: it counts for both"
    return with_message(record, Message(code="same_content", message=said))


def _refused(record: ImportRecord, reading: Reading, options: ImportOptions) -> Outcome | None:
    """The answer for a file that is understood and not to be stored."""
    if record.findings.sums and not record.findings.sums.can_be_kept:
        return Outcome(file=record.file, status=Status.REJECTED, found=with_message(record, TOO_LARGE))
    if reading.rejects and (options.strict or len(reading.facts) == 0):
        return Outcome(file=record.file, status=Status.REJECTED, found=record)
    return None


def _told(record: ImportRecord, options: ImportOptions) -> str:
    """The currency that is kept with the file, if it names none itself."""
    return (options.told_currency or "") if "" in record.findings.currencies else ""

"""What imports need from the world."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from domain.imports.hints import Hints
from domain.imports.mapping import ColumnMapping
from domain.imports.reading import Proposal, Reading, Unreadable
from domain.imports.record import ImportRecord, SomeFiles, TakenBack, Written
from domain.imports.request import ImportRequest
from domain.imports.rows import ActivityRows, AdMetricRows, Coverage, LeadRows, OrderRows, RateRows
from domain.imports.source_file import SourceFile
from domain.shared.errors import Conflict, NotFound
from domain.shared.page import Page
from domain.shared.text import one_line
from domain.shared.transaction import Transaction

MOST_MAPPINGS = 1_000
"""More headers than anybody maps by hand."""


class ExportReader(ABC):
    """Reads the files that platforms and shops write."""

    @abstractmethod
    def unpacked(self, source: SourceFile) -> AbstractContextManager[Sequence[SourceFile] | Unreadable]:
        """The files in an archive, each under a name that tells both; a file that is no archive by itself.

        They are gone when the block ends. An archive that cannot be opened, holds no file, or unpacks to more than is
        ever read is `Unreadable`.
        """

    @abstractmethod
    def read(self, path: Path, hints: Hints) -> Reading | Unreadable:
        """What the file at `path` holds. One that no layout and no saved mapping fits is `Unreadable` with a proposal,
        where there is a table in it.

        A file that cannot be understood, or read at all, is `Unreadable`; no content of a file makes this raise.
        """

    @abstractmethod
    def propose(self, path: Path, hints: Hints, decided: ColumnMapping | None = None) -> Proposal | Unreadable:
        """How the file may be read, whether or not a layout or a saved mapping fits it. Of `decided`, the columns win
        over what the evidence says (a field paired with "" is not read at all), and so do its kind, platform and
        notation where they are told; its fingerprint does not matter. Unreadable where there is no table, or a decided
        header stands in none."""


class ImportLedger(ABC):
    """The list of all imports, in the order in which they were made (`id` ascending)."""

    @abstractmethod
    def add(self, record: ImportRecord) -> ImportRecord:
        """The record with the id it was given; ids grow. The facts have another version from then on. Conflict if the
        same content, account and assumed currency stands in the ledger and is not undone."""

    @abstractmethod
    def complete(self, record: ImportRecord) -> None:
        """Keep `written` of a record added in this transaction. NotFound if it has no entry."""

    @abstractmethod
    def undo(self, import_id: int, at: datetime) -> ImportRecord:
        """Mark the entry as undone, and return it. Its content may be imported again, and the facts have another
        version from then on. NotFound if there is no such entry; Conflict ("already_undone") if it is undone."""

    @abstractmethod
    def get(self, import_id: int) -> ImportRecord:
        """The entry of that id, also an undone one; NotFound if there is none."""

    @abstractmethod
    def find_by_content(self, content_hash: str, account: str, assumed_currency: str | None) -> ImportRecord | None:
        """The newest entry for that content and account that is not undone. `assumed_currency` None accepts whichever
        was assumed."""

    @abstractmethod
    def page_imports(self, *, before: int | None = None, limit: int = 50) -> Page[ImportRecord]:
        """Newest first, the undone ones among them; `before` is the cursor of the page before, `limit` 1 to 200."""

    @abstractmethod
    def files_without_currency(self, *, limit: int = 50) -> SomeFiles:
        """The files in which rows name no currency, of the whole ledger but the undone entries; the `limit` (1 to 200)
        that were imported last by name, the last one first."""


class ImportRequests(ABC):
    """What was answered under which request key. It is kept in the transaction of what the call has done."""

    @abstractmethod
    def find(self, key: str) -> ImportRequest | None:
        """The request that was kept under that key."""

    @abstractmethod
    def add(self, request: ImportRequest) -> None:
        """Keep a request with the entry that answered it. Conflict if there is one of its key."""


class FactTables(ABC):
    """The fact tables, which only imports write.

    A row becomes the current one of its key and the one that was current is kept behind it, so that an import can be
    taken back; where nothing but `line` differs, the current one stays (`unchanged`). All rows of a call, or none.
    Integers beyond 64 bits and NUL in text do not occur in valid rows.
    """

    @abstractmethod
    def write_ad_metrics(self, import_id: int, rows: AdMetricRows) -> Written: ...

    @abstractmethod
    def write_orders(self, import_id: int, rows: OrderRows) -> Written: ...

    @abstractmethod
    def write_rates(self, import_id: int, rows: RateRows) -> Written: ...

    @abstractmethod
    def write_leads(self, import_id: int, rows: LeadRows) -> Written: ...

    @abstractmethod
    def write_activity(self, import_id: int, rows: ActivityRows) -> Written: ...

    @abstractmethod
    def write_coverage(self, import_id: int, coverage: Sequence[Coverage]) -> None: ...

    @abstractmethod
    def take_back(self, import_id: int) -> TakenBack:
        """Remove every version that the import wrote, of every table, and its coverage. Where one was current, the
        version that the newest other import keeps of the fact is the current one from then on: the facts are what they
        would be had the import never been made, whatever was imported since."""


class ColumnMappings(ABC):
    """The saved mappings, one a header fingerprint, ordered by it."""

    @abstractmethod
    def save(self, mapping: ColumnMapping) -> None:
        """Keep the mapping, with the instant in its `saved_at`, in place of the one of its fingerprint. Conflict
        ("too_many_mappings") beyond `MOST_MAPPINGS`."""

    @abstractmethod
    def listed(self) -> tuple[ColumnMapping, ...]:
        """All of them."""

    @abstractmethod
    def remove(self, fingerprint: str) -> None:
        """Forget one; NotFound if there is none of that fingerprint."""


def too_many_mappings() -> Conflict:
    """Of one more than can be kept."""
    return Conflict(f"no more than {MOST_MAPPINGS:,} mappings can be saved: remove one first", code="too_many_mappings")


def no_mapping(fingerprint: str) -> NotFound:
    return NotFound(f"there is no saved mapping {one_line(fingerprint, 80)}")


class ImportTransaction(Transaction):
    """One import, all or nothing. `begin()` waits until no other import is under way, so imports never interleave."""

    ledger: ImportLedger
    facts: FactTables
    requests: ImportRequests
    mappings: ColumnMappings


class ImportStore(ABC):
    """Where imports live. Stateless: the state is the transaction of the block."""

    @abstractmethod
    def begin(self, *, read_only: bool = False) -> AbstractContextManager[ImportTransaction]:
        """A transaction; StorageUnavailable if there is no database to be had within the bounded wait.

        ConnectionLost, from any call in the block, if the connection ended: where that was the commit, only another
        transaction can tell whether it took effect.
        """

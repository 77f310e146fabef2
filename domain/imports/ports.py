"""What imports need from the world."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from domain.imports.reading import Reading, Unreadable
from domain.imports.record import ImportRecord, SomeFiles, Written
from domain.imports.request import ImportRequest
from domain.imports.rows import AdMetricRows, Coverage, OrderRows, RateRows
from domain.shared.page import Page
from domain.shared.transaction import Transaction


class ExportReader(ABC):
    """Reads the files that platforms and shops write."""

    @abstractmethod
    def read(self, path: Path, *, account: str) -> Reading | Unreadable:
        """What the file at `path` holds, its facts under `account` where the file itself names none.

        A file that cannot be understood, or read at all, is `Unreadable`; no content of a file makes this raise.
        """


class ImportLedger(ABC):
    """The list of all imports, in the order in which they were made (`id` ascending)."""

    @abstractmethod
    def add(self, record: ImportRecord) -> ImportRecord:
        """The record with the id it was given; ids grow. The facts have another version from then on. Conflict if the
        same content, account and assumed currency stands in the ledger."""

    @abstractmethod
    def complete(self, record: ImportRecord) -> None:
        """Keep `written` of a record added in this transaction. NotFound if it has no entry."""

    @abstractmethod
    def get(self, import_id: int) -> ImportRecord:
        """The entry of that id; NotFound if there is none."""

    @abstractmethod
    def find_by_content(self, content_hash: str, account: str, assumed_currency: str | None) -> ImportRecord | None:
        """The newest entry for that content and account. `assumed_currency` None accepts whichever was assumed."""

    @abstractmethod
    def page_imports(self, *, before: int | None = None, limit: int = 50) -> Page[ImportRecord]:
        """Newest first; `before` is the cursor of the page before, `limit` 1 to 200."""

    @abstractmethod
    def files_without_currency(self, *, limit: int = 50) -> SomeFiles:
        """The files in which rows name no currency, of the whole ledger; the `limit` (1 to 200) that were imported last
        by name, the last one first."""


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
    def write_coverage(self, import_id: int, coverage: Sequence[Coverage]) -> None: ...


class ImportTransaction(Transaction):
    """One import, all or nothing. `begin()` waits until no other import is under way, so imports never interleave."""

    ledger: ImportLedger
    facts: FactTables
    requests: ImportRequests


class ImportStore(ABC):
    """Where imports live. Stateless: the state is the transaction of the block."""

    @abstractmethod
    def begin(self, *, read_only: bool = False) -> AbstractContextManager[ImportTransaction]:
        """A transaction; StorageUnavailable if there is no database to be had within the bounded wait.

        ConnectionLost, from any call in the block, if the connection ended: where that was the commit, only another
        transaction can tell whether it took effect.
        """

"""The ledger and the transaction of an import, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from domain.imports.ports import ImportLedger, ImportRequests, ImportStore, ImportTransaction
from domain.imports.record import ImportRecord, SomeFiles
from domain.imports.request import ImportRequest
from domain.shared.errors import Conflict, InvalidValue, NotFound
from domain.shared.page import LARGEST_PAGE, Page
from infrastructure.memory.column_mappings import MemoryColumnMappings
from infrastructure.memory.database import MemoryDatabase, MemorySession
from infrastructure.memory.fact_tables import MemoryFactTables


class MemoryImportLedger(ImportLedger):
    def __init__(self, session: MemorySession) -> None:
        self._session = session

    def add(self, record: ImportRecord) -> ImportRecord:
        tables = self._session.written
        if self.find_by_content(record.content_hash, record.account, record.assumed_currency):
            raise Conflict(f"{record.file} has been imported before", code="duplicate_import")
        number = max(tables.imports, default=0) + 1
        tables.imports[number] = replace(record, id=number, imported_at=record.imported_at.astimezone(UTC))
        tables.facts_version["revision"] += 1
        return tables.imports[number]

    def complete(self, record: ImportRecord) -> None:
        entry = self.get(record.id or 0)
        self._session.written.imports[_id(entry)] = replace(entry, written=record.written)

    def undo(self, import_id: int, at: datetime) -> ImportRecord:
        tables, entry = self._session.written, self.get(import_id).undone(at)
        tables.imports[import_id] = entry
        tables.facts_version["revision"] += 1
        return entry

    def get(self, import_id: int) -> ImportRecord:
        imports = self._session.tables.imports
        if import_id not in imports:
            raise NotFound(f"there is no import {import_id}")
        return imports[import_id]

    def find_by_content(self, content_hash: str, account: str, assumed_currency: str | None) -> ImportRecord | None:
        same = [
            record
            for record in self._session.tables.imports.values()
            if (record.content_hash, record.account) == (content_hash, account)
            and assumed_currency in {None, record.assumed_currency}
            and record.undone_at is None
        ]
        return max(same, key=_id, default=None)

    def page_imports(self, *, before: int | None = None, limit: int = 50) -> Page[ImportRecord]:
        _require_page(limit)
        imports = self._session.tables.imports.values()
        older = [record for record in imports if before is None or _id(record) < before]
        items = sorted(older, key=_id, reverse=True)[:limit]
        return Page(items=tuple(items), next_cursor=items[-1].id if len(older) > limit else None)

    def files_without_currency(self, *, limit: int = 50) -> SomeFiles:
        _require_page(limit)
        entries = sorted(self._session.tables.imports.values(), key=_id, reverse=True)
        counted = (entry for entry in entries if "" in entry.findings.currencies and entry.undone_at is None)
        names = tuple(dict.fromkeys(entry.file for entry in counted))
        return SomeFiles(names=names[:limit], total=len(names))


class MemoryImportRequests(ImportRequests):
    def __init__(self, session: MemorySession) -> None:
        self._session = session

    def find(self, key: str) -> ImportRequest | None:
        return self._session.tables.requests.get(key)

    def add(self, request: ImportRequest) -> None:
        tables = self._session.written
        if request.key in tables.requests:
            raise Conflict("this idempotency key has been used before", code="duplicate_request")
        if request.import_id not in tables.imports:
            raise self._session.failed(f"there is no import {request.import_id} to answer a request with")
        tables.requests[request.key] = replace(request, created_at=request.created_at.astimezone(UTC))


class MemoryImportTransaction(ImportTransaction):
    def __init__(self, database: MemoryDatabase, session: MemorySession) -> None:
        self._database, self._session = database, session
        self.ledger = MemoryImportLedger(session)
        self.facts = MemoryFactTables(session)
        self.requests = MemoryImportRequests(session)
        self.mappings = MemoryColumnMappings(session)

    def commit(self) -> None:
        self._database.commit(self._session)


class MemoryImportStore(ImportStore):
    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    @contextmanager
    def begin(self, *, read_only: bool = False) -> Iterator[ImportTransaction]:
        with self._database.begin(read_only=read_only) as session:
            yield MemoryImportTransaction(self._database, session)


def _require_page(limit: int) -> None:
    if not 1 <= limit <= LARGEST_PAGE:
        raise InvalidValue(f"a page holds 1 to {LARGEST_PAGE} entries", code="limit")


def _id(record: ImportRecord) -> int:
    return record.id or 0

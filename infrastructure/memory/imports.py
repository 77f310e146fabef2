"""The ledger, the fact tables and the transaction of an import, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from domain.imports.ports import FactTables, ImportLedger, ImportRequests, ImportStore, ImportTransaction
from domain.imports.record import ImportRecord, SomeFiles, TakenBack, Written
from domain.imports.request import ImportRequest
from domain.imports.rows import ActivityRows, AdMetricRows, Coverage, FactRows, LeadRows, OrderRows, RateRows
from domain.shared.columns import MISSING
from domain.shared.errors import Conflict, InvalidValue, NotFound
from domain.shared.page import LARGEST_PAGE, Page
from infrastructure.memory.database import FactTable, MemoryDatabase, MemorySession, Row, Tables, Version
from infrastructure.memory.rows import rows_of


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
        raise NotImplementedError

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
        names = tuple(dict.fromkeys(entry.file for entry in entries if "" in entry.findings.currencies))
        return SomeFiles(names=names[:limit], total=len(names))


class MemoryFactTables(FactTables):
    def __init__(self, session: MemorySession) -> None:
        self._session = session

    def write_ad_metrics(self, import_id: int, rows: AdMetricRows) -> Written:
        return _write(self._of(import_id).ad_metrics, import_id, rows)

    def write_orders(self, import_id: int, rows: OrderRows) -> Written:
        table = self._of(import_id).orders
        if np.any(rows.gross == MISSING):
            raise self._session.failed("an order without an amount is no order")
        return _write(table, import_id, rows)

    def write_rates(self, import_id: int, rows: RateRows) -> Written:
        return _write(self._of(import_id).rates, import_id, rows)

    def write_leads(self, import_id: int, rows: LeadRows) -> Written:
        raise NotImplementedError

    def write_activity(self, import_id: int, rows: ActivityRows) -> Written:
        raise NotImplementedError

    def take_back(self, import_id: int) -> TakenBack:
        raise NotImplementedError

    def write_coverage(self, import_id: int, coverage: Sequence[Coverage]) -> None:
        told = self._of(import_id).coverage
        told[import_id] = (*told.get(import_id, ()), *coverage)

    def _of(self, import_id: int) -> Tables:
        """The tables to write into; facts without an entry in the ledger are refused."""
        tables = self._session.written
        if import_id not in tables.imports:
            raise self._session.failed(f"there is no import {import_id} to write facts of")
        return tables


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


def _write(table: FactTable, import_id: int, rows: FactRows) -> Written:
    owners = {key: owner for (key, owner), version in table.items() if version.current}
    counts: Counter[str] = Counter()
    for row in rows_of(rows):
        key, before = row["key"], owners.get(row["key"])
        same = before is not None and _same(table[key, before].row, row)
        if before is not None and not same:
            table[key, before] = replace(table[key, before], current=False)
        table[key, import_id] = Version(row=row, current=not same)
        counts["inserted" if before is None else "unchanged" if same else "updated"] += 1
    return Written(**counts)


def _same(row: Row, other: Row) -> bool:
    return {**row, "line": 0} == {**other, "line": 0}

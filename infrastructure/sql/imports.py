"""The ledger and the transaction of an import, on either SQL database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from domain.imports.ports import ImportLedger, ImportRequests, ImportStore, ImportTransaction
from domain.imports.record import ImportRecord, SomeFiles
from domain.imports.request import ImportRequest
from domain.shared.errors import Conflict, InvalidValue, NotFound
from domain.shared.page import LARGEST_PAGE, Page
from infrastructure.sql.codecs import LARGEST_ID, as_instant, counts_of, instant_text, parameters_of, record_of
from infrastructure.sql.column_mappings import SqlColumnMappings
from infrastructure.sql.fact_tables import SqlFactTables
from infrastructure.sql.session import Row, SqlDatabase, SqlSession


class SqlImportLedger(ImportLedger):
    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def add(self, record: ImportRecord) -> ImportRecord:
        entry = self._session.find_row("insert_import", **parameters_of(record))
        if entry is None:
            raise Conflict(f"{record.file} has been imported before", code="duplicate_import")
        self._session.execute("raise_facts_version")
        return replace(record, id=entry["id"])

    def complete(self, record: ImportRecord) -> None:
        counts = counts_of(record.written)
        if not _may_exist(record.id) or not self._session.execute("complete_import", id=record.id, **counts):
            raise NotFound(f"there is no import {record.id or 0}")

    def undo(self, import_id: int, at: datetime) -> ImportRecord:
        entry = self.get(import_id).undone(at)
        self._session.execute("undo_import", id=import_id, undone_at=instant_text(at))
        self._session.execute("raise_facts_version")
        return entry

    def get(self, import_id: int) -> ImportRecord:
        row = self._session.find_row("get_import", id=import_id) if _may_exist(import_id) else None
        if row is None:
            raise NotFound(f"there is no import {import_id}")
        return record_of(row)

    def find_by_content(self, content_hash: str, account: str, assumed_currency: str | None) -> ImportRecord | None:
        row = self._session.find_row(
            "find_import_by_content",
            content_hash=content_hash,
            account=account,
            assumed_currency=assumed_currency,
        )
        return None if row is None else record_of(row)

    def page_imports(self, *, before: int | None = None, limit: int = 50) -> Page[ImportRecord]:
        _require_page(limit)
        newest = LARGEST_ID if before is None else max(0, min(before, LARGEST_ID))
        rows = self._session.rows("page_imports", before=newest, limit=limit + 1)
        items = tuple(record_of(row) for row in rows[:limit])
        return Page(items=items, next_cursor=items[-1].id if len(rows) > limit else None)

    def files_without_currency(self, *, limit: int = 50) -> SomeFiles:
        _require_page(limit)
        rows = self._session.rows("files_without_currency", limit=limit)
        return SomeFiles(names=tuple(row["file"] for row in rows), total=rows[0]["total"] if rows else 0)


class SqlImportRequests(ImportRequests):
    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def find(self, key: str) -> ImportRequest | None:
        row = self._session.find_row("find_request", request_key=key)
        return None if row is None else _request_of(row)

    def add(self, request: ImportRequest) -> None:
        added = self._session.execute(
            "insert_request",
            request_key=request.key,
            content_hash=request.content_hash,
            account=request.account,
            assumed_currency=request.assumed_currency,
            strict=request.strict,
            import_id=request.import_id,
            stored=request.stored,
            created_at=instant_text(request.created_at),
        )
        if not added:
            raise Conflict("this idempotency key has been used before", code="duplicate_request")


class SqlImportTransaction(ImportTransaction):
    def __init__(self, session: SqlSession) -> None:
        self._session = session
        self.ledger = SqlImportLedger(session)
        self.facts = SqlFactTables(session)
        self.requests = SqlImportRequests(session)
        self.mappings = SqlColumnMappings(session)

    def commit(self) -> None:
        self._session.commit()


@dataclass(frozen=True)
class SqlImportStore(ImportStore):
    database: SqlDatabase

    @contextmanager
    def begin(self, *, read_only: bool = False) -> Iterator[ImportTransaction]:
        with self.database.begin(read_only=read_only) as session:
            if not read_only:
                session.execute("lock_imports")
            yield SqlImportTransaction(session)


def _require_page(limit: int) -> None:
    if not 1 <= limit <= LARGEST_PAGE:
        raise InvalidValue(f"a page holds 1 to {LARGEST_PAGE} entries", code="limit")


def _may_exist(import_id: int | None) -> bool:
    """Whether the databases can hold such an id at all; they refuse to look for others."""
    return import_id is not None and 0 < import_id <= LARGEST_ID


def _request_of(row: Row) -> ImportRequest:
    return ImportRequest(
        key=row["request_key"],
        **{name: row[name] for name in ("content_hash", "account", "assumed_currency", "import_id")},
        strict=bool(row["strict"]),
        stored=bool(row["stored"]),
        created_at=as_instant(row["created_at"]),
    )

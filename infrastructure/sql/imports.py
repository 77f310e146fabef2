"""The ledger, the fact tables and the transaction of an import, on either SQL database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import NamedTuple

from domain.imports.ports import FactTables, ImportLedger, ImportStore, ImportTransaction
from domain.imports.record import ImportRecord, Written
from domain.imports.rows import AdMetricRows, Coverage, FactRows, OrderRows, RateRows
from domain.shared.errors import Conflict, InvalidValue, NotFound
from domain.shared.page import LARGEST_PAGE, Page
from infrastructure.sql.codecs import LARGEST_ID, columns_of, counts_of, parameters_of, record_of
from infrastructure.sql.session import SqlDatabase, SqlSession


class _Writing(NamedTuple):
    """The statements that write one fact table, in the order in which they run."""

    stage: str
    load: str
    supersede: str
    count_unchanged: str
    insert: str
    unstage: str


_AD_METRICS = _Writing(
    "stage_ad_metrics",
    "load_ad_metrics",
    "supersede_ad_metrics",
    "count_unchanged_ad_metrics",
    "insert_ad_metrics",
    "unstage_ad_metrics",
)
_ORDERS = _Writing(
    "stage_orders",
    "load_orders",
    "supersede_orders",
    "count_unchanged_orders",
    "insert_orders",
    "unstage_orders",
)
_RATES = _Writing(
    "stage_exchange_rates",
    "load_exchange_rates",
    "supersede_exchange_rates",
    "count_unchanged_exchange_rates",
    "insert_exchange_rates",
    "unstage_exchange_rates",
)


class SqlImportLedger(ImportLedger):
    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def add(self, record: ImportRecord) -> ImportRecord:
        entry = self._session.find_row("insert_import", **parameters_of(record))
        if entry is None:
            raise Conflict(f"{record.file} has been imported before", code="duplicate_import")
        return replace(record, id=entry["id"])

    def complete(self, record: ImportRecord) -> None:
        counts = counts_of(record.written)
        if not _may_exist(record.id) or not self._session.execute("complete_import", id=record.id, **counts):
            raise NotFound(f"there is no import {record.id or 0}")

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
        if not 1 <= limit <= LARGEST_PAGE:
            raise InvalidValue(f"a page holds 1 to {LARGEST_PAGE} entries", code="limit")
        newest = LARGEST_ID if before is None else max(0, min(before, LARGEST_ID))
        rows = self._session.rows("page_imports", before=newest, limit=limit + 1)
        items = tuple(record_of(row) for row in rows[:limit])
        return Page(items=items, next_cursor=items[-1].id if len(rows) > limit else None)


class SqlFactTables(FactTables):
    """Each set of rows goes to a staging table in bulk, and from there by whole sets into the fact table."""

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def write_ad_metrics(self, import_id: int, rows: AdMetricRows) -> Written:
        return self._write(_AD_METRICS, import_id, rows)

    def write_orders(self, import_id: int, rows: OrderRows) -> Written:
        return self._write(_ORDERS, import_id, rows)

    def write_rates(self, import_id: int, rows: RateRows) -> Written:
        return self._write(_RATES, import_id, rows)

    def write_coverage(self, import_id: int, coverage: Sequence[Coverage]) -> None:
        self._session.execute_many(
            "insert_coverage", [_coverage_parameters(import_id, days) for days in dict.fromkeys(coverage)]
        )

    def _write(self, table: _Writing, import_id: int, rows: FactRows) -> Written:
        self._session.execute(table.stage)
        self._session.load(table.load, columns_of(rows))
        updated = self._session.execute(table.supersede)
        [counted] = self._session.rows(table.count_unchanged)
        written = self._session.execute(table.insert, import_id=import_id)
        self._session.execute(table.unstage)
        unchanged = counted["unchanged"]
        return Written(inserted=written - updated - unchanged, updated=updated, unchanged=unchanged)


class SqlImportTransaction(ImportTransaction):
    def __init__(self, session: SqlSession) -> None:
        self._session = session
        self.ledger = SqlImportLedger(session)
        self.facts = SqlFactTables(session)

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


def _may_exist(import_id: int | None) -> bool:
    """Whether the databases can hold such an id at all; they refuse to look for others."""
    return import_id is not None and 0 < import_id <= LARGEST_ID


def _coverage_parameters(import_id: int, days: Coverage) -> dict[str, object]:
    return {
        "import_id": import_id,
        "platform": days.platform,
        "account": days.account,
        "level": days.level,
        "daily": days.daily,
        "start_day": days.start.isoformat(),
        "end_day": days.end.isoformat(),
    }

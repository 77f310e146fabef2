"""Each configuration, opened for a test, with what its ports do not tell: the versions, what is left open."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeAlias

import psycopg
from psycopg.rows import dict_row

from domain.imports.ports import ImportStore
from domain.payback.ports import PaybackFacts
from domain.shared.columns import MISSING
from infrastructure import migrations
from infrastructure.memory.database import MemoryDatabase
from infrastructure.memory.imports import MemoryImportStore
from infrastructure.memory.payback import MemoryPaybackFacts
from infrastructure.postgres.database import PostgresDatabase
from infrastructure.postgres.pool import PoolSettings
from infrastructure.sql.imports import SqlImportStore
from infrastructure.sql.payback import SqlPaybackFacts
from infrastructure.sqlite.database import SqliteDatabase

VersionKept: TypeAlias = tuple[str, int, bool]
Cells: TypeAlias = dict[str, Any]
POOL = partial(PoolSettings, size=3, overflow=7, connect_wait=0.3)
TABLES = {table: table for table in ("ad_metrics", "orders", "leads", "activity")} | {"rates": "exchange_rates"}
_NAMES = {"fact_key": "key", "start_day": "start", "end_day": "end", "into_currency": "into"}
"""Columns that are called otherwise in the databases."""


@dataclass(frozen=True, kw_only=True)
class Storage:
    """`kept(table)` lists every version: its values, `import_id` and `is_current`."""

    imports: ImportStore
    facts: PaybackFacts
    kept: Callable[[str], list[Cells]]
    assert_at_rest: Callable[[], None]
    empty: Callable[[], None]
    close: Callable[[], None]

    def versions_of(self, table: str) -> list[VersionKept]:
        """Key, import id and whether it is current, sorted."""
        return sorted((row["key"], row["import_id"], row["is_current"]) for row in self.kept(table))

    def current(self, table: str) -> dict[str, Cells]:
        """What the facts now say, by their keys, whichever import said so."""
        apart = {"key", "line", "import_id", "is_current"}
        rows = [row for row in self.kept(table) if row["is_current"]]
        told = {row["key"]: {name: cell for name, cell in row.items() if name not in apart} for row in rows}
        assert len(told) == len(rows), "one current version a fact"
        return told


def emptied(storage: Storage) -> Storage:
    storage.empty()
    return storage


def in_memory(wait: float) -> Storage:
    database = MemoryDatabase(wait=wait)

    def kept(table: str) -> list[Cells]:
        versions = getattr(database.snapshot(), table).items()
        return [
            _plain({**version.row, "import_id": import_id, "is_current": version.current})
            for (_, import_id), version in versions
        ]

    def assert_at_rest() -> None:
        with MemoryImportStore(database).begin():
            pass

    return Storage(
        imports=MemoryImportStore(database),
        facts=MemoryPaybackFacts(database),
        kept=kept,
        assert_at_rest=assert_at_rest,
        empty=lambda: None,
        close=database.close,
    )


def on_sqlite(path: Path, wait: float) -> Storage:
    database = SqliteDatabase(path, migrate=migrations.upgrade, wait=wait)

    def kept(table: str) -> list[Cells]:
        with closing(sqlite3.connect(path)) as connection:
            connection.row_factory = sqlite3.Row
            return [_plain(dict(row)) for row in connection.execute(f"select * from {TABLES[table]}")]

    def assert_at_rest() -> None:
        """No writer, or `begin immediate` fails; no reader, or the log cannot be emptied."""
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            connection.execute("begin immediate")
            connection.execute("rollback")
            busy, *_ = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
        assert not busy

    def empty() -> None:
        database.check_schema()  # which makes it, the first time
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("pragma foreign_keys = on")
            for table in (*TABLES.values(), "ad_coverage", "import_requests", "imports", "column_mappings"):
                connection.execute(f"delete from {table}")

    return Storage(
        imports=SqlImportStore(database),
        facts=SqlPaybackFacts(database),
        kept=kept,
        assert_at_rest=assert_at_rest,
        empty=empty,
        close=database.close,
    )


def on_postgresql(url: str, driver: str, wait: float) -> Storage:
    database = PostgresDatabase(url, driver=driver, pool=POOL(lock_wait=wait))

    def kept(table: str) -> list[Cells]:
        with psycopg.connect(url, row_factory=dict_row) as connection:
            return [_plain(row) for row in connection.execute(f"select * from {TABLES[table]}".encode())]

    def at_rest() -> bool:
        """Nobody in a transaction, and every connection that was lent is back in the pool."""
        query = (
            "select count(*) from pg_stat_activity where datname = current_database() "
            "and pid <> pg_backend_pid() and backend_type = 'client backend' and state is distinct from 'idle'"
        )
        with psycopg.connect(url) as connection:
            busy = connection.execute(query).fetchone()
        stats = database._pool.get_stats() if database._pool is not None else Counter[str]()
        return busy == (0,) and stats["pool_available"] == stats["pool_size"]

    def assert_at_rest() -> None:
        """The pool may still be adding a connection that it was once short of."""
        deadline = monotonic() + 5
        while not (rests := at_rest()) and monotonic() < deadline:
            sleep(0.02)
        assert rests

    def empty() -> None:
        with psycopg.connect(url) as connection:
            connection.execute("truncate imports, column_mappings cascade")

    return Storage(
        imports=SqlImportStore(database),
        facts=SqlPaybackFacts(database),
        kept=kept,
        assert_at_rest=assert_at_rest,
        empty=empty,
        close=database.close,
    )


def _plain(row: Cells) -> Cells:
    """With one name and one form of each cell, whichever database holds it."""
    return {_NAMES.get(name, name): _plain_cell(name, cell) for name, cell in row.items()}


def _plain_cell(name: str, cell: Any) -> Any:
    if cell is None or cell == MISSING:
        return None
    if name == "is_current":
        return bool(cell)
    if name.endswith(("_at", "_local")):
        time = cell if isinstance(cell, datetime) else datetime.fromisoformat(cell)
        return (time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time).isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell

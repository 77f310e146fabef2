"""Each configuration, opened for a test, with what its ports do not tell: the versions, what is left open."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic, sleep

import psycopg

from domain.imports.ports import ImportStore
from domain.payback.ports import PaybackFacts
from infrastructure import migrations
from infrastructure.memory.database import MemoryDatabase
from infrastructure.memory.imports import MemoryImportStore
from infrastructure.memory.payback import MemoryPaybackFacts
from infrastructure.postgres.database import PostgresDatabase
from infrastructure.postgres.pool import PoolSettings
from infrastructure.sql.imports import SqlImportStore
from infrastructure.sql.payback import SqlPaybackFacts
from infrastructure.sqlite.database import SqliteDatabase

VersionKept = tuple[str, int, bool]
POOL = partial(PoolSettings, size=3, overflow=7, connect_wait=0.3)
TABLES = {"ad_metrics": "ad_metrics", "orders": "orders", "rates": "exchange_rates"}


@dataclass(frozen=True, kw_only=True)
class Storage:
    """`versions_of(table)` lists key, import id and whether it is current, sorted."""

    imports: ImportStore
    facts: PaybackFacts
    versions_of: Callable[[str], list[VersionKept]]
    assert_at_rest: Callable[[], None]
    empty: Callable[[], None]
    close: Callable[[], None]


def emptied(storage: Storage) -> Storage:
    storage.empty()
    return storage


def in_memory(wait: float) -> Storage:
    database = MemoryDatabase(wait=wait)

    def versions_of(table: str) -> list[VersionKept]:
        kept = getattr(database.snapshot(), table).items()
        return sorted((key, import_id, version.current) for (key, import_id), version in kept)

    def assert_at_rest() -> None:
        with MemoryImportStore(database).begin():
            pass

    return Storage(
        imports=MemoryImportStore(database),
        facts=MemoryPaybackFacts(database),
        versions_of=versions_of,
        assert_at_rest=assert_at_rest,
        empty=lambda: None,
        close=database.close,
    )


def on_sqlite(path: Path, wait: float) -> Storage:
    database = SqliteDatabase(path, migrate=migrations.upgrade, wait=wait)

    def versions_of(table: str) -> list[VersionKept]:
        with closing(sqlite3.connect(path)) as connection:
            rows = connection.execute(f"select fact_key, import_id, is_current from {TABLES[table]}").fetchall()
        return sorted((key, import_id, bool(current)) for key, import_id, current in rows)

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
            for table in (*TABLES.values(), "ad_coverage", "import_requests", "imports"):
                connection.execute(f"delete from {table}")

    return Storage(
        imports=SqlImportStore(database),
        facts=SqlPaybackFacts(database),
        versions_of=versions_of,
        assert_at_rest=assert_at_rest,
        empty=empty,
        close=database.close,
    )


def on_postgresql(url: str, driver: str, wait: float) -> Storage:
    database = PostgresDatabase(url, driver=driver, pool=POOL(lock_wait=wait))

    def versions_of(table: str) -> list[VersionKept]:
        with psycopg.connect(url) as connection:
            query = f"select fact_key, import_id, is_current from {TABLES[table]}"
            return sorted(connection.execute(query.encode()).fetchall())

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
            connection.execute("truncate imports cascade")

    return Storage(
        imports=SqlImportStore(database),
        facts=SqlPaybackFacts(database),
        versions_of=versions_of,
        assert_at_rest=assert_at_rest,
        empty=empty,
        close=database.close,
    )

"""The version of the facts where the ledger loses entries: imports taken back, and copies that went different ways."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from domain.imports.record import ImportRecord
from infrastructure import migrations
from infrastructure.postgres.database import PostgresDatabase
from infrastructure.sql.imports import SqlImportStore
from infrastructure.sql.payback import SqlPaybackFacts
from infrastructure.sql.session import SqlDatabase
from infrastructure.sqlite.database import SqliteDatabase
from tests.contract.building import UNDONE_AT, keep, undo


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'facts.db'}"


@pytest.fixture
def database(url: str) -> Iterator[SqlDatabase]:
    file = url.removeprefix("sqlite:///")
    opened = PostgresDatabase(url) if file == url else SqliteDatabase(file, migrate=migrations.upgrade)
    yield opened
    opened.close()


def forget(url: str, entry: ImportRecord) -> None:
    """The entry is gone, and nothing else has changed."""
    deleted = f"delete from imports where id = {entry.id}"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection, connection:
            connection.execute(deleted)
    else:
        with psycopg.connect(url) as server:
            server.execute(deleted.encode())


def version_of(database: SqlDatabase) -> str:
    with SqlPaybackFacts(database).snapshot() as facts:
        return facts.version()


def test_a_raised_version_is_another_one_though_the_ledger_is_the_same(database: SqlDatabase) -> None:
    seen = []
    for _ in range(3):
        seen.append(version_of(database))
        with database.begin() as session:
            assert session.execute("raise_facts_version") == 1
            session.commit()
        seen.append(version_of(database))
        keep(SqlImportStore(database))
    assert len(set(seen)) == 6


def test_an_import_that_is_gone_again_has_left_another_version(url: str, database: SqlDatabase) -> None:
    keep(SqlImportStore(database))
    seen = [version_of(database)]
    for _ in range(3):
        entry, _written = keep(SqlImportStore(database))
        forget(url, entry)
        seen.append(version_of(database))
    assert len(set(seen)) == 4


def test_a_version_that_is_not_committed_never_was(database: SqlDatabase) -> None:
    before = version_of(database)
    with database.begin() as session:
        session.execute("raise_facts_version")
    assert version_of(database) == before


@pytest.fixture
def copies(tmp_path: Path) -> Iterator[tuple[SqliteDatabase, SqliteDatabase]]:
    """One database with two imports, and a copy of its file."""
    first, second = (SqliteDatabase(tmp_path / name, migrate=migrations.upgrade) for name in ("first.db", "second.db"))
    keep(SqlImportStore(first), content_hash="1" * 64)
    keep(SqlImportStore(first), content_hash="2" * 64)
    with (
        closing(sqlite3.connect(tmp_path / "first.db")) as one,
        closing(sqlite3.connect(tmp_path / "second.db")) as two,
    ):
        one.backup(two)
    assert version_of(first) == version_of(second)
    yield first, second
    first.close()
    second.close()


def test_copies_that_took_the_same_file_in_in_other_ways_have_different_versions(
    copies: tuple[SqliteDatabase, SqliteDatabase],
) -> None:
    first, second = copies
    at, same_file = datetime(2026, 11, 20, 9, tzinfo=UTC), "f" * 64
    later = at + timedelta(seconds=1)
    keep(SqlImportStore(first), content_hash=same_file, assumed_currency="USD", imported_at=at)
    keep(SqlImportStore(second), content_hash=same_file, assumed_currency="AUD", imported_at=later)
    assert version_of(first) != version_of(second)


@pytest.mark.parametrize("later", [0, 1], ids=["another import", "at another moment"])
def test_copies_that_undid_an_import_in_other_ways_have_different_versions(
    copies: tuple[SqliteDatabase, SqliteDatabase], later: int
) -> None:
    """In the second case each had something else happen to it between."""
    stores = [SqlImportStore(database) for database in copies]
    with stores[0].begin(read_only=True) as tx:
        newer, older = tx.ledger.page_imports().items
    undo(stores[0], older)
    undo(stores[1], older if later else newer, at=UNDONE_AT + timedelta(seconds=later))
    assert version_of(copies[0]) != version_of(copies[1])

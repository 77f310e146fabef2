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
from tests.contract.building import keep


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


def test_copies_of_one_database_that_went_different_ways_have_different_versions(tmp_path: Path) -> None:
    first = SqliteDatabase(tmp_path / "first.db", migrate=migrations.upgrade)
    keep(SqlImportStore(first))
    with (
        closing(sqlite3.connect(tmp_path / "first.db")) as one,
        closing(sqlite3.connect(tmp_path / "second.db")) as two,
    ):
        one.backup(two)
    second = SqliteDatabase(tmp_path / "second.db", migrate=migrations.upgrade)
    assert version_of(first) == version_of(second)
    at, same_file = datetime(2026, 11, 20, 9, tzinfo=UTC), "f" * 64
    later = at + timedelta(seconds=1)
    keep(SqlImportStore(first), content_hash=same_file, assumed_currency="USD", imported_at=at)
    keep(SqlImportStore(second), content_hash=same_file, assumed_currency="AUD", imported_at=later)
    assert version_of(first) != version_of(second)
    first.close()
    second.close()

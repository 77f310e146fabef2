"""A kill is not a power cut: what makes a commit survive one is set, asked of the real databases themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from application.imports.imports import ImportOptions
from infrastructure.container import Container, build_container
from infrastructure.settings import Settings
from tests.faults.exports import orders
from tests.faults.servers import migrated, own_server

pytestmark = pytest.mark.slow

FULL = 2
"""SQLite's number for it."""


@pytest.mark.parametrize("read_only", [False, True], ids=["writing", "reading"])
def test_sqlite_syncs_its_log_with_each_commit_and_minds_foreign_keys(read_only: bool, tmp_path: Path) -> None:
    with (
        build_container(Settings.load(f"sqlite:///{tmp_path / 'drill.db'}", {})) as container,
        _connection(container, read_only=read_only) as connection,
    ):
        assert _pragma(connection, "journal_mode") == "wal"
        assert _pragma(connection, "synchronous") == FULL
        assert _pragma(connection, "foreign_keys") == 1


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_no_postgresql_session_has_switched_off_what_a_commit_waits_for(driver: str, tmp_path: Path) -> None:
    with own_server() as local:
        url = migrated(local, tmp_path)
        with build_container(Settings.load(url, {"DATABASE_DRIVER": driver})) as container:
            container.get_import_handler().import_files([orders(tmp_path / "orders.csv", 10)], ImportOptions())
            for read_only in (False, True):
                with _connection(container, read_only=read_only) as connection:
                    assert _setting(connection, "synchronous_commit") == ("on", "default")
        with psycopg.connect(url) as connection:
            assert _setting(connection, "fsync") == ("on", "default")
            assert _setting(connection, "full_page_writes") == ("on", "default")


@contextmanager
def _connection(container: Container, *, read_only: bool) -> Iterator[Any]:
    """The driver's own connection, in the middle of a transaction as the program begins one."""
    database: Any = container._database
    with database.begin(read_only=read_only) as session:
        yield session._connection


def _pragma(connection: Any, name: str) -> object:
    return connection.execute(f"pragma {name}").fetchone()[0]


def _setting(connection: Any, name: str) -> object:
    """What it is, and who said so: `default` where nobody did."""
    with connection.cursor() as cursor:
        cursor.execute("select setting, source from pg_settings where name = %s", (name,))
        return tuple(cursor.fetchone())

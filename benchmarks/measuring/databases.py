"""Databases to fill: a PostgreSQL that keeps its promises on disk, and SQLite files, fresh for each run."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from infrastructure import migrations
from tests.servers.discovery import URL_VARIABLE, RunningServer, start_postgresql
from tests.servers.postgresql import PostgresServer

NAMED_SERVER = "BENCH_DATABASE_URL"
"""The URL of a PostgreSQL whose role may create databases; without it one is started here."""


@contextmanager
def postgresql() -> Iterator[PostgresServer]:
    """A server with `fsync` on."""
    with _started() as running:
        yield running


@contextmanager
def _started() -> Iterator[PostgresServer]:
    named = os.environ.get(NAMED_SERVER)
    environment = {URL_VARIABLE: named} if named else {}
    running: RunningServer = start_postgresql(fsync=True, environment=environment)
    with running:
        yield running.server


@contextmanager
def database(server: PostgresServer, template: str | None = None) -> Iterator[str]:
    """The URL of a database at the newest schema, or a copy of another one; gone with the block."""
    name = f"succotash_bench_{secrets.token_hex(6)}"
    try:
        url = server.create_database(name, template=template)
        if template is None:
            migrations.upgrade(url)
        settle(server)
        yield url
    finally:
        server.drop_database(name)


def name_of(url: str) -> str:
    """The name of the database at a URL of ours."""
    return url.rpartition("/")[2]


def settle(server: PostgresServer) -> None:
    """What was written before is no burden on what comes next; only a superuser may ask for it."""
    with suppress(psycopg.Error), psycopg.connect(server.admin_url, autocommit=True) as connection:
        connection.execute("checkpoint")


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on a disk, not in memory where that is a choice; gone with the block."""
    place = Path(tempfile.mkdtemp(prefix="succotash-bench-"))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def migrated(file: Path) -> Path:
    """A new SQLite database at the newest schema, with nothing beside the file."""
    migrations.upgrade(sqlite_url(file))
    return file

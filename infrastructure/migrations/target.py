"""The two kinds of database that migrations run on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from domain.shared.errors import InvalidValue, StorageError
from infrastructure.database_url import DatabaseUrl, Dialect
from infrastructure.sql.catalog import Catalog

LOCK_WAIT = 30.0
"""Seconds to wait for whoever uses the tables that are to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`run` takes a connection of the driver and a whole file, and neither begins nor ends a transaction.

    `begin` is there where the driver begins none by itself before DDL.
    """

    dialect: str
    connect: Callable[[], Any]
    begin: Callable[[Any], None] | None = None
    run: Callable[[Any, str], None]
    driver_error: type[Exception]
    translated: Callable[[Exception], StorageError]
    exists: Callable[[], bool]


def target_at(url: str, wait: float = LOCK_WAIT) -> Target:
    """InvalidValue if nothing that has a schema can be at this URL."""
    told = DatabaseUrl.parse(url, "the database URL")
    if told.path is not None:
        return _sqlite(told.path, wait)
    if told.dialect is Dialect.POSTGRESQL:
        return _postgresql(told.url, wait)
    raise InvalidValue(f"{told.shown} has no schema to migrate", code="setting")


def run_script(connection: sqlite3.Connection, text: str) -> None:
    """Statement by statement: `executescript` would commit what stands open first."""
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    connection.execute(statement)


def _sqlite(path: Path, wait: float) -> Target:
    from infrastructure.sqlite.connecting import SqliteFile

    begin_writing = Catalog("sqlite")["begin_writing"].text
    file = SqliteFile(path=path, wait=wait)
    return Target(
        dialect="sqlite",
        connect=file.connect,
        begin=lambda connection: file.patiently(partial(connection.executescript, begin_writing)),
        run=run_script,
        driver_error=sqlite3.Error,
        translated=file.translated,
        exists=path.exists,
    )


def _postgresql(url: str, wait: float) -> Target:
    import psycopg

    from infrastructure.postgres.errors import translated, unreachable
    from infrastructure.postgres.pool import Server

    server = Server.at(url, lock_wait=wait)

    def connect() -> psycopg.Connection:
        try:
            return psycopg.connect("", **server.conninfo)
        except psycopg.Error as error:
            raise unreachable(error, server.place) from error

    def run(connection: psycopg.Connection, text: str) -> None:
        # Without parameters the whole file goes to the server as it is: nothing in it is taken for a placeholder.
        connection.execute(text.encode())

    return Target(
        dialect="postgresql",
        connect=connect,
        run=run,
        driver_error=psycopg.Error,
        translated=lambda error: translated(error, server.place),
        exists=lambda: True,
    )

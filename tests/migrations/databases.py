"""A database of either dialect, used without the program."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any, TypeAlias

import psycopg
from psycopg.rows import dict_row

from infrastructure import migrations
from infrastructure.postgres.database import PostgresDatabase
from infrastructure.sql.session import SqlDatabase
from infrastructure.sqlite.database import SqliteDatabase

Cells: TypeAlias = dict[str, Any]


def execute(url: str, *statements: str) -> None:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection, connection:
            connection.execute("pragma foreign_keys = on")
            for statement in statements:
                connection.execute(statement)
    else:
        with psycopg.connect(url) as server:
            for statement in statements:
                server.execute(statement.encode())


def an_import(url: str, **changes: str) -> str:
    """A statement that adds one, with `changes` as SQL; its id is the next one."""
    told = {
        **dict.fromkeys(("file", "account", "assumed_currency", "kind", "platform", "encoding", "content_hash"), "''"),
        **dict.fromkeys(("rows", "total_rows", "rejected_rows", "inserted", "updated", "unchanged"), "0"),
        "findings": "'{}'",
        "imported_at": "'2025-01-01T00:00:00.000000Z'",
        **changes,
    }
    return f"insert into imports ({', '.join(told)}) values ({', '.join(told.values())})"


def rows_at(url: str, table: str) -> list[Cells]:
    """All rows by the names of their columns, in the order of the first one."""
    query = f"select * from {table} order by 1"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query)]
    with psycopg.connect(url, row_factory=dict_row) as server:
        return server.execute(query.encode()).fetchall()


def as_before(rows: Sequence[Cells], before: Sequence[Cells]) -> list[Cells]:
    """The rows without the columns that have come since."""
    return [{name: row[name] for name in (before[0] if before else row)} for row in rows]


def database_at(url: str) -> SqlDatabase:
    if url.startswith("sqlite"):
        return SqliteDatabase(url.removeprefix("sqlite:///"), migrate=migrations.upgrade)
    return PostgresDatabase(url)

"""A transaction on one connection to the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from domain.shared.columns import MISSING
from domain.shared.errors import StorageError
from infrastructure.sql.catalog import Catalog, Statement
from infrastructure.sql.session import Column, Cursor, Row, SqlSession


class SqliteSession(SqlSession):
    driver_errors = (sqlite3.Error, UnicodeError, OverflowError)

    def __init__(
        self,
        connection: sqlite3.Connection,
        catalog: Catalog,
        translate: Callable[[Exception], StorageError],
        *,
        echo: bool,
    ) -> None:
        super().__init__(catalog, echo=echo)
        self._connection, self._translate = connection, translate
        self._read_only = False

    def begin(self, *, read_only: bool) -> None:
        with self._called("begin_reading" if read_only else "begin_writing") as statement:
            self._connection.executescript(statement.text)
        self._begun, self._read_only = True, read_only

    def _run(self, statement: Statement, parameters: Row) -> Cursor:
        return self._connection.execute(statement.text, parameters)

    def _run_wide(self, statement: Statement, parameters: Row) -> Cursor:
        return self._run(statement, parameters)

    def _run_many(self, statement: Statement, rows: Sequence[Row]) -> None:
        self._connection.executemany(statement.text, rows)

    def _load(self, statement: Statement, columns: Sequence[Column]) -> None:
        self._connection.executemany(statement.text, zip(*map(cells, columns), strict=True))

    def _translated(self, error: Exception) -> StorageError:
        if self._read_only and getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY:
            return StorageError("a transaction that only reads cannot write")
        return self._translate(error)

    def _abandon(self) -> None:
        self._connection.close()


def cells(column: Column) -> list[Any]:
    """A column as SQLite takes it: days, instants and local times as text, None for what is not known."""
    match column.dtype.kind:
        case "M":
            return _with_none(_iso(column), np.isnat(column))
        case "i":
            return _with_none(column, column == MISSING)
        case _:
            return list(column.tolist())


def _iso(column: Column) -> Column:
    """ISO texts in the column's own precision; what has microseconds is an instant, and UTC is said of it."""
    is_instant = np.datetime_data(column.dtype)[0] == "us"
    return np.datetime_as_string(column, timezone="UTC" if is_instant else "naive")


def _with_none(column: Column, missing: Column) -> list[Any]:
    as_objects = column.astype(np.object_)
    as_objects[missing] = None
    return list(as_objects.tolist())

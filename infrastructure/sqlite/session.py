"""A transaction on one connection to the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np

from domain.shared.columns import MISSING
from domain.shared.errors import StorageError
from infrastructure.sql.catalog import Catalog, Statement
from infrastructure.sql.session import Column, Cursor, Row, SqlSession
from infrastructure.sqlite.connecting import SqliteFile


class SqliteSession(SqlSession):
    driver_errors = (sqlite3.Error, UnicodeError, OverflowError)

    def __init__(
        self,
        connection: sqlite3.Connection,
        catalog: Catalog,
        file: SqliteFile,
        *,
        echo: bool,
    ) -> None:
        super().__init__(catalog, echo=echo)
        self._connection, self._file = connection, file
        self._read_only = False

    def begin(self, *, read_only: bool) -> None:
        with self._called("begin_reading" if read_only else "begin_writing") as statement:
            self._file.patiently(partial(self._connection.executescript, statement.text))
        self._begun, self._read_only = True, read_only

    def _run(self, statement: Statement, parameters: Row) -> Cursor:
        # A statement that found the file locked has done nothing. On a disk without shared memory, where there is no
        # write-ahead log, that may still befall the commit.
        cursor: Cursor = self._file.patiently(partial(self._connection.execute, statement.text, parameters))
        return cursor

    def _run_wide(self, statement: Statement, parameters: Row) -> Cursor:
        return self._run(statement, parameters)

    def _run_many(self, statement: Statement, rows: Sequence[Row]) -> None:
        self._connection.executemany(statement.text, rows)

    def _load(self, statement: Statement, blocks: Iterable[Sequence[Column]]) -> None:
        for columns in blocks:
            self._connection.executemany(statement.text, zip(*map(cells, columns), strict=True))

    def _is_duplicate(self, error: Exception) -> bool:
        return getattr(error, "sqlite_errorcode", 0) in {
            sqlite3.SQLITE_CONSTRAINT_UNIQUE,
            sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
        }

    def _translated(self, error: Exception) -> StorageError:
        if self._read_only and getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY:
            return StorageError("a transaction that only reads cannot write")
        return self._file.translated(error)

    def _abandon(self) -> None:
        self._connection.close()


def cells(column: Column) -> list[Any]:
    """A column as SQLite takes it: days, instants and local times as text, None for what is not known."""
    match column.dtype.kind:
        case "M":
            distinct, codes = np.unique(column, return_inverse=True)  # most files name few days
            return list(_with_none(_iso(distinct), np.isnat(distinct))[codes].tolist())
        case "i":
            return list(_with_none(column, column == MISSING).tolist())
        case _:
            return list(column.tolist())


def _iso(column: Column) -> Column:
    """ISO texts in the column's own precision; what has microseconds is an instant, and UTC is said of it."""
    is_instant = np.datetime_data(column.dtype)[0] == "us"
    return np.datetime_as_string(column, timezone="UTC" if is_instant else "naive")


def _with_none(column: Column, missing: Column) -> Column:
    if not missing.any():
        return column
    as_objects = column.astype(np.object_)
    as_objects[missing] = None
    return as_objects

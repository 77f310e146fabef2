"""psycopg 3, the default driver."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg

from infrastructure.postgres.driver import Connection, Driver
from infrastructure.sql.session import Cursor


class PsycopgDriver(Driver):
    connection_class = psycopg.Connection
    errors = (psycopg.Error, UnicodeError, OverflowError)

    def wide_cursor(self, connection: Connection) -> Cursor:
        # In autocommit mode only a cursor "with hold" is allowed; it is closed before the transaction ends.
        cursor: Cursor = connection.cursor(name="wide", withhold=True, binary=True)
        return cursor

    def copy(self, cursor: Any, statement: str, chunks: Iterable[bytes]) -> None:
        with cursor.copy(statement) as copy:
            for chunk in chunks:
                copy.write(chunk)

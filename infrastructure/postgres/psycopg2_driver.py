"""psycopg2, for those who have it already: the same adapter and the same pool over the older driver.

`psycopg_pool` was made for psycopg 3. What it asks of a connection beyond psycopg2's own is the class below; it is not
documented, so psycopg-pool is pinned to 3.3 and the contract suite runs on this driver too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Self

import psycopg2
import psycopg2.extensions

from infrastructure.postgres.driver import Connection, Driver
from infrastructure.sql.session import Cursor


class PooledConnection(psycopg2.extensions.connection):  # type: ignore[misc]
    """A psycopg2 connection that answers where the pool asks psycopg 3's."""

    @classmethod
    def connect(cls, conninfo: str, **settings: Any) -> Self:
        autocommit = settings.pop("autocommit")
        connection: Self = psycopg2.connect(conninfo, connection_factory=cls, **settings)
        connection.autocommit = autocommit
        return connection

    @property
    def pgconn(self) -> Self:
        return self

    @property
    def transaction_status(self) -> int:
        """libpq's own number, which psycopg 3 uses too; a closed connection is in none that is known."""
        if self.closed:
            return int(psycopg2.extensions.TRANSACTION_STATUS_UNKNOWN)
        return int(self.get_transaction_status())


class Psycopg2Driver(Driver):
    connection_class = PooledConnection
    # ValueError is how psycopg2 refuses NUL in a text.
    errors = (psycopg2.Error, ValueError, OverflowError)

    def wide_cursor(self, connection: Connection) -> Cursor:
        # In autocommit mode only a cursor "with hold" is allowed; it is closed before the transaction ends.
        cursor: Cursor = connection.cursor(name="wide", withhold=True)
        return cursor

    def copy(self, cursor: Any, statement: str, chunks: Iterable[bytes]) -> None:
        cursor.copy_expert(statement, _Chunks(iter(chunks)))


class _Chunks:
    """The file that psycopg2 wants to read from; it takes pieces of any length."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def read(self, _size: int) -> bytes:
        return next(self._chunks, b"")

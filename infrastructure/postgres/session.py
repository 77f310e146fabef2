"""A transaction on one of the pool's connections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing

from domain.shared.errors import StorageError
from infrastructure.postgres.driver import Connection, Driver
from infrastructure.postgres.errors import is_duplicate, translated
from infrastructure.sql.catalog import Catalog, Statement
from infrastructure.sql.session import Column, Cursor, Row, SqlSession


class PostgresSession(SqlSession):
    """`place` is what errors call the server."""

    def __init__(self, connection: Connection, driver: Driver, catalog: Catalog, *, place: str, echo: bool) -> None:
        super().__init__(catalog, echo=echo)
        self._connection, self._driver, self._place = connection, driver, place
        self.driver_errors = driver.errors

    def _run(self, statement: Statement, parameters: Row) -> Cursor:
        return _executed(self._connection.cursor(), statement, parameters)

    def _run_wide(self, statement: Statement, parameters: Row) -> Cursor:
        return _executed(self._driver.wide_cursor(self._connection), statement, parameters)

    def _run_many(self, statement: Statement, rows: Sequence[Row]) -> None:
        with closing(self._connection.cursor()) as cursor:
            cursor.executemany(statement.text, rows)

    def _load(self, statement: Statement, blocks: Iterable[Sequence[Column]]) -> None:
        from infrastructure.postgres.copying import copied  # only who imports needs polars

        with closing(self._connection.cursor()) as cursor:
            self._driver.copy(cursor, statement.text, map(copied, blocks))

    def _is_duplicate(self, error: Exception) -> bool:
        return is_duplicate(error)

    def _translated(self, error: Exception) -> StorageError:
        return translated(error, self._place, ended=bool(self._connection.closed))

    def _abandon(self) -> None:
        self._connection.close()


def _executed(cursor: Cursor, statement: Statement, parameters: Row) -> Cursor:
    """Parameters are passed only where there are any: with them, the drivers look at every `%`."""
    given = (parameters,) if statement.parameters else ()
    try:
        cursor.execute(statement.text, *given)
    except BaseException:
        cursor.close()
        raise
    return cursor

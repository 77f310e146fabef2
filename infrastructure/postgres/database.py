"""A PostgreSQL database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg_pool import ConnectionPool

from infrastructure.postgres.driver import Driver
from infrastructure.postgres.pool import PoolSettings, Server, borrowed, open_pool
from infrastructure.postgres.session import PostgresSession
from infrastructure.sql.catalog import Catalog
from infrastructure.sql.session import SqlDatabase, SqlSession


class PostgresDatabase(SqlDatabase):
    """Its pool is opened on first use; the schema is then checked and never changed, because its owner migrates it."""

    dialect = "postgresql"

    def __init__(
        self, url: str, *, driver: str = "psycopg", pool: PoolSettings | None = None, echo: bool = False
    ) -> None:
        """`driver` is `psycopg` or `psycopg2`. StorageError if the URL cannot be understood; nothing connects yet."""
        super().__init__()
        self._settings = pool or PoolSettings()
        self._server = Server.at(url, lock_wait=self._settings.lock_wait, connect_wait=self._settings.connect_wait)
        self._driver = _driver_named(driver)
        self._catalog = Catalog("postgresql", pyformat=True)
        self._echo = echo
        self._pool: ConnectionPool[Any] | None = None

    @property
    def place(self) -> str:
        return f"PostgreSQL at {self._server.place}"

    def close(self) -> None:
        with self._preparing:
            if self._pool is not None:
                self._pool.close()

    def _prepare(self) -> None:
        self.check_schema()

    @contextmanager
    def _session(self) -> Iterator[SqlSession]:
        with borrowed(self._opened(), self._server.place) as connection:
            yield PostgresSession(connection, self._driver, self._catalog, place=self._server.place, echo=self._echo)

    def _opened(self) -> ConnectionPool[Any]:
        if self._pool is None:
            with self._making_ready():
                if self._pool is None:
                    self._pool = open_pool(self._server, self._driver, self._catalog, self._settings)
        return self._pool


def _driver_named(name: str) -> Driver:
    """The driver of that name, `psycopg` or `psycopg2`; only the one that is used gets imported."""
    if name == "psycopg2":
        from infrastructure.postgres.psycopg2_driver import Psycopg2Driver

        return Psycopg2Driver()
    from infrastructure.postgres.psycopg_driver import PsycopgDriver

    return PsycopgDriver()

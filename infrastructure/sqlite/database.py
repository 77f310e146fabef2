"""An SQLite database, which migrates itself."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from infrastructure.sql.catalog import Catalog
from infrastructure.sql.revisions import head
from infrastructure.sql.session import SqlDatabase, SqlSession
from infrastructure.sqlite.connecting import SqliteFile
from infrastructure.sqlite.session import SqliteSession

IDLE_CONNECTIONS = 8
"""Connections kept open for the next block; opening one costs more than a small query."""


class SqliteDatabase(SqlDatabase):
    """Each block has a connection of its own, so any thread may use the database at any time.

    `migrate` brings the schema at a URL to head; it is called only where the file is new or behind. `wait` in seconds
    bounds the wait of a writer for the one before it; readers never wait.
    """

    dialect = "sqlite"

    def __init__(
        self, path: Path | str, *, migrate: Callable[[str], None], wait: float = 30.0, echo: bool = False
    ) -> None:
        super().__init__()
        self._migrate = migrate
        self._file = SqliteFile(path=Path(path), wait=wait)
        self._catalog = Catalog("sqlite")
        self._echo = echo
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False

    @property
    def place(self) -> str:
        return f"the database {self._file.path}"

    def close(self) -> None:
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def check_schema(self) -> None:
        """Migrates what is behind; what a newer program has written is refused."""
        current = self._schema_version()
        if current is None or current < head():
            self._migrate(f"sqlite:///{self._file.path}")
        super().check_schema()

    def _prepare(self) -> None:
        self.check_schema()

    @contextmanager
    def _session(self) -> Iterator[SqlSession]:
        connection = self._borrowed()
        try:
            yield SqliteSession(connection, self._catalog, self._file, echo=self._echo)
        finally:
            self._give_back(connection)

    def _borrowed(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return self._file.connect()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if self._closed or not _is_at_rest(connection) or len(self._idle) >= IDLE_CONNECTIONS:
            connection.close()
        else:
            self._idle.append(connection)


def _is_at_rest(connection: sqlite3.Connection) -> bool:
    """Whether it can serve the next block: open, and in no transaction."""
    try:
        return not connection.in_transaction
    except sqlite3.ProgrammingError:  # a failed statement has closed it
        return False

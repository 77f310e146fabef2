"""Opening the file, and what may be wrong with it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from domain.shared.errors import StorageError, StorageUnavailable, TransientStorageError
from domain.shared.text import one_line
from infrastructure.sql.catalog import Catalog

Answer = TypeVar("Answer")

LIBRARY_VERSION = sqlite3.sqlite_version

_CATALOG = Catalog("sqlite")

APPLICATION_ID = b"Succ"
"""What the first migration writes into the file's header."""
_FIRST_PAGE = 4096

TICK = 0.5
"""Seconds that SQLite itself waits for a lock. It does so in C, where Ctrl-C goes unheard until Python is back."""

_UNAVAILABLE = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened or created",
    sqlite3.SQLITE_READONLY: "it, or its folder, cannot be written to",
    sqlite3.SQLITE_PERM: "access to it is not permitted",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written",
}
_BROKEN = {
    sqlite3.SQLITE_NOTADB: "it is not an SQLite database",
    sqlite3.SQLITE_CORRUPT: "it is damaged",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteFile:
    """`wait` in seconds bounds the wait for whoever is writing."""

    path: Path
    wait: float

    def connect(self) -> sqlite3.Connection:
        """A connection that begins no transaction by itself; StorageUnavailable or StorageError if there is none."""
        if self.path.is_dir():
            raise StorageUnavailable(f"the database {self.path} is a folder")
        if not self.path.parent.is_dir():
            raise StorageUnavailable(f"the folder of the database {self.path} does not exist")
        if self._is_foreign():
            raise StorageError(f"the database {self.path} belongs to another application")
        try:
            return self._configured(self._opened())
        except sqlite3.Error as error:
            raise self.translated(error) from error

    def patiently(self, work: Callable[[], Answer]) -> Answer:
        """What `work` answers, tried for as long as it finds the file locked and `wait` is not over."""
        deadline = time.monotonic() + self.wait
        while True:
            try:
                return work()
            except sqlite3.OperationalError as error:
                if not _is_locked(error) or time.monotonic() > deadline:
                    raise
            time.sleep(0.01)

    def translated(self, error: Exception) -> StorageError:
        """The error for a statement or a connection that failed."""
        extended = getattr(error, "sqlite_errorcode", 0)
        code = extended & 0xFF
        if extended == sqlite3.SQLITE_BUSY_SNAPSHOT:
            return TransientStorageError(f"the database {self.path} has changed under the transaction")
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            waited = f"{self.wait:g} s"
            return StorageUnavailable(
                f"the database {self.path} has been locked by another process for more than {waited}"
            )
        if reason := _UNAVAILABLE.get(code):
            return StorageUnavailable(f"the database {self.path} is not available: {reason}")
        reason = _BROKEN.get(code) or _said(error)
        return StorageError(f"the database {self.path} cannot be used: {reason}")

    def _is_foreign(self) -> bool:
        """Whether another application made it: told from the file's header alone (https://sqlite.org/fileformat.html),
        because opening it would already change it. While a write-ahead log is there, the header may lag behind it."""
        log = self.path.with_name(self.path.name + "-wal")
        try:
            with self.path.open("rb") as file:
                page = file.read(_FIRST_PAGE)
            logged = log.exists() and log.stat().st_size > 0
        except OSError:
            return False  # opening it will tell what is wrong
        has_tables = len(page) >= 100 and any(page[40:44])
        ours = page[68:72] == APPLICATION_ID or b"alembic_version" in page  # the latter alone while it is being made
        return page.startswith(b"SQLite format 3\0") and has_tables and not ours and not logged

    def _opened(self) -> sqlite3.Connection:
        # Transactions are begun and ended by statements alone, and the pool hands connections from thread to thread.
        tick = min(self.wait, TICK)
        return sqlite3.connect(self.path, timeout=tick, isolation_level=None, check_same_thread=False)

    def _configured(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        """SQLite does not wait by itself where several switch a new file to its write-ahead log: here it is waited."""
        try:
            self.patiently(partial(connection.executescript, _CATALOG["configure_connection"].text))
        except BaseException:
            connection.close()
            raise
        return connection


def _is_locked(error: sqlite3.OperationalError) -> bool:
    """Where the file has changed under a transaction, waiting would not help."""
    code = error.sqlite_errorcode
    return code & 0xFF == sqlite3.SQLITE_BUSY and code != sqlite3.SQLITE_BUSY_SNAPSHOT


def _said(error: Exception) -> str:
    """SQLite's own messages name tables and columns, never values; those of Python's conversions may name them."""
    return one_line(str(error), 200) if isinstance(error, sqlite3.Error) else "a value cannot be stored"

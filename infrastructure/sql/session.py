"""One transaction of one SQL database, in which every statement is called by its name in `sql/`."""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from threading import RLock
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from domain.shared.errors import StorageError, StorageUnavailable
from infrastructure.sql.catalog import Catalog, Statement
from infrastructure.sql.revisions import check_revision, head

Column: TypeAlias = NDArray[Any]
Row: TypeAlias = Mapping[str, Any]
Decode: TypeAlias = Callable[[Sequence[Any]], Column]
"""Cells as the driver gives them, made a column."""

ROWS_AT_ONCE = 2_000
"""Rows fetched at a time by wide reads: enough to make each round trip pay, few enough to be turned into columns while
they are still in the processor's cache. Measured with a million orders, 20,000 take twice as long."""

READY_WAIT = 30.0
"""Seconds to wait for another thread that is the first to use the database, and so connects and looks at its schema."""

_LOG = logging.getLogger(__name__)


class Cursor(Protocol):
    """What all three drivers offer (DB-API 2.0)."""

    @property
    def description(self) -> Any: ...
    @property
    def rowcount(self) -> int: ...
    def execute(self, text: str, parameters: Any = ..., /) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def fetchmany(self, size: int, /) -> list[Any]: ...
    def close(self) -> None: ...


class SqlSession(ABC):
    """The state of one `begin()` block. After an error of storage, and after the commit, it takes no further statement.

    `echo` logs the name and the duration of each statement, and never a parameter.
    """

    driver_errors: tuple[type[Exception], ...]
    """What the driver raises, also for texts and numbers that it cannot send."""

    def __init__(self, catalog: Catalog, *, echo: bool) -> None:
        self._catalog = catalog
        self._echo = echo
        self._begun = False
        self._ended = False

    def execute(self, name: str, /, **parameters: object) -> int:
        """Run a statement; the number of rows that it changed."""
        with self._called(name) as statement, closing(self._run(statement, parameters)) as cursor:
            return cursor.rowcount

    def execute_many(self, name: str, rows: Sequence[Row]) -> None:
        """Run a statement once for each set of parameters."""
        with self._called(name) as statement:
            self._run_many(statement, rows)

    def rows(self, name: str, /, **parameters: object) -> list[Row]:
        """All rows of a query, by the names of their columns."""
        with self._called(name) as statement, closing(self._run(statement, parameters)) as cursor:
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def find_row(self, name: str, /, **parameters: object) -> Row | None:
        """The first row of a query, if it has one."""
        return next(iter(self.rows(name, **parameters)), None)

    def columns(self, name: str, decode: Mapping[str, Decode], /, **parameters: object) -> dict[str, Column]:
        """The result of a wide query by columns: `decode` tells, in the order of the query, how each is made."""
        with self._called(name) as statement, closing(self._run_wide(statement, parameters)) as cursor:
            parts = [[make(()) for make in decode.values()]]
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                cells = zip(*rows, strict=True)
                parts.append([make(column) for make, column in zip(decode.values(), cells, strict=True)])
        return dict(zip(decode, map(np.concatenate, zip(*parts, strict=True)), strict=True))

    def load(self, name: str, blocks: Iterable[Sequence[Column]]) -> None:
        """Send many rows, block by block: columns of one length in the order in which the statement takes them."""
        with self._called(name) as statement:
            self._load(statement, blocks)

    def load_new(self, name: str, blocks: Iterable[Sequence[Column]]) -> bool:
        """The same for rows that should all be new. False if one is not: then none of them is there, and the
        transaction lives on."""
        self.execute("begin_loading")
        with self._called(name) as statement:
            loaded = self._could_load(statement, blocks)
        if not loaded:
            self.execute("undo_loading")
        self.execute("end_loading")
        return loaded

    def begin(self, *, read_only: bool) -> None:
        self.execute("begin_reading" if read_only else "begin_writing")
        self._begun = True

    def commit(self) -> None:
        """Make everything durable and visible, at once."""
        self.execute("commit")
        self._ended, self._begun = True, False

    def leave(self) -> None:
        """Undo what was not committed. What cannot be rolled back in order is not used again."""
        if not self._begun:
            return
        self._begun, self._ended = False, True
        try:
            self._run(self._catalog["rollback"], {}).close()
        except self.driver_errors:
            self._abandon()

    def _could_load(self, statement: Statement, blocks: Iterable[Sequence[Column]]) -> bool:
        try:
            self._load(statement, blocks)
        except self.driver_errors as error:
            if self._is_duplicate(error):
                return False
            raise
        return True

    @contextmanager
    def _called(self, name: str) -> Iterator[Statement]:
        """The statement, its errors translated and its time taken."""
        if self._ended:
            raise StorageError("the transaction has ended", code="transaction_ended", statement=name)
        started = time.perf_counter()
        try:
            yield self._catalog[name]
        except self.driver_errors as error:
            self._ended = True
            raise self._translated(error) from error
        finally:
            if self._echo:
                _LOG.info("%s took %.1f ms", name, (time.perf_counter() - started) * 1_000)

    @abstractmethod
    def _run(self, statement: Statement, parameters: Row) -> Cursor:
        """A cursor over the result of one statement."""

    @abstractmethod
    def _run_wide(self, statement: Statement, parameters: Row) -> Cursor:
        """The same where the result may be larger than what one wants to hold in memory twice."""

    @abstractmethod
    def _run_many(self, statement: Statement, rows: Sequence[Row]) -> None: ...

    @abstractmethod
    def _load(self, statement: Statement, blocks: Iterable[Sequence[Column]]) -> None: ...

    @abstractmethod
    def _is_duplicate(self, error: Exception) -> bool:
        """Whether a unique index refused a row."""

    @abstractmethod
    def _translated(self, error: Exception) -> StorageError:
        """The error of the business for an error of the driver, in one line without secrets."""

    @abstractmethod
    def _abandon(self) -> None:
        """The connection is in no known state: close it."""


class SqlDatabase(ABC):
    """A database that transactions are begun in. Thread-safe; on first use it makes sure of its schema."""

    dialect: str

    def __init__(self) -> None:
        self._prepared = False
        self._preparing = RLock()

    @contextmanager
    def begin(self, *, read_only: bool = False) -> Iterator[SqlSession]:
        """A transaction: leaving the block without `commit()` undoes it. A reading one sees one snapshot.

        StorageUnavailable if no connection is to be had within the bounded wait; SchemaMismatch if the schema is not
        the one that this program was written for.
        """
        if not self._prepared:
            with self._making_ready():
                if not self._prepared:
                    self._prepare()
                    self._prepared = True
        with self._transaction(read_only=read_only) as session:
            yield session

    def check_schema(self) -> None:
        """SchemaMismatch if the schema is not at head; it tells what to do."""
        check_revision(self._schema_version(), head(), self.place)

    @property
    @abstractmethod
    def place(self) -> str:
        """Where the database is, as it may be shown."""

    @abstractmethod
    def close(self) -> None:
        """Close all connections. Afterwards the database is not used any more."""

    @abstractmethod
    def _session(self) -> AbstractContextManager[SqlSession]:
        """A session on a connection that is the block's own."""

    @abstractmethod
    def _prepare(self) -> None:
        """See to the schema."""

    @contextmanager
    def _making_ready(self) -> Iterator[None]:
        """One thread at a time. Whoever comes meanwhile waits, and not for ever: each may have to try it himself."""
        if not self._preparing.acquire(timeout=READY_WAIT):
            raise StorageUnavailable(f"{self.place} was not ready within {READY_WAIT:g} s")
        try:
            yield
        finally:
            self._preparing.release()

    def _schema_version(self) -> str | None:
        with self._transaction(read_only=True) as session:
            [versioned] = session.rows("has_schema_version")
            row = session.find_row("schema_version") if versioned["answer"] else None
            return None if row is None else str(row["revision"])

    @contextmanager
    def _transaction(self, *, read_only: bool) -> Iterator[SqlSession]:
        with self._session() as session:
            try:
                session.begin(read_only=read_only)
                yield session
            finally:
                session.leave()

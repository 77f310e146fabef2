"""Every table as a dict, under a copy-on-begin transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from secrets import token_bytes
from threading import Lock
from typing import Any, TypeAlias

from domain.imports.mapping import ColumnMapping
from domain.imports.record import ImportRecord
from domain.imports.request import ImportRequest
from domain.imports.rows import Coverage
from domain.shared.errors import StorageError, StorageUnavailable

Row: TypeAlias = Mapping[str, Any]
"""The cells of one row by the names of its columns."""


@dataclass(frozen=True, slots=True)
class Version:
    """What one import says of a fact; of all versions of a fact just one is current."""

    row: Row
    current: bool


FactTable: TypeAlias = dict[tuple[str, int], Version]
"""Versions by the fact's key and the id of the import."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All that is kept. Once published it is never changed in place, so a reader holds a snapshot."""

    imports: dict[int, ImportRecord] = field(default_factory=dict)
    ad_metrics: FactTable = field(default_factory=dict)
    orders: FactTable = field(default_factory=dict)
    rates: FactTable = field(default_factory=dict)
    leads: FactTable = field(default_factory=dict)
    activity: FactTable = field(default_factory=dict)
    coverage: dict[int, tuple[Coverage, ...]] = field(default_factory=dict)
    requests: dict[str, ImportRequest] = field(default_factory=dict)
    mappings: dict[str, ColumnMapping] = field(default_factory=dict)
    facts_version: dict[str, int] = field(default_factory=lambda: {"revision": 0})
    installation: dict[str, bytes] = field(default_factory=lambda: {"id_key": token_bytes(32)})

    @property
    def facts(self) -> tuple[FactTable, ...]:
        """All the tables of versions."""
        return self.ad_metrics, self.orders, self.rates, self.leads, self.activity

    def copy(self) -> Tables:
        return Tables(**{table.name: dict(getattr(self, table.name)) for table in fields(self)})


class MemorySession:
    """The state of one `begin()` block, which takes no further call after the commit or an error of storage."""

    def __init__(self, tables: Tables, *, read_only: bool) -> None:
        self._tables = tables
        self.read_only = read_only
        self.ended = False

    @property
    def tables(self) -> Tables:
        """To read from."""
        if self.ended:
            raise StorageError("the transaction has ended", code="transaction_ended")
        return self._tables

    @property
    def written(self) -> Tables:
        """To write into."""
        tables = self.tables
        if self.read_only:
            raise self.failed("a reading transaction writes nothing")
        return tables

    def failed(self, why: str) -> StorageError:
        """The error to raise; nothing more can be done in the block."""
        self.ended = True
        return StorageError(why)


class MemoryDatabase:
    """The published tables. One writer at a time; readers never wait."""

    def __init__(self, *, wait: float = 30.0) -> None:
        self._published = Tables()
        self._writing = Lock()
        self._wait = wait

    def snapshot(self) -> Tables:
        return self._published

    @contextmanager
    def begin(self, *, read_only: bool = False) -> Iterator[MemorySession]:
        """StorageUnavailable if another writer holds on beyond the bounded wait."""
        if not read_only and not self._writing.acquire(timeout=self._wait):
            raise StorageUnavailable(f"another import has been under way for more than {self._wait:g} s")
        session = MemorySession(self._published.copy(), read_only=read_only)
        try:
            yield session
        finally:
            session.ended = True
            if not read_only:
                self._writing.release()

    def commit(self, session: MemorySession) -> None:
        """Make what was written the tables that readers see from now on."""
        tables = session.tables
        if not session.read_only:
            self._published = tables
        session.ended = True

    def check_schema(self) -> None:
        """Dicts have no schema that could be amiss."""

    def close(self) -> None:
        """There is no connection to close."""

"""The composition root: the one place that knows every adapter.

What a configuration does not need is not imported: neither the drivers of the other databases, nor Alembic, nor polars.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self

import punq

from application.imports.imports import ImportHandler
from application.payback.payback import PaybackHandler
from domain.imports.ports import ExportReader, ImportStore
from domain.imports.record import ImportRecord, Kind
from domain.payback.ports import PaybackFacts, SourceTable
from domain.shared.clock import Clock
from domain.shared.errors import StorageError
from infrastructure.database_url import DatabaseUrl, Dialect
from infrastructure.settings import Settings
from infrastructure.sources import SourceAliasFile
from infrastructure.system_clock import SystemClock


class Database(Protocol):
    """What the container needs of a database beside its ports."""

    def check_schema(self) -> None: ...
    def close(self) -> None: ...


class Storage(NamedTuple):
    """One configuration's database and the adapters over it."""

    database: Database
    imports: ImportStore
    facts: PaybackFacts


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the database can be used; `detail` says why not, in one line."""

    healthy: bool
    detail: str


_PROBE = ImportRecord(
    file="a probe",
    content_hash="0" * 64,
    account="",
    assumed_currency="",
    kind=Kind.SPEND,
    platform="plain",
    encoding="utf-8",
    rows=0,
    total_rows=0,
    rejected_rows=0,
    currency=None,
    period=None,
    imported_at=datetime(2000, 1, 1, tzinfo=UTC),
)
"""What `database_writable` writes and takes back."""


class Schema:
    """The migrations of the configured database; InvalidValue where it is none that has a schema."""

    def __init__(self, database: DatabaseUrl) -> None:
        self._url = database.url

    def upgrade(self, revision: str = "head") -> None:
        from infrastructure import migrations

        migrations.upgrade(self._url, revision)

    def downgrade(self, revision: str) -> None:
        """Back to `revision`, or to nothing with "base"; what only newer ones could hold is lost."""
        from infrastructure import migrations

        migrations.downgrade(self._url, revision)

    def current(self) -> str | None:
        """The revision of the database, None where migrations never ran."""
        from infrastructure import migrations

        return migrations.current(self._url)

    def history(self) -> list[tuple[str, str]]:
        """Number and name of every revision, oldest first."""
        from infrastructure import migrations

        return [(number, name) for number, name in migrations.history()]

    def revision(self, message: str) -> list[Path]:
        """The files of a new and empty revision."""
        from infrastructure import migrations

        return migrations.revision(message)

    def offline_sql(self, revision: str = "head") -> str:
        """What `upgrade` would run on an empty database of this kind; nothing is connected to."""
        from infrastructure import migrations

        return migrations.offline_sql(self._url, revision)


class Container:
    """The handlers of one configuration. Closing it closes the database's connections."""

    def __init__(self, settings: Settings, services: punq.Container, database: Database) -> None:
        self.settings = settings
        self.schema = Schema(settings.database)
        self._services = services
        self._database = database

    def get_import_handler(self) -> ImportHandler:
        return self._services.resolve(ImportHandler)

    def get_payback_handler(self) -> PaybackHandler:
        return self._services.resolve(PaybackHandler)

    def database_health(self) -> Health:
        """Reaches the database, within its bounded wait, and looks at its schema."""
        try:
            self._database.check_schema()
        except StorageError as error:
            return Health(healthy=False, detail=error.message)
        return Health(healthy=True, detail="the database answers, and its schema is at head")

    def database_writable(self) -> Health:
        """Makes an entry in the ledger and takes it back: the disk and the rights are proven, and nothing is left."""
        try:
            with self.get_import_handler().store.begin() as tx:
                tx.ledger.add(_PROBE)
        except StorageError as error:
            return Health(healthy=False, detail=error.message)
        return Health(healthy=True, detail="an entry was written and taken back")

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def load_settings(database: str | None = None) -> Settings:
    """The settings of the environment; `database` is the URL that a command was given, which wins."""
    return Settings.load(database)


def sqlite_version() -> str:
    """The version of the SQLite library that Python brings."""
    from infrastructure.sqlite.connecting import LIBRARY_VERSION

    return LIBRARY_VERSION


def build_container(settings: Settings, overrides: Sequence[tuple[type, object]] = ()) -> Container:
    """A container of its own; each override is a port and the object to take for it."""
    services, storage = punq.Container(), _storage(settings)
    services.register(ImportStore, instance=storage.imports)
    services.register(PaybackFacts, instance=storage.facts)
    services.register(Clock, instance=SystemClock())
    services.register(SourceTable, instance=SourceAliasFile())
    services.register(ExportReader, factory=_file_reader)
    services.register(ImportHandler)
    services.register(PaybackHandler)
    for port, stand_in in overrides:  # the last registration wins
        services.register(port, instance=stand_in)
    return Container(settings, services, storage.database)


@cache
def container() -> Container:
    """The process's own, made from the environment when first asked for."""
    return build_container(Settings.load())


def _storage(settings: Settings) -> Storage:
    if settings.database.path is not None:
        return _on_sqlite(settings.database.path, settings)
    if settings.database.dialect is Dialect.POSTGRESQL:
        return _on_postgresql(settings)
    return _in_memory()


def _in_memory() -> Storage:
    from infrastructure.memory.database import MemoryDatabase
    from infrastructure.memory.imports import MemoryImportStore
    from infrastructure.memory.payback import MemoryPaybackFacts

    database = MemoryDatabase()
    return Storage(database, MemoryImportStore(database), MemoryPaybackFacts(database))


def _on_sqlite(path: Path, settings: Settings) -> Storage:
    from infrastructure import migrations
    from infrastructure.sql.imports import SqlImportStore
    from infrastructure.sql.payback import SqlPaybackFacts
    from infrastructure.sqlite.database import SqliteDatabase

    database = SqliteDatabase(path, migrate=migrations.upgrade, echo=settings.echo)
    return Storage(database, SqlImportStore(database), SqlPaybackFacts(database))


def _on_postgresql(settings: Settings) -> Storage:
    from infrastructure.postgres.database import PostgresDatabase
    from infrastructure.postgres.pool import PoolSettings
    from infrastructure.sql.imports import SqlImportStore
    from infrastructure.sql.payback import SqlPaybackFacts

    told = settings.environment
    pool = PoolSettings(
        size=told.db_pool_size,
        overflow=told.db_max_overflow,
        timeout=told.db_pool_timeout,
        recycle=told.db_pool_recycle,
    )
    database = PostgresDatabase(settings.database.url, driver=settings.driver, pool=pool, echo=settings.echo)
    return Storage(database, SqlImportStore(database), SqlPaybackFacts(database))


def _file_reader() -> ExportReader:
    from infrastructure.exports import FileExportReader

    return FileExportReader()

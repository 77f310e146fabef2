"""The composition root: the one place that knows every adapter.

What a configuration does not need is not imported: neither the drivers of the other databases, nor Alembic, nor polars.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Protocol, Self

import punq

from application.campaigns.campaigns import CampaignHandler
from application.imports.imports import ImportHandler
from application.imports.mapping import MappingHandler
from application.payback.cohorts import CohortHandler
from application.payback.customers import CustomerHandler
from application.payback.payback import PaybackHandler
from application.payback.statements import PATIENCE, Statements
from domain.campaigns.ports import CampaignImports
from domain.imports.ports import ExportReader, ImportStore
from domain.payback.ports import PaybackFacts, SourceTable
from domain.shared.clock import Clock
from infrastructure import upkeep
from infrastructure.database_url import Dialect
from infrastructure.echo import echo_statements
from infrastructure.frames import FrameImports
from infrastructure.settings import Settings
from infrastructure.sources import SourceAliasFile
from infrastructure.system_clock import SystemClock
from infrastructure.upkeep import LOOKING_WAIT, Health, Schema, advice_on, sqlite_version

__all__ = [
    "LOOKING_WAIT",
    "Container",
    "Health",
    "Schema",
    "advice_on",
    "build_container",
    "container",
    "load_settings",
    "sqlite_version",
]


class Database(Protocol):
    """What the container needs of a database beside its ports."""

    def check_schema(self) -> None: ...
    def close(self) -> None: ...


class Storage(NamedTuple):
    """One configuration's database and the adapters over it."""

    database: Database
    imports: ImportStore
    facts: PaybackFacts


class Container:
    """The handlers of one configuration. Closing it closes the database's connections."""

    def __init__(self, settings: Settings, services: punq.Container, database: Database) -> None:
        self.settings = settings
        self.schema = Schema(settings.database, wait=settings.environment.db_lock_timeout)
        self._services = services
        self._database = database

    def get_import_handler(self) -> ImportHandler:
        return self._services.resolve(ImportHandler)

    def get_mapping_handler(self) -> MappingHandler:
        return self._services.resolve(MappingHandler)

    def get_campaign_handler(self) -> CampaignHandler:
        return self._services.resolve(CampaignHandler)

    def get_payback_handler(self) -> PaybackHandler:
        return self._services.resolve(PaybackHandler)

    def get_cohort_handler(self) -> CohortHandler:
        return self._services.resolve(CohortHandler)

    def get_customer_handler(self) -> CustomerHandler:
        return self._services.resolve(CustomerHandler)

    def database_health(self) -> Health:
        """Reaches the database, within its bounded wait, and looks at its schema."""
        return upkeep.health(self._database)

    def database_writable(self) -> Health:
        """Makes an entry in the ledger and takes it back: the disk and the rights are proven, and nothing is left."""
        return upkeep.writable(self.get_import_handler().store)

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


def build_container(
    settings: Settings, overrides: Sequence[tuple[type, object]] = (), *, patience: float = PATIENCE
) -> Container:
    """A container of its own; each override is a port and the object to take for it. `patience` is how many seconds an
    answer may wait for others that are being worked out."""
    if settings.echo:
        echo_statements()
    services, storage = punq.Container(), _storage(settings)
    services.register(ImportStore, instance=storage.imports)
    services.register(PaybackFacts, instance=storage.facts)
    services.register(Clock, instance=SystemClock())
    services.register(SourceTable, instance=SourceAliasFile())
    services.register(ExportReader, factory=_file_reader)
    services.register(CampaignImports, FrameImports)
    services.register(CampaignHandler)
    services.register(ImportHandler)
    services.register(MappingHandler)
    services.register(PaybackHandler)
    services.register(CohortHandler)
    services.register(CustomerHandler)
    for port, stand_in in overrides:  # the last registration wins
        services.register(port, instance=stand_in)
    if Statements not in dict(overrides):
        shared = Statements(services.resolve(PaybackFacts), services.resolve(SourceTable), patience=patience)
        services.register(Statements, instance=shared)
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
    return _in_memory(settings)


def _in_memory(settings: Settings) -> Storage:
    from infrastructure.memory.database import MemoryDatabase
    from infrastructure.memory.imports import MemoryImportStore
    from infrastructure.memory.payback import MemoryPaybackFacts

    database = MemoryDatabase(wait=settings.environment.db_lock_timeout)
    return Storage(database, MemoryImportStore(database), MemoryPaybackFacts(database))


def _on_sqlite(path: Path, settings: Settings) -> Storage:
    from infrastructure import migrations
    from infrastructure.sql.imports import SqlImportStore
    from infrastructure.sql.payback import SqlPaybackFacts
    from infrastructure.sqlite.database import SqliteDatabase

    wait = settings.environment.db_lock_timeout
    database = SqliteDatabase(path, migrate=partial(migrations.upgrade, wait=wait), wait=wait, echo=settings.echo)
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
        lock_wait=told.db_lock_timeout,
        connect_wait=told.db_connect_timeout,
    )
    database = PostgresDatabase(settings.database.url, driver=settings.driver, pool=pool, echo=settings.echo)
    return Storage(database, SqlImportStore(database), SqlPaybackFacts(database))


def _file_reader() -> ExportReader:
    from infrastructure.exports import FileExportReader

    return FileExportReader()

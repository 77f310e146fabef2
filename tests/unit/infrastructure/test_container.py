from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest

from application.imports.imports import ImportHandler
from application.payback.payback import PaybackHandler
from domain.imports.ports import ImportStore
from domain.shared.clock import Clock
from domain.shared.errors import InvalidValue, StorageUnavailable
from infrastructure import container as composition
from infrastructure.container import Container, build_container
from infrastructure.settings import Settings

CONFIGURATIONS = ["memory", "sqlite", "postgresql on psycopg", "postgresql on psycopg2"]
NOBODY_ANSWERS = "postgresql://me:pl3ase-never@127.0.0.1:1/shop"
HANDLERS = [name for name in vars(Container) if name.startswith("get_")]
"""Found by their names, so that a new one is tested as well."""


class FixedClock(Clock):
    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(params=CONFIGURATIONS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    match str(request.param).split(" on "):
        case ["memory"]:
            return Settings.load("memory://", {})
        case ["sqlite"]:
            return Settings.load(f"sqlite:///{tmp_path / 'shop.db'}", {})
        case [_, driver]:
            return Settings.load(request.getfixturevalue("postgres_url"), {"DATABASE_DRIVER": driver})
        case other:
            raise AssertionError(other)


@pytest.fixture
def built(settings: Settings) -> Iterator[Container]:
    with build_container(settings) as container:
        yield container


@pytest.mark.parametrize("getter", HANDLERS)
def test_every_handler_resolves_under_every_configuration(built: Container, getter: str) -> None:
    handler = getattr(built, getter)()
    declared = getattr(Container, getter).__annotations__["return"]
    assert type(handler).__name__ == declared


def test_there_are_handlers_to_resolve() -> None:
    assert {"get_import_handler", "get_payback_handler"} <= set(HANDLERS)


def test_the_handlers_stand_on_one_database(built: Container) -> None:
    assert built.get_import_handler().list_imports() == ([], None)
    with built.get_payback_handler().statements.facts.snapshot() as facts:
        assert facts.currencies() == ()
    assert "google_ads" in set(built.get_payback_handler().statements.sources.aliases().platforms.values())


def test_an_override_takes_the_place_of_an_adapter(settings: Settings) -> None:
    clock = FixedClock()
    with build_container(settings, [(Clock, clock)]) as container:
        handler = container.get_import_handler()
    assert handler.clock is clock
    assert isinstance(handler.store, ImportStore)


@pytest.mark.parametrize("handler", [ImportHandler, PaybackHandler])
def test_no_default_hides_a_binding_that_is_missing(handler: type[ImportHandler | PaybackHandler]) -> None:
    for collaborator in fields(handler):
        assert (collaborator.default, collaborator.default_factory) == (MISSING, MISSING), collaborator.name


def test_a_usable_database_is_healthy(built: Container) -> None:
    health = built.database_health()
    assert (health.healthy, health.detail) == (True, "the database answers, and its schema is at head")


def test_proving_that_the_database_can_be_written_to_leaves_nothing(built: Container) -> None:
    assert built.database_writable().healthy
    assert built.database_writable().healthy
    assert built.get_import_handler().list_imports() == ([], None)


def test_a_folder_that_does_not_exist_cannot_be_written_to(tmp_path: Path) -> None:
    with build_container(Settings.load(f"sqlite:///{tmp_path / 'missing' / 'shop.db'}", {})) as container:
        assert not container.database_writable().healthy
        assert not container.database_health().healthy


def test_a_server_that_is_down_is_told_in_one_line_without_the_password() -> None:
    with build_container(Settings.load(NOBODY_ANSWERS, {})) as container:
        health = container.database_health()
    assert not health.healthy
    assert "127.0.0.1:1" in health.detail
    assert "\n" not in health.detail
    assert "pl3ase-never" not in health.detail


def test_a_database_without_the_schema_is_told_with_what_to_do(empty_postgres_url: str) -> None:
    with build_container(Settings.load(empty_postgres_url, {})) as container:
        before = container.database_health()
        container.schema.upgrade()
        after = container.database_health()
    assert (before.healthy, after.healthy) == (False, True)
    assert "succotash db upgrade" in before.detail


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_closing_leaves_no_connection(postgres_url: str, driver: str) -> None:
    container = build_container(Settings.load(postgres_url, {"DATABASE_DRIVER": driver}))
    handler = container.get_import_handler()
    handler.list_imports()
    assert _connections(postgres_url) > 0
    container.close()
    container.close()
    assert _connections_in_the_end(postgres_url) == 0
    with pytest.raises(StorageUnavailable):
        handler.list_imports()


def test_an_error_in_the_block_closes_the_container_too(postgres_url: str) -> None:
    def interrupted() -> None:
        with build_container(Settings.load(postgres_url, {})) as container:
            container.get_import_handler().list_imports()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert _connections_in_the_end(postgres_url) == 0


@pytest.fixture(params=["sqlite", "postgresql"])
def unmigrated(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.db'}"
    return str(request.getfixturevalue("empty_postgres_url"))


def test_the_schema_goes_up_and_down(unmigrated: str) -> None:
    with build_container(Settings.load(unmigrated, {})) as container:
        head = container.schema.history()[-1][0]
        assert container.schema.current() is None
        container.schema.upgrade()
        assert container.schema.current() == head
        container.schema.downgrade("base")
        assert container.schema.current() is None
        assert "create table" in container.schema.offline_sql()


def test_memory_has_no_schema() -> None:
    schema = build_container(Settings.load("memory://", {})).schema
    for command in (schema.upgrade, schema.current, schema.offline_sql, lambda: schema.downgrade("base")):
        with pytest.raises(InvalidValue, match="memory:// has no schema"):
            command()


def test_the_process_has_one_container_made_from_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "memory://")
    composition.container.cache_clear()
    try:
        assert composition.container() is composition.container()
        assert composition.container().settings.database_shown == "memory://"
    finally:
        composition.container.cache_clear()


@pytest.mark.parametrize(
    ("url", "unwanted"),
    [
        ("memory://", {"sqlite3", "psycopg", "psycopg2", "alembic", "sqlalchemy", "polars"}),
        ("sqlite:///never-opened.db", {"psycopg", "psycopg2", "alembic", "sqlalchemy", "polars"}),
        ("postgresql://localhost/never-opened", {"psycopg2", "sqlite3", "alembic", "sqlalchemy"}),
    ],
)
def test_what_a_configuration_does_not_need_is_not_imported(url: str, unwanted: set[str]) -> None:
    program = (
        "import sys; from infrastructure.settings import Settings; "
        "from infrastructure.container import build_container; "
        "c = build_container(Settings.load(sys.argv[1], {})); c.get_payback_handler(); c.close(); "
        "print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program, url], capture_output=True, text=True, check=True, timeout=60)
    assert unwanted.isdisjoint(run.stdout.split())


def _connections(url: str) -> int:
    query = (
        "select count(*) from pg_stat_activity "
        "where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"
    )
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def _connections_in_the_end(url: str) -> int:
    """A server process takes a moment to notice that its client has gone."""
    deadline = monotonic() + 5
    while (left := _connections(url)) and monotonic() < deadline:
        sleep(0.02)
    return left

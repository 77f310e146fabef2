"""PostgreSQL goes away in mid-load and comes back: a stall, no error, nothing lost, nothing doubled, nothing untrue."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from application.imports.imports import ImportHandler, ImportOptions
from infrastructure.container import Container, build_container
from infrastructure.settings import Settings
from tests.faults.conftest import Tell
from tests.faults.exports import many_orders
from tests.faults.inspecting import postgresql_at
from tests.faults.loads import ROWS, Load, under_load
from tests.faults.servers import OUTAGES, migrated, outage, own_server
from tests.faults.wire import Lost, breaking_wire
from tests.servers.local_server import LocalServer

pytestmark = pytest.mark.slow

THREADS = 4
LONGEST_STALL = 10.0
"""Seconds by which an answer may come later than the server's own return."""


@pytest.fixture(scope="module")
def local() -> Iterator[LocalServer]:
    with own_server() as server:
        yield server


@pytest.fixture(params=["psycopg", "psycopg2"])
def driver(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_server_that_goes_away_in_mid_load_costs_a_stall_and_no_error(
    local: LocalServer, driver: str, tmp_path: Path, tell: Tell
) -> None:
    url = migrated(local, tmp_path, name=f"outages_{driver}")
    with _container(url, driver) as container:
        import_one = partial(_import_one, container.get_import_handler())
        with under_load(import_one, tmp_path / "files", THREADS) as load:
            time.sleep(1)
            away = [outage(local, how, load) for how in (*OUTAGES, *OUTAGES, *OUTAGES)]
            time.sleep(1)
        load.assert_nothing_was_lost_or_doubled(postgresql_at(url))
    tell(
        f"{len(away)} outages of {min(away):.1f} to {max(away):.1f} s, {len(load.told)} imports,"
        f" longest {max(load.waits):.1f} s, without outage {sorted(load.waits)[len(load.waits) // 2] * 1000:.0f} ms"
    )
    assert max(load.waits) < max(away) + LONGEST_STALL


@pytest.mark.parametrize("lost", Lost)
def test_an_import_whose_commit_or_its_answer_is_lost_is_kept_once_and_told_as_imported(
    local: LocalServer, driver: str, lost: Lost, tmp_path: Path
) -> None:
    url = migrated(local, tmp_path, name=f"wire_{driver}_{lost.name}".lower())
    load = Load()
    with breaking_wire(url) as wire, _container(wire.url(url), driver) as container:
        for file in many_orders(tmp_path / "files", 5, rows=ROWS, who=0):
            wire.lose(lost)
            load.take(partial(_import_one, container.get_import_handler()), file)
        assert wire.broken == 5
        load.assert_nothing_was_lost_or_doubled(postgresql_at(url))


def _container(url: str, driver: str) -> Container:
    return build_container(Settings.load(url, {"DATABASE_DRIVER": driver}))


def _import_one(handler: ImportHandler, file: Path) -> str:
    [outcome] = handler.import_files([file], ImportOptions())
    return outcome.status.value

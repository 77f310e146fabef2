"""When every connection is in use, the next one who asks waits for a bounded time; then all is as before."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from application.imports.imports import ImportHandler, ImportOptions
from domain.shared.errors import StorageUnavailable
from infrastructure.container import Container, build_container
from infrastructure.settings import Settings
from tests.faults.conftest import Tell
from tests.faults.exports import many_orders
from tests.faults.processes import wait_until

pytestmark = pytest.mark.slow

CONNECTIONS, WAIT, ASKING = 2, 1.0, 40
AT_ONCE = 0.2
"""Seconds within which those are told for whom there is not even room in the queue."""


@pytest.fixture(params=["psycopg", "psycopg2"])
def container(request: pytest.FixtureRequest, postgres_url: str) -> Iterator[Container]:
    settings = {"DB_POOL_SIZE": "1", "DB_MAX_OVERFLOW": "1", "DB_POOL_TIMEOUT": str(WAIT)}
    with build_container(Settings.load(postgres_url, {"DATABASE_DRIVER": request.param, **settings})) as made:
        yield made


def test_an_exhausted_pool_is_a_bounded_wait_and_then_everything_works_again(
    container: Container, tmp_path: Path, tell: Tell
) -> None:
    handler, files = container.get_import_handler(), many_orders(tmp_path, ASKING, rows=5, who=0)
    handler.list_imports()
    with ExitStack() as holding, ThreadPoolExecutor(ASKING) as asking:
        for _ in range(CONNECTIONS):
            holding.enter_context(handler.store.begin(read_only=True))
        waits = sorted(asking.map(partial(_refused_after, handler), files))
    tell(f"{ASKING} refused after {waits[0]:.2f} to {waits[-1]:.2f} s, where DB_POOL_TIMEOUT is {WAIT:g} s")
    assert waits[-1] < WAIT + 1
    assert waits[ASKING // 4] < AT_ONCE
    outcomes = handler.import_files(files, ImportOptions())
    assert [outcome.status.value for outcome in outcomes] == ["imported"] * ASKING
    wait_until(lambda: _at_rest(container), seconds=5)


def _refused_after(handler: ImportHandler, file: Path) -> float:
    began = time.monotonic()
    with pytest.raises(StorageUnavailable, match="connection"):
        handler.import_files([file], ImportOptions())
    return time.monotonic() - began


def _at_rest(container: Container) -> bool:
    """Every connection that was lent is back."""
    database: Any = container._database
    stats = database._pool.get_stats()
    return bool(stats["pool_available"] == stats["pool_size"] > 0 and not stats.get("requests_waiting"))

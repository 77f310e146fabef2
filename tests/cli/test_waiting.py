"""What is said, and how soon, where somebody else is importing."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from infrastructure import migrations
from infrastructure.sql.catalog import Catalog
from tests.cli.exports import ORDERS, folder_of
from tests.cli.running import bare_environment, command, in_process


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, here: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    migrations.upgrade("sqlite:///shop.db")
    return f"sqlite:///{here / 'shop.db'}"


@contextmanager
def somebody_importing(url: str) -> Iterator[None]:
    """Who holds what an import holds."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("begin immediate")
            yield
    else:
        with psycopg.connect(url) as connection:
            connection.execute(Catalog("postgresql")["lock_imports"].text.encode())
            yield


def test_looking_at_a_database_that_is_imported_into_takes_no_half_minute(url: str) -> None:
    began = time.monotonic()
    with somebody_importing(url):
        current = in_process("db", "current", "--database", url, "--json").json
        checks = in_process("doctor", "--database", url, "--json").json["checks"]
    assert time.monotonic() - began < 10
    assert current["current"] == current["head"]
    [writing] = [check for check in checks if check["name"] == "writing"]
    assert (writing["ok"], writing["advice"]) == (False, "wait until it is done, or end it")
    assert [check["name"] for check in checks if not check["ok"]] == ["writing"]


def test_an_import_waits_for_another_as_long_as_is_set(url: str, here: Path) -> None:
    file = folder_of(here, orders_csv=ORDERS) / "orders.csv"
    began = time.monotonic()
    with somebody_importing(url):
        said = in_process("import", file, "--database", url, environment={"DB_LOCK_TIMEOUT": "0.3"})
    assert 0.3 <= time.monotonic() - began < 8
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1
    assert "locked by another process for more than 0.3 s" in said.err or "another import" in said.err
    assert in_process("import", file, "--database", url).code == 0


def test_an_interruption_is_heard_while_another_import_is_waited_for(url: str, here: Path) -> None:
    file = folder_of(here, orders_csv=ORDERS) / "orders.csv"
    with somebody_importing(url):
        waiting = subprocess.Popen(
            command("import", str(file), "--database", url),
            cwd=here,
            env=bare_environment({"SQL_ECHO": "true"}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert waiting.stderr is not None
        for line in waiting.stderr:
            if "find_import_by_content" in line:
                break
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(timeout=3)  # the file is read by then
        waiting.send_signal(signal.SIGINT)
        interrupted = time.monotonic()
        out, err = waiting.communicate(timeout=40)
    assert time.monotonic() - interrupted < 6
    assert (waiting.returncode, out, err.splitlines()[-1]) == (130, "", "error: interrupted")
    assert in_process("imports", "list", "--database", url, "--json").json["imports"] == []

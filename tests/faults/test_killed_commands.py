"""`succotash payback` and `succotash db upgrade` killed with SIGKILL in the middle: nothing half-done stays behind."""

from __future__ import annotations

import random
import re
import secrets
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
import pytest

from tests.cli.running import as_program
from tests.faults.conftest import Tell
from tests.faults.exports import orders, spend
from tests.faults.inspecting import has_writer
from tests.faults.processes import PATIENCE, kill_stopped, started, wait_until
from tests.servers.postgresql import PostgresServer

pytestmark = pytest.mark.slow

POINTS, MOST_POINTS = 12, 40
"""More than the first only where too few of those fell into the work itself."""
INSIDE = "inside the transaction"
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?")
FEWEST_WRITING = 4
"""Of the points, so many must fall into the work itself, or the drill has proved nothing."""


def test_payback_killed_while_it_writes_leaves_each_file_as_it_was_or_as_it_will_be(tmp_path: Path, tell: Tell) -> None:
    exports, out = tmp_path / "exports", tmp_path / "out"
    exports.mkdir()
    orders(exports / "orders.csv", 30_000)
    spend(exports / "spend.csv", 5_000)
    chance, seen = random.Random(8), Counter[str]()
    asked = ("payback", exports, "--output", out, "--database", f"sqlite:///{tmp_path / 'drill.db'}", "--margin")
    told = {margin: _told(asked, margin, out, tmp_path) for margin in ("0.25", "0.5")}
    assert told["0.25"] != told["0.5"]
    names = told["0.5"].keys()
    for point in range(POINTS):
        process = started(*asked, ("0.25", "0.5")[point % 2], cwd=tmp_path)
        _wait_for_a_partial_file(out)
        time.sleep(chance.random() * 0.03)
        written = kill_stopped(process, partial(_holds_partial_file_of, out, process.pid))
        seen["ended before" if written is None else "with a partial file" if written else "between files"] += 1
        for name in names:
            assert _lines(out / name) in (told["0.25"][name], told["0.5"][name]), name
    assert _told(asked, "0.25", out, tmp_path) == told["0.25"]
    left = {file.name for file in out.iterdir()} - names
    tell(f"killed at {POINTS} points: {dict(sorted(seen.items()))}; partial files left in the end: {len(left)}")
    assert seen["with a partial file"] >= FEWEST_WRITING
    assert all(name.startswith(".") and name.endswith(".partial") for name in left)


def _holds_partial_file_of(out: Path, pid: int) -> bool:
    return any(out.glob(f".*-{pid}.partial"))


def _wait_for_a_partial_file(out: Path) -> None:
    """A new one with something in it: an empty one only tries whether one could be written."""
    before, deadline = set(out.iterdir()), time.monotonic() + PATIENCE
    while not any(_size(file) for file in set(out.iterdir()) - before):
        assert time.monotonic() < deadline, "no partial file was seen"


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def _told(asked: tuple[object, ...], margin: str, out: Path, folder: Path) -> dict[str, list[str]]:
    """What the files say for this margin."""
    said = as_program(*asked, margin, cwd=folder)
    assert said.code == 0, said.err
    return {file.name: _lines(file) for file in out.iterdir() if not file.name.startswith(".")}


def _lines(file: Path) -> list[str]:
    """Without the time at which it was made."""
    return _TIME.sub("", file.read_text(encoding="utf-8")).splitlines()


@dataclass(frozen=True, kw_only=True)
class Target:
    """A database without a schema, and how it is looked at from outside."""

    url: str
    is_locked: Callable[[], bool]
    tables: Callable[[], list[str]]
    close: Callable[[], None]


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Target]]:
    """Makes new ones."""
    made: list[Target] = []

    def make() -> Target:
        if request.param == "sqlite":
            made.append(_sqlite(tmp_path / f"{secrets.token_hex(4)}.db"))
        else:
            made.append(_postgresql(request.getfixturevalue("postgres")))
        return made[-1]

    yield make
    for target in made:
        target.close()


def test_an_upgrade_killed_in_the_middle_is_completed_by_the_next_one(
    fresh: Callable[[], Target], tmp_path: Path, tell: Tell
) -> None:
    chance, seen = random.Random(9), Counter[str]()
    seconds, whole = _undisturbed(fresh(), tmp_path)
    while seen.total() < POINTS or (seen[INSIDE] < FEWEST_WRITING and seen.total() < MOST_POINTS):
        target = fresh()
        process = _upgrading(target, tmp_path)
        if seen.total() % 2:  # else as soon as it is seen: on SQLite all of it takes some milliseconds
            time.sleep(chance.random() * seconds)
        inside = kill_stopped(process, target.is_locked)
        seen["ended before" if inside is None else INSIDE if inside else "after it"] += 1
        assert target.tables() in ([], whole)
        again = as_program("db", "upgrade", "--database", target.url, cwd=tmp_path)
        assert (again.code, again.err) == (0, "")
        assert target.tables() == whole
    tell(f"{seconds * 1000:.0f} ms of work; killed at {seen.total()} points: {dict(sorted(seen.items()))}")
    assert seen[INSIDE] >= FEWEST_WRITING


def _undisturbed(target: Target, folder: Path) -> tuple[float, list[str]]:
    """How long it is from the first lock to the end of the last one, and what is there then."""
    process = _upgrading(target, folder)
    began = seen = time.monotonic()
    while process.poll() is None:
        seen = time.monotonic() if target.is_locked() else seen
    assert process.returncode == 0
    assert len(target.tables()) > 5
    return seen - began, target.tables()


def _upgrading(target: Target, folder: Path) -> subprocess.Popen[bytes]:
    """A process that has just begun its transaction: before it, Python starts and Alembic is read."""
    process = started("db", "upgrade", "--database", target.url, cwd=folder)
    wait_until(lambda: target.is_locked() or process.poll() is not None, pause=0.0)
    return process


def _sqlite(path: Path) -> Target:
    def query(text: str) -> list[str]:
        with closing(sqlite3.connect(path)) as connection:
            return [str(row) for row in connection.execute(text)]

    return Target(
        url=f"sqlite:///{path}",
        is_locked=partial(has_writer, path),
        tables=lambda: query("select type, name, sql from sqlite_schema order by name"),
        close=lambda: None,
    )


def _postgresql(server: PostgresServer) -> Target:
    name = f"succotash_drill_{secrets.token_hex(6)}"
    url = server.create_database(name)
    connection = psycopg.connect(url, autocommit=True)  # kept open, to be quick enough

    def query(text: str) -> list[str]:
        return [str(row) for row in connection.execute(text.encode())]

    def is_locked() -> bool:
        return bool(
            query(
                "select 1 from pg_locks join pg_database d on d.oid = database and datname = current_database()"
                " where locktype = 'advisory' and granted"
            )
        )

    def tables() -> list[str]:
        wait_until(lambda: not is_locked())  # the server may not have noticed yet that nobody is there any more
        return query(
            "select relname, relkind, attname, atttypid from pg_class c join pg_attribute a on attrelid = c.oid"
            " where relnamespace = 'public'::regnamespace and attnum > 0 order by 1, 3"
        )

    def close() -> None:
        connection.close()
        server.drop_database(name)

    return Target(url=url, is_locked=is_locked, tables=tables, close=close)

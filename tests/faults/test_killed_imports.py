"""An import that is killed with SIGKILL leaves all of a file or nothing of it, and can be repeated; so does an undo."""

from __future__ import annotations

import random
import secrets
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
import pytest

from tests.cli.running import as_program
from tests.faults.conftest import Tell
from tests.faults.exports import orders, spend
from tests.faults.inspecting import Contents, Inspected, has_writer, postgresql_at, sqlite_at
from tests.faults.processes import kill_stopped, started, wait_until
from tests.servers.postgresql import PostgresServer

pytestmark = pytest.mark.slow

POINTS, MOST_POINTS = 20, 40
"""More than the first only where too few of those fell into a transaction."""
INSIDE = "inside a transaction"
FEWEST_INSIDE = 5
"""Of the points, so many must fall into a transaction, or the drill has proved nothing."""
ORDERS, SPEND = 60_000, 25_000
UNDO_POINTS, LONGEST_UNDO = 8, 0.3
"""How often an undo is killed, and the seconds within which it is, from where its transaction is first seen on."""

Writing = Callable[[], bool]
"""Whether a transaction that writes is open."""


@dataclass(frozen=True, kw_only=True)
class Copies:
    """Databases that all hold the same: each `fresh` one is a URL and what looks into it."""

    fresh: Callable[[], tuple[str, Inspected]]
    is_writing: Callable[[str], bool]
    settle: Callable[[str], None]


@pytest.fixture(params=["sqlite", "postgresql"])
def copies(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Copies]:
    if request.param == "sqlite":
        yield _sqlite_copies(tmp_path)
    else:
        yield from _postgresql_copies(tmp_path, request.getfixturevalue("postgres"))


@dataclass(frozen=True, kw_only=True)
class Undisturbed:
    """`states`: what the database holds before, after the first file, and after both. In seconds, `whole` is how long
    the command takes, and `writing` how long it is from its first transaction's begin to its last one's end."""

    states: list[Contents]
    whole: float
    writing: float


def test_an_import_killed_at_any_moment_leaves_all_of_a_file_or_nothing(
    copies: Copies, tmp_path: Path, tell: Tell
) -> None:
    files = [orders(tmp_path / "orders.csv", ORDERS), spend(tmp_path / "spend.csv", SPEND)]
    run, chance, seen = _undisturbed(copies, files, tmp_path), random.Random(20), Counter[str]()
    while seen.total() < POINTS or (seen[INSIDE] < FEWEST_INSIDE and seen.total() < MOST_POINTS):
        url, database = copies.fresh()
        process = started("import", *files, "--database", url, cwd=tmp_path)
        _wait_for_a_point(seen.total(), process, partial(copies.is_writing, url), run, chance)
        inside = kill_stopped(process, partial(copies.is_writing, url))
        seen["ended before" if inside is None else INSIDE if inside else "outside"] += 1
        copies.settle(url)
        database.assert_sound()
        assert database.contents() in run.states, "a part of a file"
        again = as_program("import", *files, "--database", url, cwd=tmp_path)
        assert again.code == 0, again.err
        assert database.contents() == run.states[-1]
        database.assert_sound()
    tell(f"{run.whole:.1f} s undisturbed; killed at {seen.total()} points: {dict(sorted(seen.items()))}")
    assert seen[INSIDE] >= FEWEST_INSIDE


def test_an_undo_killed_at_any_moment_takes_all_of_an_import_back_or_nothing(
    copies: Copies, tmp_path: Path, tell: Tell
) -> None:
    file = orders(tmp_path / "orders.csv", ORDERS)
    chance, seen = random.Random(21), Counter[str]()
    url, database = copies.fresh()
    before = database.contents()["orders"]
    while seen.total() < UNDO_POINTS or (not seen[INSIDE] and seen.total() < MOST_POINTS):
        url, database = copies.fresh()
        assert as_program("import", file, "--database", url, cwd=tmp_path).code == 0
        after = database.contents()["orders"]
        process = started("imports", "undo", "2", "--database", url, cwd=tmp_path)
        _wait_for_its_writing(process, partial(copies.is_writing, url))
        time.sleep(chance.random() * LONGEST_UNDO)
        inside = kill_stopped(process, partial(copies.is_writing, url))
        seen["ended before" if inside is None else INSIDE if inside else "outside"] += 1
        copies.settle(url)
        assert database.contents()["orders"] in (before, after), "a part of an import"
        as_program("imports", "undo", "2", "--database", url, cwd=tmp_path)
        assert database.contents()["orders"] == before
        database.assert_sound()
    tell(f"killed at {seen.total()} points: {dict(sorted(seen.items()))}")
    assert seen[INSIDE]


def _wait_for_a_point(
    number: int, process: subprocess.Popen[bytes], is_writing: Writing, run: Undisturbed, chance: random.Random
) -> None:
    """Half of the points are spread over the whole run, the others over the time in which it writes."""
    if number % 2:
        time.sleep((number % POINTS + chance.random()) / POINTS * run.whole)
    else:
        _wait_for_its_writing(process, is_writing)
        time.sleep(chance.random() * run.writing)


def _wait_for_its_writing(process: subprocess.Popen[bytes], is_writing: Writing) -> None:
    wait_until(lambda: is_writing() or process.poll() is not None)


def _undisturbed(copies: Copies, files: list[Path], folder: Path) -> Undisturbed:
    url, database = copies.fresh()
    states = [database.contents()]
    for file in files:
        assert as_program("import", file, "--database", url, cwd=folder).code == 0
        states.append(database.contents())
    assert len({str(state) for state in states}) == 3
    url, database = copies.fresh()
    began = time.monotonic()
    process = started("import", *files, "--database", url, cwd=folder)
    writing = []
    while process.poll() is None:
        writing += [time.monotonic()] if copies.is_writing(url) else []
        time.sleep(0.005)
    whole = time.monotonic() - began
    assert process.returncode == 0
    assert database.contents() == states[-1]
    return Undisturbed(states=states, whole=whole, writing=writing[-1] - writing[0])


def _earlier(folder: Path) -> Path:
    """Some of the same orders with other amounts, which the import under test must put behind its own. Of the spend
    nothing is known: that takes another way into its table."""
    return orders(folder / "earlier-orders.csv", ORDERS // 6, seed=2)


def _sqlite_copies(folder: Path) -> Copies:
    template = folder / "template.db"
    assert as_program("import", _earlier(folder), "--database", f"sqlite:///{template}", cwd=folder).code == 0

    def fresh() -> tuple[str, Inspected]:
        path = folder / f"{secrets.token_hex(4)}.db"
        shutil.copy(template, path)
        return f"sqlite:///{path}", sqlite_at(path)

    def is_writing(url: str) -> bool:
        return has_writer(Path(url.removeprefix("sqlite:///")))

    return Copies(fresh=fresh, is_writing=is_writing, settle=lambda _: None)


def _postgresql_copies(folder: Path, server: PostgresServer) -> Iterator[Copies]:
    template = f"succotash_drill_{secrets.token_hex(4)}"
    made: list[str] = []

    def fresh() -> tuple[str, Inspected]:
        made.append(f"{template}_{len(made)}")
        url = server.create_database(made[-1], template=template)
        return url, postgresql_at(url)

    def is_writing(url: str) -> bool:
        """Whether somebody holds the lock that every import takes."""
        with psycopg.connect(url) as connection:
            query = (
                "select count(*) from pg_locks join pg_database d on d.oid = database and datname = current_database()"
                " where locktype = 'advisory' and granted"
            )
            return connection.execute(query).fetchone() != (0,)

    def settle(url: str) -> None:
        """Until the server has noticed that nobody is there any more."""
        query = (
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            " and backend_type = 'client backend'"
        )
        with psycopg.connect(url, autocommit=True) as connection:
            wait_until(lambda: connection.execute(query).fetchone() == (0,))

    try:
        url = server.create_database(template)
        assert as_program("db", "upgrade", "--database", url, cwd=folder).code == 0
        assert as_program("import", _earlier(folder), "--database", url, cwd=folder).code == 0
        yield Copies(fresh=fresh, is_writing=is_writing, settle=settle)
    finally:
        for name in (*made, template):
            server.drop_database(name)

"""An import that is killed with SIGKILL leaves all of a file or nothing of it, and can be repeated."""

from __future__ import annotations

import random
import secrets
import shutil
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
from tests.faults.inspecting import Inspected, has_writer, postgresql_at, sqlite_at
from tests.faults.processes import kill_stopped, seconds_of, started, wait_until
from tests.servers.postgresql import PostgresServer

pytestmark = pytest.mark.slow

POINTS = 20
FEWEST_INSIDE = 5
"""Of the points, so many must fall into a transaction, or the drill has proved nothing."""
ORDERS, SPEND = 60_000, 25_000


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


def test_an_import_killed_at_any_moment_leaves_all_of_a_file_or_nothing(
    copies: Copies, tmp_path: Path, tell: Tell
) -> None:
    """Half of the points are spread over the whole run, the others over what follows its first transaction's begin."""
    files = [orders(tmp_path / "orders.csv", ORDERS), spend(tmp_path / "spend.csv", SPEND)]
    states, seconds = _undisturbed(copies, files, tmp_path)
    chance, seen = random.Random(20), Counter[str]()
    for point in range(POINTS):
        url, database = copies.fresh()
        process = started("import", *files, "--database", url, cwd=tmp_path)
        if point % 2:
            time.sleep((point + chance.random()) / POINTS * seconds)
        else:
            wait_until(partial(copies.is_writing, url))
            time.sleep(chance.random() * seconds / 2)
        inside = kill_stopped(process, partial(copies.is_writing, url))
        copies.settle(url)
        database.assert_sound()
        kept = states.index(database.contents())  # ValueError: a part of a file
        seen[f"{kept} of 2 files kept"] += 1
        seen["ended before" if inside is None else "inside a transaction" if inside else "outside"] += 1
        again = as_program("import", *files, "--database", url, cwd=tmp_path)
        assert again.code == 0, again.err
        assert database.contents() == states[-1]
        database.assert_sound()
    tell(f"{seconds:.1f} s undisturbed; killed at {POINTS} points: {dict(sorted(seen.items()))}")
    assert seen["inside a transaction"] >= FEWEST_INSIDE


def _undisturbed(copies: Copies, files: list[Path], folder: Path) -> tuple[list[dict[str, tuple[int, str]]], float]:
    """What the database holds before, after the first file, and after both; and how long the command takes."""
    url, database = copies.fresh()
    states = [database.contents()]
    for file in files:
        assert as_program("import", file, "--database", url, cwd=folder).code == 0
        states.append(database.contents())
    assert len({str(state) for state in states}) == 3
    url, database = copies.fresh()
    seconds = seconds_of("import", *files, "--database", url, cwd=folder)
    assert database.contents() == states[-1]
    return states, seconds


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

"""A PostgreSQL of one's own, with fsync on, to be crashed: never the one that other tests use."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path

from tests.cli.running import as_program
from tests.faults.loads import Load
from tests.faults.processes import children_of, wait_until
from tests.servers.account import Account, server_account
from tests.servers.found_binaries import Binaries, machine_binaries, package_binaries
from tests.servers.local_server import LocalServer, start_local_server


@contextmanager
def own_server() -> Iterator[LocalServer]:
    """On the machine's disk."""
    local = start_local_server(_binaries(), fsync=True)
    try:
        yield local
    finally:
        local.close()


@contextmanager
def server_in(directory: Path, *, log: Path | None = None) -> Iterator[LocalServer]:
    """All of it in that folder, or its log of transactions in another one, `log`."""
    account = server_account()
    with ExitStack() as cleanup:
        reachable = _binaries()
        if not account.can_reach(reachable.folder.resolve()):
            reachable = reachable.copied_to(account.private_directory("succotash-postgres-"))
        directory.mkdir()
        os.chown(directory, account.uid, account.gid)
        local = LocalServer(binaries=reachable, directory=directory, account=account, fsync=True)
        cleanup.callback(local.kill)
        local.initialise()
        if log is not None:
            _move(directory / "data" / "pg_wal", log, account)
        local.start()
        yield local


def _move(folder: Path, to: Path, account: Account) -> None:
    shutil.copytree(folder, to)
    for path in (to, *to.rglob("*")):
        os.chown(path, account.uid, account.gid)
    shutil.rmtree(folder)
    folder.symlink_to(to)


def migrated(local: LocalServer, folder: Path, *, name: str = "drill") -> str:
    """The URL of a new database at the newest schema."""
    url = local.server.create_database(name)
    done = as_program("db", "upgrade", "--database", url, cwd=folder)
    assert done.code == 0, done.err
    return url


def crash(local: LocalServer) -> None:
    """SIGKILL for the postmaster and all its children, as when the machine is gone; nothing of it runs on."""
    assert local.process is not None
    children = children_of(local.process.pid)
    local.kill()
    for child in children:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue
    wait_until(lambda: not any(Path(f"/proc/{child}").exists() for child in children))


OUTAGES: dict[str, Callable[[LocalServer], None]] = {
    "killed with all its processes": crash,
    "stopped at once": lambda local: local._end(signal.SIGQUIT),
    "stopped in order": LocalServer.stop,
}
LONGEST_AWAY = 3.0
ENOUGH = 20
"""Imports that are answered before a load counts as having gone on."""
_chance = random.Random(1)


def outage(local: LocalServer, how: str, load: Load) -> float:
    """One of them in the middle of a load; the seconds until the server answered again."""
    began = time.monotonic()
    OUTAGES[how](local)
    time.sleep(_chance.uniform(0.0, LONGEST_AWAY))
    local.start()
    away, answered = time.monotonic() - began, len(load.told)
    wait_until(lambda: load.failed or len(load.told) >= answered + ENOUGH)
    time.sleep(_chance.uniform(0.0, 0.5))
    return away


def _binaries() -> Binaries:
    found = next(chain(machine_binaries(), package_binaries()), None)
    assert found is not None, "this drill needs PostgreSQL's server binaries, of the machine or of a Python package"
    return found

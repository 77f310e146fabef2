"""The ways to a PostgreSQL server for the tests, in order, and what to say when all of them are closed."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Self

import psycopg

from tests.servers.errors import ServerUnavailable
from tests.servers.found_binaries import Binaries, machine_binaries, package_binaries
from tests.servers.local_server import start_local_server
from tests.servers.postgresql import PostgresServer

URL_VARIABLE = "TEST_DATABASE_URL"
WAYS_VARIABLE = "TEST_POSTGRES"
WAYS = ("docker", "machine", "package")


def _nothing() -> None:
    """A server that ran before us runs on after us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningServer:
    """A server together with what ends its life; a context manager for those who use it in one place."""

    server: PostgresServer
    close: Callable[[], None] = _nothing

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def start_postgresql(
    *, fsync: bool = False, ways: Iterable[str] = (), environment: Mapping[str, str] = os.environ
) -> RunningServer:
    """The server that `TEST_DATABASE_URL` names, else the first way that works; the caller closes it.

    The ways are `ways`, else what `TEST_POSTGRES` lists (such as `package` or `machine,package`), else all.

    Raises:
        ServerUnavailable: listing every way that was tried and why it is closed. A named server that can't be
            used is never replaced by another: who names one means it.
    """
    if url := environment.get(URL_VARIABLE):
        return _named_server(url)
    failures = [f"{URL_VARIABLE}: not set"]
    for name, attempt in _attempts(tuple(ways) or _chosen_ways(environment), fsync=fsync):
        try:
            return attempt()
        except ServerUnavailable as error:
            failures.append(f"{name}: {error}")
    raise ServerUnavailable("\n  ".join(["no PostgreSQL for the tests; tried:", *failures]))


def _chosen_ways(environment: Mapping[str, str]) -> tuple[str, ...]:
    names = (name.strip() for name in environment.get(WAYS_VARIABLE, "").split(","))
    return tuple(name for name in names if name) or WAYS


def _attempts(ways: Iterable[str], *, fsync: bool) -> Iterator[tuple[str, Callable[[], RunningServer]]]:
    for way in ways:
        if way not in WAYS:
            raise ServerUnavailable(f"{WAYS_VARIABLE} knows {', '.join(WAYS)}, not {way!r}")
        if way == "docker":
            yield way, partial(_in_docker, fsync=fsync)
        else:
            yield from _local_attempts(way, fsync=fsync)


def _local_attempts(way: str, *, fsync: bool) -> Iterator[tuple[str, Callable[[], RunningServer]]]:
    found = list(machine_binaries() if way == "machine" else package_binaries())
    for binaries in found:
        yield f"{way}, {binaries.folder}", partial(_on_this_machine, binaries, fsync=fsync)
    if not found:
        yield way, _nothing_found


def _nothing_found() -> RunningServer:
    raise ServerUnavailable("no folder with initdb and postgres")


def _on_this_machine(binaries: Binaries, *, fsync: bool) -> RunningServer:
    local = start_local_server(binaries, fsync=fsync)
    return RunningServer(server=local.server, close=local.close)


def _in_docker(*, fsync: bool) -> RunningServer:
    # Importing what speaks to Docker takes as long as starting PostgreSQL itself.
    from tests.servers.docker_server import start_docker_server

    container = start_docker_server(fsync=fsync)
    return RunningServer(server=container.server, close=container.close)


def _named_server(url: str) -> RunningServer:
    scheme, _, rest = url.partition("://")
    server = PostgresServer(admin_url=f"{scheme.partition('+')[0]}://{rest}", origin=URL_VARIABLE)
    try:
        usable = server.may_create_databases
    except psycopg.Error as error:
        raise ServerUnavailable(f"{URL_VARIABLE} is set, and its server is out of reach: {error}") from error
    if not usable:
        raise ServerUnavailable(f"{URL_VARIABLE} is set, and its role may not create databases")
    return RunningServer(server=server)

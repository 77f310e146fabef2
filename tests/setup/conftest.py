"""Servers that ask for passwords and write every statement to their log; on them, names of each test's own."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.servers.found_binaries import Binaries, machine_binaries, package_binaries, server_version
from tests.servers.local_server import LocalServer, start_local_server
from tests.setup.running import Place

BY_VERSION = {server_version(found.folder)[0]: found for found in [*machine_binaries(), *package_binaries()]}
"""One of each major version that is to be had here."""


@pytest.fixture(scope="session")
def started() -> Iterator[dict[int, LocalServer]]:
    """The servers that run, by version."""
    running: dict[int, LocalServer] = {}
    yield running
    for server in running.values():
        server.close()


@pytest.fixture
def place(started: dict[int, LocalServer]) -> Iterator[Place]:
    """On the newest version."""
    yield from _place_on(started, max(BY_VERSION))


@pytest.fixture(params=sorted(BY_VERSION))
def any_place(request: pytest.FixtureRequest, started: dict[int, LocalServer]) -> Iterator[Place]:
    """On each version in turn."""
    yield from _place_on(started, request.param)


@pytest.fixture
def other_place(started: dict[int, LocalServer], place: Place) -> Iterator[Place]:
    """The same names on another server."""
    yield from _place_on(started, min(BY_VERSION), mark=place.mark, password=place.password)


def _place_on(started: dict[int, LocalServer], version: int, **names: str) -> Iterator[Place]:
    if version not in started:
        started[version] = _talkative(BY_VERSION[version])
    place = Place(server=started[version], **names)
    yield place
    place.clean()


def _talkative(binaries: Binaries) -> LocalServer:
    local = start_local_server(binaries)
    with psycopg.connect(local.server.admin_url, autocommit=True) as connection:
        for setting in ("log_statement = 'all'", "log_connections = 'on'", "log_min_messages = 'debug1'"):
            connection.execute(f"alter system set {setting}".encode())
        connection.execute("select pg_reload_conf()")
    return local

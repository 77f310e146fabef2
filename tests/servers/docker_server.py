"""A PostgreSQL server in a container, for machines that have Docker."""

import secrets
from dataclasses import dataclass

import docker
from testcontainers.community.postgres import PostgresContainer

from tests.servers.errors import ServerUnavailable
from tests.servers.local_server import SUPERUSER, WITHOUT_FSYNC
from tests.servers.postgresql import PostgresServer

IMAGE = "postgres:17"
PING_SECONDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DockerServer:
    """A started container and how to reach the server in it."""

    container: PostgresContainer
    server: PostgresServer

    def close(self) -> None:
        """Remove the container with its data."""
        self.container.stop()


def start_docker_server(*, fsync: bool = False) -> DockerServer:
    """A new container, to be closed by the caller.

    Raises:
        ServerUnavailable: there is no Docker, or the container will not start, in one line.
    """
    container: PostgresContainer | None = None
    try:
        _ping()
        container = _container(fsync=fsync)
        container.start()
        url = container.get_connection_url(driver=None)
    except Exception as error:
        # Docker fails in as many types as there are ways to install it; each of them means "not this way".
        if container is not None:
            container.stop()
        raise ServerUnavailable(_one_line(error)) from error
    return DockerServer(container=container, server=PostgresServer(admin_url=url, origin=f"Docker, {IMAGE}"))


def _ping() -> None:
    """Tells fast whether there is a daemon, where creating a container would wait long."""
    client = docker.from_env(timeout=PING_SECONDS)
    try:
        client.ping()
    finally:
        client.close()


def _container(*, fsync: bool) -> PostgresContainer:
    settings = ("max_connections=200", *(() if fsync else WITHOUT_FSYNC))
    password = secrets.token_urlsafe(18)
    container = PostgresContainer(IMAGE, username=SUPERUSER, password=password, dbname="postgres", driver=None)
    return container.with_command(["postgres", *(f"-c{setting}" for setting in settings)])


def _one_line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]

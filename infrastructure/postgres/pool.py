"""A bounded pool of live connections, opened when the server can be reached."""

from __future__ import annotations

import logging
import random
import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from typing import Any

import psycopg
import psycopg.conninfo
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout, TooManyRequests

from domain.shared.errors import StorageError, StorageUnavailable
from infrastructure.postgres.driver import Connection, Driver
from infrastructure.postgres.errors import refusal, unreachable
from infrastructure.sql.catalog import Catalog

LONGEST_PAUSE = 0.5
"""Seconds between two attempts to reach a server that is down: a restart is noticed that soon."""

WAITING_PER_CONNECTION = 10
"""How long the queue may get before load is shed at once: whoever stands further back would only wait in vain."""

_SIGNS_OF_LIFE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000}
"""In seconds, the last in milliseconds: a network that went away ends a connection, which would else wait for ever."""

# What the pool has to say reaches the caller as an error; without this it would also be on the terminal.
logging.getLogger("psycopg.pool").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSettings:
    """`size` connections are meant to be enough, and up to `overflow` more are opened under load. All times in seconds:
    `timeout` bounds the wait for a free connection, also while the server restarts, `recycle` the life of one,
    `lock_wait` the wait for a lock, and `connect_wait` one attempt to connect, and all the attempts at start-up."""

    size: int = 5
    overflow: int = 10
    timeout: float = 10.0
    recycle: float = 1_800.0
    lock_wait: float = 30.0
    connect_wait: float = 5.0

    @property
    def largest(self) -> int:
        return self.size + self.overflow


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where to connect to. `place` is all of it that may be shown."""

    place: str
    conninfo: dict[str, Any] = field(repr=False)

    @classmethod
    def at(cls, url: str, *, lock_wait: float, connect_wait: float = 5.0) -> Server:
        """What the URL itself says wins. A server that no longer answers at all is given up within a minute."""
        try:
            told = psycopg.conninfo.conninfo_to_dict(url)
        except psycopg.Error:  # whose message may quote the URL
            raise StorageError("the URL of the PostgreSQL database is not understood") from None
        options = f"{told.get('options') or ''} -c lock_timeout={round(lock_wait * 1_000)}".strip()
        ours = {"connect_timeout": ceil(connect_wait), "application_name": "succotash", **_SIGNS_OF_LIFE}
        return cls(place=_place(told), conninfo={**ours, **told, "options": options, "client_encoding": "utf8"})


def open_pool(server: Server, driver: Driver, catalog: Catalog, settings: PoolSettings) -> ConnectionPool[Any]:
    """The pool, once the server has answered; StorageUnavailable if it does not within the bounded wait."""
    _wait_for(server, driver, settings.connect_wait)

    def configure(connection: Connection) -> None:
        with connection.cursor() as cursor:
            cursor.execute(catalog["configure_connection"].text)

    pool: ConnectionPool[Any] = ConnectionPool(
        connection_class=_patient(driver, settings.timeout, lambda: pool.closed),
        kwargs={**server.conninfo, "autocommit": True},
        min_size=1,
        max_size=settings.largest,
        timeout=settings.timeout,
        max_waiting=settings.largest * WAITING_PER_CONNECTION,
        max_lifetime=settings.recycle,
        reconnect_timeout=settings.timeout,
        num_workers=1,
        configure=configure,
        open=False,
    )
    try:
        # Asked for a connection before its first one stands, it would open a second.
        pool.open(wait=True, timeout=settings.timeout)
    except PoolTimeout as error:
        raise unreachable(error, server.place) from error
    return pool


@contextmanager
def borrowed(pool: ConnectionPool[Any], place: str) -> Iterator[Connection]:
    """A live connection for the block; StorageUnavailable if none is to be had in time."""
    try:
        connection = _live_connection(pool)
    except TooManyRequests as error:
        raise StorageUnavailable(f"too many wait for a connection to PostgreSQL at {place} already") from error
    except PoolTimeout as error:
        waited = f"within {pool.timeout:g} s"
        raise StorageUnavailable(f"no connection to PostgreSQL at {place} was to be had {waited}") from error
    except PoolClosed as error:
        raise StorageUnavailable(f"the connections to PostgreSQL at {place} are closed already") from error
    try:
        yield connection
    finally:
        pool.putconn(connection)


def is_dead(connection: Connection) -> bool:
    """An idle connection has nothing to read; one that has, was closed by the server or is about to be.

    A look at the socket costs microseconds where a query would cost a round trip.
    """
    socket = select.poll()
    socket.register(connection.fileno(), select.POLLIN)
    return bool(socket.poll(0))


def _live_connection(pool: ConnectionPool[Any]) -> Connection:
    """The pool's own check pauses for a second after each dead connection, and a restart leaves a pool full of them."""
    deadline = time.monotonic() + pool.timeout
    connection = pool.getconn()
    while connection.closed or is_dead(connection):
        connection.close()
        pool.putconn(connection)  # which makes it open another
        connection = pool.getconn(max(deadline - time.monotonic(), 0.001))
    return connection


def _wait_for(server: Server, driver: Driver, seconds: float) -> None:
    """Until one connection could be made; the reason why not is lost on the pool."""
    connect = partial(driver.connection_class.connect, "", **server.conninfo, autocommit=True)
    try:
        _connected(connect, driver, seconds).close()
    except driver.errors as error:
        raise unreachable(error, server.place) from error


def _patient(driver: Driver, seconds: float, is_closed: Callable[[], bool]) -> type[Any]:
    """The driver's class of connections, each of which waits for its server. The pool's own attempts get so far apart
    that a server which is back within seconds would be waited for in vain."""

    def connect(_: type[Any], /, conninfo: str, **settings: Any) -> Connection:
        return _connected(partial(driver.connection_class.connect, conninfo, **settings), driver, seconds, is_closed)

    return type("PatientConnection", (driver.connection_class,), {"connect": classmethod(connect)})


def _connected(
    connect: Callable[[], Connection], driver: Driver, seconds: float, is_closed: Callable[[], bool] = lambda: False
) -> Connection:
    """A connection, or the driver's error of the last attempt. The pauses between them grow, with jitter: many programs
    wait for the same server."""
    deadline, pause = time.monotonic() + seconds, 0.05
    while True:
        try:
            return connect()
        except driver.errors as error:
            if refusal(error) or is_closed() or time.monotonic() + pause > deadline:
                raise
        time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - jitter, no secret
        pause = min(pause * 2, LONGEST_PAUSE)


def _place(told: dict[str, Any]) -> str:
    """Host, port and database. A password with an @ that is not percent-encoded reaches into the host."""
    host = str(told.get("host") or told.get("hostaddr") or "localhost").rpartition("@")[2]
    return f"{host}:{told.get('port') or 5432}/{told.get('dbname') or told.get('user') or ''}"

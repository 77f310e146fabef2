"""The administrator's way to the server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg

from infrastructure.postgres.errors import unreachable
from infrastructure.postgres.provisioning.session import SetupSession
from infrastructure.postgres.provisioning.wanted import url_of

LOCK_SECONDS = 60
"""How long another setup is waited for."""

CONNECT_SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrator:
    """`conninfo` is what libpq is told, beside what it finds in PG* variables and its own files."""

    conninfo: Mapping[str, str] = field(repr=False)

    @contextmanager
    def session(self, *, database: str | None = None, acting: str | None = None) -> Iterator[SetupSession]:
        """A connection, to `database` if it is not the one he comes to by himself, in the role `acting`."""
        with connected({**self._conninfo(database, acting), **self._ours(acting)}) as connection:
            yield SetupSession(connection)

    def url(self, *, database: str, acting: str) -> str:
        """The same as a URL, password included: for what makes a connection of its own."""
        return url_of(self._conninfo(database, acting))

    def _conninfo(self, database: str | None, acting: str | None) -> dict[str, str]:
        told = dict(self.conninfo)
        if database is not None:
            told["dbname"] = database
        if acting is not None:
            told["options"] = f"{told.get('options', '')} -c role={_escaped(acting)}".strip()
        return told

    def _ours(self, acting: str | None) -> dict[str, str]:
        options = self._conninfo(None, acting).get("options", "")
        return {"options": f"{options} -c lock_timeout={LOCK_SECONDS}s".strip()}


@contextmanager
def connected(conninfo: Mapping[str, str]) -> Iterator[psycopg.Connection]:
    """A connection in autocommit mode, closed with the block; StorageUnavailable if there is none."""
    settings: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, "application_name": "succotash setup", **conninfo}
    try:
        connection = psycopg.connect("", **{**settings, "client_encoding": "utf8"}, autocommit=True)
    except (psycopg.Error, UnicodeError) as error:
        raise unreachable(error, _place(conninfo)) from error
    with connection:
        yield connection


def _place(conninfo: Mapping[str, str]) -> str:
    """As far as it was told; what libpq finds by itself is not known before it has connected."""
    host, port = conninfo.get("host") or "the configured host", conninfo.get("port")
    return f"{host}{f':{port}' if port else ''}/{conninfo.get('dbname', '')}"


def _escaped(value: str) -> str:
    """For libpq's `options`, which are split at spaces."""
    return value.replace("\\", "\\\\").replace(" ", "\\ ")

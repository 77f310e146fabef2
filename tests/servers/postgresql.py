"""A PostgreSQL server as the tests see it: where it is, and databases made and dropped on it."""

from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

CONNECT_TIMEOUT_SECONDS = 10


@dataclass(frozen=True)
class PostgresServer:
    """A running server, reached as a role that may create databases. It does not own the server's life.

    `admin_url` carries the password and so stays out of the repr; `origin` says how the server was found.
    """

    admin_url: str = field(repr=False)
    origin: str

    def url(self, database: str) -> str:
        """The URL of one database on this server, for the same role."""
        return urlsplit(self.admin_url)._replace(path=f"/{quote(database, safe='')}").geturl()

    @cached_property
    def version(self) -> str:
        """Such as `15.8`; asking proves that the server answers."""
        with self._connect() as connection:
            return str(connection.info.parameter_status("server_version")).split()[0]

    @property
    def may_create_databases(self) -> bool:
        """Whether the role has the right, by itself or as superuser."""
        question = "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
        with self._connect() as connection:
            answer = connection.execute(question).fetchone()
        return answer is not None and bool(answer[0])

    def create_database(self, name: str, template: str | None = None) -> str:
        """Create a database and return its URL. A template must have no open connection at that moment."""
        statement = sql.SQL("create database {name}").format(name=sql.Identifier(name))
        if template is not None:
            statement += sql.SQL(" template {template}").format(template=sql.Identifier(template))
        self._execute(statement)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database if it exists, closing the connections that a failed test left open."""
        self._execute(sql.SQL("drop database if exists {name} with (force)").format(name=sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with self._connect() as connection:
            connection.execute(statement)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self.admin_url, autocommit=True, connect_timeout=CONNECT_TIMEOUT_SECONDS)

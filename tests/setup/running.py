"""Running the script, and looking at what it left on the server."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from setup_postgres_db import main
from tests.servers.local_server import LocalServer

ROOT = Path(__file__).parents[2]
SETTINGS = ("DATABASE_", "DB_", "USE_SQLITE", "SQL_ECHO", "SUCCOTASH_", "SETUP_", "PG", "COLUMNS")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Status and words of each line before the blank one."""
        lines = self.out.split("\n\n", maxsplit=1)[0].splitlines()
        return [(line[:15].strip(), line[15:]) for line in lines]

    @property
    def json(self) -> Any:
        """The one object on standard output; anything beside it is an error."""
        return json.loads(self.out)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A server with names on it that no other test uses."""

    server: LocalServer
    mark: str = field(default_factory=lambda: secrets.token_hex(4))
    password: str = field(default_factory=lambda: secrets.token_urlsafe(15))

    @property
    def owner(self) -> str:
        return f"owner_{self.mark}"

    @property
    def user(self) -> str:
        return f"user_{self.mark}"

    @property
    def database(self) -> str:
        return f"data_{self.mark}"

    @property
    def admin_url(self) -> str:
        return self.server.server.admin_url

    @property
    def environment(self) -> dict[str, str]:
        """Who the administrator is and what is to be there."""
        return {
            "SETUP_ADMIN_URL": self.admin_url,
            "DB_NAME": self.database,
            "DB_USER": self.user,
            "DB_PASSWORD": self.password,
        }

    def setup(self, *words: object, **environment: str | None) -> Said:
        """One run of the script, in this process."""
        told = {name: value for name, value in (self.environment | environment).items() if value is not None}
        return run_here("--owner", self.owner, *words, environment=told)

    def url(self, user: str | None = None, password: str | None = None, database: str | None = None) -> str:
        """For the application, if nobody else is named."""
        login = f"{quote(user or self.user)}:{quote(password or self.password, safe='')}"
        return f"postgresql://{login}@127.0.0.1:{self.server.port}/{quote(database or self.database)}"

    def admin(self, *statements: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """The rows of the last statement. `{owner}`, `{user}` and `{database}` stand for the names here."""
        with psycopg.connect(self.server.server.url(database), autocommit=True) as connection:
            return _executed(connection, self._named(statements))

    def application(self, *statements: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url()) as connection:
            return _executed(connection, self._named(statements))

    @contextmanager
    def waiting(self) -> Iterator[psycopg.Connection]:
        """An administrator's connection that stays open."""
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            yield connection

    def log(self) -> str:
        return (self.server.directory / "server.log").read_text(encoding="utf-8", errors="replace")

    def state(self) -> dict[str, Any]:
        """All that a setup decides, under names that do not depend on the place."""
        roles = self.admin(
            f"select to_jsonb(r) - 'oid' from pg_roles r where rolname ~ '_{self.mark}$' order by rolname"
        )
        database = self.admin(
            "select pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype, datacl::text "
            f"from pg_database where datname = '{self.database}'"
        )
        inside = self.admin(
            "select relkind::text, relname, pg_get_userbyid(relowner), relacl::text from pg_class "
            "where relnamespace = 'public'::regnamespace and relkind in ('r', 'S') "
            "union all select 'schema', nspname, '', nspacl::text from pg_namespace where nspname = 'public' "
            "union all select 'function', proname, '', proacl::text from pg_proc "
            "where proname ~ '^lo' and proacl is not null "
            "union all select 'default', defaclobjtype::text, '', defaclacl::text from pg_default_acl order by 1, 2",
            database=self.database,
        )
        told = {"roles": roles, "database": database, "inside": inside}
        return json.loads(json.dumps(told).replace(self.mark, "here"))  # type: ignore[no-any-return]

    def made(self) -> list[str]:
        """The names of all roles and databases that are the test's own."""
        found = self.admin(
            f"select rolname::text from pg_roles where rolname ~ '_{self.mark}$' "
            f"union select datname from pg_database where datname ~ '_{self.mark}$' order by 1"
        )
        return [name for (name,) in found]

    def verifier(self) -> str:
        return str(self.admin(f"select rolpassword from pg_authid where rolname = '{self.user}'")[0][0])

    def clean(self) -> None:
        roles = [name for (name,) in self.admin("select rolname::text from pg_roles")]
        made = self.made()
        with self.waiting() as connection:
            for name in [name for name in made if name not in roles]:
                for text in ("alter database {} is_template false", "drop database {} with (force)"):
                    connection.execute(sql.SQL(text).format(sql.Identifier(name)))
            for text in ("drop owned by {} cascade", "drop role {}"):
                for name in [name for name in made if name in roles]:
                    connection.execute(sql.SQL(text).format(sql.Identifier(name)))

    def _named(self, statements: tuple[str, ...]) -> list[sql.Composed]:
        names = {"owner": self.owner, "user": self.user, "database": self.database}
        quoted = {name: sql.Identifier(value) for name, value in names.items()}
        return [sql.SQL(text).format(**quoted) for text in statements]


def _executed(connection: psycopg.Connection, statements: list[sql.Composed]) -> list[tuple[Any, ...]]:
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)
    return cursor.fetchall() if cursor.description else []


def run(*words: object, environment: Mapping[str, str], cwd: Path = ROOT) -> Said:
    """The script as a program, with nothing set but `environment`."""
    done = subprocess.run(
        [sys.executable, "-W", "error", ROOT / "setup_postgres_db.py", *map(str, words)],
        cwd=cwd,
        env=bare_environment() | dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Said(code=done.returncode, out=done.stdout.decode("utf-8"), err=done.stderr.decode("utf-8"))


def run_here(*words: object, environment: Mapping[str, str]) -> Said:
    """The same in this process: faster, and whatever is left open is an error."""
    out, err = StringIO(), StringIO()
    environment = bare_environment() | dict(environment)
    with mock.patch.dict(os.environ, environment, clear=True), redirect_stdout(out), redirect_stderr(err):
        code = main([str(word) for word in words])
    return Said(code=code, out=out.getvalue(), err=err.getvalue())


def bare_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}


def assert_refused(said: Said, code: int, *words: str) -> None:
    """In one line on standard error that has all these words, and with this exit code."""
    assert said.code == code, said
    assert re.fullmatch(r"error: [^\n]+\n", said.err), said.err
    for word in words:
        assert word in said.err


def with_login(url: str, user: str, password: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{parts.hostname}:{parts.port}").geturl()

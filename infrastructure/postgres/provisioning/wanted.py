"""What there shall be on the server when a setup is done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from domain.shared.errors import InvalidValue

LONGEST_NAME = 63
"""In bytes. PostgreSQL cuts what is longer, and would then look for another name than it has."""

_RESERVED_ROLES = re.compile(r"pg_.*|public|none|current_user|current_role|session_user|user", re.IGNORECASE)
_RESERVED_DATABASES = {"template0", "template1", "postgres"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`reach` is how the application gets to the server, as libpq's keywords: host, port, and what else was told."""

    owner: str
    user: str
    database: str
    password: str = field(repr=False)
    reach: Mapping[str, str] = field(repr=False)

    def __post_init__(self) -> None:
        """InvalidValue for a name that PostgreSQL would refuse, cut or take for another."""
        for role, what in ((self.owner, "owner"), (self.user, "user")):
            _check_name(role, what)
            if _RESERVED_ROLES.fullmatch(role):
                raise _unfit(what, "is a name that PostgreSQL keeps for itself")
        _check_name(self.database, "database")
        if self.database in _RESERVED_DATABASES:
            raise _unfit("database", "is one of the server's own; choose another name")
        if self.owner == self.user:
            raise _unfit("owner", "must not be the application's user, which may not change the schema")

    @property
    def names(self) -> dict[str, str]:
        """By what they are called in the statements."""
        return {"owner": self.owner, "user": self.user, "database": self.database}

    @property
    def login(self) -> dict[str, str]:
        """What the application connects with, password included."""
        return {**self.reach, "user": self.user, "dbname": self.database, "password": self.password}

    @property
    def url(self) -> str:
        """The same as a URL, password included."""
        return url_of(self.login)

    @property
    def shown_url(self) -> str:
        """The URL to use, as it may be shown: with the word PASSWORD where the password belongs."""
        extras = {key: "***" if "password" in key else value for key, value in self.reach.items()}
        host, port = extras.pop("host", "localhost"), extras.pop("port", "5432")
        user, name = quote(self.user, safe=""), quote(self.database, safe="")
        if host.startswith("/"):  # the folder of a Unix socket
            extras, place = {"host": host, "port": port, **extras}, ""
        else:
            place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        return f"postgresql://{user}:PASSWORD@{place}/{name}{_query(extras)}"

    def with_password(self, password: str) -> Wanted:
        return replace(self, password=password)

    def reached_at(self, host: str, port: str) -> Wanted:
        """With host and port where none were told."""
        return replace(self, reach={"host": host, "port": port, **self.reach})


def url_of(conninfo: Mapping[str, str]) -> str:
    """libpq's keywords as a URL in which nothing can be taken for anything else."""
    return f"postgresql://{_query(conninfo)}"


def _query(parameters: Mapping[str, str]) -> str:
    pairs = "&".join(f"{key}={quote(value, safe='')}" for key, value in parameters.items())
    return f"/?{pairs}" if "dbname" in parameters else f"{pairs and '?'}{pairs}"


def _check_name(name: str, what: str) -> None:
    if not name or not name.isprintable():
        raise _unfit(what, "is blank or has characters that cannot be seen")
    if len(name.encode()) > LONGEST_NAME:
        raise _unfit(what, f"is longer than {LONGEST_NAME} bytes")


def _unfit(what: str, why: str) -> InvalidValue:
    return InvalidValue(f"the name of the {what} {why}", code="setting", setting=what)

"""Where the database is, told as a URL, whose password is never shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from domain.shared.errors import InvalidValue

_SCHEME = re.compile(r"postgres(ql)?://")
_DRIVER = re.compile(r"postgres(ql)?\+\w*:")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})|%00")
_FORMS = "sqlite:///file.db, sqlite:////absolute/file.db, postgresql://user@host/database or memory://"


class Dialect(StrEnum):
    """The technologies that can keep the facts."""

    MEMORY = "memory"
    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseUrl:
    """`url` is what the driver is given, `shown` the same without its password, `path` the file of SQLite."""

    dialect: Dialect
    url: str = field(repr=False)
    shown: str
    path: Path | None = None

    @classmethod
    def parse(cls, text: str, origin: str) -> DatabaseUrl:
        """InvalidValue naming `origin`, and nothing that may be secret, if it is no URL of a database."""
        url = text.strip()
        if url == "memory://":
            return cls(dialect=Dialect.MEMORY, url=url, shown=url)
        if url.startswith("sqlite:"):
            return _sqlite(url, origin)
        if _SCHEME.match(url):
            return _postgresql(_SCHEME.sub("postgresql://", url, count=1), origin)
        if _DRIVER.match(url):
            raise _invalid(origin, "names a driver: write postgresql:// and set DATABASE_DRIVER to psycopg or psycopg2")
        raise _invalid(origin, f"is not the URL of a database; use {_FORMS}")


def _sqlite(url: str, origin: str) -> DatabaseUrl:
    file = url.removeprefix("sqlite:///")
    if file in {"", url, ":memory:"}:
        raise _invalid(origin, f"names no SQLite file; use {_FORMS}")
    if "?" in file or not file.isprintable():
        raise _invalid(origin, "names a SQLite file with characters that are not allowed; parameters are not supported")
    return DatabaseUrl(dialect=Dialect.SQLITE, url=url, shown=url, path=Path(file))


def _postgresql(url: str, origin: str) -> DatabaseUrl:
    if not _unambiguous(url):
        raise _invalid(origin, "is not a PostgreSQL URL: percent-encode the special characters in its parts")
    return DatabaseUrl(dialect=Dialect.POSTGRESQL, url=url, shown=_without_password(urlsplit(url)))


def _unambiguous(url: str) -> bool:
    """Whether no piece of a password can be taken for a host or a database, and be printed in an error."""
    if _BAD_ESCAPE.search(url) or not url.isprintable() or " " in url or "#" in url:
        return False
    try:
        parts = urlsplit(url)
        return parts.port != 0 and url.count("@") <= 1 and "@" not in parts.path + parts.query
    except ValueError:  # of the port or of brackets; its message quotes them
        return False


def _without_password(parts: SplitResult) -> str:
    userinfo, at, place = parts.netloc.rpartition("@")
    user, colon, _ = userinfo.partition(":")
    query = "&".join(_masked(parameter) for parameter in parts.query.split("&"))
    return f"postgresql://{user}{colon and ':***'}{at}{place}{parts.path}{query and '?'}{query}"


def _masked(parameter: str) -> str:
    key, equals, _ = parameter.partition("=")
    return f"{key}{equals}***" if "password" in unquote(key).lower() else parameter


def _invalid(origin: str, what: str) -> InvalidValue:
    return InvalidValue(f"{origin} {what}", code="setting", setting=origin)

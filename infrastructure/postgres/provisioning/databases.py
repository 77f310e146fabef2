"""The database, and who gets into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.shared.errors import StorageError, Unusable
from infrastructure.postgres.provisioning.session import SetupSession
from infrastructure.postgres.provisioning.steps import Step
from infrastructure.postgres.provisioning.wanted import Wanted

NAMES_PROVIDER = 15
"""The first version in which a database's locales have a provider, which must be named."""

ENCODING, COLLATIONS = "UTF8", {"C", "POSIX"}
_MADE_MEANWHILE = {"42P04", "23505"}
"""PostgreSQL's SQLSTATEs for a database that somebody else made a moment ago."""


def refuse_unfit_database(server: SetupSession, wanted: Wanted) -> None:
    """Unusable if there is one of that name that is not as it shall be. Nothing is done to it."""
    if found := server.find("find_database", database=wanted.database):
        _check(found, wanted)


def database(server: SetupSession, wanted: Wanted) -> Step:
    """Exists, holds any text, sorts by code point and is the owner's."""
    what = f"database {wanted.database}, UTF-8, sorted by code point"
    if server.find("find_database", database=wanted.database):
        return Step("already there", what)
    try:
        server.run(_creating(server), database=wanted.database, owner=wanted.owner)
    except StorageError as error:
        if error.details.get("sqlstate") not in _MADE_MEANWHILE:
            raise
        return Step("already there", what)
    return Step("created", what)


def _creating(server: SetupSession) -> str:
    return "create_database" if server.version >= NAMES_PROVIDER else "create_database_before_15"


def _check(found: Mapping[str, Any], wanted: Wanted) -> None:
    name = wanted.database
    otherwise = "name another database with --database, or dump it, remove it and load it again after this"
    if found["encoding"] != ENCODING:
        raise Unusable(f"the database {name} has the encoding {found['encoding']} and not {ENCODING}: {otherwise}")
    if found["collation"] not in COLLATIONS:
        raise Unusable(f"the database {name} sorts by the collation {found['collation']} and not C: {otherwise}")
    if not found["is_usable"]:
        raise Unusable(f"the database {name} is a template or lets nobody in: name another with --database")
    if found["owner"] != wanted.owner:
        raise Unusable(
            f"the database {name} belongs to {found['owner']} and not to {wanted.owner}: name another with --database, "
            f"or the owner with --owner"
        )

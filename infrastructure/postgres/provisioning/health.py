"""Whether the application can do its work, and nothing but its work: tried out as the application."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

import psycopg

from domain.shared.errors import StorageUnavailable, Unusable
from infrastructure.postgres.provisioning.administrator import connected
from infrastructure.postgres.provisioning.session import STATEMENTS, SetupSession
from infrastructure.postgres.provisioning.steps import Step
from infrastructure.postgres.provisioning.wanted import Wanted

ATTEMPTS = {
    "try_a_table": "create a table",
    "try_a_schema": "create a schema",
    "try_a_role": "create a role",
    "try_the_revision": "change what version the schema is said to be",
}


LARGE_OBJECT = {"try_a_large_object": "make a large object"}
"""Tried where PostgreSQL's own permission for everybody was taken away, which only a superuser can do."""


class Verdict(Protocol):
    """Of a probe of the whole program."""

    @property
    def healthy(self) -> bool: ...
    @property
    def detail(self) -> str: ...


Probe = Callable[[str], Verdict]
"""Uses the database at a URL as the program does: checks the schema, writes an entry and takes it back."""


def accepted(wanted: Wanted) -> bool:
    """Whether the password is the role's already. Where the server asks for none, that cannot be known."""
    try:
        with connected(wanted.login) as connection:
            return bool(connection.pgconn.used_password)
    except StorageUnavailable:
        return False


def health(wanted: Wanted, started: object, probe: Probe) -> Iterator[Step]:
    """Unusable with the reason for the first thing that is not as it should be. `started` tells the server by."""
    with connected(wanted.login) as connection:
        session = SetupSession(connection)
        if session.rows("server_started")[0]["started"] != started:
            raise Unusable(f"{session.place} is another server than the administrator's: check --host and DB_HOST")
        yield Step("ok", f"{wanted.user} logs in at {session.place}")
        if not connection.pgconn.used_password:
            yield Step("note", f"the server asks {wanted.user} for no password from here: see its pg_hba.conf")
        verdict = probe(wanted.url)
        if not verdict.healthy:
            raise Unusable(f"{wanted.user} cannot work there: {verdict.detail}")
        yield Step("ok", "the schema is the one that this program needs; an entry was written and taken back")
        closed = session.settled("large_objects_settled", user=wanted.user)
        if not closed:
            yield Step(
                "note", f"{wanted.user} may make large objects, as everybody may: only a superuser can change that"
            )
        attempts = ATTEMPTS | (LARGE_OBJECT if closed else {})
        _check_limits(session, wanted, attempts)
        yield Step("ok", f"{wanted.user} can do nothing more: it was refused to {', '.join(attempts.values())}")


def _check_limits(session: SetupSession, wanted: Wanted, attempts: Mapping[str, str]) -> None:
    for row in session.rows("excess"):
        raise Unusable(f"{wanted.user} can do more than it should: {row['what']}")
    for name, what in attempts.items():
        if not _is_refused(session, name):
            raise Unusable(f"{wanted.user} can do more than it should: it was able to {what} (which was undone)")


def _is_refused(session: SetupSession, name: str) -> bool:
    try:
        with session.connection.transaction(force_rollback=True):
            session.connection.execute(STATEMENTS["patience"].text.encode())
            session.connection.execute(STATEMENTS[name].text.encode())
    except psycopg.errors.InsufficientPrivilege:
        return True
    except psycopg.Error:
        return False
    return False

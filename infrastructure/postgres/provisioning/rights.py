"""What the application may do in the database: read and write the data, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from domain.shared.errors import Unusable
from infrastructure.postgres.provisioning.session import SetupSession
from infrastructure.postgres.provisioning.steps import Step
from infrastructure.postgres.provisioning.wanted import Wanted

FEW = 3


def refuse_strangers(session: SetupSession, wanted: Wanted) -> None:
    """What is not the owner's can neither be migrated nor granted by it."""
    if strangers := [str(row["owner"]) for row in session.rows("strangers", owner=wanted.owner)]:
        raise Unusable(
            f"the database {wanted.database} holds tables of {', '.join(strangers[:FEW])}, which must be "
            f"{wanted.owner}'s: give them to it (REASSIGN OWNED), and run this again"
        )


def database_rights(session: SetupSession, wanted: Wanted) -> Step:
    what = f"{wanted.user} may connect to {wanted.database}, and others no more by themselves"
    return _settled(session, wanted, "database_rights", what)


def schema_rights(session: SetupSession, wanted: Wanted) -> Step:
    what = f"only {wanted.owner} may create anything in schema public"
    with _as_owner_of_the_schema(session, wanted):
        return _settled(session, wanted, "schema_rights", what)


def large_objects(session: SetupSession, wanted: Wanted) -> Iterator[Step]:
    """Nothing where the administrator may not settle it, as on managed services; the health check tells that."""
    if session.settled("administrator_settles_large_objects"):
        session.run("act_as_myself")
        yield _settled(session, wanted, "large_objects", f"{wanted.user} may make and change no large objects")
        session.run("act_as_owner", owner=wanted.owner)


def default_rights(session: SetupSession, wanted: Wanted) -> Step:
    return _settled(session, wanted, "default_rights", f"the same for the tables that {wanted.owner} will yet create")


def table_rights(session: SetupSession, wanted: Wanted) -> Step:
    """Table by table, each in one transaction, because which rights it needs depends on the table."""
    what = f"{wanted.user} may read and write the data, and only read what version the schema is"
    things = session.rows("unsettled_things", owner=wanted.owner, user=wanted.user)
    for thing in things:
        session.run(f"settle_{thing['kind']}", thing=thing["name"], user=wanted.user)
    if session.rows("unsettled_things", owner=wanted.owner, user=wanted.user):
        raise _unsettled(what)
    return Step("changed" if things else "already there", what)


def _settled(session: SetupSession, wanted: Wanted, topic: str, what: str) -> Step:
    """Looked at, changed if need be, and looked at again: a server ignores some grants without an error."""
    if session.settled(f"{topic}_settled", **wanted.names):
        return Step("already there", what)
    session.run(f"settle_{topic}", **wanted.names)
    if not session.settled(f"{topic}_settled", **wanted.names):
        raise _unsettled(what)
    return Step("changed", what)


@contextmanager
def _as_owner_of_the_schema(session: SetupSession, wanted: Wanted) -> Iterator[None]:
    if session.settled("owns_public_schema", owner=wanted.owner):
        yield
        return
    session.run("act_as_myself")
    yield
    session.run("act_as_owner", owner=wanted.owner)


def _unsettled(what: str) -> Unusable:
    return Unusable(
        f"this could not be brought about: {what}. Somebody other than the owner granted rights or owns the schema: "
        "run this as a superuser, or on PostgreSQL 15 or newer"
    )

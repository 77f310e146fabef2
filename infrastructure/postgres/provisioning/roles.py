"""The two roles: one that owns, one that uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from psycopg import sql

from domain.shared.errors import StorageError, Unusable
from infrastructure.postgres.provisioning.administrator import Administrator
from infrastructure.postgres.provisioning.session import SetupSession
from infrastructure.postgres.provisioning.steps import Step
from infrastructure.postgres.provisioning.wanted import Wanted

SAYS_ACT_AS = 16
"""The first version in which being a member of a role and being allowed to take it are two things."""

FEW = 3

_MADE_MEANWHILE = {"42710", "23505"}
"""PostgreSQL's SQLSTATEs for a role that somebody else made a moment ago."""


def refuse_unfit_roles(server: SetupSession, wanted: Wanted, administrator: Administrator) -> None:
    """Unusable if one of the names is a role's that was meant for something else. Such a role is left alone."""
    owner, user = (server.find("find_role", role=name) for name in (wanted.owner, wanted.user))
    if owner and owner["is_superuser"]:
        raise Unusable(
            f"the role {wanted.owner} is a superuser, and the schema's owner must be none: name another with --owner"
        )
    if user:
        _refuse_the_mighty(wanted.user, user)
        _refuse_the_busy(server, wanted, administrator)


def owner_role(server: SetupSession, wanted: Wanted) -> Iterator[Step]:
    """Exists, and the administrator may act for it."""
    what = f"role {wanted.owner}, who owns the schema"
    created = _created(server, "create_owner", wanted.owner, owner=wanted.owner)
    yield Step("created" if created else "already there", what)
    if _acts_as(server, wanted.owner):
        return
    suffix = "_since_16" if server.version >= SAYS_ACT_AS else ""
    server.run(f"let_administrator_act_as_owner{suffix}", owner=wanted.owner)
    yield Step("changed", f"the administrator may act as {wanted.owner}")


def user_role(server: SetupSession, wanted: Wanted) -> Step:
    """Exists, can log in, and can do nothing by itself."""
    what = f"role {wanted.user}, who uses the data"
    if _created(server, "create_user", wanted.user, user=wanted.user):
        return Step("created", what)
    found = server.rows("find_role", role=wanted.user)[0]
    if found["logs_in"] and not found["creates_roles"] and not found["creates_databases"]:
        return Step("already there", what)
    server.run("confine_user", user=wanted.user)
    return Step("changed", f"{what}: it logs in, and creates neither roles nor databases")


def _created(server: SetupSession, statement: str, role: str, **names: str) -> bool:
    """False where the role was there before, be it for a moment only."""
    if server.find("find_role", role=role):
        return False
    try:
        server.run(statement, **names)
    except StorageError as error:
        if error.details.get("sqlstate") not in _MADE_MEANWHILE:
            raise
        return False
    return True


def _acts_as(server: SetupSession, owner: str) -> bool:
    return server.settled("acts_as_owner", owner=owner, kind="SET" if server.version >= SAYS_ACT_AS else "MEMBER")


def _refuse_the_mighty(user: str, found: Mapping[str, Any]) -> None:
    powers = {
        "is a superuser": found["is_superuser"],
        "may replicate the server": found["replicates"],
        "passes by row security": found["bypasses_row_security"],
        f"is a member of {', '.join(found['member_of'])}": found["member_of"],
    }
    for power, has_it in powers.items():
        if has_it:
            raise Unusable(f"the role {user} {power}, and the application must not: name another with --user")


def _refuse_the_busy(server: SetupSession, wanted: Wanted, administrator: Administrator) -> None:
    for thing in server.rows("things_of_role", role=wanted.user, database=wanted.database):
        place = thing["database"] or "the server itself"
        if not thing["owns"]:
            raise Unusable(
                f"the role {wanted.user} has rights in {place}, and the application must not: name another with --user"
            )
        listed = _listed(wanted, administrator, thing["database"])
        raise Unusable(
            f"the role {wanted.user} owns things in {place}{listed}, and the application must not: "
            f"name another with --user{_cure(wanted, thing)}"
        )


def _listed(wanted: Wanted, administrator: Administrator, database: str | None) -> str:
    """A few of the things, by kind and name, as only the database that holds them knows them."""
    try:
        with administrator.session(database=database) as there:
            found = [str(row["what"]) for row in there.rows("owned_by_role", role=wanted.user, database=database)]
    except StorageError:
        return ""
    named = ", ".join(found[:FEW]) + (" and more" if len(found) > FEW else "")
    return named and f": {named}"


def _cure(wanted: Wanted, thing: Mapping[str, Any]) -> str:
    """None for what is the server's: a database or a tablespace is not dropped that way. The role itself cannot do it,
    because it may not give up rights that the owner granted."""
    if not thing["is_droppable"] or thing["database"] is None:
        return ""
    role = sql.Identifier(wanted.user).as_string()
    return (
        f"; or, if not needed, drop them: in {thing['database']}, as a superuser or a member of {wanted.owner} "
        f"and of that role, DROP OWNED BY {role}; then run this again, because its rights go with them"
    )

"""The whole setup, step by step. Each looks first and changes only what is not as it shall be, in one transaction, so a
setup that was interrupted anywhere is completed by the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from domain.shared.errors import Unusable
from infrastructure.postgres.provisioning.administrator import Administrator
from infrastructure.postgres.provisioning.databases import database, refuse_unfit_database
from infrastructure.postgres.provisioning.health import Probe, accepted, health
from infrastructure.postgres.provisioning.passwords import verifier_of
from infrastructure.postgres.provisioning.rights import (
    database_rights,
    default_rights,
    large_objects,
    refuse_strangers,
    schema_rights,
    table_rights,
)
from infrastructure.postgres.provisioning.roles import owner_role, refuse_unfit_roles, user_role
from infrastructure.postgres.provisioning.session import SetupSession
from infrastructure.postgres.provisioning.steps import Step
from infrastructure.postgres.provisioning.wanted import Wanted
from infrastructure.postgres.provisioning.whereabouts import refuse_another_server
from infrastructure.sql.revisions import check_revision, head

OLDEST_VERSION = 13
"""The first with gen_random_uuid() of its own, which the schema uses."""


class Migrations(Protocol):
    """The schema's history on one database."""

    def current(self) -> str | None: ...
    def upgrade(self) -> None: ...


def provision(
    wanted: Wanted, administrator: Administrator, migrations: Callable[[str], Migrations], probe: Probe
) -> Iterator[Step]:
    """The steps as they are done; the last ones are a health check. Leaving early leaves nothing half done.

    Unusable or StorageError with the reason if the server, or something on it, cannot be used for this.
    """
    with administrator.session() as server:
        server.lock("lock_server")
        _check_server(server, wanted)
        refuse_unfit_roles(server, wanted, administrator)
        refuse_unfit_database(server, wanted)
        refuse_another_server(server, wanted, administrator)
        yield from owner_role(server, wanted)
        user = user_role(server, wanted)
        yield user
        yield database(server, wanted)
        with administrator.session(database=wanted.database, acting=wanted.owner) as session:
            session.lock("lock_database")
            yield from _settled_database(session, wanted, lambda: migrations(_url(administrator, wanted)))
        yield _password(server, wanted, is_new=user.status == "created")
        yield from health(wanted, server.rows("server_started")[0]["started"], probe)


def located(wanted: Wanted, administrator: Administrator) -> Wanted:
    """With the administrator's own host and port where none were told. Sockets are mostly for those whom the operating
    system knows by the same name, so from there the application goes by way of localhost."""
    with administrator.session() as server:
        info = server.connection.info
        host = "localhost" if info.host.startswith("/") or not info.host else info.host
        return wanted.reached_at(host, str(info.port))


def _check_server(server: SetupSession, wanted: Wanted) -> None:
    if server.version < OLDEST_VERSION:
        raise Unusable(f"{server.place} is PostgreSQL {server.version}, and {OLDEST_VERSION} or newer is needed")
    found = server.rows("look_at_server")[0]
    if found["is_standby"]:
        raise Unusable(f"{server.place} is a standby, which cannot be changed: connect to the primary server")
    roles = (server.find("find_role", role=name) for name in (wanted.owner, wanted.user))
    needed = {
        "create roles (CREATEROLE)": found["creates_roles"] or all(roles),
        "create databases (CREATEDB)": found["creates_databases"]
        or server.find("find_database", database=wanted.database),
    }
    for right, has_it in needed.items():
        if not found["is_superuser"] and not has_it:
            raise Unusable(
                f"{found['administrator']} may not {right} at {server.place}: connect as a role that may, "
                "with --admin-url, SETUP_ADMIN_URL or PGUSER"
            )


def _settled_database(session: SetupSession, wanted: Wanted, migrations: Callable[[], Migrations]) -> Iterator[Step]:
    """Rights on what is to be migrated come before it, rights on what that makes after it."""
    refuse_strangers(session, wanted)
    yield database_rights(session, wanted)
    yield schema_rights(session, wanted)
    yield from large_objects(session, wanted)
    yield _schema(migrations(), session.place)
    yield table_rights(session, wanted)
    yield default_rights(session, wanted)


def _url(administrator: Administrator, wanted: Wanted) -> str:
    return administrator.url(database=wanted.database, acting=wanted.owner)


def _schema(migrations: Migrations, place: str) -> Step:
    """At the revision of this program; SchemaMismatch if it is at a newer one."""
    found = migrations.current()
    if found == head():
        return Step("already there", f"schema, at {found}")
    if found is not None and found > head():
        check_revision(found, head(), place)
    migrations.upgrade()
    return Step("created", f"schema, at {head()}") if found is None else Step("changed", f"schema, {found} to {head()}")


def _password(server: SetupSession, wanted: Wanted, *, is_new: bool) -> Step:
    """It is sent as what SCRAM keeps of it. Whether it is set already is found out by logging in with it."""
    if not is_new and accepted(wanted):
        return Step("already there", f"password of {wanted.user}")
    verifier = verifier_of(wanted.password, wanted.user, server.connection)
    server.run_with_text("set_password", {"verifier": verifier}, user=wanted.user)
    return Step("created" if is_new else "changed", f"password of {wanted.user}")

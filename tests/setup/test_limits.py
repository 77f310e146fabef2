"""What the application can do, and that whatever it could do more is found."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from domain.shared.errors import Unusable
from infrastructure.postgres.provisioning import wanted_by
from infrastructure.postgres.provisioning.asked import Asked
from infrastructure.postgres.provisioning.health import health
from infrastructure.postgres.provisioning.session import SetupSession
from infrastructure.upkeep import Health
from tests.setup.running import Place
from tests.setup.test_setup import provisioned

FORBIDDEN = [
    "create table t (a integer)",
    "create view v as select 1",
    "create schema s",
    "create role r",
    "create function f() returns integer language sql as 'select 1'",
    "alter table orders add column a integer",
    "drop table orders",
    "truncate orders cascade",
    "update alembic_version set version_num = '0000'",
    "delete from alembic_version",
    "insert into alembic_version values ('9999')",
    "select setval('imports_id_seq', 1)",
    "set role {owner}",
    "create trigger t before insert on orders execute function suppress_redundant_updates_trigger()",
    "alter database {database} rename to renamed",
    "copy orders to '/dev/null'",
    "select rolpassword from pg_authid",
    "select lo_creat(-1)",
    "select lo_create(0)",
    "select lo_from_bytea(0, 'a')",
    "select lo_put(1, 0, 'a')",
    "select lowrite(0, 'a')",
    "select lo_truncate(0, 0)",
    "select lo_truncate64(0, 0)",
    "select lo_import('/etc/hostname')",
    "select lo_import('/etc/hostname', 0)",
    "select lo_unlink(1)",
]
EXCESSES = {
    "alter role {user} superuser": "is a superuser",
    "alter role {user} createdb": "may create databases",
    "alter role {user} createrole": "may create roles",
    "alter role {user} replication": "may replicate",
    "grant pg_read_all_data to {user}": "is a member of pg_read_all_data",
    "create table mine (a integer); alter table mine owner to {user}": "owns something",
    "grant connect on database postgres to {user}": "has rights in another database",
    "grant create on database {database} to {user}": "may create schemas",
    "grant create on schema public to public": "may create tables in schema public",
    "grant truncate on imports to {user}": "do more than read and write in imports",
    "grant update on alembic_version to {user}": "change what version the schema is said to be",
}


@pytest.fixture
def ready(place: Place) -> Iterator[Place]:
    provisioned(place)
    yield place
    place.admin("revoke all on database postgres from {user}")


def examined(place: Place) -> list[str]:
    """The health check alone."""
    asked = Asked(owner=place.owner, host="127.0.0.1", port=place.server.port)
    [(started,)] = place.admin("select extract(epoch from pg_postmaster_start_time())::text")
    fine = Health(healthy=True, detail="")
    return [step.status for step in health(wanted_by(asked, place.environment, None), started, lambda _: fine)]


def test_the_application_reads_writes_changes_and_removes_data(ready: Place) -> None:
    ready.application(
        "insert into orders (fact_key, import_id, line, is_current, gross) select '', 1, 1, true, 1 where false",
        "update orders set gross = 2",
        "delete from orders",
        "create temporary table staged (a integer) on commit drop",
        "select version_num from alembic_version",
    )
    assert ready.application("select has_table_privilege('orders', 'select, insert')") == [(True,)]


def test_the_application_can_do_nothing_else(ready: Place) -> None:
    for statement in FORBIDDEN:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ready.application(statement)


def test_nobody_else_gets_into_the_database(ready: Place) -> None:
    stranger = f"stranger_{ready.mark}"
    ready.admin(f"create role {stranger} login password '{ready.password}'")
    psycopg.connect(ready.url(stranger, database="postgres")).close()
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(ready.url(stranger))


def test_the_owner_cannot_log_in(ready: Place) -> None:
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(ready.url(ready.owner))


def test_a_healthy_application_is_found_healthy(ready: Place) -> None:
    assert examined(ready) == ["ok", "ok", "ok"]


def test_the_attempt_to_make_a_large_object_is_one_that_can_succeed(
    ready: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where rights look as they should and do not hold: what is looked at and what is tried are two things."""
    ready.admin("grant execute on function pg_catalog.lo_create(oid) to public", database=ready.database)
    assert examined(ready) == ["ok", "ok", "note", "ok"]
    monkeypatch.setattr(SetupSession, "settled", lambda *_, **__: True)
    with pytest.raises(Unusable, match="it was able to make a large object"):
        examined(ready)
    assert ready.admin("select count(*) from pg_largeobject_metadata", database=ready.database) == [(0,)]


@pytest.mark.parametrize("statement", EXCESSES)
def test_whatever_the_application_can_do_more_is_found(ready: Place, statement: str) -> None:
    ready.admin(*statement.split("; "), database=ready.database)
    with pytest.raises(Unusable, match=EXCESSES[statement]):
        examined(ready)


@pytest.mark.parametrize(
    "statement",
    [
        "grant create on database {database} to {user}",
        "grant connect on database {database} to public",
        "grant connect on database {database} to {user} with grant option",
        "grant create on schema public to {user}",
        "grant create on schema public to public",
        "grant all on alembic_version to {user}",
        "grant update (version_num) on alembic_version to {user}",
        "grant truncate on imports to {user}",
        "grant select on imports to public",
        "grant update on sequence imports_id_seq to {user}",
        "grant execute on function pg_catalog.lo_create(oid) to public",
        "grant execute on function pg_catalog.lo_put(oid, bigint, bytea) to {user}",
        "revoke delete on orders from {user}",
        "revoke temporary on database {database} from {user}",
        "revoke usage on schema public from {user}",
        "alter default privileges for role {owner} in schema public grant all on tables to {user}",
    ],
)
def test_a_right_that_went_astray_is_set_right_by_the_next_run(ready: Place, statement: str) -> None:
    before = ready.state()
    ready.admin(statement, database=ready.database)
    assert [step.status for step in provisioned(ready)].count("changed") == 1
    assert {step.status for step in provisioned(ready)} == {"already there", "ok"}
    assert _rights(ready.state()) == _rights(before)


def _rights(state: dict[str, object]) -> list[str]:
    """Without the order in which they were granted, which means nothing."""
    return sorted("".join(sorted(str(part))) for parts in state.values() for part in parts)  # type: ignore[attr-defined]

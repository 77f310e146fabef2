"""What a run makes, that the next changes nothing, and that one that was broken off is completed."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import psycopg
import pytest

from domain.shared.errors import SchemaMismatch, StorageUnavailable
from infrastructure import migrations
from infrastructure.container import Schema, build_container, load_settings
from infrastructure.postgres.provisioning import Asked, Step, Wanted, administrator_of, located, provision, wanted_by
from infrastructure.postgres.provisioning import administrator as administrators
from infrastructure.postgres.provisioning.session import SetupSession
from setup_postgres_db import _probe, _schema_at
from tests.setup.conftest import BY_VERSION
from tests.setup.running import Place, assert_refused, run, with_login

MADE = ["role", "role", "database", "rights", "rights", "rights", "schema", "rights", "rights", "password"]


def provisioned(place: Place, admin_url: str | None = None) -> list[Step]:
    """In this process."""
    asked = Asked(owner=place.owner, admin_url=admin_url or place.admin_url)
    wanted = wanted_by(asked, place.environment, None)
    administrator = administrator_of(asked, place.environment, wanted)
    return list(provision(located(wanted, administrator), administrator, _schema_at, _probe))


def test_more_than_one_version_of_the_server_is_tried() -> None:
    assert len(BY_VERSION) >= 2


def test_a_fresh_server_gets_everything_and_a_second_run_changes_nothing(any_place: Place) -> None:
    first = run("--owner", any_place.owner, environment=any_place.environment)
    assert (first.code, first.err) == (0, "")
    statuses = [status for status, _ in first.steps]
    assert statuses[: len(MADE)] == ["changed" if what == "rights" else "created" for what in MADE]
    assert statuses[len(MADE) :] == ["ok"] * 3
    assert "Done." in first.out
    before, verifier = any_place.state(), any_place.verifier()
    second = any_place.setup()
    assert [status for status, _ in second.steps] == ["already there"] * len(MADE) + ["ok"] * 3
    assert "Nothing was changed" in second.out
    assert (any_place.state(), any_place.verifier()) == (before, verifier)


def test_what_is_made_is_what_was_asked_for(place: Place) -> None:
    assert place.setup().code == 0
    assert place.made() == sorted([place.owner, place.user, place.database])
    [owner, user] = [role for (role,) in place.state()["roles"]]
    powers = {"rolsuper", "rolcreatedb", "rolcreaterole", "rolreplication", "rolbypassrls"}
    assert not any(role[power] for role in (owner, user) for power in powers)
    assert (owner["rolcanlogin"], user["rolcanlogin"]) == (False, True)
    [(belongs_to, encoding, collation, ctype, _)] = place.state()["database"]
    assert (belongs_to, encoding, collation, ctype) == ("owner_here", "UTF8", "C", "C")
    assert {whose for kind, _, whose, _ in place.state()["inside"] if kind in {"r", "S"}} == {"owner_here"}
    assert place.verifier().startswith("SCRAM-SHA-256$")


def test_it_ends_with_the_url_to_use_without_the_password(place: Place) -> None:
    said = place.setup("--json")
    assert said.json["database_url"] == place.url(password="PASSWORD")
    assert said.json["changed"] is True
    assert {step["status"] for step in said.json["steps"]} == {"created", "changed", "ok"}
    assert said.json["database_url"] in place.setup().out
    assert place.setup("--quiet").out == ""
    assert place.setup("--json").json["changed"] is False


def test_a_run_broken_off_after_any_statement_is_completed_by_the_next(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    provisioned(place)
    whole = place.state()
    for statements in count():
        again = Place(server=place.server)
        try:
            with monkeypatch.context() as patch:
                _break_off_after(statements, patch)
                provisioned(again)
            break
        except _BrokenOffError:
            statuses = [step.status for step in provisioned(again)]
            assert "created" in statuses or "changed" in statuses
            assert again.state() == whole, f"broken off after {statements} statements"
            assert {step.status for step in provisioned(again)} == {"already there", "ok"}
        finally:
            again.clean()
    assert statements > len(MADE)


class _BrokenOffError(Exception):
    """As if the program had been killed there."""


def _break_off_after(statements: int, patch: pytest.MonkeyPatch) -> None:
    """Migrating counts too; it is one transaction."""
    counted = count()

    def broken(really: Callable[..., None]) -> Callable[..., None]:
        def run(*arguments: object, **names: object) -> None:
            if next(counted) == statements:
                raise _BrokenOffError
            really(*arguments, **names)

        return run

    patch.setattr(SetupSession, "run", broken(SetupSession.run))
    patch.setattr(SetupSession, "run_with_text", broken(SetupSession.run_with_text))
    patch.setattr(Schema, "upgrade", broken(Schema.upgrade))


def test_several_at_once_make_one_of_each(any_place: Place) -> None:
    """Half of them connect to another database first, where they do not see the others' lock."""
    elsewhere = any_place.server.server.url("template1")
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(provisioned, any_place, url) for url in (None, elsewhere, None, elsewhere)]
        done = [run.result(timeout=120) for run in runs]
    for what in ("role owner", "role user", "database", "schema", "password"):
        made = [step for steps in done for step in steps if step.status == "created" and step.what.startswith(what)]
        assert len(made) <= 1, made
    assert {step.status for step in provisioned(any_place)} == {"already there", "ok"}


def test_a_role_that_somebody_else_makes_at_the_same_moment_is_taken_as_it_is(place: Place) -> None:
    with place.waiting() as other, ThreadPoolExecutor(1) as pool:
        other.execute("begin")
        other.execute(f"create role {place.owner}".encode())
        run_meanwhile = pool.submit(provisioned, place)
        while not place.admin(
            "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ~ 'create role'"
        ):
            time.sleep(0.05)
        other.execute("commit")
        assert run_meanwhile.result(timeout=60)[0].status == "already there"


def test_another_setup_is_waited_for_only_so_long(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(administrators, "LOCK_SECONDS", 1)
    with place.waiting() as busy:
        busy.execute("select pg_advisory_lock(7305210423)")
        with pytest.raises(StorageUnavailable, match="another setup"):
            provisioned(place)
    assert place.made() == []
    assert provisioned(place)


def test_an_administrator_who_is_no_superuser_is_enough(any_place: Place) -> None:
    admin = f"admin_{any_place.mark}"
    any_place.admin(f"create role {admin} login createdb createrole password '{any_place.password}'")
    url = with_login(any_place.admin_url, admin, any_place.password)
    first = any_place.setup(SETUP_ADMIN_URL=url)
    assert first.code == 0, first.err
    assert ("changed", f"the administrator may act as {any_place.owner}") in first.steps
    second = any_place.setup(SETUP_ADMIN_URL=url)
    assert {status for status, _ in second.steps} == {"already there", "note", "ok"}, second
    [note] = [words for status, words in second.steps if status == "note"]
    assert note == f"{any_place.user} may make large objects, as everybody may: only a superuser can change that"
    assert "large object" not in second.steps[-1][1]
    any_place.application("select count(*) from imports", "select lo_unlink(lo_create(0))")
    by_superuser = any_place.setup()
    assert ("changed", f"{any_place.user} may make and change no large objects") in by_superuser.steps
    assert "make a large object" in by_superuser.steps[-1][1]
    assert {status for status, _ in any_place.setup(SETUP_ADMIN_URL=url).steps} == {"already there", "ok"}


def test_a_schema_of_before_is_brought_up_to_date_and_its_new_tables_are_for_the_application(place: Place) -> None:
    provisioned(place)
    owner_url = administrator_of(Asked(admin_url=place.admin_url), {}, _wanted(place)).url(
        database=place.database, acting=place.owner
    )
    first = migrations.history()[0].number
    migrations.downgrade(owner_url, first)
    said = place.setup()
    assert ("changed", f"schema, {first} to {migrations.head()}") in said.steps
    tables = place.admin("select tablename::text from pg_tables where schemaname = 'public'", database=place.database)
    for (table,) in tables:
        place.application(f"select * from {table}")


def _wanted(place: Place) -> Wanted:
    return wanted_by(Asked(owner=place.owner), place.environment, None)


def test_a_table_that_comes_later_is_the_applications_at_once_and_one_without_rights_after_the_next_run(
    place: Place,
) -> None:
    provisioned(place)
    later = ("set role {owner}", "create table later (id bigint generated always as identity, note text)")
    place.admin(*later, database=place.database)
    place.application("insert into later (note) values ('a')", "update later set note = 'b'", "delete from later")
    place.admin("revoke all on later from {user}", "revoke all on later_id_seq from {user}", database=place.database)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        place.application("select * from later")
    assert [step.status for step in provisioned(place)].count("changed") == 1
    place.application("insert into later (note) values ('a')", "select * from later")


def test_a_schema_newer_than_the_program_is_left_alone(place: Place) -> None:
    provisioned(place)
    place.admin("update alembic_version set version_num = '9999'", database=place.database)
    with pytest.raises(SchemaMismatch, match="newer"):
        provisioned(place)
    assert_refused(place.setup(), 1, "9999")


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_the_program_works_as_the_application(place: Place, driver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    provisioned(place)
    monkeypatch.setenv("DATABASE_DRIVER", driver)
    with build_container(load_settings(place.url())) as container:
        assert container.database_health().healthy
        assert container.database_writable().healthy

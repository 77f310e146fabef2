"""What a setup will not touch: it says why in one line, what to do, and leaves everything as it was."""

from __future__ import annotations

import socket
from pathlib import Path

import psycopg
import pytest

from domain.shared.errors import Unusable
from infrastructure.postgres.provisioning import whole_setup
from tests.setup.running import Place, assert_refused, run, run_here, with_login
from tests.setup.strangers import ask_for_clear_text, forwarded_to, listening
from tests.setup.test_setup import provisioned

UNFIT_ROLES = {
    "create role {user} superuser": "is a superuser",
    "create role {user} replication": "may replicate the server",
    "create role {user} bypassrls": "passes by row security",
    "create role {user} in role pg_read_all_data": "is a member of pg_read_all_data",
    "create role {owner} superuser": "the schema's owner must be none",
}
UNFIT_DATABASES = {
    "create database {database} owner {owner} template template0 encoding 'LATIN1' locale 'C' "
    "locale_provider libc": "has the encoding LATIN1 and not UTF8",
    "create database {database} owner {owner} template template0 locale_provider builtin "
    "locale 'C.UTF-8'": "sorts by the collation C.UTF-8 and not C",
    "create database {database} template template0 locale_provider libc locale 'C'": "belongs to succotash_tests",
    "create database {database} owner {owner} template template0 locale_provider libc locale 'C' "
    "is_template true": "is a template",
}


@pytest.mark.parametrize("statement", UNFIT_ROLES)
def test_a_role_that_is_too_mighty_is_left_alone(place: Place, statement: str) -> None:
    place.admin(statement)
    before = place.made()
    assert_refused(place.setup(), 1, UNFIT_ROLES[statement], "--owner" if "{owner}" in statement else "--user")
    assert place.made() == before


def test_a_role_that_owns_something_or_has_rights_elsewhere_is_left_alone(place: Place) -> None:
    elsewhere = f"elsewhere_{place.mark}"
    place.admin("create role {user} login", f"create database {elsewhere}")
    place.admin("create table of_another (a integer)", "grant select on of_another to {user}", database=elsewhere)
    assert_refused(place.setup(), 1, "has rights in", elsewhere, "--user")
    place.admin("alter table of_another owner to {user}", database=elsewhere)
    assert_refused(place.setup(), 1, "owns things in", elsewhere)
    place.admin("drop table of_another", database=elsewhere)
    place.admin(f"grant create on database {elsewhere} to {{user}}")
    assert_refused(place.setup(), 1, "has rights in", elsewhere)
    place.admin(f"drop database {elsewhere}")
    assert place.setup().code == 0


@pytest.mark.parametrize("by", ["a superuser", "a member of both roles"])
def test_what_the_application_owns_is_named_with_the_cure_which_cures(any_place: Place, by: str) -> None:
    """Default privileges are owned too."""
    assert any_place.setup().code == 0
    before = any_place.state()["roles"]
    [(oid,)] = any_place.admin("select lo_create(0)", database=any_place.database)
    any_place.admin(f"alter large object {oid} owner to {{user}}", database=any_place.database)
    any_place.application("alter default privileges grant select on tables to public")
    cure = f'DROP OWNED BY "{any_place.user}"'
    said = any_place.setup()
    assert_refused(
        said, 1, f"owns things in {any_place.database}: default privileges on new ", f", large object {oid},"
    )
    assert_refused(
        said, 1, "--user", f"in {any_place.database}, as a superuser or a member of", f"{cure}; then run this"
    )
    _run_as(any_place, by, cure)
    again = any_place.setup()
    assert (again.code, again.err) == (0, "")
    assert any_place.state()["roles"] == before
    any_place.application("select count(*) from imports")


def _run_as(place: Place, by: str, statement: str) -> None:
    if by == "a superuser":
        place.admin(statement, database=place.database)
        return
    member = f"member_{place.mark}"
    place.admin(f"create role {member} login password '{place.password}' in role {{owner}}, {{user}}")
    with psycopg.connect(place.url(member)) as connection:
        connection.execute(statement.encode())
    place.admin(f"drop role {member}")


def test_of_many_things_a_few_are_named(place: Place) -> None:
    assert place.setup().code == 0
    for number in range(4):
        names = (f"create table mine_{number} (a integer)", f"alter table mine_{number} owner to {{user}}")
        place.admin(*names, database=place.database)
    said = place.setup()
    assert_refused(said, 1, "table mine_0, table mine_1, ", " and more, and the application must not")
    assert "mine_3" not in said.err


def test_no_cure_is_told_for_a_database_that_it_owns(place: Place) -> None:
    place.admin("create role {user} login", "create database {database} owner {user}")
    said = place.setup()
    assert_refused(said, 1, f"owns things in {place.database}: database {place.database}, and", "--user")
    assert "DROP" not in said.err


def test_a_role_that_was_there_keeps_no_power_that_it_does_not_need(place: Place) -> None:
    place.admin("create role {user} nologin createdb createrole")
    assert [step.status for step in provisioned(place)][1] == "changed"
    assert place.admin(
        f"select rolcanlogin, rolcreatedb, rolcreaterole from pg_roles where rolname = '{place.user}'"
    ) == [(True, False, False)]


@pytest.mark.parametrize("statement", UNFIT_DATABASES)
def test_a_database_that_is_not_as_it_should_be_is_left_alone(place: Place, statement: str) -> None:
    place.admin("create role {owner}", statement)
    before = place.state()
    assert_refused(place.setup(), 1, UNFIT_DATABASES[statement], "--database")
    assert place.state() == before
    assert place.user not in place.made()


def test_tables_of_a_stranger_are_left_alone(place: Place) -> None:
    place.admin("create role {owner}")
    place.admin("create database {database} owner {owner} template template0 locale_provider libc locale 'C'")
    place.admin("create table orders (a integer)", database=place.database)
    assert_refused(place.setup(), 1, "holds tables of succotash_tests", "REASSIGN OWNED")
    assert place.admin("select count(*) from orders", database=place.database) == [(0,)]


def test_an_administrator_without_the_rights_is_told_which_are_missing(place: Place) -> None:
    humble = f"admin_{place.mark}"
    place.admin(f"create role {humble} login password '{place.password}'")
    url = with_login(place.admin_url, humble, place.password)
    assert_refused(place.setup(SETUP_ADMIN_URL=url), 1, humble, "CREATEROLE", "--admin-url")
    place.admin(f"alter role {humble} createrole")
    assert_refused(place.setup(SETUP_ADMIN_URL=url), 1, humble, "CREATEDB")
    assert place.made() == [humble]


def test_an_administrator_who_may_not_act_for_an_owner_that_is_there_is_told(any_place: Place) -> None:
    assert any_place.setup().code == 0
    humble = f"admin_{any_place.mark}"
    any_place.admin(f"create role {humble} login password '{any_place.password}'")
    url = with_login(any_place.admin_url, humble, any_place.password)
    assert_refused(any_place.setup(SETUP_ADMIN_URL=url), 1, "refused: ", "rights")
    any_place.admin(f"grant {{owner}} to {humble}")
    assert any_place.setup(SETUP_ADMIN_URL=url).code == 0


def test_where_schema_public_is_not_the_owners_only_a_superuser_can_settle_its_rights(place: Place) -> None:
    """As on every server before PostgreSQL 15, and in databases that were brought over from there."""
    admin = f"admin_{place.mark}"
    place.admin(f"create role {admin} login createdb createrole password '{place.password}'")
    url = with_login(place.admin_url, admin, place.password)
    assert place.setup(SETUP_ADMIN_URL=url).code == 0
    place.admin(
        "alter schema public owner to succotash_tests",
        "grant create on schema public to public",
        database=place.database,
    )
    assert_refused(place.setup(SETUP_ADMIN_URL=url), 1, "as a superuser", "schema public")
    with psycopg.connect(place.url()) as connection:
        connection.execute("create table made_by_the_application (a integer)")
        connection.rollback()
    assert ("changed", f"only {place.owner} may create anything in schema public") in place.setup().steps
    with psycopg.connect(place.url()) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("create table made_by_the_application (a integer)")


def test_a_server_that_is_too_old_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_setup, "OLDEST_VERSION", 99)
    with pytest.raises(Unusable, match=r"is PostgreSQL 1\d, and 99 or newer is needed"):
        provisioned(place)
    assert place.made() == []


def test_a_server_that_nobody_runs_is_told(place: Place) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"postgresql://postgres:{place.password}@127.0.0.1:{port}"
    assert_refused(
        place.setup(SETUP_ADMIN_URL=url), 1, f"127.0.0.1:{port}/postgres", "nobody answers there", "see that it runs"
    )


def test_an_administrator_whose_password_is_wrong_is_told(place: Place) -> None:
    url = with_login(place.admin_url, "succotash_tests", "a guess of somebody")
    assert_refused(place.setup(SETUP_ADMIN_URL=url), 1, "the password is not accepted", "check user and password")


def test_the_application_on_another_server_than_the_administrator_is_noticed(place: Place, other_place: Place) -> None:
    """Even where everything is as it should be on both."""
    assert other_place.setup().code == 0
    elsewhere = {"DB_HOST": "127.0.0.1", "DB_PORT": str(other_place.server.port)}
    assert_refused(place.setup(**elsewhere), 1, "another server", "DB_HOST")
    assert place.made() == []


def test_a_wrong_port_is_noticed_before_the_password_is_changed(place: Place, other_place: Place) -> None:
    """Whether another server answers there or nobody: none of them is known to anybody there."""
    assert place.setup().code == 0
    before = (place.verifier(), place.state())
    for port in (other_place.server.port, 1):
        said = place.setup("--port", port, "--host", "127.0.0.1", DB_PASSWORD="another that is long")
        assert_refused(said, 1, f"127.0.0.1:{port} does not look like", "--port", "nothing was changed")
    assert_refused(place.setup("--host", "no-such-host.invalid"), 1, "no-such-host.invalid:", "--host")
    assert (place.verifier(), place.state()) == before
    assert other_place.made() == []


def test_another_way_to_the_same_server_is_found_to_be_one(place: Place) -> None:
    """By the administrator's login where the application has none yet, and by the application's own later."""
    with forwarded_to(place.server.port) as port:
        assert place.setup("--host", "127.0.0.1", "--port", port).code == 0
        assert "Nothing was changed" in place.setup("--host", "127.0.0.1", "--port", port).out
    said = place.setup("--host", "localhost", DB_PASSWORD="another that is long")
    assert ("changed", f"password of {place.user}") in said.steps


def test_the_administrators_password_is_given_to_no_stranger(place: Place) -> None:
    """Who listens at the application's address may ask for it in clear text."""
    heard: list[bytes] = []
    with listening(lambda client: ask_for_clear_text(client, heard)) as port:
        said = place.setup("--host", "127.0.0.1", "--port", port)
    assert_refused(said, 1, "does not look like")
    assert any(b"succotash_tests" in words for words in heard)
    assert not any(place.server.password.encode() in words for words in heard)


def test_who_cannot_log_in_after_all_is_told(place: Place) -> None:
    assert place.setup().code == 0
    place.admin("alter role {user} valid until '2000-01-01'")
    assert_refused(place.setup(), 1, place.database, "the password is not accepted")


@pytest.mark.parametrize(
    ("words", "environment", "said"),
    [
        (["--port", "65536"], {}, "--port"),
        (["--port", "geheim-4711"], {}, "--port"),
        (["--dev=geheim-4711"], {}, "argument --dev: takes no value\n"),
        (["--json=it's geheim-4711"], {}, "argument --json: takes no value"),
        (["-hgeheim-4711"], {}, "argument -h/--help: takes no value"),
        (["--whatever=geheim-4711"], {}, "--whatever is not known"),
        (["geheim-4711"], {}, "belongs to no option"),
        (["--password", "geheim-4711"], {}, "use DB_PASSWORD or --password-file"),
        (["--password=geheim-4711"], {}, "use DB_PASSWORD or --password-file"),
        (["--user", "pg_monitor"], {}, "name of the user"),
        (["--user", "same", "--owner", "same"], {}, "name of the owner"),
        (["--user", "x" * 64], {}, "longer than 63 bytes"),
        (["--database", "template1"], {}, "name of the database"),
        (["--database", "a\nb"], {}, "cannot be seen"),
        (["--admin-url", "host=localhost password=geheim-4711"], {}, "--admin-url must be postgresql://"),
        (["--admin-url", "postgresql://a:geheim-4711@b@localhost/"], {}, "--admin-url is not a PostgreSQL URL"),
        ([], {"SETUP_ADMIN_URL": "mysql://a:geheim-4711@localhost/"}, "SETUP_ADMIN_URL must be postgresql://"),
        ([], {"SETUP_ADMIN_URL": "postgresql://localhost/?secret=geheim-4711"}, "SETUP_ADMIN_URL is not understood"),
        ([], {"DATABASE_URL": "sqlite:///geheim-4711.db"}, "DATABASE_URL must be postgresql://"),
        ([], {"DATABASE_URL": "postgres+psycopg://a:geheim-4711@localhost/"}, "DATABASE_URL names a driver"),
        ([], {"DB_PORT": "geheim-4711"}, "DB_PORT is not valid"),
    ],
)
def test_a_wrong_option_is_told_and_never_repeated(words: list[str], environment: dict[str, str], said: str) -> None:
    done = run_here(*words, environment={"DB_PASSWORD": "long enough for anybody", **environment})
    assert_refused(done, 2, said)
    assert "geheim" not in done.out + done.err


def test_an_error_is_one_object_too(place: Place) -> None:
    said = run("--json", "--user", "public", environment=place.environment)
    assert (said.code, said.err) == (2, "")
    assert said.json["error"]["code"] == "setting"
    assert "name of the user" in said.json["error"]["message"]


def test_help_names_every_option_and_variable() -> None:
    said = run("--help", environment={})
    assert said.code == 0
    for word in ("--admin-url", "--password-file", "--dev", "SETUP_ADMIN_URL", "PGHOST", "DB_PASSWORD", "exit codes"):
        assert word in said.out


def test_a_server_that_nothing_names_is_told_without_gaps(place: Place, tmp_path: Path) -> None:
    """libpq's own choice is known only once it has connected."""
    said = place.setup(SETUP_ADMIN_URL="", PGHOST="", PGHOSTADDR="127.0.0.1", PGPORT="1", PGUSER="nobody")
    assert_refused(said, 1, "the configured host/postgres cannot be reached", "SETUP_ADMIN_URL")

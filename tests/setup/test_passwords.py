"""The application's password: any will do that is good enough, and nobody ever sees it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from infrastructure.postgres.provisioning import Asked, administrator_of, wanted_by
from tests.setup.running import ROOT, Place, assert_refused, bare_environment, run

SPECIAL = [
    'it\'s "quoted" \\ and more',
    "100%s %% %(name)s {0} {x} $1 :x",
    "postgresql://a:b@c/d?e=f#g&h",
    "Übergrößenträger ½ Ⅷ ñ é",
    "密码密码密码密码密码密码",
    " spaces before and after ",
    "; drop role postgres; --",
    "🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑",
    "long" * 50,
]
SECRET = "Never-To-Be-Seen-Anywhere"


@pytest.mark.parametrize("password", SPECIAL)
def test_every_character_may_be_part_of_a_password(place: Place, password: str) -> None:
    first = place.setup(DB_PASSWORD=password)
    assert first.code == 0, first.err
    with psycopg.connect(place.url(password=password)) as connection:
        assert connection.pgconn.used_password
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(place.url(password=password[:-1] + "!"))
    url = place.url(password=password)
    second = place.setup(DB_PASSWORD=None, DB_USER=None, DB_NAME=None, DATABASE_URL=url)
    assert {status for status, _ in second.steps} == {"already there", "ok"}, second
    assert password not in first.out + first.err + second.out + second.err + place.log()


def test_another_password_replaces_the_one_before(place: Place) -> None:
    assert place.setup().code == 0
    said = place.setup(DB_PASSWORD="another that is long")
    assert [words for status, words in said.steps if status == "changed"] == [f"password of {place.user}"]
    psycopg.connect(place.url(password="another that is long")).close()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(place.url())


def test_a_secret_is_in_no_output_no_error_no_log_and_no_repr(place: Place, tmp_path: Path) -> None:
    admin = f"admin_{place.mark}"
    place.admin(f"create role {admin} login superuser password 'The-Administrators-Own'")
    environment = {
        **place.environment,
        "DB_PASSWORD": SECRET,
        "SETUP_ADMIN_URL": f"postgresql://{admin}:The-Administrators-Own@127.0.0.1:{place.server.port}/postgres",
    }
    from_there = place.log().count("\n")
    runs = [
        run("--owner", place.owner, *words, environment=environment | others)
        for words, others in [
            ([], {}),
            (["--json"], {}),
            ([], {"DB_PASSWORD": f"{SECRET}-2"}),
            ([], {"DB_PORT": "1"}),
            ([], {"SQL_ECHO": "1", "SUCCOTASH_DEBUG": "1", "DB_NAME": "template0"}),
            (["--owner", admin], {}),
            (["--database", "postgres"], {}),
            (["--password", SECRET], {}),
        ]
    ]
    assert [said.code for said in runs] == [0, 0, 0, 1, 2, 1, 2, 2]
    log = "\n".join(place.log().splitlines()[from_there:])
    assert "SCRAM-SHA-256$" in log
    seen = "".join(said.out + said.err for said in runs) + log
    asked = Asked(admin_url=environment["SETUP_ADMIN_URL"])
    wanted = wanted_by(asked, environment, None)
    seen += repr((asked, wanted, administrator_of(asked, environment, wanted)))
    assert SECRET not in seen
    assert "Administrators-Own" not in seen


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("app_password", "well-known"),
        ("short", "shorter than 12"),
        ("x" * 201, "longer than 200"),
        ("two lines\nof something", "cannot be seen"),
    ],
)
def test_a_password_that_is_not_good_enough_is_refused(place: Place, password: str, said: str) -> None:
    assert_refused(place.setup(DB_PASSWORD=password), 2, said)
    assert place.made() == []


def test_the_users_own_name_is_no_password(place: Place) -> None:
    assert_refused(place.setup(DB_PASSWORD=place.user.upper()), 2, "user's own name")


def test_no_password_is_no_choice_where_nobody_can_be_asked(place: Place) -> None:
    assert_refused(place.setup(DB_PASSWORD=None), 2, f"no password for {place.user}", "DB_PASSWORD", "--password-file")


def test_with_dev_the_well_known_one_is_taken_and_short_ones_are_good_enough(place: Place) -> None:
    assert place.setup("--dev", DB_PASSWORD=None).code == 0
    psycopg.connect(place.url(password="app_password")).close()
    assert place.setup("--dev", DB_PASSWORD="kurz").code == 0
    psycopg.connect(place.url(password="kurz")).close()
    assert_refused(place.setup("--dev", DB_PASSWORD="a\x07b"), 2, "cannot be seen")


def test_the_password_of_another_user_is_not_taken(place: Place) -> None:
    url = place.url(user="somebody", password=SECRET)
    said = place.setup("--user", place.user, DB_PASSWORD=None, DATABASE_URL=url)
    assert_refused(said, 2, f"no password for {place.user} (the environment tells somebody's)")


def test_a_file_holds_the_password_in_its_one_line(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "password"
    for ending in ("", "\n", "\r\n"):
        file.write_bytes(f"of the file, ünd long{ending}".encode())
        assert place.setup("--password-file", file, DB_PASSWORD="of the environment").code == 0
        psycopg.connect(place.url(password="of the file, ünd long")).close()
    file.write_bytes(b"\xff" * 20)
    assert_refused(place.setup("--password-file", file), 1, "not UTF-8")
    mistaken = place.setup("--password-file", SECRET)
    assert_refused(mistaken, 1, "--password-file names cannot be read: No such file")
    assert SECRET not in mistaken.err
    file.write_bytes(b"x" * 1_000_000)
    assert_refused(place.setup("--password-file", file), 2, "longer than 200")


@pytest.mark.parametrize(("repeated", "code"), [("typed by a person", 0), ("typed otherwise", 2)])
def test_on_a_terminal_it_is_asked_for_twice_and_not_shown(place: Place, repeated: str, code: int) -> None:
    terminal, end = pty.openpty()
    environment = {name: value for name, value in place.environment.items() if name != "DB_PASSWORD"}
    with subprocess.Popen(
        [sys.executable, ROOT / "setup_postgres_db.py", "--owner", place.owner],
        cwd=ROOT,
        env=bare_environment() | environment,
        stdin=end,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        os.close(end)
        assert _read_until(process) == f"Password for {place.user}: "
        os.write(terminal, b"typed by a person\n")
        assert "The same again: " in _read_until(process)
        os.write(terminal, f"{repeated}\n".encode())
        out, err = process.communicate(timeout=60)
    os.close(terminal)
    assert process.returncode == code, err
    assert b"typed" not in out + err
    if code == 0:
        psycopg.connect(place.url(password="typed by a person")).close()
    else:
        assert b"are not the same" in err


def _read_until(process: subprocess.Popen[bytes]) -> str:
    """What getpass prompts: on standard error, because the program has no terminal of its own."""
    assert process.stderr is not None
    said = b""
    while not said.endswith(b": "):
        said += os.read(process.stderr.fileno(), 1)
    return said.decode().strip("\n")


def test_where_the_server_asks_for_none_that_is_told_and_the_password_is_set_anew(place: Place) -> None:
    rules = place.server.directory / "data" / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text(f"host all {place.user} 127.0.0.1/32 trust\n{before}")
    try:
        place.admin("select pg_reload_conf()")
        assert place.setup().code == 0
        said = place.setup()
    finally:
        rules.write_text(before)
        place.admin("select pg_reload_conf()")
    assert ("note", f"the server asks {place.user} for no password from here: see its pg_hba.conf") in said.steps
    assert [words for status, words in said.steps if status == "changed"] == [f"password of {place.user}"]
    psycopg.connect(place.url()).close()


def test_the_url_of_the_application_may_say_everything(place: Place) -> None:
    names = {"DB_NAME": None, "DB_USER": None, "DB_PASSWORD": None}
    said = place.setup("--json", **names, DATABASE_URL=f"{place.url()}?sslmode=prefer", DB_HOST="ignored.example")
    assert said.json["database_url"] == f"{place.url(password='PASSWORD')}?sslmode=prefer"
    assert place.made() == sorted([place.owner, place.user, place.database])


def test_no_password_of_any_kind_is_in_the_url_that_is_shown() -> None:
    url = f"postgresql://a:{SECRET}@[::1]:5433/shop?sslmode=require&sslpassword={SECRET}"
    assert wanted_by(Asked(), {"DATABASE_URL": url}, None).shown_url == (
        "postgresql://a:PASSWORD@[::1]:5433/shop?sslmode=require&sslpassword=%2A%2A%2A"
    )
    on_socket = Asked(host="/var/run/postgresql", user="ü b")
    assert wanted_by(on_socket, {"DB_PASSWORD": SECRET}, None).reached_at("localhost", "5432").shown_url == (
        "postgresql://%C3%BC%20b:PASSWORD@/supreme_octosuccotash_db?host=%2Fvar%2Frun%2Fpostgresql&port=5432"
    )


def test_the_administrator_may_be_told_as_libpq_is(place: Place) -> None:
    """Its own variables, with the host that the application was told where they name none."""
    admin = {"PGUSER": "succotash_tests", "PGPASSWORD": place.server.password, "SETUP_ADMIN_URL": None}
    port = str(place.server.port)
    assert place.setup(**admin, PGHOST="127.0.0.1", PGPORT=port).code == 0
    again = place.setup("--host", "127.0.0.1", "--port", port, **admin)
    assert "Nothing was changed" in again.out
    wrong = place.setup("--admin-url", "postgresql://127.0.0.1:1/postgres", **admin, PGHOST="127.0.0.1", PGPORT=port)
    assert_refused(wrong, 1, "127.0.0.1:1/postgres")


def test_names_may_have_any_characters(place: Place) -> None:
    names = [f"{what} \"ö' % \\ _{place.mark}" for what in ("Owner", "User", "Data")]
    words = ("--owner", names[0], "--user", names[1], "--database", names[2])
    first = place.setup(*words, DB_USER=None)
    assert first.code == 0, first.err
    assert place.made() == sorted(names)
    said = place.setup(*words, DB_USER=None)
    assert "Nothing was changed" in said.out
    url = said.out.split("DATABASE_URL=")[1].strip().replace("PASSWORD", quote(place.password, safe=""))
    with psycopg.connect(url) as connection:
        assert connection.execute("select current_user, current_database()").fetchone() == (names[1], names[2])

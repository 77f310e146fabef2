"""`db`, `config` and `doctor`: what an operator asks for."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tests.cli.exports import ORDERS, folder_of
from tests.cli.running import in_process

SECRET = "correct-horse-battery"


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request: pytest.FixtureRequest, here: Path) -> str:
    """A database without any schema."""
    if request.param == "sqlite":
        return "sqlite:///fresh.db"
    return str(request.getfixturevalue("empty_postgres_url"))


def states(*words: object, environment: dict[str, str] | None = None) -> dict[str, bool]:
    answer = in_process("doctor", "--json", *words, environment=environment).json
    assert answer["healthy"] == all(check["ok"] for check in answer["checks"])
    assert all((check["advice"] is None) == check["ok"] for check in answer["checks"])
    return {check["name"]: check["ok"] for check in answer["checks"]}


def test_the_schema_goes_up_and_back_down(fresh_url: str) -> None:
    on = ("--database", fresh_url)
    [newest] = [entry["number"] for entry in in_process("db", "history", "--json").json["revisions"][-1:]]
    assert in_process("db", "current", *on, "--json").json == {"current": None, "head": newest}
    assert in_process("db", "check", *on).code == 1
    assert in_process("db", "upgrade", *on).out == f"The schema is at {newest}, the newest.\n"
    assert in_process("db", "check", *on, "--json").json == {"current": newest, "head": newest, "at_head": True}
    assert in_process("db", "downgrade", "base", "--yes", *on).code == 0
    assert in_process("db", "current", *on).out == f"The schema is empty; the newest is {newest}.\n"


@pytest.mark.parametrize("dialect", ["sqlite:///fresh.db", "postgresql://nobody@127.0.0.1:1/nothing"])
def test_the_statements_are_printed_without_a_database(here: Path, dialect: str) -> None:
    said = in_process("db", "upgrade", "--sql", "--database", dialect)
    assert (said.code, said.err) == (0, "")
    assert "create table" in said.out.lower()
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    "words", [("upgrade", "9999"), ("downgrade", "no-such", "--yes"), ("upgrade", "--database", "memory://")]
)
def test_a_revision_that_is_not_there_is_one_line(here: Path, words: tuple[str, ...]) -> None:
    said = in_process("db", *words)
    assert said.code in {1, 2}
    assert (said.out, said.err.count("\n"), said.err[:7]) == ("", 1, "error: ")


def test_facts_are_removed_only_for_who_says_yes(here: Path) -> None:
    in_process("import", folder_of(here, orders_csv=ORDERS) / "orders.csv")
    said = in_process("db", "downgrade", "base")
    assert (said.code, said.out) == (2, "")
    assert said.err == "error: db downgrade removes facts from the database: add --yes if you mean it\n"
    assert len(in_process("imports", "list", "--json").json["imports"]) == 1
    assert in_process("db", "downgrade", "base", "--yes").code == 0
    assert in_process("imports", "list", "--json").json["imports"] == []
    assert "remove the facts" in in_process("db", "downgrade", "--help", environment={"COLUMNS": "200"}).out


def test_a_database_without_its_schema_says_what_to_run(empty_postgres_url: str, here: Path) -> None:
    folder_of(here, orders_csv=ORDERS)
    said = in_process("import", "orders.csv", "--database", empty_postgres_url)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "succotash db upgrade" in said.err
    found = states("--database", empty_postgres_url)
    assert (found["database"], found["schema"], found.get("writing")) == (True, False, None)


def test_the_settings_are_shown_with_where_they_come_from_and_no_secret(here: Path) -> None:
    environment = {"DB_HOST": "db.example.com", "DB_USER": "app", "DB_PASSWORD": SECRET, "DB_POOL_SIZE": "7"}
    said = in_process("config", "show", "--json", environment=environment)
    assert said.json["database"]["origin"] == "DB_*"
    assert said.json["DB_POOL_SIZE"] == {"value": "7", "origin": "environment"}
    assert said.json["SQL_ECHO"]["origin"] == "default"
    assert SECRET not in said.everything
    lines = in_process("config", "show", "--database", f"postgresql://app:{SECRET}@h/d", environment=environment)
    assert ["database", "postgresql://app:***@h/d", "--database"] in [line.split() for line in lines.out.splitlines()]
    assert SECRET not in lines.everything


def test_the_doctor_finds_a_healthy_house_and_changes_nothing(here: Path) -> None:
    found = states()
    assert all(found.values())
    assert {"Python", "SQLite", "time zones", "settings", "database", "output folder"} == set(found)
    assert list(here.iterdir()) == []


def test_the_doctor_proves_that_the_database_can_be_written_and_leaves_nothing(here: Path, postgres_url: str) -> None:
    in_process("db", "upgrade", "--database", "sqlite:///facts.db")
    for url in ("sqlite:///facts.db", postgres_url):
        found = states("--database", url)
        assert (found["schema"], found["writing"]) == (True, True)
        assert in_process("imports", "list", "--json", "--database", url).json["imports"] == []


def test_the_doctor_says_what_to_do(here: Path) -> None:
    (here / "taken").write_text("")
    said = in_process("doctor", "--database", f"postgresql://app:{SECRET}@127.0.0.1:1/shop", "--output", "taken/out")
    assert said.code == 1
    assert "✗ database" in said.out
    assert "name another one with --database" in said.out
    assert "✗ output folder" in said.out
    assert SECRET not in said.everything


def test_the_doctor_reads_the_settings_first(here: Path) -> None:
    found = states(environment={"DB_PORT": "many"})
    assert found["settings"] is False
    assert "database" not in found
    assert in_process("config", "show", environment={"DB_PORT": "many"}).code == 2


def test_the_doctor_minds_a_folder_that_is_not_there(here: Path) -> None:
    said = in_process("doctor", "--database", f"sqlite:///{here}/no/such/folder/x.db")
    assert said.code == 1
    assert f"✗ database       it is not there, and neither is its folder {here}/no/such/folder\n" in said.out
    assert "make that folder, or name another database" in said.out
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_the_doctor_names_the_driver_of_postgresql_and_of_no_other(here: Path, postgres_url: str, driver: str) -> None:
    said = in_process("doctor", "--database", postgres_url, environment={"DATABASE_DRIVER": driver})
    assert (said.code, f"from --database, driver {driver}\n" in said.out) == (0, True)
    assert "driver" not in in_process("doctor", environment={"DATABASE_DRIVER": driver}).out


@pytest.fixture
def stranger(postgres_url: str) -> Iterator[str]:
    """The URL of the same database for a user who may connect and nothing else."""
    name = f"stranger_{secrets.token_hex(4)}"
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute(sql.SQL("create role {} login password {}").format(sql.Identifier(name), SECRET))
        told = {**conninfo_to_dict(postgres_url), "user": name, "password": SECRET}
        place = f"{quote(str(told['host']), safe='')}:{told.get('port') or 5432}/{told['dbname']}"
        yield f"postgresql://{name}:{SECRET}@{place}"
        owner.execute(sql.SQL("drop owned by {0}; drop role {0}").format(sql.Identifier(name)))


def test_the_doctor_knows_a_right_that_is_missing(here: Path, stranger: str) -> None:
    said = in_process("doctor", "--database", stranger)
    assert said.code == 1
    assert "have the rights granted that this user lacks" in said.out
    assert SECRET not in said.everything


def test_the_doctor_knows_a_right_to_write_that_is_missing(here: Path, stranger: str, postgres_url: str) -> None:
    name = urlsplit(stranger).username or ""
    with psycopg.connect(postgres_url) as owner:
        owner.execute(sql.SQL("grant select on all tables in schema public to {}").format(sql.Identifier(name)))
    said = in_process("doctor", "--database", stranger)
    assert (said.code, "✓ schema" in said.out, "✗ writing" in said.out) == (1, True, True)
    assert "have the rights granted that this user lacks" in said.out

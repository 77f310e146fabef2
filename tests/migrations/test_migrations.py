"""From zero to head and back, through the functions that the program itself calls."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from time import monotonic

import psycopg
import pytest

from domain.shared.errors import InvalidValue, SchemaMismatch, StorageError, StorageUnavailable
from infrastructure import migrations
from infrastructure.postgres.database import PostgresDatabase
from tests.migrations.databases import an_import, as_before, database_at, execute, rows_at
from tests.migrations.schemas import schema_at

FIRST_TABLES = {"imports", "ad_metrics", "orders", "exchange_rates", "ad_coverage", "alembic_version"}
SECOND_TABLES = FIRST_TABLES | {"import_requests", "installation", "facts_version"}
TABLES = SECOND_TABLES | {"leads", "activity", "column_mappings"}
FACTS = {
    "ad_metrics": "insert into ad_metrics (fact_key, import_id, line, is_current, level) "
    "values ('a', 1, 1, true, 'campaign')",
    "orders": "insert into orders (fact_key, import_id, line, is_current, ordered_at, gross) "
    "values ('a', 1, 1, true, '2025-01-01T00:00:00.000000Z', 1)",
    "exchange_rates": "insert into exchange_rates (fact_key, import_id, line, is_current, day, currency, rate) "
    "values ('a', 1, 1, true, '2025-01-01', 'EUR', '1')",
    "ad_coverage": "insert into ad_coverage (import_id, level, daily, start_day, end_day) "
    "values (1, 'campaign', true, '2025-01-01', '2025-01-01')",
}
LATER_FACTS = {
    "leads": "insert into leads (fact_key, import_id, line, is_current, created_at) "
    "values ('a', 1, 1, true, '2025-01-01T00:00:00.000000Z')",
    "activity": "insert into activity (fact_key, import_id, line, is_current, happened_local) "
    "values ('a', 1, 1, true, '2025-01-01T00:00:00')",
}
MAPPING = "insert into column_mappings values ('a', '{}', '2025-01-01T00:00:00.000000Z')"
REQUEST = "insert into import_requests values ('a', '', '', '', false, 1, true, '2025-01-01T00:00:00.000000Z')"
OF_AN_IMPORT = {**FACTS, **LATER_FACTS, "import_requests": REQUEST}
WRONG_ROWS = {
    "a second key": "insert into installation select 2, id_key from installation",
    "no key": "update installation set id_key = null",
    "a short key": "update installation set id_key = substr(id_key, 1, 31)",
    "a second version of the facts": "insert into facts_version values (2, 7)",
    "a version of the facts that is none": "update facts_version set revision = null",
    "a version of the facts from before the first": "update facts_version set revision = -1",
    "a request of no import": REQUEST.replace("1, true", "2, true"),
    "a blank request key": REQUEST.replace("'a'", "''"),
    "a long request key": REQUEST.replace("'a'", f"'{'a' * 201}'"),
    "a request key that is taken": REQUEST,
    "a lead of no time": LATER_FACTS["leads"].replace("'2025-01-01T00:00:00.000000Z'", "null"),
    "activity of two times": LATER_FACTS["activity"]
    .replace("happened_local)", "happened_local, happened_at)")
    .replace("00:00')", "00:00', '2025-01-01T00:00:00.000000Z')"),
    "a lead of no import": LATER_FACTS["leads"].replace("1, 1, true", "2, 1, true"),
    "activity of no import": LATER_FACTS["activity"].replace("1, 1, true", "2, 1, true"),
    "a mapping of a header that is mapped": MAPPING,
    "a mapping of no moment": MAPPING.replace("'a'", "'b'").replace("'2025-01-01T00:00:00.000000Z'", "null"),
}
FAULTS = {
    "a statement that fails": "create table first (a integer);\ninsert into nowhere values (1);\n",
    "a statement that is not finished": "create table first (a integer);\ncreate table second (a integer",
    "a file that was never written": None,
}


def test_from_zero_to_head_and_back(empty_url: str) -> None:
    assert migrations.current(empty_url) is None
    migrations.upgrade(empty_url)
    assert migrations.current(empty_url) == migrations.head()
    assert set(schema_at(empty_url)) == TABLES
    migrations.downgrade(empty_url, "base")
    assert migrations.current(empty_url) is None
    assert set(schema_at(empty_url)) == {"alembic_version"}
    migrations.upgrade(empty_url, "0001")
    assert set(schema_at(empty_url)) == FIRST_TABLES
    migrations.upgrade(empty_url)
    migrations.downgrade(empty_url, "0002")
    assert set(schema_at(empty_url)) == SECOND_TABLES
    migrations.downgrade(empty_url, "0001")
    assert set(schema_at(empty_url)) == FIRST_TABLES


def test_what_is_at_head_stays_as_it_is(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    before = schema_at(empty_url)
    execute(empty_url, an_import(empty_url))
    migrations.upgrade(empty_url)
    assert schema_at(empty_url) == before
    database = database_at(empty_url)
    with database.begin(read_only=True) as session:
        assert len(session.rows("page_imports", before=10, limit=10)) == 1
    database.close()


def test_a_database_of_the_first_revision_is_brought_up_and_back_without_loss(empty_url: str) -> None:
    migrations.upgrade(empty_url, "0001")
    execute(empty_url, an_import(empty_url), *FACTS.values())
    before = {table: rows_at(empty_url, table) for table in FIRST_TABLES - {"alembic_version"}}
    assert all(len(rows) == 1 for rows in before.values())
    migrations.upgrade(empty_url)
    assert {table: as_before(rows_at(empty_url, table), rows) for table, rows in before.items()} == before
    assert rows_at(empty_url, "import_requests") == []
    database = database_at(empty_url)
    with database.begin() as session:
        assert [row["id"] for row in session.rows("page_imports", before=10, limit=10)] == [1]
    database.close()
    execute(empty_url, REQUEST)
    migrations.downgrade(empty_url, "0001")
    assert {table: rows_at(empty_url, table) for table in before} == before


def test_each_installation_has_a_key_of_its_own_that_stays(empty_url: str) -> None:
    keys = []
    for _ in range(2):
        migrations.upgrade(empty_url)
        [row] = rows_at(empty_url, "installation")
        migrations.upgrade(empty_url)
        assert rows_at(empty_url, "installation") == [row]
        number, key = row.values()
        assert (number, type(key), len(key)) == (1, bytes, 32)
        keys.append(key)
        migrations.downgrade(empty_url, "base")
    assert keys[0] != keys[1]


def test_the_facts_have_one_version_that_starts_anew_only_with_the_installation(empty_url: str) -> None:
    for _ in range(2):
        migrations.upgrade(empty_url)
        assert rows_at(empty_url, "facts_version") == [{"number": 1, "revision": 0}]
        execute(empty_url, "update facts_version set revision = 7")
        migrations.upgrade(empty_url)
        assert rows_at(empty_url, "facts_version") == [{"number": 1, "revision": 7}]
        migrations.downgrade(empty_url, "0001")


@pytest.mark.parametrize("wrong", WRONG_ROWS)
def test_the_database_itself_refuses_what_cannot_be(empty_url: str, wrong: str) -> None:
    migrations.upgrade(empty_url)
    execute(empty_url, an_import(empty_url), REQUEST, MAPPING)
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        execute(empty_url, WRONG_ROWS[wrong])


def test_both_dialects_describe_the_same_schema(tmp_path: Path, postgres_url: str) -> None:
    url = f"sqlite:///{tmp_path / 'schema.db'}"
    migrations.upgrade(url)
    on_sqlite, on_postgresql = schema_at(url), schema_at(postgres_url)
    assert set(on_sqlite) == TABLES
    for table in TABLES:
        assert on_sqlite[table] == on_postgresql[table], table
    assert ("fact_key",) in on_sqlite["orders"].partial
    assert {table for table in TABLES if ("import_id",) in on_sqlite[table].indexes} == OF_AN_IMPORT.keys() - {
        "ad_coverage"
    }
    assert ("import_id", "imports.id", "NO ACTION") in on_sqlite["ad_coverage"].references


@pytest.mark.parametrize("table", OF_AN_IMPORT)
def test_an_import_is_not_deleted_from_under_what_it_told(empty_url: str, table: str) -> None:
    migrations.upgrade(empty_url)
    execute(empty_url, an_import(empty_url), OF_AN_IMPORT[table])
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.ForeignKeyViolation)):
        execute(empty_url, "delete from imports")
    execute(empty_url, f"delete from {table}", "delete from imports")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_fails_leaves_nothing_behind(empty_url: str, project: Path, fault: str) -> None:
    for file in migrations.revision("faulty", root=project)[1:]:
        text = FAULTS[fault]
        file.unlink() if text is None else file.write_text(text, encoding="utf-8")
    with pytest.raises(StorageError):
        migrations.upgrade(empty_url, root=project)
    assert schema_at(empty_url) == {}
    migrations.upgrade(empty_url, "0001", root=project)
    with pytest.raises(StorageError):
        migrations.upgrade(empty_url, root=project)
    assert set(schema_at(empty_url)) == FIRST_TABLES
    assert migrations.current(empty_url) == "0001"


def test_a_file_is_run_as_it_is_written(empty_url: str, project: Path) -> None:
    """Neither colons nor percent signs nor semicolons within texts and comments mean anything."""
    text = "-- 100 % of :these; mean nothing\ncreate table noted (note text default '50%; :no');\n/* ; */\n"
    for file in migrations.revision("noted", root=project)[1:]:
        file.write_text(text if ".up." in file.name else "drop table noted;", encoding="utf-8")
    migrations.upgrade(empty_url, root=project)
    assert "noted" in schema_at(empty_url)
    execute(empty_url, "insert into noted (note) select note from noted where note = '50%; :no'")
    migrations.downgrade(empty_url, migrations.head(), root=project)
    assert set(schema_at(empty_url)) == TABLES


def test_offline_statements_make_the_same_schema(empty_url: str) -> None:
    written = migrations.offline_sql(empty_url)
    assert schema_at(empty_url) == {}
    if empty_url.startswith("sqlite"):
        with closing(sqlite3.connect(empty_url.removeprefix("sqlite:///"))) as connection:
            connection.executescript(written)
    else:
        with psycopg.connect(empty_url, autocommit=True) as server:
            server.execute(written.encode())
    offline = schema_at(empty_url)
    assert migrations.current(empty_url) == migrations.head()
    migrations.downgrade(empty_url, "base")
    migrations.upgrade(empty_url)
    assert schema_at(empty_url) == offline


def test_many_that_migrate_at_once_wait_for_each_other(empty_url: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(_begin_and_leave, empty_url) for _ in range(6)]:
            done.result(timeout=60)
    assert migrations.current(empty_url) == migrations.head()


def _begin_and_leave(url: str) -> None:
    migrations.upgrade(url)
    database = database_at(url)
    with database.begin():
        pass
    database.close()


def test_a_new_revision_is_numbered_next_and_has_a_file_for_each_way_of_each_dialect(project: Path) -> None:
    files = migrations.revision("Subscriptions, and when they end!", root=project)
    name = f"{int(migrations.head()) + 1:04}_subscriptions_and_when_they_end"
    assert [str(file.relative_to(project)) for file in files] == [
        f"infrastructure/migrations/versions/{name}.py",
        f"sql/postgresql/migrations/{name}.up.sql",
        f"sql/postgresql/migrations/{name}.down.sql",
        f"sql/sqlite/migrations/{name}.up.sql",
        f"sql/sqlite/migrations/{name}.down.sql",
    ]
    assert all(file.exists() for file in files)
    with pytest.raises(InvalidValue):
        migrations.revision("!?", root=project)


def test_the_stubs_and_the_files_of_both_dialects_tell_one_history(project: Path) -> None:
    stubs = sorted(path.stem for path in (project / "infrastructure/migrations/versions").glob("[0-9]*.py"))
    for dialect in ("postgresql", "sqlite"):
        for way in ("up", "down"):
            files = (project / "sql" / dialect / "migrations").glob(f"*.{way}.sql")
            assert sorted(file.name.removesuffix(f".{way}.sql") for file in files) == stubs
    assert ["_".join(revision) for revision in migrations.history()] == stubs
    assert migrations.head() == stubs[-1][:4]


def test_a_schema_of_a_newer_program_is_refused(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    execute(empty_url, "update alembic_version set version_num = '9999'")
    database = database_at(empty_url)
    with pytest.raises(SchemaMismatch, match="9999"), database.begin():
        pass
    database.close()
    with pytest.raises(SchemaMismatch):
        migrations.upgrade(empty_url)


def test_postgresql_is_never_migrated_without_being_asked(empty_postgres_url: str) -> None:
    database = PostgresDatabase(empty_postgres_url)
    with pytest.raises(SchemaMismatch, match="succotash db upgrade"), database.begin():
        pass
    with pytest.raises(SchemaMismatch, match="no schema yet"):
        database.check_schema()
    migrations.upgrade(empty_postgres_url)
    with database.begin() as session:
        assert session.rows("current_rates") == []
    database.close()


def test_asking_for_the_revision_of_a_file_that_is_not_there_does_not_make_it(tmp_path: Path) -> None:
    assert migrations.current(f"sqlite:///{tmp_path / 'not.db'}") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["postgresql://somebody:s3cret@127.0.0.1:9/nowhere", "sqlite:////nowhere/at/all.db"])
def test_a_database_that_cannot_be_reached_is_told_in_one_line_without_secrets(url: str) -> None:
    with pytest.raises(StorageUnavailable) as error:
        migrations.upgrade(url)
    assert "\n" not in str(error.value)
    assert "s3cret" not in f"{error.value}{error.value.details}"
    assert "nowhere" in str(error.value)


def test_who_only_looks_at_a_file_does_not_wait_for_who_writes_to_it(tmp_path: Path) -> None:
    path = tmp_path / "busy.db"
    migrations.upgrade(f"sqlite:///{path}")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        assert migrations.current(f"sqlite:///{path}", wait=0.0) == migrations.head()


def test_a_file_that_is_locked_against_all_is_waited_for_no_longer_than_told(tmp_path: Path) -> None:
    path = tmp_path / "locked.db"
    migrations.upgrade(f"sqlite:///{path}")
    began = monotonic()
    with closing(sqlite3.connect(path, isolation_level=None)) as owner:
        owner.execute("pragma locking_mode = exclusive")
        owner.execute("begin exclusive")
        with pytest.raises(StorageUnavailable, match=r"locked by another process for more than 0\.2 s"):
            migrations.current(f"sqlite:///{path}", wait=0.2)
        with pytest.raises(StorageUnavailable, match=r"locked by another process for more than 0\.2 s"):
            migrations.upgrade(f"sqlite:///{path}", wait=0.2)
    assert monotonic() - began < 5

"""Both dialects have the same statements, with the same parameters and results, and the databases understand them."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import psycopg
import pytest

from infrastructure.sql.catalog import SQL_ROOT, Statement
from infrastructure.sql.payback import _ORDERS, _SPEND
from tests.sql.conftest import FACT_TABLES, POSTGRESQL, SQLITE

NAMES = sorted(statement.name for statement in SQLITE)
BULK = tuple(f"{way}_{table}" for way in ("load", "load_new") for table in FACT_TABLES)
WITHOUT_RESULT = re.compile(
    r"(begin|stage|load|supersede|repeat|unstage|complete|raise|configure|undo|end|step_back|restore|remove|save)_"
    r"|commit|rollback|insert_(?!import)"
)
QUERIES = [name for name in NAMES if not WITHOUT_RESULT.match(name)]


def names_below(folder: str) -> set[str]:
    home = SQL_ROOT / folder
    files = [path for path in home.rglob("*.sql") if path.relative_to(home).parts[0] not in {"migrations", "setup"}]
    return {name for path in files for name in re.findall(r"^-- name: (\w+)", path.read_text(), re.MULTILINE)}


def unnamed(text: str, mark: str) -> str:
    """PostgreSQL's own numbered parameters in place of ours, for `prepare`."""
    numbers: dict[str, int] = {}
    return re.sub(r"%\((\w+)\)s", lambda found: f"${numbers.setdefault(found[1], len(numbers) + 1)}", text).replace(
        "%%", mark
    )


def test_a_name_lives_in_common_or_in_both_dialects() -> None:
    common, postgresql, sqlite = map(names_below, ("common", "postgresql", "sqlite"))
    assert len(common) > 10
    assert postgresql - common == sqlite - common
    assert {statement.name for statement in POSTGRESQL} == {statement.name for statement in SQLITE}


@pytest.mark.parametrize("name", NAMES)
def test_both_dialects_take_the_same_parameters(name: str) -> None:
    assert POSTGRESQL[name].parameters == SQLITE[name].parameters


@pytest.mark.parametrize("name", NAMES)
def test_every_statement_is_used(name: str) -> None:
    sources = Path(SQL_ROOT).parent.joinpath("infrastructure").rglob("*.py")
    assert any(f'"{name}"' in path.read_text(encoding="utf-8") for path in sources)


def test_the_queries_are_among_what_is_compared() -> None:
    assert {"get_import", "current_orders", "daily_spend_by_source", "insert_import", "schema_version"} <= set(QUERIES)


@pytest.mark.parametrize("name", QUERIES)
def test_both_dialects_answer_with_the_same_columns(
    name: str, postgresql: psycopg.Connection, sqlite: sqlite3.Connection
) -> None:
    assert columns_on_postgresql(POSTGRESQL[name], postgresql) == columns_on_sqlite(SQLITE[name], sqlite) != []


def test_wide_queries_answer_with_the_columns_that_are_decoded(sqlite: sqlite3.Connection) -> None:
    assert columns_on_sqlite(SQLITE["current_orders"], sqlite) == list(_ORDERS)
    for name in ("daily_spend_by_source", "daily_spend_by_campaign", "period_spend"):
        assert columns_on_sqlite(SQLITE[name], sqlite) == list(_SPEND)


@pytest.mark.parametrize(
    "name", [name for name in NAMES if not re.match(r"(begin|undo|end)_loading|begin_|commit|rollback|stage_", name)]
)
def test_postgresql_understands_every_statement(name: str, postgresql: psycopg.Connection) -> None:
    text = POSTGRESQL[name].text
    if name in BULK:
        with postgresql.cursor() as cursor, cursor.copy(text.encode()):
            pass
    elif name.startswith("unstage_"):
        postgresql.execute(text.encode())
    else:
        postgresql.execute(f"prepare understood as {unnamed(text, '%')}".encode())
    assert postgresql.info.transaction_status is not psycopg.pq.TransactionStatus.INERROR


@pytest.mark.parametrize("name", [name for name in NAMES if not re.match(r"stage_", name)])
def test_sqlite_understands_every_statement(name: str, sqlite: sqlite3.Connection) -> None:
    statement = SQLITE[name]
    if name.startswith(("begin_", "configure_")):
        sqlite.executescript(statement.text)
        assert name == "configure_connection" or sqlite.in_transaction
    else:
        sqlite.execute(f"explain {statement.text}", given(statement))


@pytest.mark.parametrize("table", FACT_TABLES)
def test_staging_tables_have_the_columns_of_their_fact_table(
    table: str, postgresql: psycopg.Connection, sqlite: sqlite3.Connection
) -> None:
    staged = column_names(sqlite, f"staged_{table}")
    assert staged[:2] == ["line", "fact_key"]
    assert {*staged, "import_id", "is_current"} == set(column_names(sqlite, table))
    with postgresql.cursor() as cursor:
        cursor.execute(f"select * from staged_{table}".encode())
        assert [column.name for column in cursor.description or ()] == staged


def column_names(connection: sqlite3.Connection, table: str) -> list[str]:
    return [name for (name,) in connection.execute("select name from pragma_table_info(?)", [table])]


def columns_on_sqlite(statement: Statement, connection: sqlite3.Connection) -> list[str]:
    return [column[0] for column in connection.execute(statement.text, given(statement)).description or ()]


def columns_on_postgresql(statement: Statement, connection: psycopg.Connection) -> list[str]:
    parameters = given(statement)
    cursor = connection.execute(statement.text.encode(), parameters if isinstance(parameters, dict) else None)
    return [column.name for column in cursor.description or ()]


def given(statement: Statement) -> dict[str, object] | list[None]:
    """Something of the right type for each parameter."""
    if statement.name in BULK:
        return [None] * statement.text.count("?")
    known: dict[str, object] = {
        **dict.fromkeys(("id", "import_id", "before", "limit", "inserted", "updated", "unchanged"), 1),
        **dict.fromkeys(("rows", "total_rows", "rejected_rows"), 1),
        **dict.fromkeys(("period_start", "period_end"), "2025-01-01"),
        "findings": "{}",
        "definition": "{}",
        **dict.fromkeys(("imported_at", "undone_at", "saved_at"), "2025-01-01T00:00:00.000000Z"),
        "daily": True,
        "keys": '["a key"]',
    }
    return {name: known.get(name, "2025-01-01") for name in statement.parameters}

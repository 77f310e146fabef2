"""The revision that made room for undone imports, in databases with imports in them: SQLite makes the ledger anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from domain.imports.record import Kind, TakenBack
from domain.shared.errors import StorageError
from infrastructure import migrations
from infrastructure.sql.imports import SqlImportStore
from tests.contract.building import UNDONE_AT, activity, covered, keep, leads, new_mapping, new_request, orders, undo
from tests.migrations.databases import an_import, as_before, database_at, execute, rows_at
from tests.migrations.schemas import schema_at

OLD_TABLES = ("imports", "ad_metrics", "orders", "exchange_rates", "ad_coverage", "import_requests", "installation")
AT = "'2025-01-01T00:00:00.000000Z'"
IMPORTS = 3


def filled(url: str) -> None:
    """A database of the revision before, with three imports of which each says something of two facts; the id of a
    fourth was given out and is gone."""
    migrations.upgrade(url, "0002")
    for number in range(1, IMPORTS + 1):
        current = str(number == IMPORTS).lower()
        day, fact = "'2025-01-01'", f"{number}, {number}"
        execute(
            url,
            an_import(url, content_hash=f"'{number}'", kind="'orders'", findings='\'{"currencies": [""]}\''),
            *(
                f"insert into orders (fact_key, import_id, line, is_current, ordered_at, gross, email) "
                f"values ('{key}', {fact}, {current}, {AT}, {number}, 'é \\\\ %')"
                for key in "ab"
            ),
            f"insert into ad_metrics (fact_key, import_id, line, is_current, level) "
            f"values ('a', {fact}, {current}, 'campaign')",
            f"insert into exchange_rates (fact_key, import_id, line, is_current, day, currency, rate) "
            f"values ('a', {fact}, {current}, {day}, 'EUR', '1')",
            f"insert into ad_coverage (import_id, level, daily, start_day, end_day) "
            f"values ({number}, 'campaign', true, {day}, {day})",
            f"insert into import_requests values ('key {number}', '', '', '', false, {number}, true, {AT})",
        )
    execute(url, an_import(url, content_hash="'gone'"), "delete from imports where content_hash = 'gone'")


def contents(url: str) -> dict[str, list[dict[str, object]]]:
    return {table: rows_at(url, table) for table in OLD_TABLES}


def broken_references(url: str) -> list[object]:
    """What SQLite itself finds amiss; PostgreSQL lets no such thing come about."""
    if not url.startswith("sqlite"):
        return []
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        found = connection.execute("pragma foreign_key_check").fetchall()
        return found + [row for row in connection.execute("pragma integrity_check") if row != ("ok",)]


def test_a_database_with_imports_is_brought_up_and_back_without_loss(empty_url: str) -> None:
    filled(empty_url)
    before, schema = contents(empty_url), schema_at(empty_url)
    assert [len(rows) for rows in before.values()] == [3, 3, 6, 3, 3, 3, 1]
    for _ in range(2):
        migrations.upgrade(empty_url)
        after = contents(empty_url)
        assert {table: as_before(after[table], rows) for table, rows in before.items()} == before
        assert [row["undone_at"] for row in after["imports"]] == [None] * IMPORTS
        assert broken_references(empty_url) == []
        migrations.downgrade(empty_url, "0002")
        assert contents(empty_url) == before
        assert schema_at(empty_url) == schema
        assert broken_references(empty_url) == []


@pytest.mark.parametrize("revision", ["0002", "0003"])
def test_an_id_that_was_given_out_once_is_not_given_out_again(empty_url: str, revision: str) -> None:
    filled(empty_url)
    migrations.upgrade(empty_url, "0003")
    if revision == "0002":
        migrations.downgrade(empty_url, revision)
    execute(empty_url, an_import(empty_url, content_hash="'new'"))
    assert [row["id"] for row in rows_at(empty_url, "imports")] == [1, 2, 3, 5]


def test_an_empty_ledger_is_brought_up_and_back(empty_url: str) -> None:
    migrations.upgrade(empty_url, "0002")
    migrations.upgrade(empty_url)
    migrations.downgrade(empty_url, "0002")
    execute(empty_url, an_import(empty_url))
    assert [row["id"] for row in rows_at(empty_url, "imports")] == [1]


def test_imports_from_before_are_undone_like_any_other(empty_url: str) -> None:
    filled(empty_url)
    migrations.upgrade(empty_url)
    database = database_at(empty_url)
    store = SqlImportStore(database)
    with store.begin(read_only=True) as tx:
        newest, _, oldest = tx.ledger.page_imports().items
    assert undo(store, newest) == TakenBack(restored=4)
    assert undo(store, oldest) == TakenBack()
    with store.begin(read_only=True) as tx:
        assert [entry.undone_at for entry in tx.ledger.page_imports().items] == [UNDONE_AT, None, UNDONE_AT]
    database.close()
    assert [(row["import_id"], bool(row["is_current"])) for row in rows_at(empty_url, "orders")] == [(2, True)] * 2
    assert [row["import_id"] for row in rows_at(empty_url, "ad_coverage")] == [2]


def test_on_the_way_back_what_the_older_program_cannot_know_goes_and_all_else_stays(empty_url: str) -> None:
    filled(empty_url)
    before = contents(empty_url)
    migrations.upgrade(empty_url)
    database = database_at(empty_url)
    store = SqlImportStore(database)
    again, _ = keep(store, orders({"key": "a", "gross": 9}), content_hash="f" * 64, coverage=[covered()])
    undo(store, again)
    twice, _ = keep(store, orders({"key": "new", "gross": 9}), content_hash="f" * 64)
    undo(store, twice)
    lead, _ = keep(store, leads({"key": "a"}), kind=Kind.LEADS, coverage=[covered()])
    event, _ = keep(store, activity({"key": "a"}), kind=Kind.ACTIVITY)
    with store.begin() as tx:
        for entry in (again, lead, event):
            tx.requests.add(new_request(import_id=entry.id, stored=True))
        tx.mappings.save(new_mapping())
        tx.commit()
    database.close()
    [version] = rows_at(empty_url, "facts_version")
    migrations.downgrade(empty_url, "0002")
    assert contents(empty_url) == before
    assert rows_at(empty_url, "facts_version") == [{**version, "revision": version["revision"] + 1}]
    assert broken_references(empty_url) == []


def test_the_same_content_may_stand_there_once_and_as_often_as_it_was_undone(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    undone = "update imports set undone_at = '2025-02-01T00:00:00.000000Z'"
    for _ in range(3):
        execute(empty_url, an_import(empty_url), undone)
    execute(empty_url, an_import(empty_url))
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        execute(empty_url, an_import(empty_url))
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        execute(empty_url, "update imports set undone_at = null where id = 1")


def test_an_entry_lost_on_the_way_is_noticed_before_anything_is_kept(tmp_path: Path, project: Path) -> None:
    """SQLite looks at the references when the transaction ends."""
    url = f"sqlite:///{tmp_path / 'losing.db'}"
    filled(url)
    before = contents(url)
    [file] = (project / "sql/sqlite/migrations").glob("0003*.up.sql")
    text = file.read_text(encoding="utf-8")
    losing = text.replace("from imports_before\n", "from imports_before where id <> 2\n")
    assert losing != text
    file.write_text(losing, encoding="utf-8")
    with pytest.raises(StorageError, match="FOREIGN KEY constraint failed"):
        migrations.upgrade(url, root=project)
    assert contents(url) == before
    assert migrations.current(url) == "0002"

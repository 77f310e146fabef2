"""Nasty text and every kind of missing value come back from the bulk paths as they went in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.shared.columns import MISSING, texts
from infrastructure import migrations
from infrastructure.postgres.copying import copied
from infrastructure.postgres.database import PostgresDatabase
from infrastructure.sql.session import SqlDatabase, SqlSession
from infrastructure.sqlite.database import SqliteDatabase

Way: TypeAlias = Callable[[SqlSession, list[str]], list[str]]

NASTY = [
    *("", " ", "\t", "\\", "\\N", "\\.", "\\t", '"', '""', '"a', "'", "''", ",", ";", "a\tb", "a,b", " a "),
    *("null", "NULL", "%s", "%(a)s", ":a", "$1", "--", "/*", "\r", "\n", "\r\n", "a\nb", "\\.\n", "\x01", "\x7f"),
    *("é", "é", "ﬁ", "日本語", "🙂", "👩‍👩‍👧", "\u202e", "\ufeff", "\u2028", "\x85"),
]
CONFIGURATIONS = ["sqlite", "postgresql on psycopg", "postgresql on psycopg2"]
ANY_TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)


@pytest.fixture(params=CONFIGURATIONS)
def open_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlDatabase]:
    database: SqlDatabase
    if request.param == "sqlite":
        database = SqliteDatabase(tmp_path / "bulk.db", migrate=migrations.upgrade)
    else:
        driver = request.param.rpartition(" ")[2]
        database = PostgresDatabase(request.getfixturevalue("postgres_url"), driver=driver)
    yield database
    database.close()


def as_they_come_back(session: SqlSession, told: list[str]) -> list[str]:
    """Through the staging table of the exchange rates, on into the fact table and out of it, sorted."""
    lines = np.arange(len(told))
    day = np.full(len(told), np.datetime64("2025-01-01", "D"))
    columns = [lines, texts(map(str, lines)), day, texts(told), texts(told), texts(told)]
    session.execute("stage_exchange_rates")
    session.load("load_exchange_rates", [columns])
    session.execute("insert_exchange_rates", import_id=an_import(session))
    session.execute("unstage_exchange_rates")
    return as_found(session)


def as_they_come_back_at_once(session: SqlSession, told: list[str]) -> list[str]:
    """Straight into the fact table and out of it, sorted."""
    lines = np.arange(len(told))
    owner = [np.full(len(told), an_import(session)), np.ones(len(told), np.bool_)]
    day = np.full(len(told), np.datetime64("2025-01-01", "D"))
    columns = [*owner, lines, texts(map(str, lines)), day, texts(told), texts(told), texts(told)]
    assert session.load_new("load_new_exchange_rates", [columns])
    return as_found(session)


def as_found(session: SqlSession) -> list[str]:
    found = session.rows("current_rates")
    assert all(row["currency"] == row["into"] == row["rate"] for row in found)
    return sorted(row["rate"] for row in found)


def an_import(session: SqlSession) -> int:
    zeros = dict.fromkeys(("rows", "total_rows", "rejected_rows", "inserted", "updated", "unchanged"), 0)
    plain = dict.fromkeys(("file", "content_hash", "account", "assumed_currency", "kind", "platform", "encoding"), "")
    row = session.find_row(
        "insert_import",
        **zeros,
        **plain,
        currency=None,
        period_start=None,
        period_end=None,
        findings="{}",
        imported_at="2025-01-01T00:00:00.000000Z",
    )
    assert row is not None
    return int(row["id"])


@pytest.mark.parametrize("way", [as_they_come_back, as_they_come_back_at_once])
def test_nasty_texts_come_back_as_they_went_in(open_database: SqlDatabase, way: Way) -> None:
    with open_database.begin() as session:
        assert way(session, NASTY) == sorted(NASTY)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(ANY_TEXT, min_size=1, max_size=40))
def test_any_texts_come_back_as_they_went_in(open_database: SqlDatabase, told: list[str]) -> None:
    for way in (as_they_come_back, as_they_come_back_at_once):
        with open_database.begin() as session:
            assert way(session, told) == sorted(told)


def test_what_is_not_known_is_null_and_never_an_empty_text() -> None:
    columns = [
        np.array([1, MISSING, 2**63 - 1]),
        texts(["", "\\N", "x"]),
        np.array(["1970-01-01", "NaT", "2024-02-29"], dtype="datetime64[D]"),
        np.array(["NaT", "2025-01-01T00:00:00.000001", "2025-06-30T23:59:59.999999"], dtype="datetime64[us]"),
        np.array(["2025-01-01T00:00:01", "NaT", "2025-01-01"], dtype="datetime64[s]"),
    ]
    assert copied(columns).decode().splitlines() == [
        "1\t\t1970-01-01\t\\N\t2025-01-01T00:00:01.000",
        "\\N\t\\\\N\t\\N\t2025-01-01T00:00:00.000001+0000\t\\N",
        f"{2**63 - 1}\tx\t2024-02-29\t2025-06-30T23:59:59.999999+0000\t2025-01-01T00:00:00.000",
    ]

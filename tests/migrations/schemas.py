"""What a database holds, told so that two dialects can be compared."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass

import psycopg

LOGICAL = {
    "bigint": "integer",
    "boolean": "integer",
    "bytea": "blob",
    "date": "text",
    "jsonb": "text",
    "timestamp with time zone": "text",
    "timestamp without time zone": "text",
    "character varying": "text",
    "VARCHAR(32)": "text",
}


@dataclass(frozen=True)
class Table:
    """`columns` in order: name, logical type, whether null is refused, whether there is a default.

    `keys` are the column lists of the primary key and the unique constraints, `partial` those of unique indexes over
    some rows only, `indexes` those of indexes that are not unique, `references` pairs of columns and what becomes of a
    row when the row that it refers to is deleted.
    """

    columns: tuple[tuple[str, str, bool, bool], ...]
    keys: frozenset[tuple[str, ...]]
    partial: frozenset[tuple[str, ...]]
    indexes: frozenset[tuple[str, ...]]
    references: frozenset[tuple[str, str, str]]


def schema_at(url: str) -> dict[str, Table]:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            names = "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'"
            return {name: _on_sqlite(connection, name) for (name,) in connection.execute(names).fetchall()}
    with psycopg.connect(url) as connection:
        found = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        return {name: _on_postgresql(connection, name) for (name,) in found}


def _on_sqlite(connection: sqlite3.Connection, table: str) -> Table:
    columns = connection.execute("select * from pragma_table_info(?)", [table]).fetchall()
    indexes = connection.execute("select name, [unique], partial from pragma_index_list(?)", [table]).fetchall()
    primary = tuple(name for _, name, *_, position in sorted(columns, key=lambda row: row[5]) if position)
    listed = "select name from pragma_index_info(?) order by seqno"
    by_index = [(tuple(name for (name,) in connection.execute(listed, [index])), *kind) for index, *kind in indexes]
    references = connection.execute(
        "select [from], [table] || '.' || [to], on_delete from pragma_foreign_key_list(?)", [table]
    )
    return Table(
        tuple(
            (name, LOGICAL.get(kind, kind).lower(), bool(refused or position), default is not None)
            for _, name, kind, refused, default, position in columns
        ),
        frozenset({primary, *(names for names, unique, partial in by_index if unique and not partial)}),
        frozenset(names for names, unique, partial in by_index if unique and partial),
        frozenset(names for names, unique, _ in by_index if not unique),
        frozenset(references.fetchall()),
    )


def _on_postgresql(connection: psycopg.Connection, table: str) -> Table:
    columns = connection.execute(
        "select column_name, data_type, is_nullable = 'NO', column_default is not null "
        "from information_schema.columns where table_name = %s and table_schema = 'public' order by ordinal_position",
        [table],
    ).fetchall()
    indexes = connection.execute(
        "select array(select attname::text from unnest(indkey) with ordinality as k (number, place) "
        "join pg_attribute on attrelid = indrelid and attnum = number order by place), "
        "indisunique, indpred is not null from pg_index where indrelid = %s::regclass",
        [table],
    ).fetchall()
    references = connection.execute(
        "select a.attname::text, confrelid::regclass || '.' || b.attname, "
        "case confdeltype when 'a' then 'NO ACTION' else confdeltype::text end from pg_constraint "
        "join pg_attribute a on a.attrelid = conrelid and a.attnum = conkey[1] "
        "join pg_attribute b on b.attrelid = confrelid and b.attnum = confkey[1] "
        "where contype = 'f' and conrelid = %s::regclass",
        [table],
    ).fetchall()
    return Table(
        tuple((name, LOGICAL.get(kind) or kind, refused, default) for name, kind, refused, default in columns),
        frozenset(tuple(names) for names, unique, partial in indexes if unique and not partial),
        frozenset(tuple(names) for names, unique, partial in indexes if unique and partial),
        frozenset(tuple(names) for names, unique, _ in indexes if not unique),
        frozenset(references),
    )

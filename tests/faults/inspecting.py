"""Looking into a database from outside, past all of our own code."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

FACTS = ("ad_metrics", "orders", "exchange_rates", "leads", "activity")
TABLES = (*FACTS, "ad_coverage", "imports")
OF_THE_RUN = {"id", "import_id", "imported_at", "undone_at"}
"""What differs between two imports of the same file; the content's hash stands for the import."""

Contents = dict[str, tuple[int, str]]
"""For each table the number of its rows, and a hash over all of them."""
Answer = tuple[list[str], list[tuple[Any, ...]]]


@dataclass(frozen=True, kw_only=True)
class Inspected:
    """`query` gives the names of the columns and the rows; `broken` what the database itself finds wrong with it."""

    query: Callable[[str], Answer]
    broken: Callable[[], list[str]]

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        return self.query(text)[1]

    def contents(self) -> Contents:
        """All that is kept, apart from the numbers and times that the database gave."""
        return {table: self._content(table) for table in TABLES}

    def assert_sound(self) -> None:
        """The database is intact, and its tables agree."""
        assert self.broken() == []
        assert list(self._disagreements()) == []

    def _content(self, table: str) -> tuple[int, str]:
        by = "id" if table == "imports" else "import_id"
        names, rows = self.query(
            f"select i.content_hash as of_content, t.* from {table} t left join imports i on i.id = t.{by}"
        )
        kept = [place for place, name in enumerate(names) if name not in OF_THE_RUN]
        texts = sorted(repr([row[place] for place in kept]) for row in rows)
        return len(rows), hashlib.sha256("\n".join(texts).encode()).hexdigest()

    def _disagreements(self) -> Iterator[str]:
        """The ledger says of each import how many facts it wrote, and of an undone one none is left; each fact has one
        current version."""
        for table in (*FACTS, "ad_coverage"):
            for (orphan,) in self.rows(
                f"select distinct import_id from {table} where import_id not in (select id from imports)"
            ):
                yield f"{table} has rows of import {orphan}, which the ledger does not know"
        for table in FACTS:
            doubled = f"select fact_key from {table} group by 1 having count(case when is_current then 1 end) <> 1"
            yield from (f"{table} has not one current version of {key}" for (key,) in self.rows(doubled))
        every = " union all ".join(f"select import_id from {table}" for table in FACTS)
        counted = (
            "select i.id, case when i.undone_at is null then i.inserted + i.updated + i.unchanged else 0 end,"
            f" count(f.import_id) from imports i left join ({every}) f on f.import_id = i.id"
            " group by i.id, i.inserted, i.updated, i.unchanged, i.undone_at"
        )
        yield from (
            f"import {number}: {told} told, {kept} kept" for number, told, kept in self.rows(counted) if told != kept
        )


def sqlite_at(path: Path) -> Inspected:
    def query(text: str) -> Answer:
        with closing(sqlite3.connect(path)) as connection:
            cursor = connection.execute(text)
            return [column[0] for column in cursor.description], cursor.fetchall()

    def broken() -> list[str]:
        said = [row[0] for row in query("pragma integrity_check")[1] if row != ("ok",)]
        return said + [str(row) for row in query("pragma foreign_key_check")[1]]

    return Inspected(query=query, broken=broken)


def has_writer(path: Path) -> bool:
    """Whether a process is writing to that SQLite file: told from the kernel's table of locks, so that nobody is in the
    way of those who are looked at. The writer's byte in the index of the log is the 121st
    (https://sqlite.org/walformat.html#locks)."""
    try:
        inode = path.with_name(f"{path.name}-shm").stat().st_ino
    except FileNotFoundError:
        return False
    held = [line.split() for line in Path("/proc/locks").read_text(encoding="ascii").splitlines() if "->" not in line]
    return any(
        kind == "WRITE" and int(place.rpartition(":")[2]) == inode and int(first) <= 120
        for _, _, _, kind, _, place, first, _ in held
    )


def postgresql_at(url: str) -> Inspected:
    def query(text: str) -> Answer:
        with psycopg.connect(url) as connection:
            cursor = connection.execute(text.encode())
            return [column.name for column in cursor.description or ()], cursor.fetchall()

    def broken() -> list[str]:
        """Each index must find what the table holds."""
        return [table for table in TABLES if _counts(url, table) != 1]

    return Inspected(query=query, broken=broken)


def _counts(url: str, table: str) -> int:
    """How many different answers the table and its index give."""
    answers = set()
    for scanned in ("index", "seq"):
        with psycopg.connect(url) as connection:
            for way in ("seqscan", "indexscan", "indexonlyscan", "bitmapscan"):
                allowed = (way == "seqscan") == (scanned == "seq")
                connection.execute(f"set enable_{way} = {'on' if allowed else 'off'}".encode())
            answers.add(connection.execute(f"select count(*) from {table}".encode()).fetchone())
    return len(answers)

"""What an import left in a database beside what it says of itself: all of a file or nothing of it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from application.imports.imports import ImportHandler, ImportOptions
from domain.imports.record import ImportRecord, Kind
from domain.imports.source_file import SourceFile
from infrastructure.container import build_container, load_settings

_TABLES = {
    Kind.AD_METRICS: "ad_metrics",
    Kind.SPEND: "ad_metrics",
    Kind.ORDERS: "orders",
    Kind.RATES: "exchange_rates",
    Kind.LEADS: "leads",
    Kind.ACTIVITY: "activity",
}


def empty_database(folder: Path) -> Path:
    """A database at the newest schema, to be copied."""
    path = folder / "empty.db"
    with build_container(load_settings(f"sqlite:///{path}")) as container:
        container.schema.upgrade()
    return path


def half_kept(file: Path, empty: Path) -> list[str]:
    """What is wrong with the import of a file into a new database."""
    path = shutil.copy(empty, file.with_suffix(".db"))
    with build_container(load_settings(f"sqlite:///{path}")) as container:
        outcomes = _imported(container.get_import_handler(), file)
    with closing(sqlite3.connect(path)) as database:
        wrong = list(_wrong(database, outcomes))
    Path(path).unlink()
    return wrong


def _imported(handler: ImportHandler, file: Path) -> list[ImportRecord]:
    """The entries that were made."""
    outcomes = handler.import_files([SourceFile.at(file).path], ImportOptions())
    return [outcome.found for outcome in outcomes if outcome.stored and isinstance(outcome.found, ImportRecord)]


def _wrong(database: sqlite3.Connection, entries: list[ImportRecord]) -> Iterator[str]:
    if (kept := _one(database, "select count(*) from imports")) != len(entries):
        yield f"{kept} entries where {len(entries)} imports were made"
    for table in sorted(set(_TABLES.values())):
        written = sum(entry.written.inserted for entry in entries if _TABLES[entry.kind] == table)
        if (rows := _one(database, f"select count(*) from {table} where is_current")) != written:
            yield f"{rows} rows in {table} where the ledger says {written}"
    for entry in entries:
        yield from _wrong_sums(database, entry)


def _wrong_sums(database: sqlite3.Connection, entry: ImportRecord) -> Iterator[str]:
    sums, orders = entry.findings.sums, entry.findings.orders
    if sums and sums.spend != (found := _one(database, "select sum(spend) from ad_metrics")):
        yield f"a spend of {found} where the ledger says {sums.spend}"
    if orders:
        told = sum(one.gross for one in orders.by_currency)
        found = _one(database, "select coalesce(sum(gross), 0) from orders where gross >= 0") or 0
        if found != told:
            yield f"orders of {found} where the ledger says {told}"


def _one(database: sqlite3.Connection, query: str) -> int | None:
    value: int | None = database.execute(query).fetchone()[0]
    return value

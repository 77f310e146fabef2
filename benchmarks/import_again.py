"""Imports of what is partly or wholly known: a later export that overlaps, and the same facts in another file."""

import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a plain script, from any directory

import psycopg

from benchmarks.measuring import peers
from benchmarks.measuring.cases import Benchmark, Case, Facts
from benchmarks.measuring.databases import database, folder, migrated, name_of, postgresql, sqlite_url
from benchmarks.measuring.exports import ad_export
from benchmarks.measuring.running import main
from benchmarks.measuring.succotash import imported
from tests.servers.postgresql import PostgresServer

ROWS = 100_000
CAMPAIGNS, DAYS = 400, ROWS // 400
COPY, STAGING = "psql \\copy of as many rows", "staging COPY alone"
STAGE = "create temporary table staged as select * from ad_metrics with no data"
AS_VERSIONS = (
    "Every import keeps its version of every fact, so that it can be taken back: also unchanged facts are written, "
    "behind the current ones, with two indexes and the foreign key. The target was set for a design that keeps none."
)


@contextmanager
def setting() -> Iterator[Facts]:
    """Databases that hold the first export; the same facts in other bytes; and an export that begins a tenth later, in
    which every tenth campaign says another cost."""
    with folder() as here, postgresql() as server, database(server) as known:
        files = {
            "first": ad_export(here / "first.csv", campaigns=CAMPAIGNS, days=DAYS),
            "later": ad_export(here / "later.csv", campaigns=CAMPAIGNS, days=DAYS, first=DAYS // 10, changed=10),
            "small": ad_export(here / "small.csv", campaigns=5, days=2),
            "sqlite": migrated(here / "known.db"),
            "again": here / "again.csv",
            "here": here,
        }
        files["again"].write_text(files["first"].read_text(encoding="utf-8") + "\n", encoding="utf-8")
        facts = {name: str(path) for name, path in files.items()} | {"file": str(files["first"])}
        for url in (known, sqlite_url(files["sqlite"])):
            imported(facts | {"url": url})
        ready = str(peers.ready_file(known, here / "ready.tsv", "line"))
        with database(server) as entered:
            with psycopg.connect(entered) as connection:
                connection.execute(peers.LEDGER_ENTRY)
            yield facts | {
                "server": server.admin_url,
                "known": name_of(known),
                "entered": name_of(entered),
                "ready": ready,
            }


@contextmanager
def on_postgresql(facts: Facts, template: str = "known") -> Iterator[Facts]:
    with database(PostgresServer(admin_url=facts["server"], origin=""), facts[template]) as url:
        yield {**facts, "url": url}


@contextmanager
def on_sqlite(facts: Facts) -> Iterator[Facts]:
    file = Path(facts["here"]) / f"{secrets.token_hex(6)}.db"
    shutil.copy(facts["sqlite"], file)
    try:
        yield {**facts, "url": sqlite_url(file)}
    finally:
        for left in file.parent.glob(f"{file.name}*"):
            left.unlink()


@contextmanager
def given(
    file: str, expected: str, place: Callable[[Facts], AbstractContextManager[Facts]], facts: Facts
) -> Iterator[Facts]:
    with place(facts) as placed:
        yield {**placed, "file": facts[file], "expected": expected}


LATER, AGAIN, SAME = ("later", "updated"), ("again", "unchanged"), ("first", "unchanged")

CASES = [
    Case(
        name="PostgreSQL: a later export, 9/10 of it known",
        run=imported,
        place=partial(given, *LATER, on_postgresql),
        peer=COPY,
        most=1.25,
        why=AS_VERSIONS,
    ),
    Case(name=COPY, run=partial(peers.psql_copy, file="ready"), place=partial(on_postgresql, template="entered")),
    Case(
        name="PostgreSQL: the same facts in other bytes",
        run=imported,
        place=partial(given, *AGAIN, on_postgresql),
        peer=STAGING,
        most=1.55,
        why=AS_VERSIONS,
    ),
    Case(
        name=STAGING,
        run=partial(peers.psql_copy, file="ready", table="staged", before=STAGE),
        place=partial(on_postgresql, template="entered"),
    ),
    Case(
        name="PostgreSQL: the same bytes",
        run=imported,
        place=partial(given, *SAME, on_postgresql),
        peer=STAGING,
        most=1.55,
    ),
    Case(name="SQLite: a later export, 9/10 of it known", run=imported, place=partial(given, *LATER, on_sqlite)),
    Case(name="SQLite: the same facts in other bytes", run=imported, place=partial(given, *AGAIN, on_sqlite)),
    Case(name="SQLite: the same bytes", run=imported, place=partial(given, *SAME, on_sqlite)),
]

BENCHMARK = Benchmark(
    key="import_again",
    title=f"Import of {ROWS:,} campaign-days that are known",
    cases=CASES,
    setting=setting,
    rounds=4,
    notes="""
The later export covers as many days and begins a tenth of them later; in the nine tenths that are known every
tenth campaign says another cost. A fact that says the same stays as it is: no row is rewritten. A file that was
imported before is known by its bytes, and nothing of it is read but these.
""",
    versions=("psycopg", "polars"),
)

if __name__ == "__main__":
    main(BENCHMARK)

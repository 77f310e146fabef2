"""100,000 campaign-days from a CSV into PostgreSQL, beside the ways in which ready rows are brought there."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a plain script, from any directory

import psycopg

from benchmarks.measuring import peers
from benchmarks.measuring.cases import Benchmark, Case, Facts
from benchmarks.measuring.databases import database, folder, name_of, postgresql
from benchmarks.measuring.exports import ad_export
from benchmarks.measuring.running import main
from benchmarks.measuring.succotash import imported
from tests.servers.postgresql import PostgresServer

ROWS = 100_000
OURS, PEER = "succotash import", "psql \\copy"
SHARED = (
    "Most of the time of ours, and of \\copy, is the table's own work: three indexes, two of them on keys of 64 "
    "characters, and a foreign key. Every way pays it, which brings them closer together than the target supposes."
)


@contextmanager
def setting() -> Iterator[Facts]:
    """The export; its rows ready to be copied, in the order of the file and in that of the keys; templates to clone:
    one for us, one with the ledger's entry that ready rows belong to, one that holds the rows."""
    with folder() as here, postgresql() as server, database(server) as empty, database(server) as entered:
        export = ad_export(here / "export.csv", campaigns=400, days=ROWS // 400)
        small = ad_export(here / "small.csv", campaigns=5, days=2)
        _enter(entered)
        with database(server, name_of(empty)) as ready:
            facts = {"url": ready, "file": str(export), "small": str(small), "ready": ready}
            imported(facts)
            facts |= {
                order: str(peers.ready_file(ready, here / f"{order}.tsv", order)) for order in ("line", "fact_key")
            }
            yield facts | {"server": server.admin_url, "empty": name_of(empty), "entered": name_of(entered)}


def _enter(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(peers.LEDGER_ENTRY)


@contextmanager
def fresh(template: str, facts: Facts) -> Iterator[Facts]:
    server = PostgresServer(admin_url=facts["server"], origin="")
    with database(server, facts[template]) as url:
        yield {**facts, "url": url}


for_us, for_peers = partial(fresh, "empty"), partial(fresh, "entered")

CASES = [
    Case(name=OURS, run=imported, place=for_us, peer=PEER, most=1.10, why="Reading and checking the file stand in it."),
    Case(name=f"{OURS}, psycopg2", run=partial(imported, driver="psycopg2"), place=for_us, peer=PEER, most=1.10),
    Case(name=PEER, run=partial(peers.psql_copy, file="line"), place=for_peers),
    Case(name=f"{OURS}, beside sorted rows", run=imported, place=for_us, peer=f"{PEER}, sorted by key"),
    Case(name=f"{PEER}, sorted by key", run=partial(peers.psql_copy, file="fact_key"), place=for_peers),
    Case(name="psql that only connects", run=peers.psql_starts, place=for_peers),
    Case(name="execute_values", run=peers.execute_values, place=for_peers, peer=OURS, least=4.5, rounds=2, why=SHARED),
    Case(name="ORM add_all", run=peers.add_all, place=for_peers, peer=OURS, least=12, rounds=2, why=SHARED),
    Case(name='to_sql(method="multi")', run=peers.to_sql, place=for_peers, peer=OURS, least=20, rounds=2),
]

BENCHMARK = Benchmark(
    key="import_postgresql",
    title=f"Import of {ROWS:,} campaign-days into PostgreSQL",
    cases=CASES,
    setting=setting,
    notes="""
Ours reads a CSV as Google Ads writes it, checks every cell, makes the natural keys, looks for known facts,
writes in one transaction with the entry of the ledger, and is durable when it answers. The others are given
ready rows, and bring them into the same table, with its three indexes, its checks and its foreign key; making
these rows is not counted, psql's own start is. `\\copy` gets them in the order of the export; "sorted by key"
is what ours does on the way and a `\\copy` does not by itself: it halves the work of the indexes.
""",
    versions=("psycopg", "psycopg2-binary", "polars", "SQLAlchemy", "pandas"),
)

if __name__ == "__main__":
    main(BENCHMARK)

"""100,000 campaign-days from a CSV into SQLite, beside the insertion of ready rows."""

import secrets
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a plain script, from any directory

from benchmarks.measuring import peers
from benchmarks.measuring.cases import Benchmark, Case, Facts, Sample
from benchmarks.measuring.databases import folder, migrated, sqlite_url
from benchmarks.measuring.exports import ad_export
from benchmarks.measuring.running import main
from benchmarks.measuring.succotash import imported

ROWS = 100_000
OURS, PEER = "succotash import", "executemany"
AS_OURS = "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;"


@contextmanager
def setting() -> Iterator[Facts]:
    with folder() as here:
        export = ad_export(here / "export.csv", campaigns=400, days=ROWS // 400)
        small = ad_export(here / "small.csv", campaigns=5, days=2)
        empty, entered, ready = (migrated(here / f"{name}.db") for name in ("empty", "entered", "ready"))
        with closing(sqlite3.connect(entered)) as connection, connection:
            connection.execute(peers.LEDGER_ENTRY)
        facts = {"file": str(export), "small": str(small), "ready": str(ready), "here": str(here)}
        imported(facts | {"url": sqlite_url(ready)})
        yield facts | {"empty": str(empty), "entered": str(entered)}


@contextmanager
def fresh(template: str, facts: Facts) -> Iterator[Facts]:
    file = Path(facts["here"]) / f"{secrets.token_hex(6)}.db"
    shutil.copy(facts[template], file)
    try:
        yield {**facts, "path": str(file), "url": sqlite_url(file)}
    finally:
        for left in file.parent.glob(f"{file.name}*"):
            left.unlink()


def executemany(facts: Facts, order: str) -> Sample:
    """Ready rows in one transaction, under the pragmas that ours are written under."""
    with closing(sqlite3.connect(facts["ready"])) as connection:
        rows = connection.execute(f"select * from ad_metrics order by {order}").fetchall()
    statement = f"insert into ad_metrics values ({', '.join('?' * len(rows[0]))})"
    with closing(sqlite3.connect(facts["path"], isolation_level=None)) as connection:
        connection.executescript(AS_OURS)

        def work() -> None:
            connection.execute("begin immediate")
            connection.executemany(statement, rows)
            connection.execute("commit")

        return peers.timed(work)


for_us, for_peers = partial(fresh, "empty"), partial(fresh, "entered")

CASES = [
    Case(name=OURS, run=imported, place=for_us, peer=PEER, most=1.10, why="Reading and checking the file stand in it."),
    Case(name=PEER, run=partial(executemany, order="line"), place=for_peers),
    Case(name=f"{OURS}, beside sorted rows", run=imported, place=for_us, peer=f"{PEER}, sorted by key"),
    Case(name=f"{PEER}, sorted by key", run=partial(executemany, order="fact_key"), place=for_peers),
]

BENCHMARK = Benchmark(
    key="import_sqlite",
    title=f"Import of {ROWS:,} campaign-days into SQLite",
    cases=CASES,
    setting=setting,
    notes="""
As with PostgreSQL: ours reads a CSV, checks it, and keeps it whole or not at all; the peer inserts ready rows
into the same table with the same indexes by `executemany`, in one transaction, with `synchronous=FULL` on both
sides.
""",
    versions=("polars",),
)

if __name__ == "__main__":
    main(BENCHMARK)

"""Import of files from 100,000 to 3,000,000 campaign-days: how its memory grows with the file."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a plain script, from any directory

from application.imports.options import ImportOptions
from benchmarks.measuring.cases import Benchmark, Case, Facts, Sample
from benchmarks.measuring.databases import database, folder, migrated, postgresql, sqlite_url
from benchmarks.measuring.exports import ad_export
from benchmarks.measuring.machine import peak_memory
from benchmarks.measuring.running import main
from benchmarks.measuring.succotash import opened

SIZES = (100_000, 300_000, 1_000_000, 3_000_000)
CAMPAIGNS = 1_000


@contextmanager
def setting() -> Iterator[Facts]:
    with folder() as here:
        yield {
            str(rows): str(ad_export(here / f"{rows}.csv", campaigns=CAMPAIGNS, days=rows // CAMPAIGNS))
            for rows in SIZES
        }


@contextmanager
def empty_postgresql(facts: Facts) -> Iterator[Facts]:
    with postgresql() as server, database(server) as url:
        yield {**facts, "url": url}


@contextmanager
def empty_sqlite(facts: Facts) -> Iterator[Facts]:
    with folder() as here:
        yield {**facts, "url": sqlite_url(migrated(here / "succotash.db"))}


def imported(facts: Facts, rows: int) -> Sample:
    with opened(facts["url"]) as container:
        handler = container.get_import_handler()
        started = time.perf_counter()
        [outcome] = handler.import_files([Path(facts[str(rows)])], ImportOptions())
        seconds = time.perf_counter() - started
    if outcome.status != "imported":
        raise SystemExit(f"the import came out as {outcome.status}")
    return Sample(seconds, peak_memory())


CASES = [
    Case(name=f"{dialect}: {rows:,} rows", run=partial(imported, rows=rows), place=place)
    for dialect, place in (("SQLite", empty_sqlite), ("PostgreSQL", empty_postgresql))
    for rows in SIZES
]

BENCHMARK = Benchmark(
    key="import_large",
    title="Import of large files of campaign-days",
    cases=CASES,
    setting=setting,
    rounds=1,
    notes="""
A file of up to 16 MiB and 150,000 lines is read as a whole, which takes some 700 bytes a row. A larger one is copied
to a file without a name in the folder for temporary files, and read in parts of 50,000 rows, twice: once to check all
of it, and once when its facts are written, in one transaction. What grows with it then is 8 bytes a row, by which
repeated rows are found (and as many again while these are looked for), and what it tells of rejected lines.
""",
    versions=("psycopg", "polars"),
)

if __name__ == "__main__":
    main(BENCHMARK)

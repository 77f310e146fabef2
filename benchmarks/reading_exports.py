"""Reading and checking a file, beside the bare reading of its cells by polars."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a plain script, from any directory

import polars as pl

from application.imports.options import ImportOptions
from benchmarks.measuring.cases import Benchmark, Case, Facts, Sample
from benchmarks.measuring.databases import folder
from benchmarks.measuring.exports import ad_export, order_export
from benchmarks.measuring.running import main
from benchmarks.measuring.succotash import opened
from domain.imports.hints import Hints
from infrastructure.exports import FileExportReader

ROWS = 100_000
PEER = "polars.read_csv of the campaign-days"
ORDERS_PEER = "polars.read_csv of the orders"
MADE = (
    "The bare reading makes columns of cells. Ours finds lines and records first (so that a reject can name its line), "
    "knows totals from rows, reads amounts exactly, and makes a natural key and Python texts for every row."
)


@contextmanager
def setting() -> Iterator[Facts]:
    with folder() as here:
        plain = ad_export(here / "utf-8.csv", campaigns=400, days=ROWS // 400)
        text = plain.read_text(encoding="utf-8")
        utf16, western = here / "utf-16.csv", here / "cp1252.csv"
        utf16.write_text(text.replace(",", "\t"), encoding="utf-16")
        western.write_text(text.replace("shop", "Café"), encoding="cp1252")
        orders = order_export(here / "orders.csv", orders=ROWS, customers=ROWS // 3, days=700)
        yield {
            "small": str(ad_export(here / "small.csv", campaigns=5, days=2)),
            **{path.stem: str(path) for path in (plain, utf16, western, orders)},
        }


def read(facts: Facts, name: str) -> Sample:
    reader = FileExportReader()
    _import_small(facts)
    started = time.perf_counter()
    reading = reader.read(Path(facts[name]), Hints())
    seconds = time.perf_counter() - started
    if getattr(reading, "rows", 0) != ROWS:
        raise SystemExit(f"not all of {name} was read")
    return Sample(seconds)


def _import_small(facts: Facts) -> None:
    """What is loaded once is loaded."""
    with opened("memory://") as elsewhere:
        elsewhere.get_import_handler().import_files([Path(facts["small"])], ImportOptions())


def bare(facts: Facts, name: str, above: int) -> Sample:
    pl.read_csv(facts["small"], skip_rows=2)
    started = time.perf_counter()
    pl.read_csv(facts[name], skip_rows=above)
    return Sample(time.perf_counter() - started)


CASES = [
    Case(name="campaign-days, UTF-8", run=partial(read, name="utf-8"), peer=PEER, most=1.1, why=MADE),
    Case(name="campaign-days, UTF-16", run=partial(read, name="utf-16"), peer=PEER, most=3.0, why=MADE),
    Case(name="campaign-days, Windows-1252", run=partial(read, name="cp1252"), peer=PEER, most=3.0, why=MADE),
    Case(name=PEER, run=partial(bare, name="utf-8", above=2)),
    Case(name="orders, UTF-8", run=partial(read, name="orders"), peer=ORDERS_PEER, most=1.1, why=MADE),
    Case(name=ORDERS_PEER, run=partial(bare, name="orders", above=0)),
]

BENCHMARK = Benchmark(
    key="reading_exports",
    title=f"Reading and checking {ROWS:,} rows",
    cases=CASES,
    setting=setting,
    versions=("polars",),
)

if __name__ == "__main__":
    main(BENCHMARK)

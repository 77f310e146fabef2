"""Reads over HTTP, beside the smallest answer of the same server."""

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a plain script, from any directory

from application.imports.options import ImportOptions
from benchmarks.measuring.cases import Benchmark, Case, Facts, Sample
from benchmarks.measuring.databases import folder, migrated, sqlite_url
from benchmarks.measuring.machine import peak_memory
from benchmarks.measuring.running import main
from benchmarks.measuring.serving import get, load, serving
from benchmarks.measuring.succotash import opened
from examples.synthetic_shop.year import exports

HELLO, ENTRY = "GET /health/live, the hello", "GET /api/v1/imports/{id}"
OPTIONS = ("--currency", "AUD", "--timezone", "Australia/Sydney")
CLIENTS, REQUESTS = 8, 1_600


@contextmanager
def setting() -> Iterator[Facts]:
    """The example shop in a SQLite file, and a server over it that has answered once."""
    with folder() as here:
        url = sqlite_url(migrated(here / "succotash.db"))
        for name, text in exports(20250701, 5_000).items():
            (here / name).write_text(text, encoding="utf-8")
        with opened(url) as container:
            container.get_import_handler().import_files(sorted(here.glob("*.csv")), ImportOptions())
        with serving(url, *OPTIONS) as server:
            get(server.place, "/health/ready")
            yield {"url": url, "port": str(server.place), "process": str(server.process)}


def seconds_a_request(facts: Facts, path: str) -> Sample:
    """Under load from another process; what is compared is how long the server is busy for one answer."""
    place = int(facts["port"])
    get(place, path)
    started = time.perf_counter()
    taken = load(place, path, requests=REQUESTS, clients=CLIENTS)
    seconds = (time.perf_counter() - started) / len(taken)
    return Sample(seconds, peak_memory(facts["process"], "VmRSS"))


def slowest_of_a_hundred(facts: Facts, path: str) -> Sample:
    """The 99th percentile of the time that one of the clients waits."""
    taken = load(int(facts["port"]), path, requests=REQUESTS, clients=CLIENTS)
    return Sample(statistics.quantiles(taken, n=100)[98], peak_memory(facts["process"], "VmRSS"))


def cold(facts: Facts, path: str) -> Sample:
    """The first answer of a server that has just become ready."""
    with serving(facts["url"], *OPTIONS) as server:
        get(server.place, "/health/ready")
        started = time.perf_counter()
        get(server.place, path)
        return Sample(time.perf_counter() - started, peak_memory(server.process))


TARGET = 1 / 0.35

CASES = [
    Case(name=HELLO, run=partial(seconds_a_request, path="/health/live")),
    Case(
        name=ENTRY,
        run=partial(seconds_a_request, path="/api/v1/imports/1"),
        peer=HELLO,
        most=round(TARGET, 2),
        why="The handler runs in a thread beside the event loop and reads the ledger in a transaction, after "
        "the version of the facts for the answer's tag: the hello does none of it.",
    ),
    Case(
        name=f"{ENTRY}, 99 of 100 wait less", run=partial(slowest_of_a_hundred, path="/api/v1/imports/1"), within=0.04
    ),
    Case(name="GET /api/v1/payback, warm", run=partial(seconds_a_request, path="/api/v1/payback"), peer=HELLO),
    Case(name="GET /api/v1/ltv/cohorts, warm", run=partial(seconds_a_request, path="/api/v1/ltv/cohorts"), peer=HELLO),
    Case(name="GET /api/v1/payback, the first one", run=partial(cold, path="/api/v1/payback")),
]

BENCHMARK = Benchmark(
    key="http_reads",
    title="Reads over HTTP",
    cases=CASES,
    setting=setting,
    notes=f"""
`succotash serve` over SQLite with the example shop (5,000 customers), asked by {CLIENTS} clients of another
process on kept connections; a time is that of the run divided by its requests, so that its inverse is the
throughput of one server process. The target, 0.35 of the throughput of the hello, reads here as {TARGET:.2f}
times its time. Memory is that of the server.
""",
    versions=("fastapi", "uvicorn"),
)

if __name__ == "__main__":
    main(BENCHMARK)

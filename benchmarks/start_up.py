"""Starting: the command line's help, and the server until it answers."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a plain script, from any directory

from benchmarks.measuring.cases import Benchmark, Case, Facts, Sample
from benchmarks.measuring.databases import folder, migrated, sqlite_url
from benchmarks.measuring.machine import peak_memory, watched
from benchmarks.measuring.running import main
from benchmarks.measuring.serving import get, serving

TYPER, FASTAPI = 'python -c "import typer"', 'python -c "import fastapi"'
HELP, READY = "succotash --help", "succotash serve, until it answers"


@contextmanager
def setting() -> Iterator[Facts]:
    with folder() as here:
        yield {"url": sqlite_url(migrated(here / "succotash.db"))}


def python(_facts: Facts, code: str) -> Sample:
    return Sample(*watched([sys.executable, "-c", code]))


def help_text(_facts: Facts) -> Sample:
    return Sample(*watched([sys.executable, "-m", "interfaces.cli", "--help"]))


def until_it_answers(facts: Facts) -> Sample:
    """The memory told is that of the idle server a moment after its first answer."""
    started = time.perf_counter()
    with serving(facts["url"]) as server:
        get(server.place, "/health/ready")
        seconds = time.perf_counter() - started
        time.sleep(0.2)
        return Sample(seconds, peak_memory(server.process, "VmRSS"))


CASES = [
    Case(name='python -c "pass"', run=partial(python, code="pass")),
    Case(name=TYPER, run=partial(python, code="import typer")),
    Case(name=HELP, run=help_text, peer=TYPER, within=0.3),
    Case(name=FASTAPI, run=partial(python, code="import fastapi")),
    Case(name=READY, run=until_it_answers, peer=FASTAPI, within=1.5),
]

BENCHMARK = Benchmark(
    key="start_up",
    title="Starting",
    cases=CASES,
    setting=setting,
    rounds=7,
    notes="""
Targets: the help within 0.3 s, the server ready within 1.5 s and at most 150 MiB of resident memory while idle
(which is what is told of it). On SQLite; `/health/ready` opens the database and checks its schema.
""",
    versions=("typer", "fastapi", "uvicorn"),
)

if __name__ == "__main__":
    main(BENCHMARK)

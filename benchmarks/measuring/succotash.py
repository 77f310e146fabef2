"""Our side of a comparison: the program's own handlers, as its commands call them."""

from __future__ import annotations

import time
from pathlib import Path

from application.imports.options import ImportOptions
from benchmarks.measuring.cases import Facts, Sample
from infrastructure.container import Container, build_container
from infrastructure.settings import Settings


def opened(url: str, driver: str = "psycopg") -> Container:
    """The program on that database, connected to it already: a server has its connections open too."""
    container = build_container(Settings.load(url, {"DATABASE_DRIVER": driver}))
    container.get_import_handler().list_imports()
    return container


def imported(facts: Facts, driver: str = "psycopg") -> Sample:
    """`file` into the database at `url`: read, validated, written whole or not at all, in the ledger.

    Another small file was imported before, elsewhere, as in any run but for its first file.
    """
    with opened("memory://") as elsewhere:
        elsewhere.get_import_handler().import_files([Path(facts["small"])], ImportOptions())
    with opened(facts["url"], driver) as container:
        handler = container.get_import_handler()
        started = time.perf_counter()
        [outcome] = handler.import_files([Path(facts["file"])], ImportOptions())
        seconds = time.perf_counter() - started
    if outcome.status != facts.get("expected", "imported"):
        raise SystemExit(f"the import came out as {outcome.status}")
    return Sample(seconds)

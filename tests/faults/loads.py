"""Many small imports by several threads at a time, and what became of each."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.exports import many_orders
from tests.faults.inspecting import Inspected

ROWS = 20
FILES_AT_ONCE = 25

ImportOne = Callable[[Path], str]
"""Imports a file and tells the status that it was told; an exception is a failure."""


@dataclass(kw_only=True)
class Load:
    """`told` has for each file that was answered for what the answer was; `waits` the seconds that each took."""

    told: dict[str, str] = field(default_factory=dict)
    failed: dict[str, BaseException] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """No further file is begun."""
        self.over.set()

    def take(self, import_one: ImportOne, file: Path) -> None:
        """Import it, and keep what is told."""
        began = time.monotonic()
        try:
            self.told[file.name] = import_one(file)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            self.failed[file.name] = error
        self.waits.append(time.monotonic() - began)

    def assert_nothing_was_lost_or_doubled(self, database: Inspected) -> None:
        """Each file was told to be imported, and that is the truth: it is there once, with all of its rows."""
        assert self.failed == {}
        assert Counter(self.told.values()) == {"imported": len(self.told)}
        kept = database.rows("select file, inserted, updated, unchanged from imports order by file")
        assert kept == [(name, ROWS, 0, 0) for name in sorted(self.told)]
        assert database.rows("select count(*) from orders") == [(ROWS * len(self.told),)]
        database.assert_sound()


@contextmanager
def under_load(import_one: ImportOne, folder: Path, threads: int) -> Iterator[Load]:
    """While the block runs, `threads` import one file after the other; all have ended when it is left."""
    load = Load()
    with ThreadPoolExecutor(threads) as pool:
        running = [pool.submit(_import_files, import_one, folder, who, load) for who in range(threads)]
        try:
            yield load
        finally:
            load.stop()
    for writer in running:
        writer.result()


def _import_files(import_one: ImportOne, folder: Path, who: int, load: Load) -> None:
    number = 0
    while not load.over.is_set():
        for file in many_orders(folder / f"{who}-{number}", FILES_AT_ONCE, rows=ROWS, who=who, begun=number):
            load.take(import_one, file)
            if load.over.is_set():
                return
        number += FILES_AT_ONCE

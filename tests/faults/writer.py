"""A process that imports: `python -m tests.faults.writer URL FOLDER READY GO`.

It makes the file READY, waits for the file GO, then imports what stands in FOLDER's sub-folders, a thread for each of
them. On standard output is one JSON list: for each file its name, what was told of it, and the seconds that it took.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from application.imports.imports import ImportHandler, ImportOptions
from infrastructure.container import build_container, load_settings
from tests.faults.processes import wait_until

Told = tuple[str, str, float]


def import_folder(handler: ImportHandler, folder: Path) -> list[Told]:
    """Each file by itself, as it comes in a shop's day."""
    told = []
    for file in sorted(folder.iterdir()):
        began = time.monotonic()
        [outcome] = handler.import_files([file], ImportOptions())
        told.append((file.name, outcome.status.value, time.monotonic() - began))
    return told


def main(url: str, folder: str, ready: str, go: str) -> None:
    with build_container(load_settings(url)) as container:
        handler, folders = container.get_import_handler(), sorted(Path(folder).iterdir())
        Path(ready).touch()
        wait_until(Path(go).exists, pause=0.001)
        with ThreadPoolExecutor(len(folders)) as pool:
            told = [line for part in pool.map(partial(import_folder, handler), folders) for line in part]
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

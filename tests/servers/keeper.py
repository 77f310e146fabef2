"""The process that owns a run's PostgreSQL, so that the server ends with the run however the run ends.

`python -m tests.servers.keeper DIRECTORY` starts the server, writes `DIRECTORY/outcome.json`, and waits for
the lock on `DIRECTORY/alive` that the run holds. The kernel frees it even from a run that was killed; then
the server and the folder go.
"""

import fcntl
import json
import shutil
import signal
import sys
from dataclasses import asdict
from pathlib import Path

from tests.servers.discovery import RunningServer, start_postgresql
from tests.servers.errors import ServerUnavailable


def keep(directory: Path) -> None:
    """Serve until the run is over."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    running: RunningServer | None = None
    try:
        with (directory / "alive").open("ab") as alive:
            running = _start(directory)
            fcntl.flock(alive, fcntl.LOCK_EX)
    finally:
        if running is not None:
            running.close()
        shutil.rmtree(directory, ignore_errors=True)


def _start(directory: Path) -> RunningServer | None:
    try:
        running = start_postgresql()
    except ServerUnavailable as error:
        _publish(directory, {"error": str(error)})
        return None
    _publish(directory, asdict(running.server))
    return running


def _publish(directory: Path, outcome: dict[str, str]) -> None:
    """Whole or not at all: the run polls for the file. It holds the password; the folder is private."""
    unfinished = directory / "outcome.partial"
    unfinished.write_text(json.dumps(outcome), encoding="utf-8")
    unfinished.rename(directory / "outcome.json")


if __name__ == "__main__":
    keep(Path(sys.argv[1]))

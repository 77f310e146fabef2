"""One PostgreSQL for a whole run and its workers: started when a test first asks, gone with the run."""

import fcntl
import json
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from tests.servers.errors import ServerUnavailable
from tests.servers.postgresql import PostgresServer

REPOSITORY = Path(__file__).parents[2]
# Long, because Docker may first have to fetch the image.
START_SECONDS = 300.0
STOP_SECONDS = 30.0


class SharedServer:
    """The run's folder: a lock that says the run lives, the keeper's outcome, a tally of the databases made.

    The run creates it, workers `join` it by its path. Whoever first asks for the server starts a keeper.
    The keeper owns the server, not the asker, since a worker ends before its siblings do.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._alive: BinaryIO | None = None
        self._keeper: subprocess.Popen[bytes] | None = None
        self._server: PostgresServer | None = None

    @classmethod
    def create(cls) -> "SharedServer":
        """For the run itself, which must `close` it."""
        shared = cls(Path(tempfile.mkdtemp(prefix="succotash-tests-")))
        shared._alive = (shared.directory / "alive").open("ab")
        fcntl.flock(shared._alive, fcntl.LOCK_EX)
        return shared

    @classmethod
    def join(cls, directory: str) -> "SharedServer":
        """For a worker of the run."""
        return cls(Path(directory))

    def server(self) -> PostgresServer:
        """The server, started if this is the first time that the run asks.

        Raises:
            ServerUnavailable: listing what was tried.
        """
        if self._server is None:
            self._server = self._ask_keeper()
        return self._server

    def record_use(self) -> None:
        """Count a database that a test worked on."""
        with self._uses.open("ab") as uses:
            uses.write(b".")

    @property
    def uses(self) -> int:
        """How many databases were made for tests, by all workers together."""
        return self._uses.stat().st_size if self._uses.exists() else 0

    def close(self) -> None:
        """End the run: the keeper stops the server; wait for it, so that nothing outlives the command."""
        with ExitStack() as cleanup:
            cleanup.callback(shutil.rmtree, self.directory, ignore_errors=True)
            if self._alive is not None:
                fcntl.flock(self._alive, fcntl.LOCK_UN)
                self._alive.close()
            if self._request.exists():
                self._wait_for_keeper()

    @property
    def _uses(self) -> Path:
        return self.directory / "uses"

    @property
    def _request(self) -> Path:
        return self.directory / "request"

    @property
    def _outcome(self) -> Path:
        return self.directory / "outcome.json"

    def _ask_keeper(self) -> PostgresServer:
        with self._request.open("ab") as request:
            fcntl.flock(request, fcntl.LOCK_EX)
            if not self._outcome.exists():
                self._start_keeper()
        outcome = json.loads(self._outcome.read_text(encoding="utf-8"))
        if "error" in outcome:
            raise ServerUnavailable(outcome["error"])
        return PostgresServer(**outcome)

    def _start_keeper(self) -> None:
        """In a session of its own: Ctrl-C ends the run, and the run's end ends the keeper, in that order."""
        log = self.directory / "keeper.log"
        with log.open("ab") as output:
            self._keeper = subprocess.Popen(
                [sys.executable, "-m", "tests.servers.keeper", str(self.directory)],
                cwd=REPOSITORY,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._outcome.exists():
            if self._keeper.poll() is not None or time.monotonic() > deadline:
                complaint = log.read_text(errors="replace") if log.exists() else "its folder was removed"
                raise ServerUnavailable(f"the servers' keeper ended or is stuck: {complaint}")
            time.sleep(0.02)

    def _wait_for_keeper(self) -> None:
        deadline = time.monotonic() + STOP_SECONDS
        while self.directory.exists() and time.monotonic() < deadline:
            if self._keeper is not None and self._keeper.poll() is not None:
                return
            time.sleep(0.02)
        if self._keeper is not None:
            if self.directory.exists():
                self._keeper.terminate()
            self._keeper.wait(timeout=STOP_SECONDS)

"""A PostgreSQL server of our own, in a private folder, on its own port, from binaries found here."""

import atexit
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import psycopg

from tests.servers.account import Account, server_account
from tests.servers.errors import ServerUnavailable
from tests.servers.found_binaries import Binaries, server_version
from tests.servers.postgresql import PostgresServer

OLDEST_VERSION = 14
START_SECONDS = 60.0
STOP_SECONDS = 20.0
SUPERUSER = "succotash_tests"
PREFIX = "succotash-postgres-"
# The odd server zone makes fail what forgot to say which zone it means.
SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "dynamic_shared_memory_type=mmap",
    "max_connections=200",
    "max_wal_size=256MB",
    "TimeZone=<+0545>-05:45",
)
WITHOUT_FSYNC = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


@dataclass(slots=True, kw_only=True)
class LocalServer:
    """A cluster and, while it runs, its postmaster. `close` leaves nothing behind.

    With `fsync` it keeps PostgreSQL's promises through `kill` and `start`; without, it is faster and
    fit only for tests that never crash it.
    """

    binaries: Binaries
    directory: Path
    account: Account
    fsync: bool
    port: int = 0
    password: str = field(default_factory=lambda: secrets.token_urlsafe(18), repr=False)
    cleanup: ExitStack = field(default_factory=ExitStack, repr=False)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def server(self) -> PostgresServer:
        """How to reach it."""
        url = f"postgresql://{SUPERUSER}:{self.password}@127.0.0.1:{self.port}/postgres"
        return PostgresServer(admin_url=url, origin=self.binaries.origin)

    def start(self) -> None:
        """Start the postmaster, or start it again after `kill` or `stop`; it answers when this returns.

        Raises:
            ServerUnavailable: with the end of the server's log.
        """
        self.port = self.port or _free_port()
        with self._log.open("ab") as log:
            self.process = self._spawn("postgres", *self._options(), output=log)
        self._wait_until_it_answers(self.process)

    def stop(self) -> None:
        """Shut down in order, rolling back what is open; harder if that takes too long."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """As a power cut would: no checkpoint, no goodbye."""
        self._end(signal.SIGKILL)

    def close(self) -> None:
        """Stop, and remove the cluster from the disk."""
        self.cleanup.close()
        atexit.unregister(self.close)

    def initialise(self) -> None:
        """Create the cluster, sorting as people do where there is ICU: what forgot `collate "C"` fails."""
        self._write_password_file()
        try:
            linguistic = self._run_initdb("--locale-provider=icu", "--icu-locale=en-US")
            plain = linguistic and self._run_initdb()
        finally:
            self._password_file.unlink()
        if plain:
            raise ServerUnavailable(f"initdb: {_last_line(plain)}")

    @property
    def _data(self) -> Path:
        return self.directory / "data"

    @property
    def _log(self) -> Path:
        return self.directory / "server.log"

    @property
    def _password_file(self) -> Path:
        return self.directory / "password"

    def _write_password_file(self) -> None:
        self._password_file.touch(mode=0o600)
        self._password_file.write_text(self.password)
        shutil.chown(self._password_file, self.account.uid, self.account.gid)

    def _run_initdb(self, *locale: str) -> str:
        """What it complained of; empty when it went well. initdb removes what a failed attempt created."""
        output = self.directory / "initdb.log"
        with output.open("wb") as log:
            arguments = (
                f"--pgdata={self._data}",
                f"--username={SUPERUSER}",
                f"--pwfile={self._password_file}",
            )
            settled = ("--auth=scram-sha-256", "--encoding=UTF8", "--no-sync", "--no-instructions")
            process = self._spawn("initdb", *arguments, *settled, *locale, output=log)
            failed = process.wait(timeout=START_SECONDS) != 0
        return output.read_text(errors="replace") or "failed without a word" if failed else ""

    def _options(self) -> list[str]:
        settings = SETTINGS if self.fsync else SETTINGS + WITHOUT_FSYNC
        return [f"-D{self._data}", f"-p{self.port}", *(f"-c{setting}" for setting in settings)]

    def _spawn(self, program: str, *arguments: str, output: BinaryIO) -> "subprocess.Popen[bytes]":
        """In a session of its own: Ctrl-C in a terminal ends the tests, not the server under them."""
        return subprocess.Popen(
            [str(self.binaries.folder / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=self.directory,
            env=_server_environment(),
            start_new_session=True,
            **self.account.spawn_options,
        )

    def _wait_until_it_answers(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise ServerUnavailable(f"postgres: {_last_line(self._log.read_text(errors='replace'))}")
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.server.admin_url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _end(self, how: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(how)
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def start_local_server(binaries: Binaries, *, fsync: bool = False) -> LocalServer:
    """A new cluster and its running server, to be closed by the caller (or else when Python ends).

    Raises:
        ServerUnavailable: in one line; nothing is left behind.
    """
    if server_version(binaries.folder)[0] < OLDEST_VERSION:
        raise ServerUnavailable(f"does not run here, or is older than PostgreSQL {OLDEST_VERSION}")
    try:
        local = _start(binaries, fsync=fsync)
    except (OSError, subprocess.SubprocessError) as error:
        raise ServerUnavailable(str(error)) from error
    atexit.register(local.close)
    return local


def _start(binaries: Binaries, *, fsync: bool) -> LocalServer:
    account = server_account()
    with ExitStack() as cleanup:
        reachable = _reachable(binaries, account, cleanup)
        directory = _removed_at_the_end(account.private_directory(PREFIX, in_memory=not fsync), cleanup)
        local = LocalServer(binaries=reachable, directory=directory, account=account, fsync=fsync)
        cleanup.callback(local.stop)
        local.initialise()
        local.start()
        local.cleanup = cleanup.pop_all()
    return local


def _reachable(binaries: Binaries, account: Account, cleanup: ExitStack) -> Binaries:
    """A checkout of root's own is closed to the account that must run them: then a copy is run."""
    if account.can_reach(binaries.folder.resolve()):
        return binaries
    return binaries.copied_to(_removed_at_the_end(account.private_directory(PREFIX), cleanup))


def _removed_at_the_end(directory: Path, cleanup: ExitStack) -> Path:
    cleanup.callback(shutil.rmtree, directory, ignore_errors=True)
    return directory


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _server_environment() -> dict[str, str]:
    """Ours without what would steer PostgreSQL; macOS needs LC_ALL to keep the postmaster single-threaded."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}


def _last_line(log: str) -> str:
    return next((line for line in reversed(log.splitlines()) if line.strip()), "ended without a word")

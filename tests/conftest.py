"""What every test may ask for: a real PostgreSQL, and a database of its own in it."""

import os
import secrets
import signal
import threading
from collections.abc import Iterator

import pytest

from tests.servers.errors import ServerUnavailable
from tests.servers.postgresql import PostgresServer
from tests.servers.schema import migrate
from tests.servers.shared import SharedServer

REQUIRED_VARIABLE = "SUCCOTASH_REQUIRE_SERVERS"
SHARED = pytest.StashKey[SharedServer]()


def pytest_configure(config: pytest.Config) -> None:
    worker_input = getattr(config, "workerinput", None)
    shared = SharedServer.join(worker_input["servers"]) if worker_input else SharedServer.create()
    config.stash[SHARED] = shared
    if threading.current_thread() is threading.main_thread():
        # A terminated run finishes like an interrupted one: fixtures are torn down, servers stopped.
        signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: "object") -> None:
    """Of pytest-xdist: tell a worker which run it belongs to."""
    node.workerinput["servers"] = str(node.config.stash[SHARED].directory)  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    if SHARED in config.stash and not hasattr(config, "workerinput"):
        config.stash[SHARED].close()


def pytest_report_header(config: pytest.Config) -> str:
    """Where the server is required it starts here, to fail once before the tests, not with each of them."""
    if not os.environ.get(REQUIRED_VARIABLE) or config.option.collectonly:
        return "PostgreSQL: started when a test first asks for it"
    try:
        return _describe(config.stash[SHARED].server())
    except ServerUnavailable as error:
        raise pytest.UsageError(str(error)) from error


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run that must have used the real server and did not has proved less than it seems to."""
    if _server_was_missed(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    shared = config.stash[SHARED]
    if shared.uses:
        terminalreporter.write_line(f"{_describe(shared.server())}: {shared.uses} databases")
    elif _server_was_missed(config):
        terminalreporter.write_line(f"FAILED: {REQUIRED_VARIABLE} is set, and no test used PostgreSQL", red=True)


def _server_was_missed(config: pytest.Config) -> bool:
    if hasattr(config, "workerinput") or config.option.collectonly:
        return False
    return bool(os.environ.get(REQUIRED_VARIABLE)) and not config.stash[SHARED].uses


def _describe(server: PostgresServer) -> str:
    return f"PostgreSQL {server.version} from {server.origin}"


def _unused_name() -> str:
    return f"succotash_test_{secrets.token_hex(6)}"


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> PostgresServer:
    """The run's PostgreSQL server."""
    return pytestconfig.stash[SHARED].server()


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> Iterator[str]:
    """The name of an empty database at the newest schema: cloning it is far faster than migrating again."""
    name = _unused_name()
    try:
        migrate(postgres.create_database(name))
        yield name
    finally:
        postgres.drop_database(name)


@pytest.fixture
def postgres_url(pytestconfig: pytest.Config, postgres: PostgresServer, postgres_template: str) -> Iterator[str]:
    """The URL of a fresh database at the newest schema, the test's own."""
    name = _unused_name()
    try:
        yield postgres.create_database(name, template=postgres_template)
        pytestconfig.stash[SHARED].record_use()
    finally:
        postgres.drop_database(name)


@pytest.fixture
def empty_postgres_url(pytestconfig: pytest.Config, postgres: PostgresServer) -> Iterator[str]:
    """The URL of a fresh database without any schema, for tests of the migrations themselves."""
    name = _unused_name()
    try:
        yield postgres.create_database(name)
        pytestconfig.stash[SHARED].record_use()
    finally:
        postgres.drop_database(name)

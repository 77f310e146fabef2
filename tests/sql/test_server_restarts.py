"""A real PostgreSQL that is killed, restarted and cut off under imports: each file is there once, and told truly."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from threading import Event

import psycopg
import pytest

from application.imports.imports import ImportHandler, ImportOptions
from domain.imports.record import ImportRecord, Status
from domain.shared.errors import Conflict, ConnectionLost, StorageUnavailable
from infrastructure.container import Container, build_container
from infrastructure.settings import Settings
from infrastructure.sql.imports import SqlImportTransaction
from tests.contract.building import id_of, keep, orders
from tests.servers.found_binaries import machine_binaries, package_binaries
from tests.servers.local_server import LocalServer, start_local_server
from tests.servers.schema import migrate

FILES = 12


@pytest.fixture(scope="module")
def server() -> Iterator[LocalServer]:
    """Its folder is in memory, so that it is back within a second whatever the disk is busy with. What was written
    before a kill is there all the same, because the machine lives on."""
    local = start_local_server(next(chain(machine_binaries(), package_binaries())))
    yield local
    local.close()


@pytest.fixture(params=["psycopg", "psycopg2"])
def container(request: pytest.FixtureRequest, server: LocalServer) -> Iterator[Container]:
    if server.process is None:
        server.start()
    name = f"restarts_{secrets.token_hex(4)}"
    url = server.server.create_database(name)
    with psycopg.connect(url) as connection:  # the servers of tests that kill none do without
        connection.execute(f"alter database {name} set synchronous_commit = on".encode())
    migrate(url)
    environment = {"DATABASE_DRIVER": request.param, "DB_POOL_TIMEOUT": "8"}
    with build_container(Settings.load(url, environment)) as opened:
        yield opened


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Each with an order of its own."""
    listed = [tmp_path / f"{number:02}.csv" for number in range(FILES)]
    for number, path in enumerate(listed):
        path.write_text(f"order_id,date,amount,email,currency\no{number},2026-03-01,1,a@example.com,EUR\n")
    return listed


def assert_kept_once(container: Container, files: list[Path]) -> None:
    """Each file has one entry, one request and its one order."""
    entries, _ = container.get_import_handler().list_imports(limit=200)
    assert sorted((entry["file"], entry["inserted"]) for entry in entries) == [(path.name, 1) for path in files]
    with psycopg.connect(container.settings.database.url) as connection:
        kept = "select count(*), count(distinct fact_key), (select count(*) from import_requests) from orders"
        assert connection.execute(kept).fetchone() == (len(files),) * 3


def end_all_sessions(container: Container) -> None:
    """From outside, as a network that fails."""
    with psycopg.connect(container.settings.database.url, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )


@contextmanager
def importing(handler: ImportHandler, files: list[Path]) -> Iterator[Callable[[], list[Status]]]:
    """The imports run in a thread; the block is entered when a third of the files is done."""
    some_are_done = Event()

    def progress(_name: str, done: int, of: int) -> None:
        if done >= of // 3:
            some_are_done.set()

    with ThreadPoolExecutor(1) as pool:
        outcomes = pool.submit(handler.import_files, files, ImportOptions(), progress)
        assert some_are_done.wait(30)
        yield lambda: [outcome.status for outcome in outcomes.result(timeout=60)]


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_a_restart_of_seconds_is_a_stall_and_no_error(
    container: Container, server: LocalServer, files: list[Path], end: str
) -> None:
    with importing(container.get_import_handler(), files) as statuses:
        getattr(server, end)()
        time.sleep(0.8)
        server.start()
        back = time.monotonic()
        assert statuses() == [Status.IMPORTED] * FILES
        assert time.monotonic() - back < 5
    assert_kept_once(container, files)


def test_idle_handlers_answer_again_at_once_when_the_server_is_back(
    container: Container, server: LocalServer, files: list[Path]
) -> None:
    handler = container.get_import_handler()
    handler.import_files(files[:1], ImportOptions())
    server.kill()
    time.sleep(0.3)
    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(handler.list_imports) for _ in range(4)]
        time.sleep(3.2)
        # A session may outlive its killed server for a moment, and answer; none may fail.
        assert [answer.exception() for answer in answers if answer.done()] == []
        server.start()
        assert [len(answer.result(timeout=2.5)[0]) for answer in answers] == [1] * 4


def test_who_starts_while_the_server_restarts_waits_for_it(container: Container, server: LocalServer) -> None:
    server.kill()
    with ThreadPoolExecutor(1) as pool:
        health = pool.submit(container.database_health)
        time.sleep(0.8)
        server.start()
        assert health.result(timeout=10).healthy


@pytest.fixture(params=[True, False], ids=["it took effect", "it did not"])
def lose_the_next_commit(
    request: pytest.FixtureRequest, container: Container, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], list[SqlImportTransaction]]:
    """Its connection is ended after the server has committed, or before it is asked to; nobody here can tell which. The
    answer lists what was lost, once it is."""
    commit = SqlImportTransaction.commit
    lost: list[SqlImportTransaction] = []

    def cut_off(tx: SqlImportTransaction) -> None:
        if lost:
            return commit(tx)
        lost.append(tx)
        if request.param:
            commit(tx)
        end_all_sessions(container)
        tx._session._ended = False  # so that it is tried, and the driver itself finds the connection ended
        return commit(tx)

    def lose() -> list[SqlImportTransaction]:
        monkeypatch.setattr(SqlImportTransaction, "commit", cut_off)
        return lost

    return lose


def test_a_commit_whose_answer_was_lost_is_told_as_what_it_did(
    container: Container, files: list[Path], lose_the_next_commit: Callable[[], list[SqlImportTransaction]]
) -> None:
    lost = lose_the_next_commit()
    [outcome] = container.get_import_handler().import_files(files[:1], ImportOptions())
    assert (outcome.status, outcome.stored, len(lost)) == (Status.IMPORTED, True, 1)
    assert isinstance(outcome.found, ImportRecord)
    assert outcome.found.written.inserted == 1
    assert_kept_once(container, files[:1])


def test_an_undo_whose_answer_was_lost_is_told_as_what_it_did(
    container: Container, lose_the_next_commit: Callable[[], list[SqlImportTransaction]]
) -> None:
    handler = container.get_import_handler()
    entry, _ = keep(handler.store, orders({"key": "a"}, {"key": "b"}))
    lost = lose_the_next_commit()
    undone = handler.undo(id_of(entry))
    assert (undone["gone"], undone["restored"], len(lost)) == (2, 0, 1)
    assert handler.show_import(id_of(entry))["undone_at"] == undone["undone_at"] is not None
    with pytest.raises(Conflict):
        handler.undo(id_of(entry))


def test_a_connection_that_ends_during_a_transaction_is_told_as_that(container: Container) -> None:
    store = container.get_import_handler().store
    with store.begin() as tx:
        end_all_sessions(container)
        with pytest.raises(ConnectionLost) as lost:
            tx.requests.find("any")
    assert lost.value.code == "connection_lost"
    assert lost.value.message.startswith("the connection to PostgreSQL at 127.0.0.1:")
    assert lost.value.__cause__ is not None


def test_an_outage_that_lasts_is_told_within_the_wait_with_what_to_do(
    container: Container, server: LocalServer, files: list[Path]
) -> None:
    settings = Settings.load(container.settings.database.url, {"DB_POOL_TIMEOUT": "1"})
    with build_container(settings) as impatient, importing(impatient.get_import_handler(), files) as statuses:
        server.kill()
        down = time.monotonic()
        with pytest.raises(StorageUnavailable) as refused:
            statuses()
        assert time.monotonic() - down < 6
    assert "\n" not in refused.value.message
    assert server.password not in f"{refused.value!r}{refused.value.details}{refused.value.__cause__!r}"
    server.start()
    container.get_import_handler().import_files(files, ImportOptions())
    assert_kept_once(container, files)

"""PostgreSQL under adverse conditions: servers that are down, connections that die, pools that are empty."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import psycopg
import pytest

from domain.shared.errors import ConnectionLost, StorageError, StorageUnavailable
from infrastructure.postgres.database import PostgresDatabase
from infrastructure.postgres.errors import translated
from infrastructure.postgres.pool import PoolSettings, Server
from infrastructure.sql.session import SqlSession

SMALL = PoolSettings(size=1, overflow=1, timeout=1, lock_wait=0.3, connect_wait=0.5)


@pytest.fixture(params=["psycopg", "psycopg2"])
def driver(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database(postgres_url: str, driver: str) -> Iterator[PostgresDatabase]:
    opened = PostgresDatabase(postgres_url, driver=driver, pool=SMALL)
    yield opened
    opened.close()


def end_all_sessions(url: str) -> None:
    """As an administrator, or a restart, would."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )


def answers(session: SqlSession) -> bool:
    return session.rows("current_rates") == []


def test_a_server_that_is_down_is_told_with_its_place_and_without_the_password(driver: str) -> None:
    url = "postgresql://somebody:s3cret@127.0.0.1:9/shop"
    database = PostgresDatabase(url, driver=driver, pool=SMALL)
    began = time.monotonic()
    with pytest.raises(StorageUnavailable) as error, database.begin():
        pass
    assert time.monotonic() - began < 5
    assert "127.0.0.1:9/shop" in error.value.message
    assert "s3cret" not in f"{error.value}{error.value.details}{database.__dict__}"
    assert error.value.__cause__ is not None


def test_what_no_second_attempt_will_change_is_told_at_once(postgres_url: str, driver: str) -> None:
    url = postgres_url.rpartition("/")[0] + "/no_such_database"
    database = PostgresDatabase(url, driver=driver, pool=PoolSettings(connect_wait=60))
    began = time.monotonic()
    with pytest.raises(StorageUnavailable, match="no such database"), database.begin():
        pass
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("url", ["postgresql://a:s3cret@[h/x", "postgresql://a:s3cret@h/x?nonsense=1"])
def test_a_url_that_is_not_understood_is_not_repeated(url: str) -> None:
    with pytest.raises(StorageError) as error:
        PostgresDatabase(url)
    assert "s3cret" not in f"{error.value}{error.value.__cause__}"


def test_connections_that_died_while_idle_are_replaced_unnoticed(database: PostgresDatabase, postgres_url: str) -> None:
    with database.begin() as one, database.begin(read_only=True) as another:
        assert answers(one)
        assert answers(another)
    end_all_sessions(postgres_url)
    for _ in range(3):
        with database.begin() as session:
            assert answers(session)


def test_a_connection_that_dies_at_work_ends_the_block_and_not_the_database(
    database: PostgresDatabase, postgres_url: str
) -> None:
    with database.begin() as session:
        end_all_sessions(postgres_url)
        with pytest.raises(ConnectionLost) as error:
            answers(session)
    assert "\n" not in error.value.message
    with database.begin() as session:
        assert answers(session)


def test_an_empty_pool_is_waited_for_no_longer_than_told(database: PostgresDatabase) -> None:
    with ExitStack() as busy:
        for _ in range(SMALL.largest):
            busy.enter_context(database.begin(read_only=True))
        with pytest.raises(StorageUnavailable, match="within 1 s"), database.begin():
            pass
    with database.begin() as session:
        assert answers(session)


def test_a_queue_that_is_too_long_is_refused_at_once(postgres_url: str, driver: str) -> None:
    settings = PoolSettings(size=1, overflow=0, timeout=3)
    database = PostgresDatabase(postgres_url, driver=driver, pool=settings)

    def refusal(_: int) -> str:
        try:
            with database.begin(read_only=True):
                return ""
        except StorageUnavailable as error:
            return error.message

    with ThreadPoolExecutor(30) as threads:
        with database.begin(read_only=True):
            told = threads.map(refusal, range(30))
            time.sleep(0.5)
        refusals = [message for message in told if message]
    database.close()
    assert len(refusals) >= 15
    assert all("too many" in message for message in refusals)


def test_the_wait_for_another_import_is_bounded(database: PostgresDatabase) -> None:
    with database.begin() as one, database.begin() as another:
        one.execute("lock_imports")
        with pytest.raises(StorageUnavailable, match="another import"):
            another.execute("lock_imports")
    with database.begin() as session:
        session.execute("lock_imports")


def test_the_lock_ends_with_the_transaction(database: PostgresDatabase) -> None:
    for _ in range(2):
        with database.begin() as session:
            session.execute("lock_imports")
            session.commit()
    with database.begin() as session:
        assert answers(session)


def test_after_closing_nothing_is_served(postgres_url: str, driver: str) -> None:
    database = PostgresDatabase(postgres_url, driver=driver, pool=SMALL)
    with database.begin() as session:
        assert answers(session)
    database.close()
    with pytest.raises(StorageUnavailable, match="closed"), database.begin():
        pass
    with psycopg.connect(postgres_url, autocommit=True) as connection:  # within a transaction the answer would stay
        ours = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        deadline = time.monotonic() + 5
        while connection.execute(ours).fetchone() != (0,):
            assert time.monotonic() < deadline, "a connection was left open"
            time.sleep(0.02)


def test_instants_and_days_do_not_depend_on_the_servers_own_ways(postgres_url: str, driver: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"alter database {name} set timezone = 'Australia/Sydney'".encode())
        connection.execute(f"alter database {name} set datestyle = 'German, DMY'".encode())
    database = PostgresDatabase(postgres_url, driver=driver, pool=SMALL)
    with database.begin() as session:
        zone, style = session._run(database._catalog["configure_connection"], {}).fetchall()[0]
    database.close()
    assert (zone, style.partition(",")[0]) == ("UTC", "ISO")


def test_statements_are_logged_by_name_and_never_with_what_they_were_given(
    postgres_url: str, driver: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    database = PostgresDatabase(postgres_url, driver=driver, pool=SMALL, echo=True)
    with database.begin(read_only=True) as session:
        session.rows("find_import_by_content", content_hash="a secret", account="", assumed_currency=None)
    database.close()
    assert "find_import_by_content took" in caplog.text
    assert "secret" not in caplog.text


class _Driver(Exception):
    """An error as a driver raises it."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("something with a value in it")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "code"),
    [
        ("40001", "transient_storage_error"),
        ("40P01", "transient_storage_error"),
        ("55P03", "storage_unavailable"),
        ("08006", "connection_lost"),
        ("57P01", "connection_lost"),
        ("57P02", "connection_lost"),
        ("57P03", "connection_lost"),
        ("57P05", "connection_lost"),
        ("25P03", "connection_lost"),
        ("57014", "storage_unavailable"),
        ("57P04", "storage_unavailable"),
        ("53300", "storage_unavailable"),
        ("53100", "storage_unavailable"),
        ("23503", "storage_error"),
        ("42P01", "storage_error"),
        ("", "storage_error"),
    ],
)
def test_an_error_is_told_by_what_can_be_done_about_it(sqlstate: str, code: str) -> None:
    error = translated(_Driver(sqlstate), "here")
    assert error.code == code
    assert "value in it" not in error.message


def test_an_error_without_a_state_on_a_connection_that_has_ended_tells_of_its_loss() -> None:
    """As psycopg2 has it where the server goes in the middle of an answer."""
    assert translated(_Driver(""), "here", ended=True).code == "connection_lost"
    assert translated(_Driver("23503"), "here", ended=True).code == "storage_error"
    assert translated(psycopg.OperationalError("gone"), "here").code == "connection_lost"
    assert translated(psycopg.DataError("a NUL"), "here").code == "storage_error"


def test_a_server_that_stays_silent_is_given_up_and_never_waited_for_for_ever(driver: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://somebody@127.0.0.1:{silent.getsockname()[1]}/shop"
        database = PostgresDatabase(url, driver=driver, pool=PoolSettings(connect_wait=2))
        began = time.monotonic()
        with pytest.raises(StorageUnavailable, match=r"did not answer in time|no connection"), database.begin():
            pass
        assert 1 < time.monotonic() - began < 6


def test_a_network_that_goes_away_ends_a_connection(postgres_url: str) -> None:
    conninfo = Server.at(postgres_url, lock_wait=1).conninfo
    assert conninfo["keepalives_idle"] + conninfo["keepalives_interval"] * conninfo["keepalives_count"] <= 60
    assert conninfo["tcp_user_timeout"] <= 60_000
    assert Server.at(f"{postgres_url}?keepalives_idle=7", lock_wait=1).conninfo["keepalives_idle"] == "7"


def test_whoever_comes_while_another_thread_connects_does_not_wait_for_ever(
    database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infrastructure.sql.session.READY_WAIT", 0.2)

    def begin() -> None:
        with database.begin():
            pass

    with ThreadPoolExecutor(1) as pool:
        with database._preparing, pytest.raises(StorageUnavailable, match=r"not ready within 0\.2 s"):
            pool.submit(begin).result(timeout=10)
        pool.submit(begin).result(timeout=10)

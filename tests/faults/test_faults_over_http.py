"""The same faults where a program talks to `succotash serve`: it repeats under its key, nothing is lost or doubled."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.faults.conftest import Tell
from tests.faults.disks import SmallDisk
from tests.faults.exports import many_orders, orders
from tests.faults.inspecting import postgresql_at, sqlite_at
from tests.faults.loads import ROWS, Load, under_load
from tests.faults.processes import wait_until
from tests.faults.servers import OUTAGES, migrated, outage, own_server
from tests.faults.serving import post, post_until_answered, serving
from tests.servers.local_server import LocalServer

pytestmark = pytest.mark.slow

THREADS = 4
IMPORTS = "/api/v1/imports"
THE_IMPORT_LOCK = "select pg_advisory_lock(7305210422)"
SMALL_POOL = {"DB_POOL_SIZE": "1", "DB_MAX_OVERFLOW": "0", "DB_POOL_TIMEOUT": "1"}


@pytest.fixture(scope="module")
def local() -> Iterator[LocalServer]:
    with own_server() as server:
        yield server


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_a_database_that_goes_away_under_the_server_loses_and_doubles_nothing(
    local: LocalServer, driver: str, tmp_path: Path, tell: Tell
) -> None:
    url = migrated(local, tmp_path, name=f"http_{driver}")
    with serving(url, tmp_path, environment={"DATABASE_DRIVER": driver}) as (_, place), _client(place) as client:
        with under_load(partial(_told, client), tmp_path / "files", THREADS) as load:
            time.sleep(1)
            away = [outage(local, how, load) for how in (*OUTAGES, *OUTAGES)]
        load.assert_nothing_was_lost_or_doubled(postgresql_at(url))
    tell(f"{len(away)} outages of up to {max(away):.1f} s, {len(load.told)} imports, longest {max(load.waits):.1f} s")
    assert "Traceback" not in (tmp_path / "serve.log").read_text(encoding="utf-8")


def test_a_server_that_is_killed_under_load_loses_and_doubles_nothing(tmp_path: Path, tell: Tell) -> None:
    """A client whose answer was lost with the server repeats under its key, and is told the same by the next one."""
    path = tmp_path / "drill.db"
    url, kills, port = f"sqlite:///{path}", 8, _free_port()
    with _client(httpx.URL(f"http://127.0.0.1:{port}")) as client:
        with under_load(partial(_told, client), tmp_path / "files", THREADS) as load:
            for _ in range(kills):
                with serving(url, tmp_path, port=port) as (process, _):
                    _wait_for_more(load)
                    process.kill()
            with serving(url, tmp_path, port=port):
                _wait_for_more(load)
                load.stop()
        load.assert_nothing_was_lost_or_doubled(sqlite_at(path))
    tell(f"{kills} kills, {len(load.told)} imports, longest {max(load.waits):.1f} s")


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_an_exhausted_pool_is_a_bounded_wait_and_a_503_that_says_when_to_come_back(
    local: LocalServer, driver: str, tmp_path: Path, tell: Tell
) -> None:
    url, waits = migrated(local, tmp_path, name=f"pool_{driver}"), []
    first, *others = many_orders(tmp_path / "files", 5, rows=ROWS, who=1)
    with (
        serving(url, tmp_path, environment={"DATABASE_DRIVER": driver, **SMALL_POOL}) as (_, place),
        _client(place) as client,
        psycopg.connect(url, autocommit=True) as importing,
    ):
        assert client.get(IMPORTS).status_code == 200
        importing.execute(THE_IMPORT_LOCK)
        with under_load(partial(_told, client), tmp_path / "waiting", 1) as load:
            wait_until(lambda: _waiting(url))
            for file in (first, first, first):
                began = time.monotonic()
                refused = post(client, file)
                waits.append(time.monotonic() - began)
                _assert_problem(refused, 503)
                assert int(refused.headers["Retry-After"]) > 0
            assert client.get("/health/live").status_code == 200
            importing.execute("select pg_advisory_unlock_all()")
            load.stop()
        assert load.failed == {}
        assert [post(client, file).json()["status"] for file in (first, *others)] == ["imported"] * 5
        assert _connections(url) == 1
    tell(f"refused after {min(waits):.2f} to {max(waits):.2f} s, where DB_POOL_TIMEOUT is 1 s")
    assert max(waits) < 3


def test_a_server_killed_in_mid_upload_leaves_nothing_behind_for_the_next_one(tmp_path: Path) -> None:
    path, spool = tmp_path / "drill.db", tmp_path / "spool"
    spool.mkdir()
    large = orders(tmp_path / "orders.csv", 60_000)
    here = partial(serving, f"sqlite:///{path}", tmp_path, environment={"TMPDIR": str(spool)})
    with here() as (process, place), socket.create_connection((place.host, place.port or 0)) as wire:
        wire.sendall(_half_an_upload(place, large))
        wait_until(lambda: any(file.stat().st_size for file in spool.glob("*/*")))
        process.kill()
        process.wait()
    assert any(spool.glob("*/*"))
    with here() as (_, place), _client(place) as client:
        assert not [file for file in spool.glob("*/*") if file.stat().st_size]
        assert client.get(IMPORTS).json()["imports"] == []
        assert post(client, large).json()["status"] == "imported"
    assert list(spool.iterdir()) == []
    sqlite_at(path).assert_sound()


def test_an_upload_that_finds_no_space_is_a_problem_and_succeeds_once_there_is_some(
    disk: SmallDisk, tmp_path: Path
) -> None:
    large = orders(tmp_path / "orders.csv", 60_000)
    with (
        serving(f"sqlite:///{tmp_path / 'drill.db'}", tmp_path, environment={"TMPDIR": str(disk.path)}) as (_, place),
        _client(place) as client,
    ):
        for leave in (0, 4096, 300_000, 1_500_000):
            disk.fill(leave=leave)
            _assert_problem(post(client, large), 507)
            disk.make_space()
        assert client.get(IMPORTS).json()["imports"] == []
        assert post(client, large).json()["status"] == "imported"
    assert "Traceback" not in (tmp_path / "serve.log").read_text(encoding="utf-8")


def test_a_database_whose_disk_is_full_is_a_problem_and_goes_on_once_there_is_space(
    disk: SmallDisk, tmp_path: Path
) -> None:
    earlier, large = orders(tmp_path / "earlier.csv", 500, seed=2), orders(tmp_path / "orders.csv", 60_000)
    with serving(f"sqlite:///{disk.path / 'drill.db'}", tmp_path) as (_, place), _client(place) as client:
        assert post(client, earlier).status_code == 201
        disk.fill(leave=1_000_000)
        problem = _assert_problem(post(client, large), 503)
        assert "disk" in problem["detail"]
        assert len(client.get(IMPORTS).json()["imports"]) == 1
        disk.make_space()
        assert post(client, large).json()["status"] == "updated"
    sqlite_at(disk.path / "drill.db").assert_sound()
    assert "Traceback" not in (tmp_path / "serve.log").read_text(encoding="utf-8")


def _client(place: httpx.URL) -> httpx.Client:
    return httpx.Client(base_url=place, timeout=40)


def _told(client: httpx.Client, file: Path) -> str:
    """The status told in the end, by a client whose key is the file's name."""
    answer = post_until_answered(client, file, key=file.name)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["status"])


def _assert_problem(answer: httpx.Response, status: int) -> dict[str, str]:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    problem: dict[str, str] = answer.json()
    return problem


def _half_an_upload(place: httpx.URL, file: Path) -> bytes:
    head = (
        f"POST {IMPORTS} HTTP/1.1\r\nHost: {place.host}:{place.port}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n"
        f"Content-Length: {2 * file.stat().st_size}\r\n\r\n"
        '--x\r\nContent-Disposition: form-data; name="file"; filename="orders.csv"\r\n\r\n'
    )
    return head.encode() + file.read_bytes()


def _wait_for_more(load: Load) -> None:
    """Until the load has gone on for a while."""
    answered = len(load.told)
    wait_until(lambda: len(load.told) >= answered + 5 * THREADS)


def _waiting(url: str) -> bool:
    with psycopg.connect(url) as connection:
        query = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
        return connection.execute(query).fetchone() != (0,)


def _connections(url: str) -> int:
    """Of the program, all of them at rest."""
    query = (
        "select count(*) filter (where state = 'idle'), count(*) from pg_stat_activity"
        " where datname = current_database() and application_name = 'succotash'"
    )
    with psycopg.connect(url) as connection:
        [(idle, every)] = connection.execute(query).fetchall()
    assert idle == every
    return int(every)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])

"""A run of the tests as a process: one server for all workers, none when none is asked for, none left."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

REPOSITORY = Path(__file__).parents[2]
ONE_TEST_USES_IT = """
def test_with_a_database(empty_postgres_url):
    print(f"URL {empty_postgres_url}")

def test_without():
    pass
"""
NO_TEST_USES_IT = "def test_without():\n    pass\n"
TWO_TESTS_COMPARE = """
import pathlib, pytest, time

@pytest.mark.parametrize("number", range(8))
def test_shared(number, postgres, empty_postgres_url):
    seen = pathlib.Path(__file__).with_name(f"seen-{number}")
    seen.write_text(f"{postgres.admin_url} {empty_postgres_url}")
    time.sleep(0.1)
"""
ONE_TEST_WAITS = """
import pathlib, time

def test_waits(empty_postgres_url):
    unfinished = pathlib.Path(__file__).with_name("unfinished")
    unfinished.write_text(empty_postgres_url)
    unfinished.rename(unfinished.with_name("started"))
    time.sleep(120)
"""


def run(folder: Path, tests: str, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    """pytest in a process of its own on one file, with this project's fixtures."""
    (folder / "test_sample.py").write_text(tests)
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
        "-s",
        *arguments,
    ]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    for name in ("SUCCOTASH_REQUIRE_SERVERS", "TEST_DATABASE_URL"):
        kept.pop(name, None)
    return subprocess.Popen(
        [*command, "--rootdir", str(folder), "-c", str(folder / "pytest.ini"), str(folder)],
        cwd=REPOSITORY,
        env=kept | {"TEST_POSTGRES": "machine,package"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: "subprocess.Popen[str]") -> tuple[int, str]:
    output, _ = process.communicate(timeout=60)
    return process.returncode, output


def wait_until(condition: object, seconds: float = 30) -> bool:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(condition())


def is_listening(url: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", urlsplit(url).port or 0)) == 0


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_that_must_use_the_server_and_does_says_which_and_passes(tmp_path: Path, workers: str) -> None:
    code, output = finish(run(tmp_path, ONE_TEST_USES_IT, "-n", workers, SUCCOTASH_REQUIRE_SERVERS="1"))
    assert code == 0, output
    assert output.count("PostgreSQL 1") == 2, output
    assert ": 1 databases" in output


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_that_must_use_the_server_and_does_not_fails(tmp_path: Path, workers: str) -> None:
    code, output = finish(run(tmp_path, NO_TEST_USES_IT, "-n", workers, SUCCOTASH_REQUIRE_SERVERS="1"))
    assert code == 1, output
    assert "no test used PostgreSQL" in output


def test_a_run_that_must_use_the_server_fails_at_once_where_there_is_none(tmp_path: Path) -> None:
    tests = run(tmp_path, NO_TEST_USES_IT, SUCCOTASH_REQUIRE_SERVERS="1", TEST_POSTGRES="oracle", TEST_DATABASE_URL="")
    code, output = finish(tests)
    assert code == 4, output
    assert "not 'oracle'" in output
    assert "passed" not in output


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_run_that_asks_for_no_server_starts_none(tmp_path: Path, workers: str) -> None:
    code, output = finish(run(tmp_path, NO_TEST_USES_IT, "-n", workers, TEST_POSTGRES="oracle"))
    assert code == 0, output


def test_workers_share_one_server_and_no_database(tmp_path: Path) -> None:
    code, output = finish(run(tmp_path, TWO_TESTS_COMPARE, "-n", "2"))
    assert code == 0, output
    seen = [path.read_text().split() for path in tmp_path.glob("seen-*")]
    assert len(seen) == 8
    assert len({admin_url for admin_url, _ in seen}) == 1
    assert len({url for _, url in seen}) == 8
    assert not is_listening(seen[0][0])


@pytest.mark.parametrize("workers", ["0", pytest.param("2", marks=pytest.mark.slow)])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda how: str(how.name))
def test_no_server_outlives_a_run_that_is_ended_by_force(tmp_path: Path, workers: str, how: signal.Signals) -> None:
    process = run(tmp_path, ONE_TEST_WAITS, "-n", workers)
    started = tmp_path / "started"
    assert wait_until(started.exists)
    url = started.read_text()
    assert is_listening(url)
    process.send_signal(how)
    assert wait_until(lambda: not is_listening(url))
    assert process.wait(timeout=30) != 0
    assert process.stdout is not None
    process.stdout.close()

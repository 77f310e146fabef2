"""Sixteen writers on one SQLite file at once, as processes and as threads: each waits for its turn, and none fails."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.running import REPOSITORY, bare_environment
from tests.faults.conftest import Tell
from tests.faults.exports import many_orders
from tests.faults.inspecting import sqlite_at
from tests.faults.processes import PATIENCE, python, wait_until

pytestmark = pytest.mark.slow

WRITERS, FILES, ROWS = 16, 20, 50


@pytest.mark.parametrize("processes", [16, 4, 1], ids=lambda number: f"{number} processes")
def test_of_sixteen_concurrent_writers_none_fails_and_nothing_is_lost_or_doubled(
    processes: int, tmp_path: Path, tell: Tell
) -> None:
    """The file is new: they also race to make it and its schema."""
    url, go = f"sqlite:///{tmp_path / 'drill.db'}", tmp_path / "go"
    for who in range(WRITERS):
        many_orders(tmp_path / "files" / str(who % processes) / str(who), FILES, rows=ROWS, who=who)
    running = [_writer(url, tmp_path, number, go) for number in range(processes)]
    wait_until(lambda: len(list(tmp_path.glob("ready-*"))) == processes)
    go.touch()
    began = time.monotonic()
    told = [line for process in running for line in _told(process)]
    seconds, waits = time.monotonic() - began, sorted(wait for *_, wait in told)
    assert sorted(name for name, *_ in told) == [
        f"orders-{who:02}-{number:04}.csv" for who in range(WRITERS) for number in range(FILES)
    ]
    assert {status for _, status, _ in told} == {"imported"}
    database = sqlite_at(tmp_path / "drill.db")
    database.assert_sound()
    assert database.rows("select count(*), count(distinct file) from imports") == [(WRITERS * FILES,) * 2]
    assert database.rows("select count(*) from orders where is_current") == [(WRITERS * FILES * ROWS,)]
    tell(
        f"{len(told) / seconds:.0f} imports/s, an import took {waits[len(waits) // 2] * 1000:.0f} ms at the median,"
        f" {waits[-1]:.2f} s at most"
    )


def _writer(url: str, folder: Path, number: int, go: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        python("-m", "tests.faults.writer", url, folder / "files" / str(number), folder / f"ready-{number}", go),
        cwd=REPOSITORY,
        env=bare_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _told(process: subprocess.Popen[bytes]) -> list[tuple[str, str, float]]:
    out, err = process.communicate(timeout=2 * PATIENCE)
    assert process.returncode == 0, err.decode()
    told: list[tuple[str, str, float]] = json.loads(out)
    return told

"""A full disk is one clear line, and costs nothing that was kept before."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import psycopg
import pytest

from tests.cli.running import Said, as_program
from tests.faults.disks import SmallDisk
from tests.faults.exports import orders
from tests.faults.inspecting import postgresql_at, sqlite_at
from tests.faults.processes import wait_until
from tests.faults.servers import migrated, server_in
from tests.servers.account import server_account
from tests.servers.local_server import LocalServer

pytestmark = pytest.mark.slow

KILOBYTE, MEGABYTE = 1024, 1024 * 1024
LARGE = 60_000


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    return orders(tmp_path / "earlier.csv", 500, seed=2)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    return orders(tmp_path / "orders.csv", LARGE)


def test_sqlite_on_a_full_disk_keeps_what_it_has_and_goes_on_once_there_is_space(
    disk: SmallDisk, earlier: Path, large: Path
) -> None:
    path = disk.path / "drill.db"
    url, database = f"sqlite:///{path}", sqlite_at(path)
    assert _imported(url, earlier).code == 0
    kept = database.contents()
    for leave in (0, 4 * KILOBYTE, 40 * KILOBYTE, 200 * KILOBYTE, MEGABYTE, 3 * MEGABYTE, 6 * MEGABYTE):
        disk.fill(leave=leave)
        _assert_one_line_names_the_disk(_imported(url, large))
        disk.make_space()
        database.assert_sound()
        assert database.contents() == kept
    assert _imported(url, large).code == 0
    database.assert_sound()
    assert database.rows("select count(*) from orders where is_current") == [(LARGE,)]


def test_sqlite_whose_log_finds_no_room_in_the_main_file_has_stored_the_import_all_the_same(
    disk: SmallDisk, earlier: Path, large: Path
) -> None:
    """A commit stands in the write-ahead log; that it cannot be moved on yet is no loss."""
    path = disk.path / "drill.db"
    url, database = f"sqlite:///{path}", sqlite_at(path)
    assert _imported(url, earlier).code == 0
    disk.fill(leave=16 * MEGABYTE)
    assert _imported(url, large).code == 0
    assert Path(f"{path}-wal").stat().st_size > MEGABYTE
    database.assert_sound()
    disk.make_space()
    assert _imported(url, orders(earlier, 700, seed=3)).code == 0
    database.assert_sound()
    assert database.rows("select count(*) from orders where is_current") == [(LARGE,)]


def test_postgresql_on_a_full_disk_keeps_what_it_has_and_goes_on_once_there_is_space(
    disk: SmallDisk, earlier: Path, large: Path
) -> None:
    with server_in(disk.path / "server") as local:
        url = migrated(local, earlier.parent)
        database = postgresql_at(url)
        assert _imported(url, earlier).code == 0
        kept = database.contents()
        for leave in (0, 200 * KILOBYTE, MEGABYTE, 5 * MEGABYTE):
            disk.fill(leave=leave)
            _assert_one_line_names_the_disk(_imported(url, large))
            disk.make_space()
            _wait_for(local)
            database.assert_sound()
            assert database.contents() == kept
        assert _imported(url, large).code == 0
        database.assert_sound()
        assert database.rows("select count(*) from orders where is_current") == [(LARGE,)]


def test_postgresql_that_ends_itself_as_its_log_finds_no_space_keeps_what_it_has(
    disk: SmallDisk, earlier: Path, large: Path
) -> None:
    """It stops at once rather than acknowledge what it cannot keep. Who was connected may learn of the end alone."""
    folder = server_account().private_directory("succotash-drill-")
    try:
        with server_in(folder / "server", log=disk.path / "log") as local:
            url = migrated(local, earlier.parent)
            database = postgresql_at(url)
            assert _imported(url, earlier).code == 0
            kept = database.contents()
            disk.fill()
            _assert_one_line(_imported(url, large))
            assert "PANIC" in (local.directory / "server.log").read_text(errors="replace")
            disk.make_space()
            _wait_for(local)
            database.assert_sound()
            assert database.contents() == kept
            assert _imported(url, large).code == 0
            database.assert_sound()
    finally:
        shutil.rmtree(folder)


def test_a_full_output_folder_leaves_the_old_files_whole(disk: SmallDisk, tmp_path: Path) -> None:
    exports, out = tmp_path / "exports", disk.path / "out"
    exports.mkdir()
    orders(exports / "orders.csv", LARGE // 3)
    asked = ("payback", exports, "--output", out, "--database", f"sqlite:///{tmp_path / 'drill.db'}")
    assert as_program(*asked, cwd=tmp_path).code == 0
    written = {file.name: file.read_bytes() for file in out.iterdir()}
    assert len(written) >= 1
    for leave in sorted({0, 4 * KILOBYTE, *(len(content) // 8192 * 4096 for content in written.values())}):
        disk.fill(leave=leave)
        said = as_program(*asked, "--margin", "0.5", cwd=tmp_path)
        disk.make_space()
        found = {file.name: file.read_bytes() for file in out.iterdir()}
        assert found.keys() == written.keys()
        if found["payback.csv"] == written["payback.csv"]:
            _assert_one_line_names_the_disk(said)
            assert found == written
    assert as_program(*asked, "--margin", "0.5", cwd=tmp_path).code == 0
    assert (out / "payback.csv").read_bytes() != written["payback.csv"]


def _imported(url: str, file: Path) -> Said:
    return as_program("import", file, "--database", url, cwd=file.parent)


def _assert_one_line_names_the_disk(said: Said) -> None:
    _assert_one_line(said)
    assert re.match(r"error: .*(disk|No space left)", said.err), said.err


def _assert_one_line(said: Said) -> None:
    assert said.code == 1, said.everything
    assert "Traceback" not in said.everything
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1, said.err


def _wait_for(local: LocalServer) -> None:
    """Until it has recovered by itself; one that is gone altogether is started."""
    assert local.process is not None
    if local.process.poll() is not None:
        local.start()

    def answers() -> bool:
        try:
            psycopg.connect(local.server.admin_url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    wait_until(answers)

"""SQLite under adverse conditions: what cannot be used is told in one line, and nothing is half-done."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest

from domain.shared.errors import SchemaMismatch, StorageError, StorageUnavailable
from infrastructure import migrations
from infrastructure.sql.session import SqlSession
from infrastructure.sqlite.database import IDLE_CONNECTIONS, SqliteDatabase
from infrastructure.sqlite.session import SqliteSession
from tests.migrations.conftest import REPOSITORY
from tests.migrations.schemas import schema_at

USE = (
    "import sys\n"
    "from infrastructure import migrations\n"
    "from infrastructure.sqlite.database import SqliteDatabase\n"
    "with SqliteDatabase(sys.argv[1], migrate=migrations.upgrade).begin() as session: session.rows('current_rates')\n"
)
LOADED = "print({'alembic', 'sqlalchemy', 'polars', 'psycopg', 'pydantic'} & set(sys.modules))"


def opened(path: Path, *, wait: float = 30.0, echo: bool = False) -> SqliteDatabase:
    return SqliteDatabase(path, migrate=migrations.upgrade, wait=wait, echo=echo)


def a_folder(folder: Path) -> Path:
    return folder


def in_no_folder(folder: Path) -> Path:
    return folder / "not" / "there.db"


def a_text_file(folder: Path) -> Path:
    (folder / "notes.db").write_text("not a database at all, but long enough to be looked at\n" * 100)
    return folder / "notes.db"


def a_damaged_one(folder: Path) -> Path:
    file = folder / "damaged.db"
    migrations.upgrade(f"sqlite:///{file}")
    content = bytearray(file.read_bytes())
    content[100:4096] = b"\xff" * 3996
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        (a_folder, StorageUnavailable),
        (in_no_folder, StorageUnavailable),
        (a_text_file, StorageError),
        (a_damaged_one, StorageError),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(
    tmp_path: Path, what: Callable[[Path], Path], kind: type[StorageError]
) -> None:
    path = what(tmp_path)
    database = opened(path)
    with pytest.raises(StorageError) as error, database.begin():
        pass
    database.close()
    assert type(error.value) is kind
    assert str(path) in error.value.message
    assert "\n" not in error.value.message


def test_a_disk_that_is_full_keeps_nothing(tmp_path: Path) -> None:
    database = opened(tmp_path / "full.db")
    with database.begin() as session:
        assert isinstance(session, SqliteSession)
        session._connection.execute("pragma max_page_count = 1")
        with pytest.raises(StorageUnavailable, match="full") as error:
            an_entry(session, "x" * 1_000_000)
        with pytest.raises(StorageError, match="ended"):
            session.commit()
    assert isinstance(error.value.__cause__, sqlite3.OperationalError)
    with database.begin(read_only=True) as session:
        assert session.rows("page_imports", before=10, limit=10) == []
    database.close()


def test_another_process_that_holds_the_file_is_waited_for_no_longer_than_told(tmp_path: Path) -> None:
    database = opened(tmp_path / "held.db", wait=0.1)
    database.check_schema()
    with closing(sqlite3.connect(tmp_path / "held.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(StorageUnavailable, match="locked"), database.begin():
            pass
    with database.begin():
        pass
    database.close()


def test_who_switches_a_new_file_to_its_log_waits_for_who_is_writing_to_it(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "new.db", isolation_level=None, check_same_thread=False)) as other:
        other.execute("begin immediate")
        release = Timer(0.3, other.execute, ["commit"])
        release.start()
        database = opened(tmp_path / "new.db")
        database.check_schema()
        release.join()
    assert "imports" in schema_at(f"sqlite:///{tmp_path / 'new.db'}")
    database.close()


def test_processes_that_use_a_new_file_first_at_the_same_moment_all_succeed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", USE, str(tmp_path / "new.db")]
    started = [subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE) for _ in range(6)]
    for process in started:
        _, complaints = process.communicate(timeout=60)
        assert (process.returncode, complaints) == (0, b"")


def test_a_database_at_head_is_used_without_loading_alembic(tmp_path: Path) -> None:
    opened(tmp_path / "ready.db").check_schema()
    command = [sys.executable, "-c", USE + LOADED, str(tmp_path / "ready.db")]
    assert subprocess.check_output(command, cwd=REPOSITORY, text=True).strip() == "set()"


def test_what_is_acknowledged_survives_a_power_cut(tmp_path: Path) -> None:
    database = opened(tmp_path / "durable.db")
    with database.begin() as session:
        assert isinstance(session, SqliteSession)
        asked = ("journal_mode", "synchronous", "foreign_keys")
        told = [session._connection.execute(f"pragma {name}").fetchone()[0] for name in asked]
    database.close()
    assert told == ["wal", 2, 1]


def test_connections_are_kept_for_the_next_block_and_closed_in_the_end(tmp_path: Path) -> None:
    database = opened(tmp_path / "kept.db")
    blocks = [database.begin(read_only=True) for _ in range(IDLE_CONNECTIONS + 2)]
    for block in blocks:
        block.__enter__()
    assert len(database._idle) == 0
    for block in blocks:
        block.__exit__(None, None, None)
    assert len(database._idle) == IDLE_CONNECTIONS
    database.close()
    assert len(database._idle) == 0


def test_a_schema_that_is_behind_is_brought_up_when_first_used(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'behind.db'}"
    migrations.upgrade(url)
    migrations.downgrade(url, "base")
    database = opened(tmp_path / "behind.db")
    with database.begin(read_only=True) as session:
        assert session.rows("current_rates") == []
    database.close()
    assert migrations.current(url) == migrations.head()


def test_a_schema_of_a_newer_program_is_not_touched(tmp_path: Path) -> None:
    opened(tmp_path / "newer.db").check_schema()
    with closing(sqlite3.connect(tmp_path / "newer.db")) as connection, connection:
        connection.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(SchemaMismatch, match="newer"):
        opened(tmp_path / "newer.db").check_schema()


def test_statements_are_logged_by_name_and_never_with_what_they_were_given(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    database = opened(tmp_path / "echo.db", echo=True)
    with database.begin() as session:
        an_entry(session, "a secret")
    database.close()
    assert "insert_import took" in caplog.text
    assert "secret" not in caplog.text


def an_entry(session: SqlSession, account: str) -> None:
    zeros = dict.fromkeys(("rows", "total_rows", "rejected_rows", "inserted", "updated", "unchanged"), 0)
    plain = dict.fromkeys(("file", "content_hash", "assumed_currency", "kind", "platform", "encoding"), "")
    unknown = dict.fromkeys(("currency", "period_start", "period_end"))
    session.rows(
        "insert_import",
        **zeros,
        **plain,
        **unknown,
        account=account,
        findings="{}",
        imported_at="2025-01-01T00:00:00.000000Z",
    )


def test_the_database_of_another_application_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "users.db"
    connection = sqlite3.connect(path)
    connection.execute("create table users (name text)")
    connection.close()
    before = path.read_bytes()
    database = opened(path)
    with pytest.raises(StorageError, match="another application"), database.begin(read_only=True):
        pass
    database.close()
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [path]


def test_our_own_file_is_known_again(tmp_path: Path) -> None:
    for _ in range(2):
        database = opened(tmp_path / "own.db")
        with database.begin(read_only=True) as session:
            assert session.rows("current_rates") == []
        database.close()


def test_a_full_disk_is_what_the_caller_hears_of_and_not_what_it_led_to(tmp_path: Path) -> None:
    database = opened(tmp_path / "full.db")

    def fill() -> None:
        with database.begin() as session:
            assert isinstance(session, SqliteSession)
            session._connection.execute("pragma max_page_count = 1")
            try:
                an_entry(session, "x" * 1_000_000)
            finally:
                session._connection.close()  # as a failing disk makes SQLite do

    with pytest.raises(StorageUnavailable, match="full"):
        fill()
    with database.begin(read_only=True) as session:
        assert session.rows("current_rates") == []
    database.close()

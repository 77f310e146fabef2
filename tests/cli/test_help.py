"""The help: there for every command, with an example, and at once."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import REPOSITORY, bare_environment, in_process

COMMANDS = [
    *("payback", "import", "doctor", "imports list", "imports show", "config show"),
    *("imports undo", "imports map", "imports mappings", "imports unmap", "serve"),
    *("db upgrade", "db downgrade", "db current", "db history", "db revision", "db check"),
]
HEAVY = {"numpy", "scipy", "polars", "pydantic", "psycopg", "psycopg2", "alembic", "sqlalchemy", "punq", "sqlite3"}


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help_with_an_example(command: str) -> None:
    said = in_process(*command.split(), "--help", environment={"COLUMNS": "200"})
    assert (said.code, said.err) == (0, "")
    assert "Examples:" in said.out
    assert f"succotash {command}".strip() in said.out.partition("Examples:")[2]


def test_every_command_is_known_here() -> None:
    groups = {"imports": 6, "config": 1, "db": 6}
    listed = in_process("--help", environment={"COLUMNS": "200"}).out
    assert all(f"│ {name}" in listed for name in {command.split()[0] for command in COMMANDS})
    assert {name: sum(command.startswith(f"{name} ") for command in COMMANDS) for name in groups} == groups


@pytest.mark.parametrize("group", ["", "imports", "db", "config"])
def test_a_group_alone_gets_the_help(group: str) -> None:
    said = in_process(*group.split())
    assert "Usage: succotash" in said.everything
    assert "Traceback" not in said.everything


@pytest.mark.parametrize(
    ("command", "argument"),
    [
        ("payback", "FOLDER"),
        ("import", "FILE"),
        ("imports show", "ID"),
        ("imports undo", "ID"),
        ("imports map", "FILE"),
        ("imports unmap", "FINGERPRINT"),
        ("db downgrade", "REVISION"),
        ("db revision", "WORDS"),
    ],
)
def test_a_missing_argument_is_one_line_that_points_at_the_help(command: str, argument: str) -> None:
    said = in_process(*command.split())
    assert (said.code, said.out) == (2, "")
    assert said.err == f"error: Missing argument '{argument}'; see succotash {command} --help\n"


@pytest.mark.parametrize("command", ["", "imports", "db", "config", *COMMANDS])
def test_the_help_names_no_types_of_python_and_no_ranges(command: str) -> None:
    out = in_process(*command.split(), "--help", environment={"COLUMNS": "200"}).out
    assert "--help" in out
    assert not re.search(r"<\w|list\[|<=", out)


def test_the_help_keeps_the_names_of_the_values() -> None:
    out = in_process("payback", "--help", environment={"COLUMNS": "200"}).out
    assert all(name in out for name in ("DATE", "CUR", "SHARE", "source|campaign", "FOLDER", "URL"))
    assert "columns date,currency,rate: one unit of the currency in the report's currency from that day on" in out


def test_the_version_is_told() -> None:
    said = in_process("--version")
    assert (said.code, said.out.split()[0]) == (0, "succotash")
    assert said.out.split()[1][0].isdigit()


def test_the_help_loads_nothing_heavy(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom interfaces.cli.app import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    print(*{name.split('.')[0] for name in sys.modules})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=bare_environment(),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "typer" in loaded
    assert loaded & HEAVY == set()


def test_the_script_that_is_installed_is_this_program() -> None:
    settings = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    assert 'succotash = "interfaces.cli.app:app"' in settings

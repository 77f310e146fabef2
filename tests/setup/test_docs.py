"""docs/postgresql.md shows what really happens: its commands are run, one after the other, in one shell, against a
server that asks for passwords; and the figures are SQLite's.

A line `…` stands for any number of lines, `…` within a line for anything. The server of the page, `db.example:5432`, is
ours here.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers.local_server import LocalServer, start_local_server
from tests.setup.conftest import BY_VERSION
from tests.setup.running import ROOT, bare_environment

PAGE = (ROOT / "docs" / "postgresql.md").read_text(encoding="utf-8")
END = "== the end of a command =="
PAYBACK = ".venv/bin/succotash payback examples/exports --currency AUD --timezone Australia/Sydney --json"


def shown() -> list[tuple[str, list[str]]]:
    """Each command of a console block with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", PAGE, flags=re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line.rstrip())
    return found


@pytest.fixture(scope="module")
def server() -> Iterator[LocalServer]:
    """A new one: the page's names are the defaults."""
    with_default_names = start_local_server(BY_VERSION[max(BY_VERSION)])
    yield with_default_names
    with_default_names.close()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like a checkout after `make run`, with exports of a smaller shop."""
    here = tmp_path_factory.mktemp("checkout")
    script = ROOT / "examples" / "generate_exports.py"
    subprocess.run([sys.executable, script, here / "examples" / "exports", "--customers", "400"], check=True)
    (here / ".venv").symlink_to(Path(sys.executable).parents[1])
    (here / "setup_postgres_db.py").symlink_to(ROOT / "setup_postgres_db.py")
    return here


@pytest.fixture(scope="module")
def answers(server: LocalServer, checkout: Path) -> list[str]:
    """What each command printed, and at the end the payback as JSON from there and from SQLite."""
    commands = [
        *(here(command, server) for command, _ in shown()),
        PAYBACK,
        f"{PAYBACK} --database sqlite:///same.db",
        f"{PAYBACK} --database sqlite:///same.db",
    ]
    script = "set -e\n" + "".join(f"{command}\necho; echo '{END}'\n" for command in commands)
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=checkout,
        env=bare_environment() | {"COLUMNS": "200", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    return ran.stdout.replace(f"127.0.0.1:{server.port}", "db.example:5432").split(f"\n{END}\n")[:-1]


def here(command: str, server: LocalServer) -> str:
    admin = server.server.admin_url.removesuffix("/postgres")
    return command.replace("postgresql://postgres:ADMIN-PASSWORD@db.example:5432", admin).replace(
        "db.example:5432", f"127.0.0.1:{server.port}"
    )


@pytest.mark.parametrize("number", range(len(shown())), ids=lambda number: shown()[number][0])
def test_a_command_of_the_page_prints_what_the_page_shows(number: int, answers: list[str]) -> None:
    lines = shown()[number][1]
    pattern = "\n".join(r"(?:.*\n)*?.*" if line == "…" else re.escape(line).replace("…", ".*") for line in lines)
    assert re.fullmatch(pattern + r"\s*", answers[number]), answers[number]


def test_the_figures_are_those_that_sqlite_gives(answers: list[str]) -> None:
    here, _, on_sqlite = map(_without_place, answers[-3:])
    assert here == on_sqlite
    assert len(here["payback"]) > 10
    assert {entry["status"] for entry in here["imports"]} == {"unchanged"}


def _without_place(text: str) -> dict[str, Any]:
    found = json.loads(text)
    assert isinstance(found, dict)
    assert "supreme_octosuccotash_db" in found["files"]["database"] or "same.db" in found["files"]["database"]
    return {key: value for key, value in found.items() if key != "files"}


def test_the_page_names_every_option_of_the_script() -> None:
    said = subprocess.run(
        [sys.executable, ROOT / "setup_postgres_db.py", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=dict(os.environ),
    ).stdout
    options = set(re.findall(r"--[a-z-]+", said)) - {"--help"}
    assert len(options) == 10
    assert {option for option in options if f"`{option}" not in PAGE} == set()

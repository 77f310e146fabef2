"""The README shows what really happens: its commands are run, and their output is held against what it prints.

A line `…` in the README stands for any number of lines.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
WIDTH = "120"


def shown() -> list[tuple[str, list[str]]]:
    """Each command of a console block with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", README, flags=re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line.rstrip())
    return found


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example exports where the checkout has them."""
    here = tmp_path_factory.mktemp("checkout")
    script = ROOT / "examples" / "generate_exports.py"
    subprocess.run([sys.executable, script, here / "examples" / "exports"], check=True, capture_output=True)
    return here


def output_of(command: str, checkout: Path) -> list[str]:
    """What a person sees in a terminal that is `WIDTH` columns wide; `make run` by the commands of its recipe."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DB_", "DATABASE_"))}
    environment |= {"COLUMNS": WIDTH, "PATH": f"{BIN}:{os.environ['PATH']}"}
    lines = []
    for one in recipe_of_make_run() if command == "make run" else [command]:
        ran = subprocess.run(
            shlex.split(one), cwd=checkout, env=environment, capture_output=True, text=True, timeout=120, check=True
        )
        lines += [line.rstrip() for line in ran.stdout.splitlines()]
    return lines


def recipe_of_make_run() -> Iterator[str]:
    """The lines of the recipe that answer: `succotash payback`, and where things are."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    plan = ["make", "-n", "run", "ARGS=--no-serve"]
    lines = subprocess.run(plan, cwd=ROOT, env=own, capture_output=True, text=True, check=True).stdout.splitlines()
    answers = next(at for at, line in enumerate(lines) if line.startswith(".venv/bin/succotash payback"))
    for line in lines[answers:]:
        yield line.removeprefix(".venv/bin/").replace('"$@"', "")


@pytest.mark.parametrize(("command", "lines"), shown(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_command_of_the_readme_prints_what_the_readme_shows(command: str, lines: list[str], checkout: Path) -> None:
    pattern = "\n".join(r"(?:.*\n)*?.*" if line == "…" else re.escape(line) for line in lines)
    printed = "\n".join(output_of(command, checkout))
    assert re.fullmatch(pattern + r"\s*", printed), f"the README shows\n{pattern}\nbut {command} prints\n{printed}"


def test_the_readme_shows_commands_and_names_files_that_are_there() -> None:
    assert len(shown()) >= 3
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert len(links) > 5
    assert [link for link in links if not (ROOT / link).exists()] == []

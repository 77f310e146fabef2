"""The README and docs/exports.md show what really happens: their commands are run, in the order of the page and in a
folder with the files that it shows, and their output is held against what it prints.

A line `…` there stands for any number of lines, `…` within a line for any text.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXPORTS = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
PAGES = (README, EXPORTS)
BIN = Path(sys.executable).parent
WIDTH = "120"


def shown() -> list[tuple[str, list[str]]]:
    """Each command of a console block with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", "".join(PAGES), flags=re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line.rstrip())
    return found


def files() -> dict[str, str]:
    """The files that the pages show, by name."""
    return dict(re.findall(r"```text (\S+)\n(.*?)```", "".join(PAGES), flags=re.DOTALL))


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example exports where the checkout has them, and the files that the pages show."""
    here = tmp_path_factory.mktemp("checkout")
    script = ROOT / "examples" / "generate_exports.py"
    subprocess.run([sys.executable, script, here / "examples" / "exports"], check=True, capture_output=True)
    for name, text in files().items():
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text(text, "utf-8")
    return here


def environment() -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("DB_", "DATABASE_"))}
    return own | {"COLUMNS": WIDTH, "PATH": f"{BIN}:{os.environ['PATH']}"}


def output_of(command: str, checkout: Path) -> list[str]:
    """What a person sees in a terminal that is `WIDTH` columns wide; `make run` by the commands of its recipe."""
    lines = []
    for one in recipe_of_make_run() if command == "make run" else [command]:
        ran = subprocess.run(
            ["sh", "-c", one], cwd=checkout, env=environment(), capture_output=True, text=True, timeout=120, check=True
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
    pattern = "\n".join(r"(?:.*\n)*?.*" if line == "…" else re.escape(line).replace("…", ".*") for line in lines)
    printed = "\n".join(output_of(command, checkout))
    assert re.fullmatch(pattern + r"\s*", printed), f"the README shows\n{pattern}\nbut {command} prints\n{printed}"


def test_what_the_readme_types_into_python_answers_what_it_shows(tmp_path: Path) -> None:
    [typed] = re.findall(r"```pycon\n(.*?)```", README, flags=re.DOTALL)
    (tmp_path / "typed.txt").write_text(typed, "utf-8")
    program = [sys.executable, "-c", "import doctest; print(doctest.testfile('typed.txt', module_relative=False))"]
    own = environment() | {"PYTHONPATH": str(ROOT)}
    ran = subprocess.run(program, cwd=tmp_path, env=own, capture_output=True, text=True, check=True)
    assert ran.stdout == f"TestResults(failed=0, attempted={typed.count('>>> ')})\n"


def test_the_readme_shows_commands_and_names_files_that_are_there() -> None:
    assert len(shown()) >= 3
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert len(links) > 5
    assert [link for link in links if not (ROOT / link).exists()] == []

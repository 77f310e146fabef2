"""The README and docs/exports.md show what really happens: their commands are run, section by section and each section
in a folder of its own with the files that the pages show, and their output is held against what is printed there.

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


Shown = list[tuple[str, list[str]]]


def sections() -> dict[str, Shown]:
    """By the headings of the pages, each command of a console block with the lines shown below it."""
    parts = (part.partition("\n") for page in PAGES for part in re.split(r"^##+ ", page, flags=re.MULTILINE))
    return {heading: found for heading, _, text in parts if (found := _shown(text))}


def _shown(text: str) -> Shown:
    found: Shown = []
    for block in re.findall(r"```console\n(.*?)```", text, flags=re.DOTALL):
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
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example exports."""
    here = tmp_path_factory.mktemp("examples")
    script = ROOT / "examples" / "generate_exports.py"
    subprocess.run([sys.executable, script, here], check=True, capture_output=True)
    return here


@pytest.fixture
def checkout(tmp_path: Path, examples: Path) -> Path:
    """A folder with the example exports where the checkout has them, and the files that the pages show."""
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "exports").symlink_to(examples)
    for name, text in files().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


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


@pytest.mark.parametrize("heading", sections())
def test_the_commands_of_a_section_print_what_it_shows(heading: str, checkout: Path) -> None:
    for command, lines in sections()[heading]:
        pattern = "\n".join(r"(?:.*\n)*?.*" if line == "…" else re.escape(line).replace("…", ".*") for line in lines)
        printed = "\n".join(output_of(command, checkout))
        assert re.fullmatch(pattern + r"\s*", printed), f"the page shows\n{pattern}\nbut {command} prints\n{printed}"


def test_what_the_readme_types_into_python_answers_what_it_shows(tmp_path: Path) -> None:
    [typed] = re.findall(r"```pycon\n(.*?)```", README, flags=re.DOTALL)
    (tmp_path / "typed.txt").write_text(typed, "utf-8")
    program = [sys.executable, "-c", "import doctest; print(doctest.testfile('typed.txt', module_relative=False))"]
    own = environment() | {"PYTHONPATH": str(ROOT)}
    ran = subprocess.run(program, cwd=tmp_path, env=own, capture_output=True, text=True, check=True)
    assert ran.stdout == f"TestResults(failed=0, attempted={typed.count('>>> ')})\n"


def test_the_readme_shows_commands_and_names_files_that_are_there() -> None:
    assert sum(map(len, sections().values())) >= 12
    links = re.findall(r"\]\((?!http)([^)#]+)\)", README)
    assert len(links) > 5
    assert [link for link in links if not (ROOT / link).exists()] == []

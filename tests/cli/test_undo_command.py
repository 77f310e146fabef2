"""`succotash imports undo`: an import is taken back, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.exports import folder_of
from tests.cli.running import in_process

FIRST = "date,spend,platform\n2025-01-01,10.00,google\n2025-01-02,20.00,google\n"
LATER = "date,spend,platform\n2025-01-02,25.00,google\n2025-01-03,30.00,google\n"


@pytest.fixture
def twice(here: Path) -> Path:
    """Two exports of which the later one changes a day and adds one."""
    folder_of(here, first_csv=FIRST, later_csv=LATER)
    in_process("import", "first.csv", "later.csv", "--currency", "EUR")
    return here


def _spend() -> str:
    out = in_process("payback", "none", "--currency", "EUR", "--json")
    return "".join(row["spend"] for row in out.json["payback"] if row["source"] == "all")


@pytest.fixture
def folder(twice: Path) -> Path:
    """A folder whose one file is known already, so that a question imports nothing."""
    (twice / "none").mkdir()
    (twice / "none" / "first.csv").write_text(FIRST)
    return twice


def test_what_an_import_had_overwritten_is_there_again(folder: Path) -> None:
    assert _spend() == "65.00"
    done = in_process("imports", "undo", 2)
    assert done.code == 0
    assert "Import 2 (later.csv) is taken back: 1 fact gone, of 1 fact another import's version counts again." in (
        done.out
    )
    assert _spend() == "30.00"


def test_the_older_of_two_imports_is_taken_back_below_the_newer_one(folder: Path) -> None:
    in_process("imports", "undo", 1)
    assert in_process("imports", "undo", 1, "--json").code == 1
    in_process("imports", "list")
    assert [entry["status"] for entry in in_process("imports", "list", "--json").json["imports"]] == [
        "updated",
        "undone",
    ]


def test_a_dry_run_says_what_would_become_of_the_facts(folder: Path) -> None:
    told = in_process("imports", "undo", 2, "--dry-run", "--json").json
    assert (told["gone"], told["restored"], told["undone_at"]) == (1, 1, None)
    assert "Nothing was changed" in in_process("imports", "undo", 2, "--dry-run").out
    assert _spend() == "65.00"


def test_the_file_comes_in_again_after_it_was_taken_back(folder: Path) -> None:
    in_process("imports", "undo", 2)
    again = in_process("import", "later.csv", "--currency", "EUR", "--json").json["imports"][0]
    assert again["status"] == "updated"
    assert _spend() == "65.00"


def test_the_ledger_shows_what_was_taken_back(folder: Path) -> None:
    in_process("imports", "undo", 2)
    assert "later.csv (undone)" in in_process("imports", "list").out
    assert "taken back" in in_process("imports", "show", 2).out
    assert in_process("imports", "show", 2, "--json").json["status"] == "undone"


@pytest.mark.parametrize(("number", "says"), [(99, "there is no import 99"), (2, "import 2 was undone already")])
def test_what_cannot_be_taken_back_is_told_in_one_line(folder: Path, number: int, says: str) -> None:
    in_process("imports", "undo", 2)
    failed = in_process("imports", "undo", number)
    assert failed.code == 1
    assert says in failed.err
    assert len(failed.err.splitlines()) == 1

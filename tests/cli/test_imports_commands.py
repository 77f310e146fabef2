"""`succotash imports list` and `show`: the ledger answers."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.exports import CONFLICT, GOOGLE, ORDERS, SPEND, folder_of
from tests.cli.running import in_process


@pytest.fixture
def ledger(here: Path) -> Path:
    """Three imports, made one after the other."""
    folder_of(here, conflict_csv=CONFLICT, google_csv=GOOGLE.format(total="25.00"), spend_csv=SPEND)
    in_process("import", "conflict.csv", "google.csv", "spend.csv", "--currency", "EUR")
    return here


def test_an_empty_ledger_says_so(here: Path) -> None:
    assert in_process("imports", "list").out == "There are no imports.\n"
    assert in_process("imports", "list", "--json").json == {"imports": [], "next_before": None}


def test_the_newest_import_stands_first(ledger: Path) -> None:
    entries = in_process("imports", "list", "--json").json["imports"]
    assert [entry["file"] for entry in entries] == ["spend.csv", "google.csv", "conflict.csv"]
    assert [entry["id"] for entry in entries] == sorted((entry["id"] for entry in entries), reverse=True)
    lines = in_process("imports", "list").out.splitlines()
    assert [line.split()[3] for line in lines[1:]] == ["spend.csv", "google.csv", "conflict.csv"]
    assert lines[2].endswith("no")
    assert lines[3].endswith("no total in file")


def test_the_pages_of_the_ledger_have_no_gap(ledger: Path) -> None:
    first = in_process("imports", "list", "--limit", 2, "--json").json
    second = in_process("imports", "list", "--limit", 2, "--before", first["next_before"], "--json").json
    assert [entry["file"] for entry in first["imports"] + second["imports"]] == [
        "spend.csv",
        "google.csv",
        "conflict.csv",
    ]
    assert second["next_before"] is None
    assert f"succotash imports list --before {first['next_before']}" in in_process("imports", "list", "--limit", 2).out


def test_a_narrow_window_gets_a_few_lines_per_import(ledger: Path) -> None:
    out = in_process("imports", "list", environment={"COLUMNS": "60"}).out
    assert max(map(len, out.splitlines())) <= 60
    assert "2 rows: 2 new, 0 updated, 0 unchanged; 1 rejected" in out


def test_the_csv_is_one_line_per_import(ledger: Path) -> None:
    lines = list(csv.DictReader(io.StringIO(in_process("imports", "list", "--csv").out)))
    assert [(line["file"], line["inserted"], line["reconciles"]) for line in lines] == [
        ("spend.csv", "3", ""),
        ("google.csv", "2", "false"),
        ("conflict.csv", "2", ""),
    ]


def test_a_name_that_looks_like_a_formula_is_no_formula_in_the_csv(here: Path) -> None:
    folder_of(here, orders_csv=ORDERS)
    (here / "orders.csv").rename(here / "=1+1.csv")
    in_process("import", "=1+1.csv", "--account", "@sum")
    [line] = csv.DictReader(io.StringIO(in_process("imports", "list", "--csv").out))
    assert (line["file"], line["account"]) == ("'=1+1.csv", "'@sum")


def test_an_import_is_shown_with_its_totals_and_its_rejected_lines(ledger: Path) -> None:
    newest, google, conflict = in_process("imports", "list", "--json").json["imports"]
    shown = in_process("imports", "show", google["id"]).out
    assert "Total: Campaigns, spend: the file says 25.00, its rows 20.00: differs" in shown
    assert "Total: Campaigns, clicks: the file says 30, its rows 30: agrees" in shown
    assert "sha256 " + google["content_hash"] in shown
    assert "line 4: " in in_process("imports", "show", conflict["id"]).out
    assert in_process("imports", "show", newest["id"], "--json").json == newest


def test_an_import_that_is_not_there_is_an_error_of_one_line(here: Path) -> None:
    said = in_process("imports", "show", 7)
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert said.err.startswith("error: ")
    assert in_process("imports", "show", 7, "--json").json["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    "words", [("list", "--limit", 0), ("list", "--limit", 201), ("list", "--before", 0), ("show", 0), ("show", 2**63)]
)
def test_a_number_out_of_bounds_is_a_usage_error_that_tells_them(here: Path, words: tuple[object, ...]) -> None:
    said = in_process("imports", *words)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert f"{words[-1]} is not a number from 1 to " in said.err


def test_json_and_csv_at_once_is_a_usage_error(here: Path) -> None:
    said = in_process("imports", "list", "--json", "--csv")
    assert (said.code, said.json["error"]["code"]) == (2, "usage")

"""Whatever is wrong, it is said in one clear line, with a code in the JSON, and nothing is half written."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.exports import ASKED, ORDERS, ORDERS_HEADER, SHOP, folder_of, shop
from tests.cli.running import Said, as_program, in_process

SECRET = "correct-horse-battery"
UNREADABLE: dict[str, bytes] = {
    "empty.csv": b"",
    "blank.csv": b"\n\n \n",
    "binary.csv": bytes(range(256)) * 20,
    "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(500),
    "wide.csv": (",".join(f"column {n}" for n in range(10_000)) + "\n").encode(),
    "table.csv": b"colour,taste\nred,sweet\n",
}
BAD_ROWS: dict[str, str] = {
    "too_few_cells": "c9,2025-01-12\n",
    "amount_1_2_3": 'c9,2025-01-12,"1,2,3",o9,EUR\n',
    "amount_of_words": "c9,2025-01-12,much,o9,EUR\n",
    "thirtieth_of_february": "c9,2025-02-30,10.00,o9,EUR\n",
}


def assert_one_line(said: Said) -> None:
    """An error as a person reads it: one line on standard error, nothing on standard output, no traceback."""
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_unrecognised_and_the_run_goes_on(here: Path, name: str) -> None:
    folder = folder_of(here / "exports", orders_csv=SHOP)
    (folder / name).write_bytes(UNREADABLE[name])
    said = in_process("payback", folder, *ASKED, "--json")
    views = {view["file"]: view for view in said.json["imports"]}
    assert said.code == 0
    assert views[name]["status"] == "unrecognised"
    assert [len(views[name]["messages"]), bool(views[name]["messages"][0]["code"])] == [1, True]
    assert views["orders.csv"]["status"] == "imported"
    assert "\n" not in views[name]["messages"][0]["message"]


@pytest.mark.parametrize("name", UNREADABLE)
def test_as_the_one_argument_of_import_it_exits_3(here: Path, name: str) -> None:
    (here / name).write_bytes(UNREADABLE[name])
    said = in_process("import", name)
    assert (said.code, said.err) == (3, "")
    assert f"✗ {name}: " in said.out
    assert "Traceback" not in said.everything


@pytest.mark.parametrize("options", [(), ASKED])
def test_a_folder_of_nothing_but_junk_is_answered_with_its_files_and_a_notice(
    here: Path, options: tuple[str, ...]
) -> None:
    folder = folder_of(here / "exports", empty_csv="", notes_txt="Shopping list\n")
    said = in_process("payback", folder, *options, "--json")
    assert (said.code, said.json["payback"]) == (0, [])
    assert [warning["code"] for warning in said.json["warnings"]] == ["no_facts"]
    assert [said.json["as_of"], said.json["currency"]] == ([None, None] if not options else ["2025-04-15", "USD"])
    [titles] = (here / "out" / "payback.csv").read_text().splitlines()
    assert titles.startswith("source,campaign,cohort,currency,")
    assert in_process("payback", folder, *options, "--json", "--strict").code == 3


def test_the_screen_of_a_folder_of_nothing_but_junk_shows_no_table(here: Path) -> None:
    folder = folder_of(here / "exports", empty_csv="", notes_txt="Shopping list\n")
    said = in_process("payback", folder)
    message = in_process("payback", folder, "--json").json["warnings"][0]["message"]
    assert (said.code, said.err) == (0, "")
    assert said.out.index("✗ notes.txt") < said.out.index(f"To know\n! {message}\n") < said.out.index("\ndatabase ")
    assert "Payback by" not in said.out
    assert "\n\n\n" not in said.out
    assert "None" not in said.out


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_row_that_cannot_be_right_is_rejected_with_its_line(here: Path, name: str) -> None:
    folder_of(here, orders_csv=ORDERS + BAD_ROWS[name])
    said = in_process("import", "orders.csv", "--json")
    [view] = said.json["imports"]
    assert said.code == 3
    assert (view["status"], view["rows"], view["rejected_rows"]) == ("imported", 2, 1)
    assert [reject["line"] for reject in view["rejects"]] == [4]
    assert view["orders"]["by_currency"]["EUR"]["net"] == "50.50"


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_file_of_nothing_else_is_rejected_as_a_whole(here: Path, name: str) -> None:
    folder_of(here, orders_csv=ORDERS_HEADER + BAD_ROWS[name])
    said = in_process("import", "orders.csv", "--json")
    assert (said.code, said.json["imports"][0]["status"]) == (3, "rejected")
    assert in_process("imports", "list", "--json").json["imports"] == []


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--margin", "60", "margin"),
        ("--margin", "0", "margin"),
        ("--margin", "60%", "margin"),
        ("--margin", "0,6", "margin"),
        ("--margin", "nan", "margin"),
        ("--currency", "EURO", "currency"),
        ("--currency", "€", "currency"),
        ("--timezone", "Mars/Olympus", "timezone"),
        ("--timezone", "../../etc/passwd", "timezone"),
        ("--as-of", "2025-02-30", "as_of"),
        ("--as-of", "25.06.2026", "as_of"),
        ("--as-of", "20260625", "as_of"),
        ("--as-of", "1066-10-14", "as_of"),
        ("--by", "weather", "by"),
        ("--account", "orders*=", "account"),
        ("--database", "mysql://localhost/shop", "setting"),
        ("--output", "exports", "same_folder"),
        ("--fx", "exports/orders.csv", "fx"),
        ("--fx", "nowhere.csv", "fx"),
        ("--colour", "red", "usage"),
    ],
)
def test_an_option_that_cannot_be_is_a_usage_error_before_anything_is_stored(
    here: Path, option: str, value: str, code: str
) -> None:
    shop(here / "exports")
    said = in_process("payback", "exports", option, value)
    assert said.code == 2
    assert_one_line(said)
    as_json = in_process("payback", "exports", option, value, "--json")
    assert (as_json.code, as_json.err, list(as_json.json)) == (2, "", ["error"])
    assert as_json.json["error"]["code"] == code
    assert f"error: {as_json.json['error']['message']}\n" == said.err
    assert in_process("imports", "list", "--json").json["imports"] == []


def test_a_command_that_is_not_there_is_a_usage_error(here: Path) -> None:
    said = in_process("paybak", "exports")
    assert said.code == 2
    assert_one_line(said)
    assert "payback" in said.err


def test_an_option_without_its_value_is_a_usage_error(here: Path) -> None:
    said = in_process("payback", "exports", "--margin")
    assert said.code == 2
    assert_one_line(said)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: folder.parent, "folder_not_found"),
        (lambda folder: folder.write_text("not a folder"), "not_a_folder"),
        (lambda folder: folder.mkdir(), "folder_empty"),
        (lambda folder: (folder / "deeper").mkdir(parents=True), "folder_empty"),
    ],
    ids=["missing", "a file", "empty", "only sub-folders"],
)
def test_a_folder_that_cannot_be_used_exits_1(here: Path, make: Callable[[Path], object], code: str) -> None:
    make(here / "exports")
    said = in_process("payback", "exports", *ASKED)
    assert said.code == 1
    assert_one_line(said)
    assert in_process("payback", "exports", *ASKED, "--json").json["error"]["code"] == code
    assert not (here / "succotash.db").exists()
    assert not (here / "out").exists()


def test_an_output_folder_that_cannot_be_written_stops_before_anything_is_imported(here: Path) -> None:
    shop(here / "exports")
    (here / "taken").write_text("a file")
    said = in_process("payback", "exports", *ASKED, "--output", "taken/deeper")
    assert said.code == 1
    assert_one_line(said)
    assert not (here / "succotash.db").exists()
    (here / "out" / "payback.csv").mkdir(parents=True)
    assert in_process("payback", "exports", *ASKED, "--json").json["error"]["code"] == "output_unwritable"
    (here / "odd" / f".payback.csv-{os.getpid()}.partial").mkdir(parents=True)
    assert in_process("payback", "exports", *ASKED, "--output", "odd").code == 1
    assert not (here / "succotash.db").exists()


@pytest.mark.parametrize(
    "place",
    [
        "sqlite:////proc/nowhere/facts.db",
        "sqlite:///missing/folder/facts.db",
        "sqlite:///exports",
        "sqlite:///note.txt",
    ],
)
def test_a_database_that_cannot_be_written_exits_1(here: Path, place: str) -> None:
    shop(here / "exports")
    (here / "note.txt").write_text("this is no database" * 100)
    for command in (("payback", "exports", *ASKED), ("import", "exports/orders.csv"), ("imports", "list")):
        said = in_process(*command, "--database", place)
        assert said.code == 1
        assert_one_line(said)
    said = in_process("payback", "exports", *ASKED, "--database", place, "--json")
    assert (said.code, said.err) == (1, "")
    assert said.json["error"]["code"].startswith("storage_")
    assert (here / "note.txt").read_text() == "this is no database" * 100


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_a_postgresql_that_is_down_exits_1_without_telling_the_password(here: Path, driver: str) -> None:
    url = f"postgresql://app:{SECRET}@127.0.0.1:{closed_port()}/shop"
    environment = {"DATABASE_DRIVER": driver, "DB_POOL_TIMEOUT": "1", "DATABASE_URL": url}
    said = as_program("payback", shop(here / "exports"), *ASKED, cwd=here, environment=environment)
    assert said.code == 1
    assert_one_line(said)
    assert SECRET not in said.everything


def test_a_postgresql_that_is_down_has_a_code_in_the_json(here: Path) -> None:
    url = f"postgresql://app:{SECRET}@127.0.0.1:{closed_port()}/shop"
    said = as_program("imports", "list", "--json", "--database", url, cwd=here)
    assert (said.code, said.err, said.json["error"]["code"]) == (1, "", "storage_unavailable")
    assert SECRET not in said.everything


def test_a_password_in_the_wrong_place_is_not_repeated(here: Path) -> None:
    url = f"postgresql://app:{SECRET}@localhost/shop"
    for words in (
        ("payback", url),
        ("payback", "exports", url),
        ("payback", "exports", "--database", f"postgres!{url}"),
        ("imports", "show", url),
        ("payback", "exports", f"--databse={url}"),
        (url,),
    ):
        said = in_process(*words)
        assert said.code in {1, 2}
        assert SECRET not in said.everything


def test_a_currency_that_nobody_named_is_asked_for(here: Path) -> None:
    said = in_process("payback", folder_of(here / "exports", spend_csv="month,spend\n2025-01,90\n"), "--json")
    assert (said.code, said.json["error"]["code"]) == (2, "currency_needed")
    assert said.json["error"]["message"] == "no file names a currency: say which one the report is in with --currency"

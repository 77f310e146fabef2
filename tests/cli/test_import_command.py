"""`succotash import FILE...`: each file whole, or not at all."""

from __future__ import annotations

from pathlib import Path

from tests.cli.exports import CONFLICT, GOOGLE, ORDERS, SHOP, SPEND, folder_of
from tests.cli.running import as_program, in_process


def statuses_of(*words: object) -> list[str]:
    return [view["status"] for view in in_process("import", *words, "--json").json["imports"]]


def test_a_file_is_imported_once_and_a_newer_export_updates(here: Path) -> None:
    folder_of(here, orders_csv=ORDERS)
    assert statuses_of("orders.csv") == ["imported"]
    assert statuses_of("orders.csv") == ["unchanged"]
    folder_of(here, orders_csv=ORDERS.replace("20.50", "25.50") + "c3,2025-01-15,5.00,o3,EUR\n")
    assert statuses_of("orders.csv") == ["updated"]


def test_the_json_has_the_imports_and_nothing_beside_them(here: Path) -> None:
    folder_of(here, google_csv=GOOGLE.format(total="20.00"))
    said = as_program("import", "google.csv", "--json", cwd=here)
    assert (said.code, said.err, list(said.json)) == (0, "", ["imports"])
    [view] = said.json["imports"]
    assert (view["kind"], view["platform"], view["rows"], view["total_rows"]) == ("ad_metrics", "google_ads", 2, 1)
    assert view["sums"]["spend"] == "20.00"
    assert view["sums"]["conversion_value"] is None
    total = {"total": "Total: Campaigns", "metric": "spend", "file": "20.00", "rows": "20.00", "agrees": True}
    assert {**total, "binding": True} in view["reconciliation"]


def test_a_dry_run_tells_what_would_happen_and_stores_nothing(here: Path) -> None:
    folder_of(here, orders_csv=ORDERS, again_csv=ORDERS + "c3,2025-01-15,5.00,o3,EUR\n")
    assert statuses_of("orders.csv", "again.csv", "--dry-run") == ["imported", "updated"]
    assert statuses_of("orders.csv", "--dry-run") == ["imported"]
    assert "Nothing was stored" in in_process("import", "orders.csv", "--dry-run").out
    assert in_process("imports", "list", "--json").json["imports"] == []


def test_the_currency_that_is_told_is_kept_with_the_file(here: Path) -> None:
    folder_of(here, spend_csv=SPEND)
    assert in_process("import", "spend.csv", "--currency", "eur").out.count("590.00 EUR (assumed)") == 1
    assert statuses_of("spend.csv", "--currency", "EUR") == ["unchanged"]
    [entry] = in_process("imports", "list", "--json").json["imports"]
    assert (entry["currency"], entry["currency_assumed"]) == ("EUR", True)


def test_a_rejected_row_is_listed_with_its_line_and_exits_3(here: Path) -> None:
    folder_of(here, orders_csv=CONFLICT)
    said = in_process("import", "orders.csv", "--json")
    [view] = said.json["imports"]
    assert said.code == 3
    assert (view["status"], view["rows"], view["rejected_rows"]) == ("imported", 2, 1)
    assert [reject["line"] for reject in view["rejects"]] == [4]
    assert "✗ orders.csv, line 4: " in in_process("import", "orders.csv").out


def test_a_file_that_is_not_recognised_does_not_stop_the_others(here: Path) -> None:
    folder_of(here, orders_csv=ORDERS, notes_txt="Shopping list\n")
    assert in_process("import", "notes.txt", "orders.csv").code == 0
    assert in_process("import", "notes.txt", "orders.csv", "--strict").code == 3
    assert in_process("import", "notes.txt").code == 3
    assert statuses_of("notes.txt", "orders.csv") == ["unrecognised", "unchanged"]


def test_a_file_that_is_not_there_is_named_and_exits_3(here: Path) -> None:
    folder_of(here, orders_csv=ORDERS)
    said = in_process("import", "nowhere.csv", "orders.csv", "--json")
    assert said.code == 3
    missing, imported = said.json["imports"]
    assert (missing["file"], missing["status"], missing["messages"][0]["code"]) == (
        "nowhere.csv",
        "unrecognised",
        "not_a_file",
    )
    assert imported["status"] == "imported"
    assert in_process("import", here).code == 3


def test_the_same_file_for_another_account_is_another_import(here: Path) -> None:
    folder_of(here, orders_csv=SHOP)
    assert statuses_of("orders.csv", "--account", "east") == ["imported"]
    assert statuses_of("orders.csv", "--account", "west") == ["imported"]
    assert statuses_of("orders.csv", "--account", "orders*=east") == ["unchanged"]

"""Answers that were worked out elsewhere, through the real command line."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import ROOT, answer, succotash

SHARED = ROOT.parent / "shared" / "data" / "exports"

ORDERS = """\
Name,Email,Created at,Total,Refunded Amount,Currency,Lineitem name
#1,ann@shop.example,2025-01-05 10:00:00 -0500,100.00,0.00,USD,Lamp
#1,,,,,,Bulb
#2,bob@shop.example,2025-01-20 09:30:00 -0500,50.00,0.00,USD,Lamp
#3,Ann@Shop.Example ,2025-02-10 15:12:00 -0500,40.00,10.00,USD,Shade
#4,,2025-01-25 11:00:00 -0500,25.00,0.00,USD,Lamp
#5,bob@shop.example,2025-01-20 18:45:00 -0500,0.00,0.00,USD,Sample
#6,cara@shop.example,2025-03-03 08:00:00 -0500,200.00,0.00,USD,Set
#7,ann@shop.example,2025-04-02 12:00:00 -0400,500.00,0.00,USD,Chandelier
#8,dana@shop.example,2025-02-05 10:10:00 -0500,80.00,0.00,USD,Lamp
"""
SPEND = "Month,Spend\n2025-01,90\n2025-03,400\n2025-04,100\n"
QUESTION = ("--as-of", "2025-04-15", "--margin", "0.6", "--timezone", "America/New_York", "--json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "orders.csv").write_text(ORDERS)
    (exports / "spend.csv").write_text(SPEND)
    return exports


def rows_of(found: dict[str, Any], source: str = "all") -> dict[str, dict[str, Any]]:
    return {row["cohort"]: row for row in found["payback"] if row["source"] == source}


def assert_known_answer(found: dict[str, Any]) -> None:
    rows = rows_of(found)
    january = rows["2025-01"]
    assert (january["new_customers"], january["spend"], january["cac"]) == (2, "90.00", "45.000000")
    assert [january["ltv"][m] for m in ("m0", "m1", "m2", "m3")] == ["45.000000", "54.000000", "54.000000", None]
    assert (january["payback_month"], january["payback_status"]) == (0, "paid_back")
    assert january["mature_through"] == "m2"
    assert (rows["2025-02"]["spend"], rows["2025-02"]["payback_status"]) == (None, "no_spend_data")
    assert (rows["2025-04"]["spend"], rows["2025-04"]["new_customers"]) == ("100.00", 0)
    assert rows["2025-04"]["payback_status"] == "no_customers"
    assert found["currency"] == "USD"
    assert found["coverage"]["orders_without_identity"] == 1


def test_the_hand_made_shop(folder: Path, tmp_path: Path) -> None:
    found = answer(succotash("payback", str(folder), *QUESTION, cwd=tmp_path))
    assert_known_answer(found)
    spend, orders = sorted(found["imports"], key=lambda entry: str(entry["kind"]), reverse=True)
    assert (spend["kind"], spend["currency"], spend["currency_assumed"]) == ("spend", "USD", True)
    assert (orders["rows"], orders["currency"], orders["currency_assumed"]) == (9, "USD", False)
    assert orders["orders"] == {
        "orders": 8,
        "customers": 4,
        "without_identity": 1,
        "by_currency": {"USD": {"gross": "995.00", "refunds": "10.00", "net": "985.00"}},
    }


def test_another_margin_gives_another_answer_from_the_same_facts(folder: Path, tmp_path: Path) -> None:
    answer(succotash("payback", str(folder), *QUESTION, cwd=tmp_path))
    again = answer(succotash("payback", str(folder), "--as-of", "2025-03-31", "--json", cwd=tmp_path))
    assert {entry["status"] for entry in again["imports"]} == {"unchanged"}
    assert rows_of(again)["2025-01"]["ltv"]["m2"] == "90.000000"


def test_an_error_after_the_imports_still_tells_what_was_imported(folder: Path, tmp_path: Path) -> None:
    (folder / "other.csv").write_text("customer_id,date,amount,currency\na,2025-01-05,5,EUR\n")
    told = answer(succotash("payback", str(folder), "--json", cwd=tmp_path), code=2)["error"]
    assert told["code"] == "currency_needed"
    assert [entry["status"] for entry in told["details"]["imports"]] == ["imported"] * 3


def test_identical_lines_without_a_key_are_purchases_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "cd.txt").write_text(" 00004 0001 19970101  2   29.33\n" * 3 + " 00004 0001 19970118  2   29.73\n")
    entry = answer(succotash("import", "cd.txt", "--json", cwd=tmp_path))["imports"][0]
    assert entry["orders"]["by_currency"]["unknown"]["gross"] == "117.72"
    assert answer(succotash("import", "cd.txt", "--json", cwd=tmp_path))["imports"][0]["status"] == "unchanged"


if SHARED.is_dir():  # the reference files do not come with the project

    def test_the_reference_shop(tmp_path: Path) -> None:
        exports = tmp_path / "exports"
        exports.mkdir()
        for name in ("orders__shopify__usd_known_answer_fixture.csv", "orders__ltv_kit_spend_fixture.csv"):
            (exports / name).write_bytes((SHARED / name).read_bytes())
        assert_known_answer(answer(succotash("payback", str(exports), *QUESTION, cwd=tmp_path)))

    def test_cohorts_of_the_reference_demo_shop(tmp_path: Path) -> None:
        name = "orders__shopify__usd_demo.csv"
        exports = tmp_path / "exports"
        exports.mkdir()
        (exports / name).write_bytes((SHARED / name).read_bytes())
        expected = json.loads((SHARED / "expected.json").read_text())[name]["cohorts_by_literal_created_month"]
        # the file gives local times at -0500 all year round, and its months are taken as they are written
        found = answer(succotash("payback", str(exports), "--timezone", "Etc/GMT+5", "--json", cwd=tmp_path))
        rows = rows_of(found)
        assert {month: row["new_customers"] for month, row in rows.items()} == {
            month: cohort["size"] for month, cohort in expected.items()
        }
        for month, cohort in expected.items():
            literal = Decimal(cohort["cum_net_per_customer_m0_m12"][0])
            shown = rows[month]["ltv"]["m0"]
            assert month == "2025-07" or abs(Decimal(shown) - literal) <= Decimal("0.005")

    def test_cdnow(tmp_path: Path) -> None:
        found = answer(succotash("import", str(SHARED / "orders__cdnow_sample.txt"), "--json", cwd=tmp_path))
        entry = found["imports"][0]
        assert (entry["kind"], entry["platform"], entry["rows"], entry["currency"]) == ("orders", "plain", 6919, None)
        assert (entry["orders"]["orders"], entry["orders"]["customers"]) == (6919, 2357)
        assert entry["orders"]["by_currency"]["unknown"]["gross"] == "244091.94"

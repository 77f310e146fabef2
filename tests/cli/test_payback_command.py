"""`succotash payback`: the main job, from files to the table."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.cli.exports import ASKED, CONFLICT, GOOGLE, ORDERS, ORDERS_HEADER, SHOP, SPEND, folder_of, shop
from tests.cli.running import Said, as_program, in_process

KEYS = [
    *("as_of", "currency", "margin", "timezone", "by", "exclude_tax", "exclude_shipping", "orders_from", "imports"),
    *("payback", "coverage"),
    *("unallocated_spend", "other_currencies", "warnings", "files"),
]


def payback(folder: Path, *options: object) -> Said:
    return in_process("payback", folder, *options)


def statuses(said: Said) -> dict[str, str]:
    return {view["file"]: view["status"] for view in said.json["imports"]}


def row(said: Said, source: str, cohort: str) -> dict[str, Any]:
    [found] = [row for row in said.json["payback"] if (row["source"], row["cohort"]) == (source, cohort)]
    return dict(found)


def test_the_known_answer_comes_out_of_the_command_line(here: Path) -> None:
    said = payback(shop(here / "exports"), *ASKED, "--json")
    assert said.code == 0
    first, second, third, last = (row(said, "all", f"2025-0{month}") for month in (1, 2, 3, 4))
    assert (first["spend"], first["new_customers"], first["cac"]) == ("90.00", 2, "45.000000")
    assert list(first["ltv"].values()) == ["45.000000", "54.000000", "54.000000", None, None, None]
    assert (first["payback_month"], first["payback_status"], first["mature_through"]) == (0, "paid_back", "m2")
    assert (second["spend"], second["cac"], second["payback_status"]) == (None, None, "no_spend_data")
    assert (third["payback_month"], third["payback_status"]) == (None, "not_yet")
    assert (last["spend"], last["new_customers"], last["payback_status"]) == ("100.00", 0, "no_customers")


def test_the_json_is_one_object_with_its_keys_in_order(here: Path) -> None:
    said = as_program("payback", shop(here / "exports"), *ASKED, "--json", cwd=here)
    assert list(said.json) == KEYS
    assert said.json["files"] == {
        "database": "sqlite:///succotash.db",
        "output": "out",
        "payback": "out/payback.csv",
        "report": "out/report.html",
        "customers": "out/customers.csv",
    }
    assert {name: said.json[name] for name in KEYS[:8]} == {
        "as_of": "2025-04-15",
        "currency": "USD",
        "margin": "0.6",
        "timezone": "America/New_York",
        "by": "source",
        "exclude_tax": False,
        "exclude_shipping": False,
        "orders_from": None,
    }
    assert said.err == ""


def test_the_file_of_orders_is_summed_as_it_stands(here: Path) -> None:
    views = {view["file"]: view for view in payback(shop(here / "exports"), *ASKED, "--json").json["imports"]}
    assert views["orders.csv"]["orders"] == {
        "orders": 8,
        "customers": 4,
        "without_identity": 1,
        "by_currency": {"USD": {"gross": "995.00", "refunds": "10.00", "net": "985.00"}},
    }
    assert (views["spend.csv"]["currency"], views["spend.csv"]["currency_assumed"]) == ("USD", True)


def test_without_a_currency_the_only_one_that_the_files_name_is_taken(here: Path) -> None:
    said = payback(shop(here / "exports"), "--as-of", "2025-04-15", "--json")
    views = {view["file"]: view for view in said.json["imports"]}
    assert said.json["currency"] == "USD"
    assert (views["spend.csv"]["currency"], views["spend.csv"]["currency_assumed"]) == ("USD", True)


def test_a_second_run_changes_nothing_and_says_so(here: Path) -> None:
    folder = shop(here / "exports")
    first, second = (payback(folder, *ASKED, "--json") for _ in range(2))
    assert statuses(first) == {"orders.csv": "imported", "spend.csv": "imported"}
    assert statuses(second) == {"orders.csv": "unchanged", "spend.csv": "unchanged"}
    assert second.json["payback"] == first.json["payback"]
    assert "unchanged" in payback(folder, *ASKED).out


def test_memory_and_sqlite_give_the_same_answer(here: Path) -> None:
    folder = shop(here / "exports")
    in_memory, in_file = (
        payback(folder, *ASKED, "--json", "--database", url).json for url in ("memory://", "sqlite:///facts.db")
    )
    assert in_memory.pop("files") != in_file.pop("files")
    assert in_memory == in_file


def test_postgresql_gives_the_same_answer_without_telling_its_password(here: Path, postgres_url: str) -> None:
    folder = shop(here / "exports")
    on_server, in_memory = (payback(folder, *ASKED, "--json", "--database", url) for url in (postgres_url, "memory://"))
    assert on_server.json["payback"] == in_memory.json["payback"]
    assert on_server.json["files"]["database"].startswith("postgresql://")
    secret = urlsplit(postgres_url).password
    assert secret is None or secret not in on_server.everything


def test_the_screen_shows_the_ledger_the_table_and_what_it_rests_on(here: Path) -> None:
    said = payback(shop(here / "exports"), *ASKED)
    lines = [line.split() for line in said.out.splitlines()]
    assert ["orders.csv", "shopify", "orders", "utf-8", "imported", "9", "0", "0", "985.00", "USD"] in [
        line[:10] for line in lines
    ]
    assert "no total in file" in said.out
    assert "590.00 USD (assumed)" in said.out
    assert ["2025-01", "90.00", "2", "45.00", "45.00", "54.00", "54.00", "—", "—", "—", "m0", "—", "1.94"] in lines
    assert "as of 2025-04-15 · USD · margin 0.6 · days in America/New_York · net revenue with tax" in said.out
    assert "0.00 %  have a known source" in said.out
    assert "1  order names nobody" in said.out
    assert (
        "database sqlite:///succotash.db · table out/payback.csv · customers out/customers.csv · report out/report.html"
        in (said.out)
    )


def test_the_net_of_a_file_is_not_called_as_the_reports_net_revenue(here: Path) -> None:
    folder = shop(here / "exports")
    wide, narrow = (in_process("payback", folder, *ASKED, environment={"COLUMNS": width}) for width in ("200", "80"))
    assert "Spend or orders' net" in wide.out
    assert "net of all orders 985.00 USD · reconciles: no total in file" in narrow.out
    assert "  9 rows, 0 total rows left out, 0 rejected" in narrow.out
    assert "net revenue 985" not in wide.out + narrow.out
    assert "net of all orders  985.00 USD" in in_process("imports", "show", 1).out


def test_one_of_a_thing_is_told_in_the_singular(here: Path) -> None:
    one = f"{ORDERS_HEADER}c1,2025-01-10,30.00,o1,EUR\n,2025-01-11,9.00,o2,EUR\nc3,2025-01-12,0.00,o3,EUR\n"
    folder = folder_of(here / "exports", google_csv=GOOGLE.format(total="20.00"), orders_csv=one)
    out = in_process("payback", folder, "--currency", "EUR", environment={"COLUMNS": "80"}).out
    assert "  2 rows, 1 total row left out, 0 rejected" in out
    assert "        1  order names nobody: in the revenue, in no cohort" in out
    assert "        1  free order: it makes no customer" in out


def test_what_is_not_known_is_a_dash_and_never_a_zero(here: Path) -> None:
    lines = payback(shop(here / "exports"), *ASKED).out.splitlines()
    quiet_month = next(line.split() for line in lines if line.strip().startswith("2025-02"))
    assert quiet_month[1:4] == ["—", "1", "—"]
    assert quiet_month[4:6] == ["48.00", "48.00"]
    assert quiet_month[6:10] == ["—"] * 4


def test_spend_that_is_known_for_a_part_of_a_month_is_marked(here: Path) -> None:
    spend = "date,spend\n2025-01-01,10\n2025-01-02,10\n"
    said = payback(folder_of(here / "exports", orders_csv=SHOP, spend_csv=spend), *ASKED)
    assert "20.00~" in said.out
    assert "~ spend known for a part of the month" in said.out


@pytest.mark.parametrize("columns", [80, 140])
def test_no_figure_is_cut_or_lost_in_a_narrow_window(here: Path, columns: int) -> None:
    said = in_process("payback", shop(here / "exports"), *ASKED, environment={"COLUMNS": str(columns)})
    table = said.out[said.out.index("Payback by source") : said.out.index("Customers")].splitlines()
    assert max(map(len, table[2:])) <= columns
    assert {"90.00", "45.00", "54.00", "1.94", "m0", "400.00", "100.00"} <= {
        word for line in table for word in line.split()
    }
    assert "…" not in said.out


def test_payback_csv_has_all_decimals_and_empty_cells(here: Path) -> None:
    said = payback(shop(here / "exports"), *ASKED, "--output", "elsewhere/deep", "--json")
    with (here / "elsewhere" / "deep" / "payback.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == len(said.json["payback"])
    first, second = lines[:2]
    assert (first["cac"], first["ltv_m1"], first["ltv_m3"]) == ("45.000000", "54.000000", "")
    assert (first["source"], first["campaign"], first["currency"]) == ("all", "", "USD")
    assert (second["spend"], second["spend_partial"], second["payback_status"]) == ("", "true", "no_spend_data")
    assert sorted(path.name for path in (here / "elsewhere" / "deep").iterdir()) == [
        "customers.csv",
        "payback.csv",
        "report.html",
    ]


def test_a_campaign_that_looks_like_a_formula_is_no_formula_in_the_csv(here: Path) -> None:
    spend = 'date,spend,platform,campaign\n2025-01-05,10,google_ads,"=HYPERLINK(""x"")"\n'
    payback(folder_of(here / "exports", orders_csv=SHOP, spend_csv=spend), *ASKED, "--by", "campaign")
    with (here / "out" / "payback.csv").open(encoding="utf-8", newline="") as file:
        campaigns = {line["campaign"] for line in csv.DictReader(file)}
    assert """'=HYPERLINK("x")""" in campaigns


def test_by_campaign_the_share_of_matched_customers_is_told(here: Path) -> None:
    said = payback(shop(here / "exports"), *ASKED, "--by", "campaign")
    assert "have a campaign that the platform's files name" in said.out
    assert payback(here / "exports", *ASKED, "--by", "campaign", "--json").json["by"] == "campaign"


def test_a_file_that_is_not_recognised_is_named_with_what_was_seen_and_the_run_goes_on(here: Path) -> None:
    folder = folder_of(here / "exports", orders_csv=SHOP, notes_txt="Shopping list\nmilk\n")
    said = payback(folder, *ASKED)
    assert said.code == 0
    assert "✗ notes.txt" in said.out
    assert "Shopping list" in said.out
    assert "2025-01" in said.out


def test_strict_minds_files_that_are_not_recognised(here: Path) -> None:
    folder = folder_of(here / "exports", orders_csv=SHOP, notes_txt="Shopping list\nmilk\n")
    said = payback(folder, *ASKED, "--strict", "--json")
    assert said.code == 3
    assert statuses(said) == {"notes.txt": "unrecognised", "orders.csv": "imported"}


def test_rejected_rows_are_listed_with_their_lines(here: Path) -> None:
    said = payback(folder_of(here / "exports", orders_csv=CONFLICT), "--currency", "EUR")
    assert said.code == 3
    assert "✗ orders.csv, line 4" in said.out


def test_rejected_rows_are_told_again_below_the_table(here: Path) -> None:
    said = payback(folder_of(here / "exports", orders_csv=CONFLICT), "--currency", "EUR")
    assert "! 1 row of 1 file was rejected: its figures are missing above\n" in said.out.partition("To know")[2]
    bad = f"{ORDERS_HEADER}c7,2025-01-12,much,o7,EUR\nc8,2025-01-12,more,o8,EUR\nc9,2025-01-12,1.00,o9,EUR\n"
    folder_of(here / "exports", bad_csv=bad)
    for _ in range(2):  # also where the files are known already
        told = payback(here / "exports", "--currency", "EUR").out.partition("To know")[2]
        assert "! 3 rows of 2 files were rejected: their figures are missing above\n" in told


def test_files_that_were_rejected_as_a_whole_are_told_below_the_table(here: Path) -> None:
    folder = folder_of(here / "exports", orders_csv=SHOP, conflict_csv=CONFLICT)
    said = payback(folder, *ASKED, "--strict")
    assert "! 1 file was rejected as a whole: its figures are missing above\n" in said.out.partition("To know")[2]
    assert "rejected as a whole" not in payback(shop(here / "good"), *ASKED).out


def test_strict_stores_no_file_with_a_rejected_row(here: Path) -> None:
    folder = folder_of(here / "exports", orders_csv=CONFLICT, spend_csv=SPEND)
    said = payback(folder, "--currency", "EUR", "--as-of", "2025-02-28", "--strict", "--json")
    assert said.code == 3
    assert statuses(said)["orders.csv"] == "rejected"
    assert said.json["coverage"]["customers"] == 0


def test_the_files_own_total_is_compared_with_its_rows(here: Path) -> None:
    right, wrong = (GOOGLE.format(total=total) for total in ("20.00", "25.00"))
    folder = folder_of(here / "exports", orders_csv=SHOP, right_csv=right, wrong_csv=wrong)
    said = payback(folder, *ASKED)
    verdicts = {line.split()[0]: line.split()[-1] for line in said.out.splitlines() if "google_ads  " in line}
    assert verdicts == {"right.csv": "yes", "wrong.csv": "no"}
    assert "✗ wrong.csv: Total: Campaigns, spend: the file says 25.00, its rows 20.00" in said.out


def test_the_database_and_its_companions_are_not_read_back(here: Path) -> None:
    folder = folder_of(here / "exports", orders_csv=SHOP)
    for companion in ("-wal", "-journal"):
        (folder / f"facts.db{companion}").touch()
    for _ in range(2):
        said = payback(folder, *ASKED, "--database", f"sqlite:///{folder}/facts.db", "--json")
        assert [view["file"] for view in said.json["imports"]] == ["orders.csv"]


def test_the_rates_are_read_first_and_once(here: Path) -> None:
    rates = "date,currency,rate\n2025-01-01,EUR,1.10\n"
    folder = folder_of(here / "exports", orders_csv=ORDERS, a_csv=SPEND, rates_csv=rates)
    said = payback(folder, "--currency", "USD", "--fx", folder / "rates.csv", "--json")
    assert [view["file"] for view in said.json["imports"]] == ["rates.csv", "a.csv", "orders.csv"]
    assert said.json["other_currencies"] == []
    assert row(said, "all", "2025-01")["blended_roas"] == "0.617222"  # 50.50 x 1.10 / 90


def test_other_currencies_stand_apart(here: Path) -> None:
    folder = folder_of(here / "exports", orders_csv=ORDERS, shop_csv=SHOP)
    said = payback(folder, *ASKED)
    assert "2 orders · net revenue 50.50 EUR · spend —" in said.out
    assert payback(folder, *ASKED, "--json").json["other_currencies"] == [
        {"currency": "EUR", "orders": 2, "net": "50.50", "spend": None}
    ]


def test_spend_across_months_is_listed_and_not_spread(here: Path) -> None:
    titles = "Campaign name,Amount spent (USD),Impressions,Reporting starts,Reporting ends"
    spend = f"{titles}\nSpring,75.00,10,2025-01-20,2025-02-10\n"
    said = payback(folder_of(here / "exports", orders_csv=SHOP, meta_csv=spend), *ASKED)
    assert "75.00 USD · meta_ads · Spring · 2025-01-20 to 2025-02-10 · meta.csv" in said.out


def test_quiet_leaves_out_the_files_that_went_well(here: Path) -> None:
    folder = folder_of(here / "exports", orders_csv=SHOP, notes_txt="Shopping list\nmilk\n")
    said = payback(folder, *ASKED, "--quiet")
    assert "orders.csv" not in said.out
    assert "notes.txt" in said.out
    assert "Payback by source" in said.out


def test_two_shops_with_the_same_order_numbers_are_kept_apart_by_account(here: Path) -> None:
    folder = folder_of(here / "exports", east_csv=SHOP, west_csv=SHOP.replace("@example.com", "@example.org"))
    said = payback(folder, *ASKED, "--account", "west*=west", "--json")
    assert statuses(said) == {"east.csv": "imported", "west.csv": "imported"}
    assert said.json["coverage"]["customers"] == 8


def test_names_of_files_cannot_paint_the_screen(here: Path) -> None:
    folder = folder_of(here / "exports", orders_csv=SHOP)
    (folder / "[bold]\x1b[31mred\n.csv").write_bytes(b"\x00\x01")
    said = payback(folder, *ASKED)
    assert "[bold] [31mred .csv" in said.out
    assert "\x1b" not in said.out
    assert "\x1b" not in said.out


def test_the_output_of_one_run_is_never_the_input_of_the_next(here: Path) -> None:
    folder = shop(here / "exports")
    said = payback(folder, *ASKED, "--output", here / "exports" / ".." / "exports")
    assert (said.code, said.out) == (2, "")
    assert said.err == "error: --output is the folder of the exports itself; name another one\n"
    assert not (here / "succotash.db").exists()

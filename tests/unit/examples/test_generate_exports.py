"""The example exports, checked from outside: the script is run as users run it, and its files are read."""

import csv
import io
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "examples" / "generate_exports.py"
OLDER, NEWER = "Campaign report 2025-H2.csv", "Campaign report 2026-H1.csv"
META = "Saltbush-Lantern-Campaigns-1-Jul-2025-30-Jun-2026.csv"
ORDERS = "orders_export_1.csv"
SUMMED = ("Impr.", "Clicks", "Cost", "Conversions", "Conv. value")
OF_THE_ORDER = (
    "Financial Status",
    "Currency",
    "Subtotal",
    "Shipping",
    "Taxes",
    "Total",
    "Discount Amount",
    "Refunded Amount",
    "Outstanding Balance",
    "Id",
    "Source",
)

Row = dict[str, str]


def run(directory: Path, *options: str, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the script from a directory that is not the project's."""
    return subprocess.run(
        [sys.executable, str(SCRIPT), str(directory), *options],
        cwd=directory.parent,
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=False,
    )


def contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the default seed by name."""
    directory = tmp_path_factory.mktemp("exports")
    assert run(directory).returncode == 0
    return contents(directory)


@pytest.fixture(scope="module")
def lines(exports: dict[str, bytes]) -> list[Row]:
    """The order export's rows, one per line item."""
    return list(csv.DictReader(io.StringIO(exports[ORDERS].decode("utf-8"), newline="")))


@pytest.fixture(scope="module")
def orders(lines: list[Row]) -> list[Row]:
    """The first row of each order, which is the one with a total."""
    return [row for row in lines if row["Total"]]


@pytest.fixture(scope="module")
def google(exports: dict[str, bytes]) -> dict[str, list[Row]]:
    """The rows of both Google files, totals and all."""
    return {name: google_rows(exports[name]) for name in (OLDER, NEWER)}


@pytest.fixture(scope="module")
def meta(exports: dict[str, bytes]) -> list[Row]:
    return list(csv.DictReader(io.StringIO(exports[META].decode("utf-8-sig"))))


def google_rows(content: bytes) -> list[Row]:
    return list(csv.DictReader(content.decode("utf-8").splitlines()[2:]))


def number(cell: str) -> Decimal:
    return Decimal(cell.replace(",", "") or "0")


def column_sum(rows: Iterable[Row], column: str) -> Decimal:
    return sum((number(row[column]) for row in rows), Decimal(0))


def data(rows: list[Row]) -> list[Row]:
    return [row for row in rows if not row["Day"].startswith("Total")]


def total(rows: list[Row], label: str) -> dict[str, Decimal]:
    [row] = [row for row in rows if row["Day"] == f"Total: {label}"]
    return {column: number(row[column]) for column in SUMMED}


def sums(rows: list[Row]) -> dict[str, Decimal]:
    return {column: column_sum(rows, column) for column in SUMMED}


def keys(order: Row) -> dict[str, str]:
    """The note attributes of an order."""
    return dict(line.split(": ", 1) for line in order["Note Attributes"].split("\n") if ": " in line)


def counting_histories(orders: list[Row]) -> list[list[Row]]:
    """The orders that count, oldest first, by customer: the e-mail whatever its case, else the phone."""
    mail_of = {row["Phone"]: row["Email"].lower() for row in orders if row["Phone"] and row["Email"]}
    histories = defaultdict(list)
    for row in reversed(orders):
        who = row["Email"].lower() or mail_of.get(row["Phone"], row["Phone"])
        if who and row["Financial Status"] not in ("pending", "voided") and net(row) > 0:
            histories[who].append(row)
    return list(histories.values())


def net(order: Row) -> Decimal:
    return number(order["Total"]) - number(order["Refunded Amount"])


# --- the run ---------------------------------------------------------------------------------------------


def test_the_same_seed_writes_the_same_bytes(exports: dict[str, bytes], tmp_path: Path) -> None:
    assert run(tmp_path / "again", "--seed", "20250701", hash_seed="4711").returncode == 0
    assert contents(tmp_path / "again") == exports


def test_another_seed_writes_other_files_of_the_same_names(exports: dict[str, bytes], tmp_path: Path) -> None:
    assert run(tmp_path / "other", "--seed", "2", "--customers", "300").returncode == 0
    other = contents(tmp_path / "other")
    assert other.keys() == exports.keys()
    assert all(other[name] != exports[name] for name in exports)


def test_the_files_stay_small(exports: dict[str, bytes]) -> None:
    assert sum(map(len, exports.values())) < 15_000_000


@pytest.mark.parametrize(
    "options",
    [
        ("--customers", "199"),
        ("--customers", "50001"),
        ("--seed", "-1"),
        ("--seed", "1" * 5000),
        ("--seed", "x"),
    ],
)
def test_a_number_out_of_bounds_is_a_usage_error_in_one_line(tmp_path: Path, options: tuple[str, str]) -> None:
    refused = run(tmp_path / "never", *options)
    assert refused.returncode == 2
    assert f"argument {options[0]}: must be a whole number from" in refused.stderr.splitlines()[-1]
    assert not (tmp_path / "never").exists()


def test_a_directory_that_cannot_be_made_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    refused = run(tmp_path / "taken", "--customers", "200")
    assert refused.returncode == 2
    assert re.fullmatch(r"cannot write to .*taken: .+\n", refused.stderr)


# --- Google Ads ------------------------------------------------------------------------------------------


def test_google_starts_with_a_title_and_a_quoted_period(exports: dict[str, bytes]) -> None:
    assert exports[OLDER].startswith(b'Campaign report\n"July 1, 2025 - December 31, 2025"\nDay,Campaign status,')
    assert exports[NEWER].startswith(b'Campaign report\n"December 18, 2025 - June 30, 2026"\nDay,Campaign status,')


@pytest.mark.parametrize("name", [OLDER, NEWER])
def test_google_totals_equal_the_rows_to_the_cent(google: dict[str, list[Row]], name: str) -> None:
    rows = data(google[name])
    assert total(google[name], "Campaigns") == sums(rows)
    for kind in ("Search", "Performance Max"):
        assert total(google[name], kind) == sums([row for row in rows if row["Campaign type"] == kind])


@pytest.mark.parametrize("name", [OLDER, NEWER])
def test_google_account_total_is_higher_by_the_removed_campaign(google: dict[str, list[Row]], name: str) -> None:
    account, listed = total(google[name], "Account"), total(google[name], "Campaigns")
    removed = total(google[name], "Display")
    assert account == {column: listed[column] + removed[column] for column in SUMMED}
    assert 0 < removed["Cost"] < listed["Cost"] / 100
    assert not [row for row in data(google[name]) if row["Campaign type"] == "Display"]


def test_google_re_exports_its_last_two_weeks_with_later_conversions(google: dict[str, list[Row]]) -> None:
    older, newer = ({(row["Day"], row["Campaign"]): row for row in data(google[name])} for name in (OLDER, NEWER))
    shared = older.keys() & newer.keys()
    assert {day for day, _ in shared} == {f"2025-12-{day}" for day in range(18, 32)}
    assert all(older[key][column] == newer[key][column] for key in shared for column in SUMMED[:3])
    gains = [number(newer[key]["Conversions"]) - number(older[key]["Conversions"]) for key in shared]
    assert min(gains) >= 0
    assert sum(gains) > 5


def test_google_covers_each_day_once_per_campaign(google: dict[str, list[Row]]) -> None:
    seen = [(row["Day"], row["Campaign ID"]) for row in data(google[OLDER])]
    assert len(seen) == len(set(seen))
    assert len({day for day, _ in seen}) == 184


def test_google_prints_its_own_quirks(google: dict[str, list[Row]], exports: dict[str, bytes]) -> None:
    rows = [*data(google[OLDER]), *data(google[NEWER])]
    shares = {row["Search impr. share"] for row in rows}
    assert {" --", "< 10%", "> 90%"} <= shares
    assert any("," in row["Impr."] for row in rows)
    assert not any("," in row["Cost"] for row in rows)
    assert any("," in row["Campaign"] for row in rows)
    assert any(number(row["Conversions"]) % 1 for row in rows)
    paused = [row for row in rows if row["Impr."] == "0"]
    assert {(row["CTR"], row["Cost"], row["Conversions"]) for row in paused} == {(" --", "0.00", "0.00")}
    assert b'"1,' in exports[OLDER]


# --- Meta ------------------------------------------------------------------------------------------------


def test_meta_has_a_byte_order_mark_and_quotes_what_has_spaces(exports: dict[str, bytes]) -> None:
    assert exports[META].startswith(b'\xef\xbb\xbfDay,"Campaign name",Reach,')
    assert b'"Amount spent (AUD)","Clicks (all)","Link clicks",Purchases,' in exports[META]


def test_meta_lists_the_newest_day_first_and_every_day(meta: list[Row]) -> None:
    days = [row["Day"] for row in meta]
    assert days == sorted(days, reverse=True)
    assert (days[0], days[-1], len(set(days))) == ("2026-06-30", "2025-07-01", 365)
    assert all(row["Day"] == row["Reporting starts"] == row["Reporting ends"] for row in meta)


def test_meta_leaves_blank_what_there_was_none_of(meta: list[Row]) -> None:
    blank = [row for row in meta if not row["Purchases"]]
    assert blank
    assert all(not row["Cost per purchase"] and not row["Purchases conversion value"] for row in blank)
    assert all(row["Purchases"] != "0" for row in meta)


# --- Shopify ---------------------------------------------------------------------------------------------


def test_shopify_has_its_79_columns_on_every_line(exports: dict[str, bytes]) -> None:
    rows = list(csv.reader(io.StringIO(exports[ORDERS].decode("utf-8"), newline="")))
    assert {len(row) for row in rows} == {79}
    assert rows[0][0] == "Name"
    assert rows[0][-1] == "Payment References"
    assert len(set(rows[0])) == 79


def test_shopify_writes_the_newest_order_first_and_its_lines_together(lines: list[Row]) -> None:
    numbers = [int(row["Name"].removeprefix("#")) for row in lines]
    assert numbers == sorted(numbers, reverse=True)
    stamps = [datetime.fromisoformat(row["Created at"]) for row in lines]
    assert stamps == sorted(stamps, reverse=True)


def test_shopify_gives_an_order_its_amounts_on_the_first_line_only(lines: list[Row], orders: list[Row]) -> None:
    first = {id(row) for row in orders}
    assert len({row["Name"] for row in lines}) == len(orders)
    assert all(row[column] for row in orders for column in OF_THE_ORDER)
    others = [row for row in lines if id(row) not in first]
    assert others
    assert not any(row[column] for row in others for column in (*OF_THE_ORDER, "Note Attributes", "Phone"))


def test_shopify_follows_the_clock_change_of_sydney(orders: list[Row]) -> None:
    for row in orders:
        day, offset = date.fromisoformat(row["Created at"][:10]), row["Created at"][-5:]
        summer = date(2025, 10, 5) <= day < date(2026, 4, 5)
        if day not in (date(2025, 10, 5), date(2026, 4, 5)):
            assert offset == ("+1100" if summer else "+1000")
    assert {row["Created at"][-5:] for row in orders} == {"+1000", "+1100"}


def test_shopify_covers_the_whole_year_in_local_days(orders: list[Row]) -> None:
    days = {row["Created at"][:10] for row in orders}
    assert (min(days), max(days), len(days)) == ("2025-07-01", "2026-06-30", 365)


def test_an_order_adds_up_to_the_cent(lines: list[Row], orders: list[Row]) -> None:
    items: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        items[line["Name"]] += number(line["Lineitem price"]) * number(line["Lineitem quantity"])
    for row in orders:
        assert number(row["Subtotal"]) == items[row["Name"]] - number(row["Discount Amount"])
        assert number(row["Total"]) == number(row["Subtotal"]) + number(row["Shipping"])
        exported = row["Billing Country"] == "NZ" and row["Source"] != "pos"
        taxed = Decimal(0) if exported else number(row["Total"])
        assert number(row["Taxes"]) == round(taxed / 11, 2)


def test_a_status_and_its_amounts_agree(orders: list[Row]) -> None:
    for row in orders:
        refunded, status = number(row["Refunded Amount"]), row["Financial Status"]
        if status == "partially_refunded":
            assert 0 < refunded < number(row["Total"])
        else:
            assert refunded == (number(row["Total"]) if status == "refunded" else 0)
        assert bool(row["Paid at"]) == (status not in ("pending", "voided"))
        assert (number(row["Outstanding Balance"]) > 0) == (status == "pending")


def test_every_status_occurs_and_about_four_percent_are_refunded(orders: list[Row]) -> None:
    count = Counter(row["Financial Status"] for row in orders)
    assert set(count) == {"paid", "partially_refunded", "refunded", "pending", "voided"}
    assert 0.03 < (count["partially_refunded"] + count["refunded"]) / len(orders) < 0.05


def test_there_are_about_five_thousand_customers(orders: list[Row], lines: list[Row]) -> None:
    assert 4500 <= len(counting_histories(orders)) <= 5500
    assert 10_000 < len(orders) < 14_000
    assert 16_000 < len(lines) < 24_000


def test_nobody_in_the_files_exists(orders: list[Row]) -> None:
    """Reserved mail domains, numbers reserved for fiction, and an address made of the name."""
    for row in orders:
        phones = {row["Phone"], row["Billing Phone"], row["Shipping Phone"]} - {""}
        assert all(re.fullmatch(r"'\+61[2378](5550|7010)\d{4}", phone) for phone in phones)
        if row["Email"]:
            name = row["Billing Name"].lower().replace(" ", ".")
            assert re.fullmatch(rf"{name}\d+@example\.(com|org)", row["Email"].lower())


def test_identity_has_its_usual_troubles(orders: list[Row]) -> None:
    spelled = defaultdict(set)
    for row in orders:
        spelled[row["Email"].lower()].add(row["Email"])
    assert sum(len(forms) > 1 for forms in spelled.values()) > 50
    blank = [row for row in orders if not row["Email"]]
    assert {bool(row["Phone"]) for row in blank} == {True, False}
    known = {row["Phone"] for row in orders if row["Email"]} - {""}
    assert any(row["Phone"] in known for row in blank), "a phone alone must meet an e-mail somewhere"
    shared = Counter(row["Billing Phone"] for row in orders if row["Billing Phone"])
    assert shared["'+61255500000"] > 20
    assert "'+61255500000" not in known


def test_some_orders_are_free(orders: list[Row]) -> None:
    free = [row for row in orders if row["Total"] == "0.00"]
    assert 30 < len(free) < 200
    assert {row["Financial Status"] for row in free} == {"paid"}


# --- the story -------------------------------------------------------------------------------------------


def test_three_quarters_of_the_orders_carry_a_campaign_tag(orders: list[Row]) -> None:
    tagged = [row for row in orders if "utm_source" in keys(row)]
    assert 0.75 < len(tagged) / len(orders) < 0.80
    assert all("\n" in row["Note Attributes"] for row in tagged)
    assert any("gclid" in keys(row) and "utm_source" not in keys(row) for row in orders)


def test_tags_name_campaigns_of_the_platforms(orders: list[Row], google: dict[str, list[Row]], meta: list[Row]) -> None:
    listed = {row[column] for row in data(google[OLDER]) for column in ("Campaign", "Campaign ID")}
    listed |= {row["Campaign name"] for row in meta}
    paid = [keys(row) for row in orders if keys(row).get("utm_medium", "").lower() in ("cpc", "paid_social")]
    unmatched = [tag for tag in paid if tag["utm_campaign"] not in listed]
    assert {tag["utm_campaign"] for tag in unmatched} == {"launch-2025"}
    assert 0 < len(unmatched) / len(paid) < 0.05


def test_the_year_has_its_size_and_its_peak(orders: list[Row], google: dict[str, list[Row]], meta: list[Row]) -> None:
    latest = {(row["Day"], row["Campaign"]): row for name in (OLDER, NEWER) for row in data(google[name])}
    spend = column_sum(latest.values(), "Cost") + column_sum(meta, "Amount spent (AUD)")
    by_month: dict[str, Decimal] = defaultdict(Decimal)
    for history in counting_histories(orders):
        for row in history:
            by_month[row["Created at"][:7]] += net(row)
    booked = sum(by_month.values())
    assert 230_000 < spend < 280_000
    assert 820_000 < booked < 980_000
    assert by_month["2025-11"] > 1.5 * float(by_month["2025-10"])
    claimed = column_sum(latest.values(), "Conv. value")
    claimed += column_sum(meta, "Purchases conversion value")
    assert claimed > booked, "the platforms together claim more than the shop sold"


def test_brand_search_pays_back_with_the_first_order_and_traffic_never(
    orders: list[Row], google: dict[str, list[Row]], meta: list[Row]
) -> None:
    acquired = defaultdict(list)
    for history in counting_histories(orders):
        acquired[keys(history[0]).get("utm_campaign", "")].append(history)
    latest = {(row["Day"], row["Campaign"]): row for name in (OLDER, NEWER) for row in data(google[name])}
    spend: dict[str, Decimal] = defaultdict(Decimal)
    for (_, campaign), row in latest.items():
        spend[campaign] += number(row["Cost"])
    for row in meta:
        spend[row["Campaign name"]] += number(row["Amount spent (AUD)"])
    brand, traffic = "Brand | Search | AU", "Traffic | Website visits"
    prospecting = "Prospecting | Advantage+ Shopping | AU"
    assert sum(net(history[0]) for history in acquired[brand]) > 3 * spend[brand]
    assert sum(net(row) for history in acquired[traffic] for row in history) < spend[traffic] / 2
    firsts = sum(net(history[0]) for history in acquired[prospecting])
    everything = sum(net(row) for history in acquired[prospecting] for row in history)
    assert firsts < spend[prospecting] < everything

"""The files that `payback` leaves behind, from real exports on a real database."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.shared.errors import Unusable
from interfaces.cli.payback_file import FILE_NAMES, make_ready, write_files
from interfaces.tabular.customers import exported_customers
from tests.cli.exports import ASKED, ORDERS_HEADER, SHOP, folder_of, shop
from tests.cli.running import Said, in_process
from tests.report.reading import grid, read


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def payback(folder: Path, *options: object) -> Said:
    said = in_process("payback", folder, *(options or ASKED))
    assert said.code == 0, said.everything
    return said


def customers(here: Path) -> list[dict[str, str]]:
    with (here / "out" / "customers.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_report_of_the_known_answer_shows_the_known_answer(here: Path) -> None:
    payback(shop(here / "exports"))
    root = read((here / "out" / "report.html").read_text(encoding="utf-8"))
    rows = {row[0]: row for row in grid(root.one("section", id="payback").one("div", data_part="all").one("table"))}
    assert rows["2025-01"] == [*("2025-01", "90.00", "2*", "45.00", "45.00", "54.00", "54.00", "m0", "—", "1.94")]
    assert rows["2025-04 so far, 15 days"][1:4] == ["100.00", "0", "—"]
    answer = root.one("section", id="answer").text
    assert "of 2 monthly cohorts with spend, 1 has paid back, within the month of the first order." in answer
    figures = {one.one("dt").text: one.all("dd")[0].text for one in root.one("dl", class_="figures").all("div")}
    assert figures["Spend"] == "590.00 USD"
    assert figures["Customers"] == "4"
    triangle = root.one("section", id="cohorts").one("div", data_part="all").one("div", data_metric="customers")
    assert grid(triangle.one("table"))[0] == ["2025-01", "2*", "2", "1", "0", "not over"]
    ledger = grid(root.one("table", class_="ledger"))
    assert [row[0].split()[0] for row in ledger] == ["spend.csv", "orders.csv"]


def test_customers_csv_has_a_line_for_each_customer(here: Path) -> None:
    payback(shop(here / "exports"))
    lines = customers(here)
    assert list(lines[0]) == [
        *("customer_id", "identity", "first_order", "cohort", "source", "campaign", "orders", "net_revenue", "currency")
    ]
    told = [(line["identity"], line["first_order"], line["orders"], line["net_revenue"]) for line in lines]
    assert told == [
        ("mia@example.com", "2025-01-06", "3", "630.00"),
        ("noah@example.com", "2025-01-21", "1", "50.00"),
        ("pete@example.com", "2025-02-06", "1", "80.00"),
        ("olga@example.com", "2025-03-04", "1", "200.00"),
    ]
    assert {line["currency"] for line in lines} == {"USD"}
    assert len({line["customer_id"] for line in lines}) == 4
    assert not any("@" in line["customer_id"] for line in lines)


def test_a_customer_who_looks_like_a_formula_is_none_in_the_csv(here: Path) -> None:
    orders = f'{ORDERS_HEADER}"=HYPERLINK(""x"")",2025-01-10,30.00,o1,EUR\n+1-2,2025-01-10,30.00,o2,EUR\n'
    payback(folder_of(here / "exports", orders_csv=orders), "--currency", "EUR")
    text = (here / "out" / "customers.csv").read_text(encoding="utf-8")
    cells = [line["identity"] for line in customers(here)]
    assert len(cells) == 2
    assert all(cell.startswith("'") for cell in cells if cell.lstrip("'").startswith(("=", "+", "-", "@")))
    assert ",=" not in text
    assert ",+" not in text


def test_files_that_tell_nothing_give_whole_files_too(here: Path) -> None:
    payback(folder_of(here / "exports", notes_txt="Shopping list\nmilk\n"), "--json")
    assert sorted(path.name for path in (here / "out").iterdir()) == sorted(FILE_NAMES)
    assert customers(here) == []
    assert "nothing to report on yet" in (here / "out" / "report.html").read_text(encoding="utf-8")


def test_no_file_is_replaced_before_all_are_whole(tmp_path: Path) -> None:
    for name in FILE_NAMES:
        (tmp_path / name).write_text("older")

    def broken() -> Iterator[str]:
        yield "half of it"
        raise OSError(28, "No space left on device")

    with pytest.raises(Unusable, match="No space left on device"):
        write_files(tmp_path, {"payback.csv": ["new"], "report.html": ["new"], "customers.csv": broken()})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == dict.fromkeys(FILE_NAMES, "older")


def test_a_name_that_is_a_folder_is_told_before_anything_is_imported(here: Path) -> None:
    (here / "out" / "report.html").mkdir(parents=True)
    said = in_process("payback", shop(here / "exports"), *ASKED)
    assert said.code == 1
    assert "report.html in it is a folder" in said.err
    assert not (here / "succotash.db").exists()


def test_many_customers_are_written_without_being_held(tmp_path: Path) -> None:
    one = {"customer_id": "c1", "identity": "a@b", "first_order": "2025-01-01", "cohort": "2025-01", "source": "x"}
    one |= {"campaign": None, "orders": 1, "net_revenue": "1.00", "currency": "EUR"}  # type: ignore[dict-item]
    tracemalloc.start()
    try:
        write_files(tmp_path, {"customers.csv": exported_customers(one for _ in range(100_000))})  # type: ignore[misc]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (tmp_path / "customers.csv").stat().st_size > 3_000_000
    assert peak < 1_000_000


def test_the_report_is_opened_when_asked_and_only_then(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def note(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr("webbrowser.open", note)
    payback(shop(here / "exports"))
    assert opened == []
    payback(here / "exports", *ASKED, "--open")
    assert opened == [(here / "out" / "report.html").resolve().as_uri()]


def test_where_there_is_no_browser_the_run_is_done_all_the_same(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    said = payback(shop(here / "exports"), *ASKED, "--open", "--json")
    assert said.err == "no browser was found to open out/report.html in\n"
    assert said.json["files"]["report"] == "out/report.html"


def test_the_same_facts_give_the_same_report_but_for_its_time(here: Path) -> None:
    folder = folder_of(here / "exports", orders_csv=SHOP)
    made = []
    for _ in range(2):
        payback(folder, *ASKED)
        made.append((here / "out" / "report.html").read_text(encoding="utf-8"))
    first, second = (text.partition("<footer>")[0] for text in made)
    assert first == second


def test_the_file_that_names_people_is_for_its_owner_alone(here: Path) -> None:
    before = os.umask(0o022)
    try:
        (here / "out").mkdir()
        (here / "out" / "customers.csv").write_text("older, and open to all")
        payback(shop(here / "exports"))
    finally:
        os.umask(before)
    modes = {path.name: f"{path.stat().st_mode & 0o777:o}" for path in (here / "out").iterdir()}
    assert modes == {"customers.csv": "600", "payback.csv": "644", "report.html": "644"}


def test_what_a_killed_run_left_is_swept_and_what_a_living_one_writes_stays(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    out = tmp_path / "out"
    out.mkdir()
    left = [f".{name}-{gone.pid}.partial" for name in FILE_NAMES]
    stays = [f".report.html-{os.getppid()}.partial", f".mine.csv-{gone.pid}.partial", "customers.csv"]
    for name in (*left, *stays):
        (out / name).touch()
    make_ready(out, apart_from=tmp_path)
    assert sorted(path.name for path in out.iterdir()) == sorted(stays)


def test_facts_in_another_currency_are_told_on_the_screen_too(here: Path) -> None:
    said = payback(folder_of(here / "exports", orders_csv=SHOP), "--currency", "EUR")
    assert "found are in USD, none in EUR: give exchange rates with --fx" in " ".join(said.out.split())

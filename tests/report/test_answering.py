"""The report of real facts: one answer, whoever asks for it and whatever happens meanwhile."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest

from application.imports.imports import ImportHandler, ImportOptions
from application.payback.payback import PaybackAnswer
from application.payback.report_views import TotalsView
from domain.payback.question import PaybackQuestion
from infrastructure.container import Container, build_container, load_settings
from interfaces.questions import payback_question
from tests.cli.exports import ASKED, ORDERS, SHOP, SPEND, folder_of, shop
from tests.cli.running import in_process
from tests.http.running import running
from tests.report.reading import Element, grid, read

LATER = ORDERS.replace("EUR", "USD").replace("2025-01-1", "2025-02-1")
NAMELESS = "customer_id,date,amount,order_id\nc1,2025-01-10,30.00,o1\nc2,2025-01-11,20.50,o2\n"
QUESTION = {"as_of": "2025-04-15", "currency": "USD", "margin": "0.6", "timezone": "America/New_York"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def nameless(number: int) -> str:
    """The same customers with other orders."""
    return NAMELESS.replace(",o", f",{number}-o").replace(f"{number}-order_id", "order_id")


def answered(container: Container, folder: Path, question: PaybackQuestion) -> PaybackAnswer:
    container.get_import_handler().import_files(sorted(folder.iterdir()), ImportOptions(currency=question.currency))
    return container.get_payback_handler().answered(question)


def asked(as_of: str) -> PaybackQuestion:
    return payback_question(
        as_of, "USD", "0.6", "America/New_York", "source", exclude_tax=False, exclude_shipping=False
    )


def totals_of(folder: Path, as_of: str) -> TotalsView:
    with build_container(load_settings("memory://")) as container:
        return answered(container, folder, asked(as_of)).report["totals"]


def written(here: Path) -> str:
    return (here / "out" / "report.html").read_text(encoding="utf-8")


def terms(root: Element) -> dict[str, str]:
    listed = root.one("section", id="assumed").one("dl", class_="terms").all("div")
    return {term.one("dt").text: term.one("dd").text for term in listed}


def test_the_totals_are_exact_sums_of_what_is_known(tmp_path: Path) -> None:
    assert totals_of(shop(tmp_path), "2025-04-15") == {
        "customers": 4,
        "spend": "590.00",
        "spend_partial": True,
        "net_revenue": "985.00",
        "paid_back": 1,
        "not_yet": 1,
        "too_early": 0,
    }


def test_a_cohort_whose_first_month_is_not_over_is_counted_as_too_early(tmp_path: Path) -> None:
    totals = totals_of(shop(tmp_path), "2025-03-15")
    assert (totals["paid_back"], totals["not_yet"], totals["too_early"]) == (1, 0, 1)


def test_what_no_file_tells_is_not_summed_up_to_zero(tmp_path: Path) -> None:
    without_spend = totals_of(folder_of(tmp_path / "orders", orders_csv=SHOP), "2025-04-15")
    assert (without_spend["spend"], without_spend["net_revenue"]) == (None, "985.00")
    without_orders = totals_of(folder_of(tmp_path / "spend", spend_csv=SPEND), "2025-04-15")
    assert (without_orders["spend"], without_orders["net_revenue"]) == ("590.00", None)


def test_an_answer_stays_of_one_piece_whatever_is_imported_after_it(tmp_path: Path) -> None:
    with build_container(load_settings("memory://")) as container:
        first = answered(container, shop(tmp_path / "first"), asked("2025-04-15"))
        later = answered(container, folder_of(tmp_path / "later", later_csv=LATER), asked("2025-04-15"))
        counts = [(one.report["totals"]["customers"], len(list(one.customers()))) for one in (first, later)]
    assert counts == [(4, 4), (6, 6)]


def test_an_import_between_the_files_does_not_make_them_disagree(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other process comes as soon as the command has its answer and reads the ledger."""
    folder_of(here / "elsewhere", later_csv=LATER)
    list_imports = ImportHandler.list_imports

    def interrupted(handler: ImportHandler, **page: Any) -> Any:
        handler.import_files([here / "elsewhere" / "later.csv"], ImportOptions())
        return list_imports(handler, **page)

    monkeypatch.setattr(ImportHandler, "list_imports", interrupted)
    assert in_process("payback", shop(here / "exports"), *ASKED).code == 0
    root = read(written(here))
    figures = root.one("section", id="answer").one("dl", class_="figures")
    told = {one.one("dt").text: one.all("dd")[0].text for one in figures.all("div")}
    with (here / "out" / "customers.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    with (here / "out" / "payback.csv").open(encoding="utf-8", newline="") as file:
        tabled = sum(int(line["new_customers"]) for line in csv.DictReader(file) if line["source"] == "all")
    assert (told["Customers"], len(listed), tabled) == ("4", 4, 4)
    assert "later.csv" in root.one("table", class_="ledger").text


def test_the_server_sends_the_page_that_the_command_line_writes(here: Path) -> None:
    folder = shop(here / "exports")
    for number in range(60):
        (folder / f"more {number:02}.csv").write_text(nameless(number))
    assert in_process("payback", folder, *ASKED).code == 0
    with running(f"sqlite:///{here / 'succotash.db'}") as server:
        sent = server.get("/report", **QUESTION).text
    ours, theirs = (text.partition("<footer>") for text in (written(here), sent))
    assert ours[0] == theirs[0]
    for _, _, footer in (ours, theirs):
        assert re.search(r"on \d{4}-\d\d-\d\d \d\d:\d\d E[SD]T,", footer)
    assert len(grid(read(sent).one("table", class_="ledger"))) == 62


def test_a_currency_that_was_assumed_is_marked_on_the_page_as_on_the_screen(here: Path) -> None:
    folder = folder_of(here / "exports", orders_csv=NAMELESS)
    assert "50.50 EUR (assumed)" in in_process("payback", folder, "--currency", "EUR").out
    with running(f"sqlite:///{here / 'succotash.db'}") as server:
        sent = server.get("/report", currency="EUR").text
    for root in (read(written(here)), read(sent)):
        [row] = grid(root.one("table", class_="ledger"))
        assert row[-2] == "50.50 EUR (assumed)"
        assert terms(root)["Currency assumed"].startswith("orders.csv")
    assert "Currency assumed" not in terms(read(_named(here)))


def _named(here: Path) -> str:
    """The report of a file that names its currency."""
    folder = folder_of(here / "named", orders_csv=ORDERS)
    assert in_process("payback", folder, "--database", "memory://").code == 0
    return written(here)


def test_files_with_an_assumed_currency_are_counted_beyond_the_ones_that_are_named(here: Path) -> None:
    files = {f"orders{number}_csv": nameless(number) for number in range(53)}
    assert in_process("payback", folder_of(here / "exports", **files), "--currency", "EUR").code == 0
    assert "and 3 more These files name no currency" in terms(read(written(here)))["Currency assumed"]

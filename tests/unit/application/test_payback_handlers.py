"""The handlers of cohorts, customers and the report, on real files."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from application.cursors import LONGEST_CURSOR, cursor_of, id_cursor, id_of, key_of
from application.imports.imports import ImportOptions
from application.payback.cohorts import CohortHandler
from application.payback.customer_views import CustomerView
from application.payback.customers import CustomerHandler
from domain.payback.question import By, PaybackQuestion
from domain.shared.errors import InvalidValue, NotFound
from infrastructure.container import Container, build_container, load_settings

QUESTION = PaybackQuestion(currency="EUR")
BY_CAMPAIGN = PaybackQuestion(currency="EUR", by=By.CAMPAIGN)
TINY = """order_id,date,email,total,refunded,status,source
1,2025-01-05,ann@example.com,100.00,0,paid,google
2,2025-01-20,bob@example.com,50.00,0,paid,
3,2025-02-10,ann@example.com,40.00,10.00,partially refunded,
4,2025-02-11,ann@example.com,7.00,0,voided,
5,2025-03-31,cara@example.com,200.00,0,paid,podcast
6,2025-03-31,,25.00,0,paid,
"""
SPEND = "date,spend,platform,campaign,conversion value\n2025-01-01,30,google,Brand,90\n2025-01-31,0,google,Brand,0\n"
MANY = "order_id,date,email,total\n" + "".join(
    f"{number},2025-01-{1 + number % 3:02},{number}@example.com,{number}.00\n" for number in range(1, 451)
)


@pytest.fixture(params=["memory", "sqlite"])
def container(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Container]:
    url = "memory://" if request.param == "memory" else f"sqlite:///{tmp_path / 'shop.db'}"
    with build_container(load_settings(url)) as container:
        yield container


@pytest.fixture
def tiny(container: Container, tmp_path: Path) -> Container:
    return imported(container, tmp_path, orders=TINY, spend=SPEND)


@pytest.fixture
def many(container: Container, tmp_path: Path) -> Container:
    """450 customers of three days, by one export."""
    return imported(container, tmp_path, orders=MANY)


def imported(container: Container, folder: Path, **texts: str) -> Container:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text)
    files = [folder / f"{name}.csv" for name in texts]
    outcomes = container.get_import_handler().import_files(files, ImportOptions())
    assert [outcome.view()["rejected_rows"] for outcome in outcomes] == [0] * len(files)
    return container


def pages(handler: CustomerHandler, question: PaybackQuestion, limit: int) -> list[list[CustomerView]]:
    read, after = [], None
    while True:
        page = handler.customers(question, after, limit)
        read.append(page["customers"])
        after = page["next_cursor"]
        if after is None:
            return read


def test_a_cohort_is_told_month_by_month(tiny: Container) -> None:
    cohort = tiny.get_cohort_handler().cohort(QUESTION, "2025-01~google_ads")
    assert {name: cohort[name] for name in ("id", "cohort", "source", "campaign", "customers", "spend", "cac")} == {
        "id": "2025-01~google_ads",
        "cohort": "2025-01",
        "source": "google_ads",
        "campaign": None,
        "customers": 1,
        "spend": "30.00",
        "cac": "30.000000",
    }
    assert (cohort["payback_month"], cohort["payback_status"], cohort["mature_through"]) == (0, "paid_back", "m2")
    months = [(month["month"], month["calendar_month"], month["active_customers"]) for month in cohort["months"]]
    assert months == [("m0", "2025-01", 1), ("m1", "2025-02", 1), ("m2", "2025-03", 0)]
    assert [month["revenue"] for month in cohort["months"]] == ["100.00", "30.00", "0.00"]
    assert [month["ltv"] for month in cohort["months"]] == ["100.000000", "130.000000", "130.000000"]


def test_the_month_that_is_not_over_is_there_and_null(tiny: Container) -> None:
    question = PaybackQuestion(currency="EUR", as_of=date(2025, 3, 30))
    *_, february, march = tiny.get_cohort_handler().cohort(question, "2025-01~all")["months"]
    assert (february["mature"], february["active_customers"]) == (True, 1)
    assert march == {
        "month": "m2",
        "calendar_month": "2025-03",
        "mature": False,
        "active_customers": None,
        "revenue": None,
        "ltv": None,
    }


def test_a_campaigns_cohort_has_an_id_without_the_campaigns_name(tiny: Container) -> None:
    handler = tiny.get_cohort_handler()
    brand = f"2025-01~google_ads~{sha256(b'Brand').hexdigest()[:12]}"
    assert handler.cohort(BY_CAMPAIGN, brand)["campaign"] == "Brand"
    assert brand in [cohort["id"] for cohort in handler.cohorts(BY_CAMPAIGN, None, 200)["cohorts"]]
    with pytest.raises(NotFound):
        handler.cohort(QUESTION, brand)


@pytest.mark.parametrize("stranger", ["", "2025-01", "2025-02~all", "2025-01~ALL", "2025-01~all~", "all~2025-01", "~"])
def test_what_names_no_cohort_is_not_found(tiny: Container, stranger: str) -> None:
    with pytest.raises(NotFound):
        tiny.get_cohort_handler().cohort(QUESTION, stranger)


@pytest.mark.parametrize("question", [QUESTION, BY_CAMPAIGN])
@pytest.mark.parametrize("limit", [1, 2, 3, 200])
def test_the_pages_of_cohorts_are_the_rows_of_the_table(tiny: Container, question: PaybackQuestion, limit: int) -> None:
    rows = [
        (row["cohort"], row["source"], row["campaign"])
        for row in tiny.get_payback_handler().payback(question)["payback"]
    ]
    listed = _all_cohorts(tiny.get_cohort_handler(), question, limit)
    assert [cohort[1:] for cohort in listed] == rows
    assert len({cohort[0] for cohort in listed}) == len(rows) > 3


def test_customers_are_listed_by_first_order_with_what_they_spent(tiny: Container) -> None:
    page = tiny.get_customer_handler().customers(QUESTION, None, 10)
    assert {name: page[name] for name in ("as_of", "currency", "margin", "timezone", "by")} == {
        "as_of": "2025-03-31",
        "currency": "EUR",
        "margin": "1",
        "timezone": "UTC",
        "by": "source",
    }
    assert (page["exclude_tax"], page["exclude_shipping"], page["next_cursor"]) == (False, False, None)
    told = [
        (one["first_order"], one["cohort"], one["source"], one["campaign"], one["orders"], one["net_revenue"])
        for one in page["customers"]
    ]
    assert told == [
        ("2025-01-05", "2025-01", "google_ads", None, 2, "130.00"),
        ("2025-01-20", "2025-01", "unknown", None, 1, "50.00"),
        ("2025-03-31", "2025-03", "podcast", None, 1, "200.00"),
    ]


def test_by_campaign_a_customer_has_one(tiny: Container) -> None:
    customers = tiny.get_customer_handler().customers(BY_CAMPAIGN, None, 10)["customers"]
    assert [customer["campaign"] for customer in customers] == ["unmatched"] * 3


@pytest.mark.parametrize("limit", [1, 7, 150, 200])
def test_pages_of_customers_have_no_gaps_where_many_came_on_one_day(many: Container, limit: int) -> None:
    handler = many.get_customer_handler()
    read = pages(handler, QUESTION, limit)
    assert [len(page) for page in read[:-1]] == [limit] * (len(read) - 1)
    assert 0 < len(read[-1]) <= limit
    listed = [customer for page in read for customer in page]
    assert [(one["first_order"], one["customer_id"]) for one in listed] == sorted(
        (one["first_order"], one["customer_id"]) for one in listed
    )
    assert len({one["customer_id"] for one in listed}) == 450


def test_the_export_has_the_customers_of_the_pages_in_their_order_with_who_they_are(many: Container) -> None:
    handler = many.get_customer_handler()
    exported = list(many.get_payback_handler().answered(QUESTION).customers())
    names = {one["identity"] for one in exported}
    assert names == {f"{number}@example.com" for number in range(1, 451)}
    without = [{name: cell for name, cell in one.items() if name != "identity"} for one in exported]
    assert without == [customer for page in pages(handler, QUESTION, 200) for customer in page]
    assert all(one["net_revenue"] == f"{one['identity'].partition('@')[0]}.00" for one in exported)


def test_the_export_is_made_as_it_is_taken_but_fails_at_once(many: Container) -> None:
    handler = many.get_payback_handler()
    assert next(handler.answered(QUESTION).customers())["first_order"] == "2025-01-01"
    with pytest.raises(InvalidValue, match="say which one"):
        handler.answered(PaybackQuestion())


def test_a_page_goes_on_where_the_last_one_ended_though_an_import_came_between(many: Container, tmp_path: Path) -> None:
    handler = many.get_customer_handler()
    first = handler.customers(QUESTION, None, 200)
    early = "order_id,date,email,total\n9001,2024-12-31,early@example.com,1\n"
    imported(many, tmp_path, early=early)
    seen, after = [*first["customers"]], first["next_cursor"]
    while after is not None:
        page = handler.customers(QUESTION, after, 200)
        seen, after = [*seen, *page["customers"]], page["next_cursor"]
    assert len({customer["customer_id"] for customer in seen}) == len(seen) == 450


def test_a_customer_is_told_with_the_lines_that_say_so(tiny: Container) -> None:
    handler = tiny.get_customer_handler()
    [ann, *_] = handler.customers(QUESTION, None, 10)["customers"]
    detail = handler.customer(QUESTION, ann["customer_id"])
    assert {name: detail[name] for name in ann} == ann  # type: ignore[literal-required]
    assert (detail["as_of"], detail["margin"], detail["by"], detail["history_total"]) == (
        "2025-03-31",
        "1",
        "source",
        3,
    )
    shown = [
        (
            one["day"],
            one["number"],
            one["status"],
            one["gross"],
            one["refunded"],
            one["net"],
            one["counts"],
            one["line"],
        )
        for one in detail["history"]
    ]
    assert shown == [
        ("2025-02-11", "4", "voided", "7.00", "0.00", "0.00", False, 5),
        ("2025-02-10", "3", "partially_refunded", "40.00", "10.00", "30.00", True, 4),
        ("2025-01-05", "1", "paid", "100.00", "0.00", "100.00", True, 2),
    ]
    assert {(one["file"], one["import_id"], one["currency"]) for one in detail["history"]} == {("orders.csv", 1, "EUR")}


def test_a_line_that_a_later_export_tells_anew_leads_there(tiny: Container, tmp_path: Path) -> None:
    imported(tiny, tmp_path, again=TINY.splitlines()[0] + "\n1,2025-01-05,ann@example.com,90.00,0,paid,google\n")
    handler = tiny.get_customer_handler()
    [ann, *_] = handler.customers(QUESTION, None, 10)["customers"]
    *_, order = handler.customer(QUESTION, ann["customer_id"])["history"]
    assert (order["number"], order["gross"], order["file"], order["import_id"], order["line"]) == (
        "1", "90.00", "again.csv", 3, 2,
    )  # fmt: skip


def test_a_long_history_shows_the_latest_200(container: Container, tmp_path: Path) -> None:
    rows = (
        f"{number},2025-01-05 {number // 60:02}:{number % 60:02}:00,ann@example.com,1\n" for number in range(1, 251)
    )
    handler = imported(container, tmp_path, orders="order_id,date,email,total\n" + "".join(rows)).get_customer_handler()
    [ann] = handler.customers(QUESTION, None, 10)["customers"]
    detail = handler.customer(QUESTION, ann["customer_id"])
    assert (detail["history_total"], detail["net_revenue"]) == (250, "250.00")
    assert [one["number"] for one in detail["history"]] == [str(number) for number in range(250, 50, -1)]


def test_nothing_but_the_export_says_who_a_customer_is(tiny: Container) -> None:
    handler = tiny.get_customer_handler()
    page = handler.customers(QUESTION, None, 2)
    detail = handler.customer(QUESTION, page["customers"][0]["customer_id"])
    cohorts = tiny.get_cohort_handler().cohorts(QUESTION, None, 200)
    shown = (page, detail, cohorts, tiny.get_payback_handler().answered(QUESTION).report)
    assert "example.com" not in json.dumps(shown)
    assert page["next_cursor"] is not None


@pytest.mark.parametrize("stranger", ["", "c", "ann@example.com", "c" + "0" * 20, "c" + "g" * 20, "C" + "0" * 20, "'"])
def test_what_names_no_customer_is_not_found_and_not_repeated(tiny: Container, stranger: str) -> None:
    with pytest.raises(NotFound) as raised:
        tiny.get_customer_handler().customer(QUESTION, stranger)
    assert stranger not in raised.value.message or len(stranger) < 2


NOBODY = "c" + "0" * 20
NOT_OURS = ["", "x", "WyJ", "😀", "A" * 20_000, cursor_of("customers", "2025-01-05", NOBODY) + "!"]
OTHER_JSON = ["null", "[]", '["a"]', "[1, 2]", "[1, 2, 3]", "[" * 5_000, '{"a": 1, "b": 2}']
OTHER_KEYS = [
    *(("2025-01-05",), ("2025-01-05", "x"), ("yesterday", NOBODY), ("2025-01-05", NOBODY, "y", "z")),
    *(("all", "", "-1"), ("all", "", "²"), ("all", "", "9" * 30)),
]
BROKEN = [
    *NOT_OURS,
    *(urlsafe_b64encode(text.encode()).decode().rstrip("=") for text in OTHER_JSON),
    *(cursor_of(listing, *key) for key in OTHER_KEYS for listing in ("customers", "cohorts")),
    urlsafe_b64encode(b'["cohorts","all","","24300"]').decode(),
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_cursor_that_no_page_gave_is_refused(tiny: Container, broken: str) -> None:
    for lists in (tiny.get_customer_handler().customers, tiny.get_cohort_handler().cohorts):
        with pytest.raises(InvalidValue) as refused:
            lists(QUESTION, broken, 10)
        assert refused.value.code == "cursor"


LETTERS = ("x", "é", "\u0390", "漢", "😀", '"', "\\")


@pytest.mark.parametrize("letter", LETTERS)
def test_the_longest_key_makes_a_cursor_that_is_read_again(letter: str) -> None:
    key = [(letter * 1_000).casefold(), letter * 1_000, "24300"]
    cursor = cursor_of("cohorts", *key)
    assert len(cursor) <= LONGEST_CURSOR
    assert key_of("cohorts", cursor, 3) == key


def test_a_cursor_is_of_one_list() -> None:
    assert id_of("imports", id_cursor("imports", 2**63 - 1)) == 2**63 - 1
    assert (id_cursor("imports", None), id_of("imports", None)) == (None, None)
    for broken in (cursor_of("others", "1"), *(cursor_of("imports", key) for key in ("01", "-1", "²", "", str(2**63)))):
        with pytest.raises(InvalidValue) as refused:
            id_of("imports", broken)
        assert refused.value.code == "cursor"


@pytest.mark.parametrize("limit", [-1, 0, 201])
def test_a_page_holds_1_to_200(tiny: Container, limit: int) -> None:
    for lists in (tiny.get_customer_handler().customers, tiny.get_cohort_handler().cohorts):
        with pytest.raises(InvalidValue) as refused:
            lists(QUESTION, None, limit)
        assert refused.value.code == "limit"


def test_the_report_is_of_one_piece(tiny: Container) -> None:
    report = tiny.get_payback_handler().answered(QUESTION).report
    assert report["payback"] == tiny.get_payback_handler().payback(QUESTION)
    assert report["cohorts"] == tiny.get_cohort_handler().cohorts(QUESTION, None, 200)["cohorts"]
    assert report["covered"] == [
        {
            "kind": "spend",
            "platform": "google_ads",
            "account": "",
            "periods": [{"start": "2025-01-01", "end": "2025-01-31"}],
        },
        {
            "kind": "orders",
            "platform": report["covered"][1]["platform"],
            "account": "",
            "periods": [{"start": "2025-01-05", "end": "2025-03-31"}],
        },
    ]
    assert report["calendar"][0] == {
        "source": "all",
        "campaign": None,
        "month": "2025-01",
        "spend": "30.00",
        "spend_partial": False,
        "revenue": "150.00",
        "claimed_value": "90.00",
        "new_customers": 2,
    }
    months = [(month["source"], month["month"], month["revenue"]) for month in report["calendar"]]
    assert months == [
        ("all", "2025-01", "150.00"),
        ("all", "2025-02", "30.00"),
        ("all", "2025-03", "225.00"),
        ("google_ads", "2025-01", "100.00"),
        ("google_ads", "2025-02", "30.00"),
        ("podcast", "2025-03", "200.00"),
        ("unknown", "2025-01", "50.00"),
    ]


def test_an_empty_database_has_empty_lists(container: Container) -> None:
    customers = container.get_customer_handler().customers(QUESTION, None, 10)
    cohorts = container.get_cohort_handler().cohorts(QUESTION, None, 10)
    report = container.get_payback_handler().answered(QUESTION).report
    assert (customers["customers"], customers["next_cursor"], customers["as_of"]) == ([], None, None)
    assert (cohorts["cohorts"], cohorts["next_cursor"]) == ([], None)
    assert (report["cohorts"], report["calendar"], report["covered"]) == ([], [], [])
    assert list(container.get_payback_handler().answered(QUESTION).customers()) == []


def test_an_import_changes_the_version_and_a_question_does_not(tiny: Container, tmp_path: Path) -> None:
    handler = tiny.get_payback_handler()
    version = handler.version()
    handler.payback(QUESTION)
    assert handler.version() == version
    imported(tiny, tmp_path, later=MANY)
    assert handler.version() != version


def _all_cohorts(handler: CohortHandler, question: PaybackQuestion, limit: int) -> list[tuple[str, ...]]:
    read, after = [], None
    while True:
        page = handler.cohorts(question, after, limit)
        assert 0 < len(page["cohorts"]) <= limit
        read += [(one["id"], one["cohort"], one["source"], one["campaign"]) for one in page["cohorts"]]
        after = page["next_cursor"]
        if after is None:
            return read  # type: ignore[return-value]

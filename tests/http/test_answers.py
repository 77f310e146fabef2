"""What the API answers, held against answers worked out by hand and against the command line's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi import Request

from application.imports.outcome import Outcome
from domain.imports.reading import Unreadable
from domain.imports.record import Message, Status
from interfaces.http.imported import imported
from interfaces.http.replies import Reply
from interfaces.http.schemas.import_form import ImportForm
from tests.cli.exports import ASKED, GOOGLE, ORDERS, SHOP, SPEND, shop
from tests.cli.running import in_process
from tests.http.running import Running, code_of, running

QUESTION = {"as_of": "2025-04-15", "currency": "USD", "margin": "0.6", "timezone": "America/New_York"}


def stocked(server: Running) -> Running:
    """The shop whose payback is known."""
    assert server.post(SHOP, "orders.csv").status_code == 201
    assert server.post(SPEND, "spend.csv").status_code == 201
    return server


def of_the_command(folder: Path, *options: str) -> dict[str, Any]:
    """What the command line says of the same files, without what HTTP tells apart."""
    said = in_process("payback", shop(folder / "exports"), "--output", folder / "out", "--json",
                      "--database", "memory://", *(options or ASKED))  # fmt: skip
    assert said.code == 0, said.everything
    found: dict[str, Any] = said.json
    return {name: value for name, value in found.items() if name not in {"imports", "files"}}


def test_payback_is_the_one_worked_out_by_hand(on_each: Running) -> None:
    found = stocked(on_each).json("/api/v1/payback", **QUESTION)
    rows = {row["cohort"]: row for row in found["payback"] if row["source"] == "all"}
    january = rows["2025-01"]
    assert (january["new_customers"], january["spend"], january["cac"]) == (2, "90.00", "45.000000")
    assert [january["ltv"][month] for month in ("m0", "m1", "m2", "m3")] == [
        "45.000000",
        "54.000000",
        "54.000000",
        None,
    ]
    assert (january["payback_month"], january["payback_status"], january["mature_through"]) == (0, "paid_back", "m2")
    assert (rows["2025-02"]["spend"], rows["2025-02"]["payback_status"]) == (None, "no_spend_data")
    assert rows["2025-04"]["payback_status"] == "no_customers"
    assert found["coverage"]["orders_without_identity"] == 1


def test_payback_says_what_the_command_line_says(on_each: Running, tmp_path: Path) -> None:
    assert stocked(on_each).json("/api/v1/payback", **QUESTION) == of_the_command(tmp_path)


@pytest.mark.parametrize("by", ["source", "campaign"])
def test_every_part_of_a_question_means_what_it_means_on_the_command_line(
    server: Running, tmp_path: Path, by: str
) -> None:
    options = ("--as-of", "2025-03-31", "--currency", "USD", "--by", by, "--exclude-tax", "--exclude-shipping")
    asked = {"as_of": "2025-03-31", "currency": "usd", "by": by, "exclude_tax": "true", "exclude_shipping": "true"}
    assert stocked(server).json("/api/v1/payback", **asked) == of_the_command(tmp_path, *options)


def test_the_servers_currency_and_zone_are_those_of_a_question_that_does_not_say(tmp_path: Path) -> None:
    with running(currency="USD", timezone="America/New_York") as server:
        stocked(server)
        asked = {"as_of": "2025-04-15", "margin": "0.6"}
        assert server.json("/api/v1/payback", **asked) == of_the_command(tmp_path)
        assert server.json("/api/v1/payback", timezone="Asia/Tokyo", **asked)["timezone"] == "Asia/Tokyo"


def test_payback_of_an_empty_database_says_that_there_is_nothing(on_each: Running) -> None:
    found = on_each.json("/api/v1/payback")
    assert (found["payback"], found["as_of"]) == ([], None)
    assert [warning["code"] for warning in found["warnings"]] == ["no_facts"]


def test_cohorts_tell_month_by_month_what_the_table_tells(on_each: Running) -> None:
    found = stocked(on_each).json("/api/v1/ltv/cohorts", **QUESTION)
    by_id = {cohort["id"]: cohort for cohort in found["cohorts"]}
    january = by_id["2025-01~all"]
    assert (january["customers"], january["cac"], january["payback_month"]) == (2, "45.000000", 0)
    months = [
        (month["month"], month["active_customers"], month["revenue"], month["ltv"]) for month in january["months"]
    ]
    assert months == [
        ("m0", 2, "150.00", "45.000000"),
        ("m1", 1, "30.00", "54.000000"),
        ("m2", 0, "0.00", "54.000000"),
        ("m3", None, None, None),
    ]
    asked = {name: told for name, told in found.items() if name not in {"cohorts", "next_cursor"}}
    assert on_each.json("/api/v1/ltv/cohorts/2025-01~all", **QUESTION) == {**asked, **january}


def test_every_answer_with_money_says_its_question_and_its_currency(on_each: Running) -> None:
    asked = {"as_of": "2025-04-15", "margin": "0.6", "timezone": "America/New_York", "exclude_tax": "true"}
    understood = {**asked, "currency": "USD", "by": "source", "exclude_tax": True, "exclude_shipping": False}
    understood |= {"orders_from": None}
    [person, *_] = stocked(on_each).json("/api/v1/ltv/customers", **asked)["customers"]
    of_one = [f"/api/v1/ltv/customers/{person['customer_id']}", "/api/v1/ltv/cohorts/2025-01~all"]
    for path in ("/api/v1/payback", "/api/v1/ltv/cohorts", "/api/v1/ltv/customers", *of_one):
        told = on_each.json(path, **asked)
        assert {name: told.get(name) for name in understood} == understood, path


def test_customers_are_told_without_saying_who_they_are(on_each: Running) -> None:
    stocked(on_each)
    answer = on_each.get("/api/v1/ltv/customers", **QUESTION)
    found = answer.json()["customers"]
    assert [(one["first_order"], one["orders"], one["net_revenue"]) for one in found] == [
        ("2025-01-06", 3, "630.00"),
        ("2025-01-21", 1, "50.00"),
        ("2025-02-06", 1, "80.00"),
        ("2025-03-04", 1, "200.00"),
    ]
    assert "@" not in answer.text
    detail = on_each.get(f"/api/v1/ltv/customers/{found[0]['customer_id']}", **QUESTION)
    assert "@" not in detail.text
    history = detail.json()["history"]
    assert [(order["day"], order["number"], order["net"]) for order in history] == [
        ("2025-04-03", "#2007", "500.00"),
        ("2025-02-11", "#2003", "30.00"),
        ("2025-01-06", "#2001", "100.00"),
    ]
    assert {(order["file"], order["import_id"]) for order in history} == {("orders.csv", 1)}
    assert [order["line"] for order in history] == [9, 5, 2]


def test_the_ledger_is_the_command_lines(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'shop.db'}"
    with running(database) as server:
        stocked(server)
        listed, shown = server.json("/api/v1/imports"), server.json("/api/v1/imports/2")
    assert listed["imports"] == in_process("imports", "list", "--json", "--database", database).json["imports"]
    assert shown == in_process("imports", "show", "2", "--json", "--database", database).json


def test_an_import_answers_with_its_entry_in_the_ledger(on_each: Running) -> None:
    answer = on_each.post(ORDERS, account="north")
    assert (answer.status_code, answer.headers["location"]) == (201, "/api/v1/imports/1")
    entry = on_each.json(answer.headers["location"])
    assert (entry["account"], entry["rows"], entry["inserted"], entry["status"]) == ("north", 2, 2, "imported")
    assert answer.json().items() <= entry.items()


def test_the_same_content_again_is_known(on_each: Running) -> None:
    on_each.post(ORDERS)
    again = on_each.post(ORDERS, "renamed.csv")
    assert (again.status_code, again.json()["status"], again.json()["id"]) == (200, "unchanged", 1)
    assert "location" not in again.headers
    assert len(on_each.json("/api/v1/imports")["imports"]) == 1


def test_a_dry_run_tells_all_and_stores_nothing(on_each: Running) -> None:
    answer = on_each.post(ORDERS, dry_run="true")
    assert (answer.status_code, answer.json()["id"], answer.json()["rows"]) == (200, None, 2)
    assert "location" not in answer.headers
    assert on_each.json("/api/v1/imports")["imports"] == []


def test_a_dry_run_of_what_is_known_has_no_place_either(on_each: Running) -> None:
    on_each.post(ORDERS)
    answer = on_each.post(ORDERS, dry_run="true")
    assert (answer.status_code, answer.json()["id"], "location" in answer.headers) == (200, None, False)


def test_a_dry_run_takes_no_key(on_each: Running) -> None:
    key = {"Idempotency-Key": "rehearsed"}
    assert on_each.post(ORDERS, headers=key).status_code == 201
    for file in (ORDERS, GOOGLE.format(total="20.00")):
        refused = on_each.post(file, dry_run="true", headers=key)
        assert (refused.status_code, code_of(refused)) == (422, "invalid_request")
        assert [error["at"] for error in refused.json()["errors"]] == ["header.Idempotency-Key"]
        assert "location" not in refused.headers


def test_a_place_is_built_from_an_id_that_was_given_and_from_nothing_else() -> None:
    """Whatever an outcome says of having been stored."""
    unreadable = Unreadable(reason=Message(code="seen", message="seen"))
    outcome = Outcome(file="a.csv", status=Status.IMPORTED, found=unreadable, stored=True)
    reply = Reply(Request({"type": "http"}), "application/json")
    answer = imported(outcome, ImportForm(), reply)
    assert (answer.status_code, "location" in answer.headers) == (200, False)


def test_a_file_without_a_currency_is_read_as_the_one_that_is_told(server: Running) -> None:
    told = server.post(SPEND, currency="eur").json()
    assert (told["currency"], told["currency_assumed"]) == ("EUR", True)


def test_a_strict_import_refuses_a_file_with_a_rejected_row(server: Running) -> None:
    broken = ORDERS + "c3,2025-13-45,1.00,o3,EUR\n"
    refused = server.post(broken, strict="true")
    assert (refused.status_code, code_of(refused)) == (422, "rejected")
    assert (refused.json()["rejected_rows"], refused.json()["rejects"][0]["line"]) == (1, 4)
    assert server.json("/api/v1/imports")["imports"] == []
    kept = server.post(broken)
    assert (kept.status_code, kept.json()["rejected_rows"]) == (201, 1)


def test_a_file_that_is_no_export_is_a_problem_with_what_was_seen(server: Running) -> None:
    refused = server.post("who,knows\n1,2\n", "mystery.csv")
    assert (refused.status_code, code_of(refused)) == (422, "unrecognised")
    assert refused.json()["file"] == "mystery.csv"
    assert refused.json()["messages"][0]["message"] == refused.json()["detail"]


def test_the_report_is_a_page_that_runs_nothing_but_its_own(on_each: Running) -> None:
    answer = stocked(on_each).get("/report", **QUESTION)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "script-src 'sha256-" in policy
    assert "unsafe" not in policy
    assert answer.text.startswith("<!DOCTYPE html>")
    assert "45.00" in answer.text
    assert "orders.csv" in answer.text.replace("<wbr>", "")


def test_the_start_page_leads_to_the_report(server: Running) -> None:
    answer = server.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/report")


def test_health_tells_that_it_lives_and_is_ready(on_each: Running) -> None:
    assert on_each.json("/health/live") == {"status": "live"}
    assert on_each.json("/health/ready")["status"] == "ready"


def test_without_its_database_the_server_lives_and_is_not_ready() -> None:
    with running("postgresql://me:pl3ase-never@127.0.0.1:1/shop", {"DB_POOL_TIMEOUT": "0.3"}) as server:
        assert server.json("/health/live") == {"status": "live"}
        ready, asked = server.get("/health/ready"), server.get("/api/v1/payback")
    assert (ready.status_code, code_of(ready), ready.headers["retry-after"]) == (503, "not_ready", "1")
    assert (asked.status_code, code_of(asked), asked.headers["retry-after"]) == (503, "storage_unavailable", "1")
    assert "pl3ase-never" not in ready.text + asked.text


def test_the_same_key_answers_the_same_and_does_nothing_twice(on_each: Running) -> None:
    key = {"Idempotency-Key": "once-and-for-all"}
    first = on_each.post(ORDERS, headers=key)
    on_each.post(ORDERS.replace("30.00", "31.00"), "later.csv")
    again = on_each.post(ORDERS, headers=key)
    assert (again.status_code, again.json()) == (first.status_code, first.json()) == (201, first.json())
    assert again.headers["location"] == first.headers["location"]
    assert len(on_each.json("/api/v1/imports")["imports"]) == 2


def test_the_same_key_for_another_file_is_refused(on_each: Running) -> None:
    key = {"Idempotency-Key": "one"}
    on_each.post(ORDERS, headers=key)
    refused = on_each.post(GOOGLE.format(total="20.00"), headers=key)
    assert (refused.status_code, code_of(refused)) == (422, "idempotency_key_reused")
    assert [error["at"] for error in refused.json()["errors"]] == ["header.Idempotency-Key"]


@pytest.mark.parametrize("other", [{"account": "north"}, {"currency": "EUR"}, {"strict": "true"}])
def test_the_same_key_for_the_same_file_asked_otherwise_is_refused(on_each: Running, other: dict[str, str]) -> None:
    key = {"Idempotency-Key": "one"}
    on_each.post(ORDERS, headers=key)
    refused = on_each.post(ORDERS, headers=key, **other)
    assert (refused.status_code, code_of(refused)) == (422, "idempotency_key_reused")
    assert on_each.post(ORDERS, headers=key).status_code == 201


def test_a_head_is_a_get_without_content(server: Running) -> None:
    stocked(server)
    full = server.get("/api/v1/payback", **QUESTION)
    head = server.client.head("/api/v1/payback", params=QUESTION)
    assert (head.status_code, head.content) == (200, b"")
    assert {**head.headers, "date": ""} == {**full.headers, "date": ""}


def test_money_is_decimal_text_and_never_a_float(server: Running) -> None:
    stocked(server)
    for path in ("/api/v1/payback", "/api/v1/ltv/cohorts", "/api/v1/ltv/customers", "/api/v1/imports"):
        floats: list[str] = []
        json.loads(server.get(path).text, parse_float=floats.append)
        assert floats == []

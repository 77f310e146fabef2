"""Lists: pages without gaps, the same in JSON and CSV, in the form that the client wants, and not sent needlessly."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import httpx
import pytest

from tests.cli.exports import GOOGLE, SHOP, SPEND
from tests.http.running import ORDERS, PROBLEM, Running, code_of
from tests.http.test_answers import QUESTION, stocked

LISTS = {
    "/api/v1/imports": "imports",
    "/api/v1/payback": "payback",
    "/api/v1/ltv/cohorts": "cohorts",
    "/api/v1/ltv/customers": "customers",
}
PAGED = {path: name for path, name in LISTS.items() if name != "payback"}
ON_FACTS = [path for path in LISTS if path != "/api/v1/imports"]


def asked_of(path: str) -> dict[str, str]:
    return {} if path == "/api/v1/imports" else QUESTION


def with_many_imports(server: Running) -> Running:
    stocked(server)
    for number in range(5):
        assert server.post(ORDERS.replace("30.00", f"{number}.50"), f"more-{number}.csv").status_code == 201
    return server


def cells(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text)))


def as_cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def pages(server: Running, path: str, accept: str | None, limit: int) -> list[httpx.Response]:
    """Every page, turned by the Link header alone."""
    answers = [server.get(path, accept, limit=limit, **asked_of(path))]
    while link := answers[-1].headers.get("link"):
        found = re.fullmatch(r'<([^>]+)>; rel="next"', link)
        assert found
        assert len(answers) < 50
        answers.append(server.get(found[1], accept))
    return answers


@pytest.mark.parametrize("path", PAGED)
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_have_no_gaps_and_nothing_twice(on_each: Running, path: str, limit: int) -> None:
    with_many_imports(on_each)
    whole = on_each.json(path, limit=200, **asked_of(path))
    turned = [answer.json() for answer in pages(on_each, path, None, limit)]
    assert whole["next_cursor"] is None
    assert len(whole[PAGED[path]]) > limit
    assert [one for page in turned for one in page[PAGED[path]]] == whole[PAGED[path]]
    assert all(len(page[PAGED[path]]) == limit for page in turned[:-1])
    assert all((page["next_cursor"] is None) == (page is turned[-1]) for page in turned)


def test_the_ledger_is_newest_first(server: Running) -> None:
    found = with_many_imports(server).json("/api/v1/imports")["imports"]
    assert [entry["id"] for entry in found] == [7, 6, 5, 4, 3, 2, 1]


def test_what_is_imported_while_one_turns_pages_moves_nothing(server: Running) -> None:
    with_many_imports(server)
    first = server.json("/api/v1/imports", limit=3)
    server.post(ORDERS.replace("30.00", "99.00"), "meanwhile.csv")
    second = server.json("/api/v1/imports", limit=3, cursor=first["next_cursor"])
    assert [entry["id"] for entry in first["imports"] + second["imports"]] == [7, 6, 5, 4, 3, 2]


@pytest.mark.parametrize("path", PAGED)
def test_a_cursor_says_nothing_and_only_ours_are_taken(server: Running, path: str) -> None:
    with_many_imports(server)
    cursor = server.json(path, limit=1, **asked_of(path))["next_cursor"]
    assert re.fullmatch(r"[A-Za-z0-9_-]+", cursor)
    for broken in ("", "x", cursor + "A", cursor[:-1], "W10", "AAAA", "é", "MQ==", "LTE", "MA"):
        refused = server.get(path, cursor=broken, **asked_of(path))
        assert refused.status_code == 422, f"{broken!r} was taken"
        assert code_of(refused) == "invalid_request"
        assert refused.json()["errors"][0]["at"] == "query.cursor"


@pytest.mark.parametrize("path", PAGED)
def test_a_cursor_of_one_list_is_none_of_another_and_all_say_so_alike(server: Running, path: str) -> None:
    with_many_imports(server)
    for other in PAGED:
        cursor = server.json(other, limit=1, **asked_of(other))["next_cursor"]
        answer = server.get(path, cursor=cursor, **asked_of(path))
        if other == path:
            assert answer.status_code == 200
            continue
        assert (answer.status_code, code_of(answer)) == (422, "invalid_request")
        said = "this cursor is not one that the list gave; begin without one"
        assert answer.json()["errors"] == [{"at": "query.cursor", "message": said}]
        assert answer.json()["detail"] == said


@pytest.mark.parametrize("path", LISTS)
def test_csv_holds_what_json_holds(on_each: Running, path: str) -> None:
    stocked(on_each)
    view, lines = on_each.json(path, **asked_of(path)), cells(on_each.get(path, "text/csv", **asked_of(path)))
    expected = list(flat(path, view))
    assert len(lines) == len(expected) > 1
    for line, row in zip(lines, expected, strict=True):
        assert line == {name: as_cell(row[name]) for name in line}


@pytest.mark.parametrize("path", LISTS)
def test_csv_leaves_nothing_out_that_fits_into_a_cell(server: Running, path: str) -> None:
    stocked(server)
    rows = list(flat(path, server.json(path, **asked_of(path))))
    titles = server.get(path, "text/csv", **asked_of(path)).text.partition("\n")[0].split(",")
    fitting = {name for row in rows for name, value in row.items() if not isinstance(value, dict | list)}
    assert len(titles) == len(set(titles))
    assert set(titles) - {"currency"} == fitting - {"currency_assumed", "currency"}


def flat(path: str, view: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that a table makes of a view."""
    rows, currency = view[LISTS[path]], {"currency": view.get("currency")}
    if path.endswith("payback"):
        return [{**row, **currency, **{f"ltv_{month}": ltv for month, ltv in row["ltv"].items()}} for row in rows]
    if path.endswith("cohorts"):
        return [{**row, **currency, **month} for row in rows for month in row["months"]]
    return list(rows)


@pytest.mark.parametrize("path", PAGED)
def test_csv_is_paged_by_the_same_link(server: Running, path: str) -> None:
    with_many_imports(server)
    whole = cells(server.get(path, "text/csv", limit=200, **asked_of(path)))
    assert [line for page in pages(server, path, "text/csv", 2) for line in cells(page)] == whole


def test_what_a_stranger_named_is_no_formula_in_a_table(server: Running) -> None:
    server.post(ORDERS, "=1+1.csv", account="@evil")
    [line] = cells(server.get("/api/v1/imports", "text/csv"))
    assert (line["file"], line["account"]) == ("'=1+1.csv", "'@evil")
    assert server.json("/api/v1/imports")["imports"][0]["account"] == "@evil"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/*", "text/csv"),
        ("application/json;q=0.5, text/csv", "text/csv"),
        ("text/csv;q=0.9, */*", "application/json"),
        ("text/csv, application/json", "application/json"),
        ("application/json;q=0, */*;q=0.1", "text/csv"),
        ("text/csv;header=present", "text/csv"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"),
    ],
)
def test_the_form_is_the_one_that_the_client_wants_most(server: Running, accept: str | None, media: str) -> None:
    assert server.get("/api/v1/imports", accept).headers["content-type"].partition(";")[0] == media


@pytest.mark.parametrize("accept", ["application/xml", "text/csv;q=0, application/json;q=0", "json", "image/*", "q=1"])
def test_another_form_is_not_to_be_had(server: Running, accept: str) -> None:
    refused = server.get("/api/v1/imports", accept)
    assert (refused.status_code, code_of(refused)) == (406, "not_acceptable")
    assert "application/json or text/csv" in refused.json()["detail"]


def test_one_thing_is_no_list_and_has_no_table(server: Running) -> None:
    server.post(ORDERS)
    assert server.get("/api/v1/imports/1", "text/csv").status_code == 406
    assert server.get("/report", "application/json").headers["content-type"] == PROBLEM


def test_an_upload_in_a_form_that_cannot_be_answered_stores_nothing(server: Running) -> None:
    assert server.post(ORDERS, headers={"Accept": "application/xml"}).status_code == 406
    assert server.json("/api/v1/imports")["imports"] == []


@pytest.mark.parametrize("path", [*ON_FACTS, "/report", "/api/v1/ltv/cohorts/2025-01~all"])
def test_what_the_client_has_is_not_sent_again_until_the_facts_change(on_each: Running, path: str) -> None:
    stocked(on_each)
    first = on_each.get(path, **QUESTION)
    known = {"If-None-Match": f'"other", W/{first.headers["etag"]}'}
    again = on_each.client.get(path, params=QUESTION, headers=known)
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "content-security-policy" not in again.headers  # a browser would put it in the place of its copy's own
    on_each.post(GOOGLE.format(total="20.00"), "google.csv")
    changed = on_each.client.get(path, params=QUESTION, headers=known)
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("header", ["*", '"x"', 'W/"x", *', ""])
@pytest.mark.parametrize("path", ["/api/v1/ltv/cohorts/1999-01~all", f"/api/v1/ltv/customers/c{'0' * 20}"])
def test_what_is_not_there_is_not_there_whatever_the_client_has(server: Running, path: str, header: str) -> None:
    stocked(server)
    missing = server.client.get(path, params=QUESTION, headers={"If-None-Match": header})
    assert (missing.status_code, code_of(missing)) == (404, "not_found")
    assert "etag" not in missing.headers


def test_each_question_and_each_form_has_its_own_tag(server: Running) -> None:
    stocked(server)
    asked = [
        (None, QUESTION),
        ("text/csv", QUESTION),
        (None, {**QUESTION, "margin": "0.5"}),
        (None, {"currency": "USD"}),
    ]
    tags = [server.get("/api/v1/payback", accept, **question).headers["etag"] for accept, question in asked]
    assert len(set(tags)) == len(asked)


def test_what_rests_on_no_fact_has_no_tag(server: Running) -> None:
    server.post(SPEND, "spend.csv", currency="USD")
    server.post(SHOP, "orders.csv")
    for path in ("/api/v1/imports", "/api/v1/imports/1", "/health/live"):
        assert "etag" not in server.get(path).headers
        assert server.get(path).headers["cache-control"] == "no-store"

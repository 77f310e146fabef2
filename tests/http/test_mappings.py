"""Mappings over HTTP: proposed for an upload, kept, listed, forgotten."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.http.running import PROBLEM, Running, code_of
from tests.unit.exports.test_proposals import SPANISH, TWO_COSTS

PATH = "/api/v1/imports/mappings"


def sent(server: Running, text: str = SPANISH, **fields: Any) -> httpx.Response:
    return server.client.post(PATH, files={"file": ("anuncios.csv", text.encode(), "text/csv")}, data=fields)


def test_a_proposal_is_told_and_nothing_is_kept(server: Running) -> None:
    answer = sent(server)
    assert answer.status_code == 200
    view = answer.json()
    assert (view["file"], view["kind"], view["saved"]) == ("anuncios.csv", "ad_metrics", False)
    assert (view["rows"], view["sums"]["spend"], view["reconciles"]) == (3, "32.75", True)
    assert view["columns"][-1]["header"] == "Coste (EUR)"
    assert server.json(PATH) == {"mappings": []}


def test_a_kept_mapping_reads_the_imports_that_follow_on_every_database(on_each: Running) -> None:
    refused = on_each.post(SPANISH, "anuncios.csv")
    assert (refused.status_code, code_of(refused)) == (422, "unrecognised")
    assert refused.json()["proposal"]["rows"] == 3
    kept = sent(on_each, platform="acme", set=["clicks=", "conversions=Presupuesto"], save="true")
    assert kept.status_code == 201
    fingerprint = kept.json()["fingerprint"]
    assert kept.headers["location"] == f"{PATH}/{fingerprint}"
    taken = on_each.post(SPANISH, "anuncios.csv")
    assert (taken.status_code, taken.json()["platform"], taken.json()["sums"]["clicks"]) == (201, "acme", None)
    [mapping] = on_each.json(PATH)["mappings"]
    assert (mapping["fingerprint"], mapping["columns"]["conversions"]) == (fingerprint, "Presupuesto")
    removed = on_each.client.delete(f"{PATH}/{fingerprint[:10]}")
    assert (removed.status_code, removed.json()["fingerprint"]) == (200, fingerprint)
    assert on_each.json(PATH) == {"mappings": []}


def test_the_list_is_also_a_table(server: Running) -> None:
    sent(server, save="true", platform="=evil")
    lines = server.get(PATH, "text/csv").text.splitlines()
    assert lines[0] == "fingerprint,saved_at,kind,platform,currency,date_order,decimal,file,columns"
    assert "spend=Coste (EUR)" in lines[1]
    assert ",=" not in lines[1]


def test_a_mapping_that_is_not_there_is_not_found(server: Running) -> None:
    answer = server.client.delete(f"{PATH}/{'0' * 64}")
    assert (answer.status_code, code_of(answer)) == (404, "not_found")
    assert server.client.delete(f"{PATH}/no-such").status_code == 422


@pytest.mark.parametrize(
    ("fields", "at", "said"),
    [
        ({"set": "spend"}, "body.set", "FIELD=HEADER"),
        ({"set": ["spend=A", "spend=B"]}, "body.set", "more than once"),
        ({"set": "spend=Kost"}, "body.set", "there is no header"),
        ({"set": ["spend=Gasto"] * 201}, "body.set", "given more than 200 times"),
        ({"kind": "rates"}, "body.kind", "a file can be mapped as"),
        ({"kind": ["orders", "leads"]}, "body.kind", "given more than once"),
        ({"date_order": "ymd"}, "body.date_order", "dmy or mdy"),
        ({"decimal": ","}, "body.decimal", "point or comma"),
        ({"currency": "euros"}, "body.currency", ""),
        ({"save": "yes"}, "body.save", "true or false"),
        ({"colour": "red"}, "body.colour", "there is no such field"),
    ],
)
def test_a_field_that_cannot_be_is_told_by_its_place(server: Running, fields: Any, at: str, said: str) -> None:
    answer = sent(server, **fields)
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)
    [part] = answer.json()["errors"]
    assert part["at"] == at
    assert said in part["message"]


def test_what_is_unclear_is_an_answer_until_it_is_to_be_kept(server: Running) -> None:
    view = sent(server, TWO_COSTS).json()
    assert view["message"]["code"] == "ambiguous_columns"
    refused = sent(server, TWO_COSTS, save="true")
    assert (refused.status_code, code_of(refused)) == (422, "invalid_request")
    assert "spend may be" in refused.json()["detail"]


@pytest.mark.parametrize("text", ["", "word\n" * 9])
def test_a_file_without_a_table_is_a_problem_of_the_file(server: Running, text: str) -> None:
    answer = sent(server, text)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["at"] == "body.file"


def test_a_page_of_another_site_can_neither_map_nor_forget(server: Running) -> None:
    headers = {"Origin": "http://evil.example"}
    files = {"file": ("a.csv", SPANISH.encode(), "text/csv")}
    assert server.client.post(PATH, files=files, headers=headers).status_code == 403
    assert server.client.delete(f"{PATH}/{'0' * 64}", headers=headers).status_code == 403

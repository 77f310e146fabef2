"""The document (OpenAPI): all that there is stands in it, and requests made up from it meet no surprise."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from tests.cli.running import bare_environment
from tests.http.running import ORDERS, Running
from tests.http.test_answers import stocked

PROBLEM = {"$ref": "#/components/schemas/Problem"}
HERE = Path(__file__).parent


@pytest.fixture
def document(server: Running) -> dict[str, Any]:
    found: dict[str, Any] = server.json("/openapi.json")
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, what) for path, methods in document["paths"].items() for method, what in methods.items()]


def test_every_route_stands_in_the_document(server: Running, document: dict[str, Any]) -> None:
    routes = {
        (one.path_format, method.lower())
        for one in iter_route_contexts(server.app.routes)
        for method in one.methods or ()
    }
    told = {(path, method) for path, method, _ in operations(document)}
    assert len(told) == 16
    assert routes - told == {("/openapi.json", "get"), ("/openapi.json", "head")}


def test_every_failure_in_the_document_is_a_problem(document: dict[str, Any]) -> None:
    failures = [
        (path, status, answer)
        for path, _, what in operations(document)
        for status, answer in what["responses"].items()
        if int(status) >= 400
    ]
    assert len(failures) > 40
    assert all(answer["content"] == {"application/problem+json": {"schema": PROBLEM}} for _, _, answer in failures)


def test_every_answer_and_every_request_is_closed(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert len(schemas) > 20
    assert [name for name, schema in schemas.items() if schema.get("additionalProperties") is not False] == []
    form = document["paths"]["/api/v1/imports"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert (form["additionalProperties"], form["required"]) == (False, ["file"])


def test_nothing_in_the_document_refers_to_what_is_not_there(document: dict[str, Any]) -> None:
    referred = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert referred - set(document["components"]["schemas"]) == set()


def test_every_operation_says_what_it_is_for(document: dict[str, Any]) -> None:
    assert [path for path, _, what in operations(document) if not what.get("description")] == []


def test_a_page_of_documentation_from_elsewhere_is_not_there(server: Running) -> None:
    assert server.get("/docs").status_code == server.get("/redoc").status_code == 404


def made_up(server: Running, folder: Path, *options: str) -> str:
    """What schemathesis found, all its checks on, with the shop in the database."""
    stocked(server)
    server.post(ORDERS.replace("EUR", "USD"))
    program = Path(sys.executable).with_name("schemathesis")
    phases = ("--phases", "examples,coverage,fuzzing,stateful", "--generation-database", "none", "--no-color")
    asked = ("run", f"{server.url}/openapi.json", "--checks", "all", *phases, *options)
    ran = subprocess.run(
        [program, "--config-file", HERE / "schemathesis.toml", *asked],
        cwd=folder,
        env=bare_environment({"SCHEMATHESIS_HOOKS": "tests.http.schemathesis_hooks"}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-20_000:] + ran.stderr
    assert "16 selected / 16 total" in ran.stdout
    return ran.stdout


def test_requests_made_up_from_the_document_find_nothing_undocumented(server: Running, tmp_path: Path) -> None:
    said = made_up(server, tmp_path, "--max-examples", "25", "--seed", "20250415")
    generated = re.search(r"(\d+) generated", said)
    assert generated
    assert int(generated[1]) > 500


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_many_more_requests_find_nothing_either(on_each: Running, tmp_path: Path, seed: str) -> None:
    assert "generated" in made_up(on_each, tmp_path, "--max-examples", "150", "--seed", seed)

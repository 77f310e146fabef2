"""Whatever fails is a problem: one shape, a stable code, the place, and no secret."""

from __future__ import annotations

import ast
import inspect
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

import application
import domain
from domain.imports.record import Status
from domain.payback.ports import SourceTable
from domain.payback.sources import SourceAliases
from domain.shared import errors
from domain.shared.errors import CorruptRow, DomainError, InvalidValue, StorageError, SuccotashError
from interfaces.http.errors import OTHER_HTTP, OWN_TYPES, PLACES, STATUS, problem_of, told
from interfaces.http.refusals import INVALID
from tests.architecture.source_tree import REPOSITORY, classes, sources
from tests.http.running import ORDERS, Running, code_of, problem_in, running
from tests.http.test_answers import QUESTION, stocked

BASES = {SuccotashError, DomainError}
"""Nothing is raised as one of these by itself."""


def every_error() -> Iterator[type[SuccotashError]]:
    waiting: list[type[SuccotashError]] = [SuccotashError]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += found.__subclasses__()


def test_every_error_class_has_its_status() -> None:
    found = [
        error for error in every_error() if error.__module__.startswith(("domain.", "application.", "infrastructure."))
    ]
    declared = [
        declared for source in sources("domain") if source.path.name == "errors.py" for declared in classes(source)
    ]
    assert len(found) >= len(declared) > 8
    assert [error.__name__ for error in found if error not in BASES and told(error("x")) is None] == []
    assert all(told(base("x")) is None for base in BASES)


def test_an_error_class_that_the_table_does_not_know_is_noticed() -> None:
    class Unheard(SuccotashError):
        pass

    assert told(Unheard("x")) is None
    assert problem_of(Unheard("x")) is None


def test_every_class_of_the_table_is_one_of_errors() -> None:
    assert set(STATUS) < {value for value in vars(errors).values() if inspect.isclass(value)}
    assert {domain.__name__, application.__name__} == {"domain", "application"}


@pytest.mark.parametrize(
    ("asked", "at"),
    [
        ({"as_of": "yesterday"}, "query.as_of"),
        ({"as_of": "2025-02-30"}, "query.as_of"),
        ({"as_of": "1969-12-31"}, "query.as_of"),
        ({"as_of": "2200-01-01"}, "query.as_of"),
        ({"as_of": "٢٠٢٥-٠١-٠١"}, "query.as_of"),
        ({"as_of": ""}, "query.as_of"),
        ({"currency": "DOLLAR"}, "query.currency"),
        ({"currency": " USD"}, "query.currency"),
        ({"currency": "U$D"}, "query.currency"),
        ({"margin": "0"}, "query.margin"),
        ({"margin": "1.01"}, "query.margin"),
        ({"margin": "-0.5"}, "query.margin"),
        ({"margin": "60%"}, "query.margin"),
        ({"margin": "nan"}, "query.margin"),
        ({"timezone": "Mars/Olympus"}, "query.timezone"),
        ({"timezone": "../../etc/passwd"}, "query.timezone"),
        ({"timezone": "localtime"}, "query.timezone"),
        ({"timezone": "a\x00b"}, "query.timezone"),
        ({"timezone": "x" * 5_000}, "query.timezone"),
        ({"by": "colour"}, "query.by"),
        ({"exclude_tax": "yes"}, "query.exclude_tax"),
        ({"exclude_shipping": "1"}, "query.exclude_shipping"),
        ({"token": "s3cret"}, "query.token"),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/payback", "/report", "/api/v1/ltv/cohorts", "/api/v1/ltv/cohorts/x"])
def test_a_wrong_part_of_a_question_is_named(server: Running, path: str, asked: dict[str, str], at: str) -> None:
    refused = server.get(path, **asked)
    assert (refused.status_code, code_of(refused)) == (422, "invalid_request")
    [error] = refused.json()["errors"]
    assert error["at"] == at
    assert error["message"] == refused.json()["detail"]
    assert "s3cret" not in refused.text


def test_every_wrong_part_is_named_at_once(server: Running) -> None:
    refused = server.get("/api/v1/payback", as_of="x", margin="7", colour="red")
    assert [error["at"] for error in refused.json()["errors"]] == ["query.as_of", "query.margin", "query.colour"]


@pytest.mark.parametrize("words", ["as_of", "margin", "currency", "by", "timezone"])
def test_what_is_said_of_a_wrong_word_is_what_the_command_line_says(server: Running, words: str) -> None:
    from tests.cli.running import in_process

    refused = server.get("/api/v1/payback", **{words: "??"})
    said = in_process("payback", ".", f"--{words.replace('_', '-')}", "??", "--json")
    assert refused.json()["detail"] == said.json["error"]["message"]


@pytest.mark.parametrize("limit", ["0", "201", "-1", "1.0", "1e1", "+5", " 5", "٥", "5_0", "", "x", "9" * 400])
@pytest.mark.parametrize("path", ["/api/v1/imports", "/api/v1/ltv/cohorts", "/api/v1/ltv/customers"])
def test_a_page_holds_one_to_two_hundred(server: Running, path: str, limit: str) -> None:
    refused = server.get(path, limit=limit)
    assert (refused.status_code, refused.json()["errors"][0]["at"]) == (422, "query.limit")


@pytest.mark.parametrize("path", ["/", "/health/live", "/health/ready", "/api/v1/imports/1"])
def test_a_path_without_parameters_takes_none(server: Running, path: str) -> None:
    refused = server.get(path, debug="true")
    assert (refused.status_code, refused.json()["errors"][0]["at"]) == (422, "query.debug")


def test_a_parameter_is_given_once(server: Running) -> None:
    refused = server.get("/api/v1/payback?margin=1&margin=0.5&by=source")
    assert (refused.status_code, [error["at"] for error in refused.json()["errors"]]) == (422, ["query.margin"])


@pytest.mark.parametrize("id_", ["cxxx", "c" + "0" * 19, "C" + "0" * 20, "c" + "0" * 20 + "%0A"])
def test_what_a_customers_id_is_is_told_in_words(server: Running, id_: str) -> None:
    refused = server.get(f"/api/v1/ltv/customers/{id_}")
    said = "a customer's id is c and 20 hexadecimal digits"
    assert (refused.status_code, refused.json()["errors"]) == (422, [{"at": "path.customer_id", "message": said}])


def test_there_are_no_more_parameters_than_anybody_needs(server: Running) -> None:
    refused = server.get("/api/v1/payback?" + "&".join(f"a{number}" for number in range(51)))
    assert (refused.status_code, refused.json()["errors"]) == (
        422,
        [{"at": "query", "message": "more than 50 parameters"}],
    )
    few = server.get("/api/v1/payback?" + "&".join(f"a{number}=" for number in range(50)))
    assert len(few.json()["errors"]) == 50


def test_a_query_of_very_many_parameters_is_refused_for_their_number_alone(server: Running) -> None:
    """None of them is looked at: what grows with their square would keep everybody waiting."""
    refused = server.get("/api/v1/payback?" + "&".join(f"{number:x}" for number in range(6_000)))
    assert refused.status_code == 422
    assert len(refused.json()["errors"]) == 1
    assert len(refused.content) < 1_000


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/imports/99", 404),
        ("/api/v1/imports/0", 422),
        ("/api/v1/imports/-1", 422),
        ("/api/v1/imports/1.0", 422),
        ("/api/v1/imports/9223372036854775807", 404),
        ("/api/v1/imports/9223372036854775808", 422),
        ("/api/v1/imports/x", 422),
        ("/api/v1/ltv/cohorts/1999-01~all", 404),
        ("/api/v1/ltv/cohorts/nothing", 404),
        ("/api/v1/ltv/cohorts/%00", 404),
        ("/api/v1/ltv/cohorts/" + "x" * 201, 422),
        ("/api/v1/ltv/customers/c" + "0" * 20, 404),
        ("/api/v1/ltv/customers/someone@example.com", 422),
        ("/api/v1/imports/", 404),
        ("/api/v1", 404),
        ("/docs", 404),
        ("/redoc", 404),
        ("/../etc/passwd", 404),
        ("/%2e%2e/etc/passwd", 404),
    ],
)
def test_what_is_not_there_is_told_so(on_each: Running, path: str, status: int) -> None:
    stocked(on_each)
    refused = on_each.get(path)
    assert refused.status_code == status, refused.text


METHODS = {
    "/api/v1/imports": "GET, HEAD, POST",
    "/api/v1/imports/1": "DELETE, GET, HEAD",
    "/api/v1/imports/mappings": "GET, HEAD, POST",
    "/api/v1/imports/mappings/0123456789": "DELETE",
    "/api/v1/payback": "GET, HEAD",
    "/": "GET, HEAD",
    "/report": "GET, HEAD",
    "/openapi.json": "GET, HEAD",
}
ELSEWHERE = ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND")


@pytest.mark.parametrize(
    ("method", "path"),
    [(method, path) for path, known in METHODS.items() for method in ELSEWHERE if method not in known],
)
def test_another_method_is_told_which_ones_there_are(server: Running, method: str, path: str) -> None:
    refused = server.client.request(method, path)
    assert (refused.status_code, refused.headers["allow"]) == (405, METHODS[path])


def test_several_currencies_need_to_be_told_and_the_parameter_is_named(server: Running) -> None:
    server.post(ORDERS)
    server.post(ORDERS.replace("EUR", "USD").replace("o1", "u1").replace("o2", "u2"), "usd.csv")
    refused = server.get("/api/v1/payback")
    assert (refused.status_code, code_of(refused)) == (422, "currency_needed")
    said = "the files name EUR, USD: say which one the report is in"
    assert refused.json()["detail"] == said
    assert refused.json()["errors"] == [{"at": "query.currency", "message": said}]


@pytest.mark.parametrize("error", [InvalidValue("x", code=code) for code in PLACES])
def test_a_wrong_value_is_one_type_whoever_found_it_and_its_place_is_one_of_the_documents(
    server: Running, error: InvalidValue
) -> None:
    problem = problem_of(error)
    assert problem is not None
    assert problem.code == (error.code if error.code in OWN_TYPES else "invalid_request")
    [part] = problem.errors
    place, _, name = part["at"].partition(".")
    document = server.json("/openapi.json")
    posted = [document["paths"][path]["post"] for path in ("/api/v1/imports", "/api/v1/imports/mappings")]
    told = {(one["in"], one["name"]) for way in document["paths"].values() for what in way.values()
            for one in what.get("parameters", ())}  # fmt: skip
    forms = [one["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"] for one in posted]
    assert (place, name) in told | {("body", field) for form in forms for field in form}


def test_no_answer_speaks_of_the_options_of_a_command(server: Running) -> None:
    spend = "date,platform,account,spend,currency\n2025-01-01,google,{account},30,EUR\n"
    server.post(spend.format(account="one"), "one.csv")
    server.post(spend.format(account="").replace("30", "31"), "none.csv")
    warnings = server.json("/api/v1/payback")["warnings"]
    assert "account_unnamed" in {warning["code"] for warning in warnings}
    assert [warning for warning in warnings if re.search(r"(^|\s)--\w", warning["message"])] == []


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nbroken header\r\n\r\n",
        b"NONSENSE\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\n" + b"X: " + b"y" * 70_000 + b"\r\n\r\n",
        b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
    ],
)
def test_what_is_no_http_is_a_problem_too(server: Running, sent: bytes) -> None:
    heard = server.raw(sent)
    assert heard.startswith(b"HTTP/1.1 400"), heard[:300]
    assert problem_in(heard)["type"] == "urn:succotash:problem:malformed"
    assert server.json("/health/live") == {"status": "live"}


class Broken(SourceTable):
    """Fails as nothing ever should."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def aliases(self) -> SourceAliases:
        raise self.error

    def version(self) -> str:
        return ""


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (errors.NotFound("gone"), 404, "not_found"),
        (errors.Conflict("twice"), 409, "conflict"),
        (InvalidValue("wrong", code="some_value"), 422, "invalid_request"),
        (InvalidValue("wrong", code="currency_needed"), 422, "currency_needed"),
        (errors.Unusable("the alias file cannot be read", code="alias_file"), 500, "unusable"),
        (StorageError("ended", code="transaction_ended"), 500, "storage_error"),
        (errors.StorageUnavailable("away"), 503, "storage_unavailable"),
        (errors.ConnectionLost("cut"), 503, "connection_lost"),
        (errors.TransientStorageError("raced"), 503, "transient_storage_error"),
        (errors.Busy("busy"), 503, "busy"),
        (errors.SchemaMismatch("old"), 503, "schema_mismatch"),
        (CorruptRow("odd"), 500, "corrupt_row"),
        (StorageError("failed"), 500, "storage_error"),
        (SuccotashError("unmapped"), 500, "unexpected"),
        (RuntimeError("pl3ase-never"), 500, "unexpected"),
        (MemoryError(), 500, "unexpected"),
    ],
)
def test_every_failure_has_its_status_and_says_no_more_than_it_should(
    error: Exception, status: int, code: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.retry.sleep", lambda _seconds: None, raising=False)
    with running(overrides=((SourceTable, Broken(error)),)) as server:
        server.post(ORDERS)
        failed = server.get("/api/v1/payback")
    assert (failed.status_code, code_of(failed)) == (status, code)
    retry = code in {"storage_unavailable", "connection_lost", "transient_storage_error", "busy"}
    assert ("retry-after" in failed.headers) == retry
    assert "pl3ase-never" not in failed.text
    assert "Traceback" not in failed.text
    if code == "unexpected":
        assert failed.json()["id"] in caplog.text


@pytest.mark.parametrize("error", [RuntimeError("odd"), errors.StorageError("failed"), RuntimeError("a\x1b[31m\rb")])
def test_a_path_in_the_log_is_one_line_without_escapes(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    with running(overrides=((SourceTable, Broken(error)),)) as server:
        server.post(ORDERS)
        assert server.get("/api/v1/ltv/cohorts/%1b%5b31mred%0a2030-01-01%20forged%c2%9b").status_code == 500
    assert r"\x1b[31mred\n2030-01-01 forged\x9b" in caplog.text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", caplog.text)


def test_a_full_pool_is_a_bounded_wait_and_then_an_advice_to_come_again(postgres_url: str) -> None:
    small = {"DB_POOL_SIZE": "1", "DB_MAX_OVERFLOW": "0", "DB_POOL_TIMEOUT": "0.5"}
    with running(postgres_url, small) as server:
        stocked(server)
        with psycopg.connect(postgres_url) as other:
            other.execute("lock table imports, orders in access exclusive mode")
            with ThreadPoolExecutor(4) as pool:
                waiting = [pool.submit(server.get, "/api/v1/imports") for _ in range(4)]
                refused = next(one.result() for one in iter_done(waiting))
                assert (refused.status_code, code_of(refused)) == (503, "storage_unavailable")
                assert refused.headers["retry-after"] == "1"
                assert server.json("/health/live") == {"status": "live"}
                other.rollback()
        assert server.json("/api/v1/payback", **QUESTION)["payback"]


def iter_done(waiting: list[Any]) -> Iterator[Any]:
    from concurrent.futures import as_completed

    return as_completed(waiting, timeout=30)


class Waiting(SourceTable):
    """Keeps an answer waiting until it is let go."""

    def __init__(self, aliases: SourceAliases) -> None:
        self.table = aliases
        self.begun, self.go = threading.Event(), threading.Event()

    def aliases(self) -> SourceAliases:
        self.begun.set()
        assert self.go.wait(30)
        return self.table

    def version(self) -> str:
        return ""


def test_more_requests_than_the_server_takes_are_told_to_come_again() -> None:
    with running() as plain:
        aliases = plain.container.get_payback_handler().statements.sources.aliases()
    table = Waiting(aliases)
    with running(overrides=((SourceTable, table),), requests=1) as server, ThreadPoolExecutor(1) as pool:
        slow = pool.submit(server.get, "/api/v1/payback")
        assert table.begun.wait(20)
        refused = server.get("/api/v1/imports")
        live = server.get("/health/live")
        table.go.set()
        assert (refused.status_code, code_of(refused), refused.headers["retry-after"]) == (503, "overloaded", "1")
        assert live.status_code == 200
        assert slow.result().status_code == 200
        assert server.get("/api/v1/imports").status_code == 200


def test_routes_say_nothing_of_the_codes_that_are_told_elsewhere() -> None:
    """The table of codes in the documentation is complete: test_documentation holds it against this list."""
    assert codes_told()


def codes_told() -> set[str]:
    """Every code that a problem may have: those of HTTP itself, of error classes, and of values over HTTP."""
    trees = [
        ast.parse((REPOSITORY / "interfaces" / "http" / name).read_text())
        for name in ("refusals.py", "readiness.py", "errors.py", "imported.py")
    ]
    named = {
        keyword.value.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "code" and isinstance(keyword.value, ast.Constant)
    }
    raised = {
        error.code for error in every_error() if error.__module__ == "domain.shared.errors" and error not in BASES
    }
    of_values = {INVALID, *OWN_TYPES}
    of_files = {Status.UNRECOGNISED.value, Status.REJECTED.value}
    of_http = {*OTHER_HTTP.values(), "refused"}
    return {str(code) for code in named} | (raised - {"invalid_value"}) | of_values | of_files | of_http

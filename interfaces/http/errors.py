"""The one table from the errors of the domain and of storage to HTTP, and how each of them is told."""

from __future__ import annotations

import logging
import re
import secrets
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import compile_path

from domain.shared import errors
from domain.shared.errors import SuccotashError
from domain.shared.text import one_line
from interfaces.http import refusals
from interfaces.http.problems import FaultyPart, Problem, Refusal

LOG = logging.getLogger("succotash.http")


class Told(NamedTuple):
    """How an error class is told; with `retry` the same request may succeed later."""

    status: int
    title: str
    retry: bool = False


STATUS: dict[type[SuccotashError], Told] = {
    errors.NotFound: Told(404, "There is no such thing"),
    errors.Conflict: Told(409, "It conflicts with what is there"),
    errors.InvalidValue: Told(422, refusals.INVALID_TITLE),
    errors.Unusable: Told(500, "Something that the server needs cannot be used"),
    errors.CorruptRow: Told(500, "A stored row cannot be read"),
    errors.SchemaMismatch: Told(503, "The database has another schema"),
    errors.StorageUnavailable: Told(503, "The database is not available", retry=True),
    errors.TransientStorageError: Told(503, "The database was too busy", retry=True),
    errors.StorageError: Told(500, "The database failed"),
    errors.Busy: Told(503, "Too much at once", retry=True),
}
"""By error class; the nearest base counts. What is in no base of this table is unexpected."""

PLACES = {
    **{
        name: f"query.{name}"
        for name in ("as_of", "by", "currency", "cursor", "limit", "margin", "orders_from", "timezone")
    },
    **{name: f"body.{name}" for name in ("account", "date_order", "decimal", "file", "kind", "set")},
    "fingerprint": "path.fingerprint",
    "currency_needed": "query.currency",
    "idempotency_key": "header.Idempotency-Key",
    "idempotency_key_reused": "header.Idempotency-Key",
}
"""By the codes of invalid values: the part of the request that is at fault."""

OWN_TYPES = frozenset({"currency_needed", "idempotency_key_reused"})
"""Codes of invalid values that a program must tell apart from a wrong parameter."""

OTHER_HTTP = {400: "malformed", 404: "no_such_path", 405: "method_not_allowed"}
_PASSWORD = re.compile(r"(?<=:/)(/?[^\s/@:]*):[^\s@]*@|(?<=password=)[^\s&]+", re.IGNORECASE)


def register_problems(app: FastAPI) -> None:
    """Every failure of the routes becomes a problem."""
    app.add_exception_handler(SuccotashError, _told_error)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def told(error: SuccotashError) -> Told | None:
    """How the error is told, None where the table knows neither its class nor one of its bases."""
    return next((STATUS[base] for base in type(error).__mro__ if base in STATUS), None)


def problem_of(error: SuccotashError) -> Problem | None:
    """The error as a problem of its class's type: what the code of one says beyond that is where it is at fault."""
    if (known := told(error)) is None:
        return None
    detail = one_line(_masked(error.message), 1_000)
    if not isinstance(error, errors.InvalidValue):
        return Problem(status=known.status, code=type(error).code, title=known.title, detail=detail)
    code = error.code if error.code in OWN_TYPES else refusals.INVALID
    at: tuple[FaultyPart, ...] = ({"at": PLACES[error.code], "message": detail},) if error.code in PLACES else ()
    return Problem(status=known.status, code=code, title=known.title, detail=detail, errors=at)


def unexpected(error: BaseException, method: str, path: str) -> Problem:
    """A problem that tells nothing but an id; what happened stands in the log under the same one."""
    ref = secrets.token_hex(8)
    trace = _masked("".join(traceback.format_exception(error)))
    lines = "\n".join(escaped(line) for line in trace.split("\n"))
    LOG.error("problem %s: %s in %s %s\n%s", ref, type(error).__name__, method, escaped(path), lines)
    detail = f"something unexpected happened; the server's log tells what, under {ref}"
    title = "The server failed"
    return Problem(status=500, code="unexpected", title=title, detail=detail, more={"id": ref})


async def _told_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, SuccotashError) or (problem := problem_of(error)) is None:
        raise error
    retry = told(error)
    headers = {"Retry-After": refusals.RETRY_SECONDS} if retry and retry.retry else {}
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        path, detail = escaped(request.scope["path"]), escaped(problem.detail)
        LOG.warning("%s %s: %s: %s", request.method, path, problem.code, detail)
    return problem.response(headers)


async def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, Refusal):
        raise error
    return error.problem.response(error.headers)


async def _invalid(_request: Request, error: Exception) -> Response:
    """Only the place and the rule: what was sent is not repeated, it may be a secret in the wrong place."""
    if not isinstance(error, RequestValidationError):
        raise error
    return refusals.invalid([_faulty(part) for part in error.errors()]).response()


async def _http(request: Request, error: Exception) -> Response:
    """What the router refuses by itself."""
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    code, detail = OTHER_HTTP.get(status, "refused"), f"{status.phrase}: {request.method} {request.url.path}"[:300]
    headers = dict(error.headers or {})
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_allowed(request))
    return Problem(status=status, code=code, title=status.phrase, detail=detail).response(headers)


def _allowed(request: Request) -> list[str]:
    """The methods of all routes of that path: the router tells those of the first one only."""
    of_path = [
        route.methods or ()
        for route in iter_route_contexts(request.app.routes)
        if route.path and compile_path(route.path)[0].match(request.url.path)
    ]
    methods = {method for some in of_path for method in some}
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))


def _faulty(part: Mapping[str, Any]) -> FaultyPart:
    place = ".".join(one_line(str(step), 60) for step in part["loc"])
    unknown = part["type"] == "extra_forbidden"
    return FaultyPart(at=place, message="there is no such parameter" if unknown else part["msg"])


def escaped(text: str) -> str:
    """As it may stand in a line of the log: what a stranger sent breaks no line and moves no terminal."""
    return ascii(text)[1:-1]


def _masked(text: str) -> str:
    return _PASSWORD.sub(lambda found: "***" if found[1] is None else f"{found[1]}:***@", text)

"""What the API's document says of answers beside their schema: headers, other forms, problems."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel

from interfaces.http.problems import MEDIA_TYPE

Responses = dict[int | str, dict[str, Any]]

_TEXT: dict[str, Any] = {"type": "string"}
_TAG = {"ETag": {"description": "Of this form of the answer.", "schema": _TEXT}}
_PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}
_VARY = {"Vary": {"description": "The answer depends on Accept.", "schema": _TEXT}}


def problems(*statuses: int) -> Responses:
    """Failures, each a problem."""
    return {status: _problem(HTTPStatus(status)) for status in statuses}


def found() -> Responses:
    return {200: {"headers": _VARY}, **problems(406, 422)}


def listed() -> Responses:
    """A list: also as CSV, and with a link to the next page where there is one."""
    link = {"Link": {"description": 'The next page, `rel="next"`.', "schema": _TEXT}}
    csv = {"text/csv": {"schema": _TEXT}}
    return {200: {"headers": {**_VARY, **link}, "content": csv}, **problems(406, 422)}


def unchanged() -> Responses:
    """An answer that rests on facts: asked again with its tag, it is not sent again while they stand."""
    return {304: {"description": "The client's copy still holds (If-None-Match).", "headers": _TAG}}


def created(schema: type[BaseModel]) -> Responses:
    place = {"Location": {"description": "The entry in the ledger.", "schema": {"type": "string"}}}
    known = "Nothing new was stored: the content is known, or this was a dry run."
    return {201: {"headers": place}, 200: {"model": schema, "description": known}, **problems(406, 422)}


def kept(schema: type[BaseModel]) -> Responses:
    """A proposal, or what was kept of it."""
    place = {"Location": {"description": "What was kept.", "schema": _TEXT}, **_VARY}
    saved = {"model": schema, "description": "It was kept.", "headers": place}
    return {200: {"headers": _VARY}, 201: saved, **problems(406, 422)}


def _problem(status: HTTPStatus) -> dict[str, Any]:
    header = {"Retry-After": {"description": "Seconds.", "schema": {"type": "string"}}}
    told: dict[str, Any] = {"description": status.phrase, "content": {MEDIA_TYPE: _PROBLEM}}
    return {**told, "headers": header} if status == HTTPStatus.SERVICE_UNAVAILABLE else told

"""The API's document (OpenAPI 3.1), made from the routes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from interfaces.http.schemas.problem import Problem

REFERENCE = "#/components/schemas/{model}"


def document_of(app: FastAPI) -> dict[str, Any]:
    """Made once, when it is first asked for."""
    if not app.openapi_schema:
        app.openapi_schema = _made(app)
    return app.openapi_schema


def _made(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, tags=app.openapi_tags
    )
    problem = Problem.model_json_schema(ref_template=REFERENCE)
    document["components"]["schemas"] |= {**problem.pop("$defs"), "Problem": problem}
    for schema in _asked(document):
        _leave_null_out(schema)
    return document


def _asked(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schemas of all that a request may say."""
    for path in document["paths"].values():
        for operation in path.values():
            yield from (parameter["schema"] for parameter in operation.get("parameters", ()))
            for form in operation.get("requestBody", {}).get("content", {}).values():
                yield from form["schema"]["properties"].values()


def _leave_null_out(schema: dict[str, Any]) -> None:
    """A parameter is there or not: a URL and a form have no null."""
    some = [choice for choice in schema.get("anyOf", ()) if choice != {"type": "null"}]
    if len(some) == 1:
        del schema["anyOf"]
        schema |= some[0]
    if schema.get("default", "") is None:
        del schema["default"]

"""RFC 9457 problems: the one shape of everything that fails."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class FaultyPart(TypedDict):
    """A part of the request that is at fault: `at` is its place, such as `query.as_of`."""

    at: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """`code` is stable and ends the type's URN; `detail` is one sentence without secrets; `more` are extension members
    (RFC 9457, 3.2)."""

    status: int
    code: str
    title: str
    detail: str
    errors: tuple[FaultyPart, ...] = ()
    more: Mapping[str, object] = field(default_factory=dict)

    def body(self) -> dict[str, object]:
        told = {"type": urn(self.code), "title": self.title, "status": self.status, "detail": self.detail}
        return {**told, **({"errors": list(self.errors)} if self.errors else {}), **self.more}

    def response(self, headers: Mapping[str, str] | None = None) -> Response:
        content = json_bytes(self.body())
        return Response(content, status_code=self.status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


class Refusal(Exception):
    """A request that HTTP itself cannot let through; the problem is the answer."""

    def __init__(self, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem.detail)
        self.problem = problem
        self.headers = dict(headers or {})


def urn(code: str) -> str:
    return f"urn:succotash:problem:{code}"


def json_bytes(content: object) -> bytes:
    """Compact JSON in UTF-8; half a character of a file's name becomes an escape, which JSON has for it."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", errors="backslashreplace")

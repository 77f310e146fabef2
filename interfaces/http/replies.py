"""How an answer is rendered: in the form that the client wants, and not at all if it has it already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from fastapi import Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from interfaces.http.negotiation import chosen
from interfaces.http.problems import json_bytes
from interfaces.http.refusals import not_acceptable

JSON, CSV, HTML = "application/json", "text/csv", "text/html"
REVALIDATED = "private, max-age=0, must-revalidate"

View = TypeVar("View", bound=Mapping[str, object])


@dataclass(frozen=True, slots=True)
class Reply:
    """`media` is the form that was agreed on."""

    request: Request
    media: str

    def json(self, view: Mapping[str, object], status: int = 200, location: str | None = None) -> Response:
        return self._response(json_bytes(view), {} if location is None else {"Location": location}, status)

    def listing(self, view: Mapping[str, object], as_csv: Callable[[], str]) -> Response:
        """A list or a page of one, as JSON or CSV; where there is a next page, both forms link to it."""
        content = as_csv().encode("utf-8", "backslashreplace") if self.media == CSV else json_bytes(view)
        return self._response(content, self._next(view.get("next_cursor")))

    def html(self, page: str, policy: str) -> Response:
        content = page.encode("utf-8", "backslashreplace")
        return self._response(content, {"Content-Security-Policy": policy})

    def _response(self, content: bytes, headers: Mapping[str, str], status: int = 200) -> Response:
        return Response(content, status, {"Vary": "Accept", **headers}, self.media)

    def _next(self, cursor: object) -> dict[str, str]:
        if not isinstance(cursor, str):
            return {}
        asked = [pair for pair in self.request.query_params.multi_items() if pair[0] != "cursor"]
        return {"Link": f'<{self.request.url.path}?{QueryParams([*asked, ("cursor", cursor)])}>; rel="next"'}


@dataclass(frozen=True, slots=True)
class Fresh:
    """Answers that change with the facts only: their tag comes before their content, which may not be needed.

    `version` is another one after any change of what answers rest on beside the URL: the facts, the program, and the
    defaults that it was started with.
    """

    reply: Reply
    version: str

    def unless_known(self, answer: Callable[[], Response]) -> Response:
        """The answer with its tag, or 304 where the client's own copy still holds."""
        known = _tags(self.reply.request.headers.get("if-none-match", ""))
        response = Response(status_code=304, headers={"Vary": "Accept"}) if self.tag in known else answer()
        response.headers.update({"ETag": self.tag, "Cache-Control": REVALIDATED})
        return response

    @property
    def tag(self) -> str:
        url = self.reply.request.url
        told = f"{self.version}\0{url.path}\0{url.query}\0{self.reply.media}"
        return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def agreed(request: Request, *offers: str) -> Reply:
    """The reply in the form that the client wants most; refused where it wants none of them."""
    accept = ",".join(request.headers.getlist("accept")) or None
    if (media := chosen(accept, offers)) is None:
        raise not_acceptable(offers)
    return Reply(request, media)


def _tags(header: str) -> set[str]:
    """The tags of If-None-Match, compared weakly as it wants. `*` is none: whoever has no tag has no answer to keep."""
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}

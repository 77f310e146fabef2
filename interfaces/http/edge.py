"""The outermost layer: whom to listen to, how much at once, what stands on every answer, and nothing unexpected out."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from interfaces.http.errors import escaped, unexpected
from interfaces.http.guard import require_own
from interfaces.http.problems import Refusal
from interfaces.http.refusals import overloaded
from interfaces.http.serving import MEGABYTE

ACCESS = logging.getLogger("succotash.access")
POLICY = "Content-Security-Policy"
ALWAYS = {
    "Cache-Control": "no-store",
    POLICY: "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Unless the answer says otherwise."""

LINGERING, LINGERED = 1.0, 16 * MEGABYTE
"""Seconds and bytes of a body that nobody wants, still read before the answer."""

LIVE = "/health/live"
"""Answered also when everything else is told to come again."""


@dataclass(slots=True)
class _Exchange:
    """One request and its answer. A HEAD is answered as a GET would be, without the content."""

    scope: Scope
    receive: Receive
    send: Send
    body_read: bool = False
    status: int = 0
    started: float = field(default_factory=perf_counter)

    def __post_init__(self) -> None:
        headers = Headers(scope=self.scope)
        self.body_read = headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers

    async def received(self) -> Message:
        message = await self.receive()
        self.body_read = self.body_read or not message.get("more_body", False)
        return message

    async def sent(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            await self._linger()
            self._complete(MutableHeaders(raw=message["headers"]))
        elif self.scope["method"] == "HEAD":
            message = {**message, "body": b""}
        await self.send(message)

    async def _linger(self) -> None:
        """Who is cut off in mid-sentence does not hear why. Whoever waits for leave to go on is not kept from it."""
        rest = 0 if "expect" in Headers(scope=self.scope) else LINGERED
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGERING):
                while rest > 0 and not self.body_read:
                    rest -= len((await self.received()).get("body", b""))

    def _complete(self, headers: MutableHeaders) -> None:
        """A connection that still brings a body which nobody reads ends with the answer.

        With a 304 a browser overwrites what it keeps of the page's own headers (RFC 9111, 3.2): it has no other policy.
        """
        for name, value in ALWAYS.items():
            if name != POLICY or self.status != HTTPStatus.NOT_MODIFIED:
                headers.setdefault(name, value)
        if not self.body_read:
            headers["Connection"] = "close"

    def log(self) -> None:
        """Without the query, and without the names in it."""
        taken = (perf_counter() - self.started) * 1_000
        ACCESS.info("%s %s %d %.0f ms", self.scope["method"], escaped(self.scope["path"]), self.status, taken)


class Edge:
    """`requests` is how many may be under way at once."""

    def __init__(self, app: ASGIApp, requests: int) -> None:
        self.app = app
        self._free = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send)
        self._free -= 1
        try:
            await self._answered(exchange)
        finally:
            self._free += 1
            exchange.log()

    async def _answered(self, exchange: _Exchange) -> None:
        scope = exchange.scope
        routed = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        try:
            self._require_room(scope)
            require_own(scope)
            await self.app(routed, exchange.received, exchange.sent)
        except Refusal as refusal:
            await refusal.problem.response(refusal.headers)(scope, exchange.received, exchange.sent)
        except Exception as error:
            problem = unexpected(error, scope["method"], scope["path"])
            if exchange.status:
                raise
            await problem.response()(scope, exchange.received, exchange.sent)

    def _require_room(self, scope: Scope) -> None:
        if self._free < 0 and scope["path"] != LIVE:
            raise overloaded("too many requests are under way: try again later")

"""HTTP/1.1 as uvicorn speaks it, with what it lacks: bounds on connections and on slow clients, and problems."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from interfaces.http.problems import MEDIA_TYPE, Problem, json_bytes
from interfaces.http.refusals import malformed, overloaded

LAST_WORDS = 3.0
"""Seconds in which a client must have read what it was sent, once the server is stopping."""


class BoundedProtocol(H11Protocol):
    """A request's head must be there within `header_time` seconds of its first byte, or of the connection. What the
    client has not taken within `write_time` seconds it never gets: its place and the connection are for others."""

    header_time: ClassVar[float] = 15
    write_time: float = 30
    most_connections: ClassVar[int] = 256
    _head: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Paused is then whatever still has something to send, were it a byte: also a closing one waits for that."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=0)
        if len(self.connections) > self.most_connections:
            self._end(overloaded("too many connections are open: try again later").problem)
        else:
            self._watch()

    def data_received(self, data: bytes) -> None:
        if not self.transport.is_closing():
            super().data_received(data)
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._relax()
        self._read_in_time()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(self.write_time, self.transport.abort)

    def resume_writing(self) -> None:
        self._read_in_time()
        super().resume_writing()

    def shutdown(self) -> None:
        """The server stops, and waits for no client that does not listen."""
        super().shutdown()
        self.write_time = min(self.write_time, LAST_WORDS)
        if self._unread is not None:
            self._read_in_time()
            self._unread = self.loop.call_later(self.write_time, self.transport.abort)

    def _read_in_time(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def send_400_response(self, msg: str) -> None:
        """uvicorn's own for what is no HTTP; also where an answer is under way, which then just ends."""
        if self._is_answering:
            self.transport.close()
        else:
            self._end(malformed(msg.removesuffix(".")).problem)

    def _watch(self) -> None:
        """While a request is under way its own bounds count."""
        if self._is_answering:
            self._relax()
        elif self._head is None:
            self._head = self.loop.call_later(self.header_time, self.transport.close)

    @property
    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # None before the first request, whatever uvicorn declares
        return cycle is not None and not cycle.response_complete

    def _relax(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _end(self, problem: Problem) -> None:
        """Written past h11, which may be in no state to say anything."""
        content = json_bytes(problem.body())
        retry = ["Retry-After: 1"] if problem.status == HTTPStatus.SERVICE_UNAVAILABLE else []
        head = (
            f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}",
            f"Content-Type: {MEDIA_TYPE}",
            f"Content-Length: {len(content)}",
            *retry,
            *("Cache-Control: no-store", "X-Content-Type-Options: nosniff", "Connection: close", "", ""),
        )
        self.transport.write("\r\n".join(head).encode("ascii") + content)
        self.transport.close()


def bounded(header_time: float, write_time: float, most_connections: int) -> type[BoundedProtocol]:
    """The protocol with these bounds."""
    bounds: dict[str, Any] = {
        "header_time": header_time,
        "write_time": write_time,
        "most_connections": most_connections,
    }
    return type("Protocol", (BoundedProtocol,), bounds)

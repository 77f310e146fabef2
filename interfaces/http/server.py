"""Running the application: a socket on this machine only, a line when it is ready, and a graceful stop."""

from __future__ import annotations

import errno
import logging
import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI

from domain.shared.errors import InvalidValue, Unusable
from domain.shared.text import one_line
from interfaces.http.guard import is_loopback
from interfaces.http.protocol import bounded
from interfaces.http.serving import ServingOptions

LONGEST_HEAD = 32 * 1024
"""Bytes of a request line and its headers."""


class Server(uvicorn.Server):
    """Says when it is ready, and takes the signals that tell it to stop as no failure."""

    def __init__(self, app: FastAPI, options: ServingOptions, ready: Callable[[], None]) -> None:
        super().__init__(_config(app, options))
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Before uvicorn listens to signals itself, and after it has stopped and raises them again."""
        self.should_exit = True


def require_loopback(host: str) -> None:
    """InvalidValue for any other host than this machine's own: there are no accounts yet."""
    if not is_loopback(host):
        shown = one_line(host, 60)
        raise InvalidValue(
            f"--host {shown} would let other machines in, and there are no accounts yet: "
            "whoever reaches the server may read and import everything; use 127.0.0.1, ::1 or localhost",
            code="host",
        )


def bind(host: str, port: int) -> socket.socket:
    """A listening place; Unusable where it cannot be had. Port 0 is any that is free."""
    require_loopback(host)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        require_loopback(str(address[0]))
        return _bound(socket.socket(family, kind, protocol), address)
    except OSError as error:
        in_use = error.errno == errno.EADDRINUSE
        reason = "the port is in use: name another one with --port" if in_use else error.strerror or "it cannot be had"
        raise Unusable(f"cannot listen on {host} port {port}: {reason}", code="cannot_listen") from error


def url_of(place: socket.socket) -> str:
    host, port = place.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(app: FastAPI, place: socket.socket, options: ServingOptions, ready: Callable[[], None]) -> None:
    """Serve until a signal says stop; what is under way may finish within `stop_time`. A second Ctrl+C ends at once."""
    _log_to_stderr(access=options.access_log)
    server = Server(app, options, ready)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, server.stop)
    server.run([place])


def _config(app: FastAPI, options: ServingOptions) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=bounded(options.header_time, options.write_time, options.connections),
        ws="none",
        loop="asyncio",
        lifespan="on",
        interface="asgi3",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=options.stop_time,
    )


def _bound(place: socket.socket, address: object) -> socket.socket:
    try:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        place.bind(address)  # type: ignore[arg-type]
        place.listen()
    except OSError:
        place.close()
        raise
    return place


def _log_to_stderr(*, access: bool) -> None:
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%Y-%m-%d %H:%M:%S")
    logging.getLogger("succotash.access").setLevel(logging.INFO if access else logging.WARNING)
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)

"""A wire to PostgreSQL that breaks at the worst moment: while a commit is under way."""

from __future__ import annotations

import re
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from urllib.parse import urlsplit

_COMMIT = re.compile(rb"[\s\0]commit;?\0", re.IGNORECASE)
_COMMITTED = b"COMMIT\0"


class Lost(Enum):
    """What is lost when the wire breaks."""

    THE_COMMIT = "the commit on its way"
    THE_ANSWER = "the answer on its way back"


class BreakingWire:
    """Between a program and a server: the next connection on which a commit is sent breaks, once for each `lose`."""

    def __init__(self, port: int) -> None:
        self.broken = 0
        self._port = port
        self._losing: Lost | None = None
        self._listening = socket.create_server(("127.0.0.1", 0))

    def lose(self, what: Lost) -> None:
        self._losing = what

    def url(self, url: str) -> str:
        """The same database, over this wire."""
        parts = urlsplit(url)
        login = parts.netloc.rpartition("@")[0]
        return parts._replace(netloc=f"{login}@127.0.0.1:{self._listening.getsockname()[1]}").geturl()

    def serve(self) -> None:
        """Until it is closed."""
        while True:
            try:
                program, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._forward, args=(program,), daemon=True).start()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _forward(self, program: socket.socket) -> None:
        with program, socket.create_connection(("127.0.0.1", self._port)) as server:
            while True:
                for ready in select.select([program, server], [], [])[0]:
                    data = _received(ready)
                    if not data or (ready is program and self._breaks(data, server)):
                        return
                    (server if ready is program else program).sendall(data)

    def _breaks(self, data: bytes, server: socket.socket) -> bool:
        if self._losing is None or not _COMMIT.search(data):
            return False
        losing, self._losing = self._losing, None
        if losing is Lost.THE_ANSWER:
            server.sendall(data)
            while _COMMITTED not in _received(server):
                pass
        self.broken += 1
        return True


@contextmanager
def breaking_wire(url: str) -> Iterator[BreakingWire]:
    """A wire to the server of that URL."""
    wire = BreakingWire(urlsplit(url).port or 5432)
    threading.Thread(target=wire.serve, daemon=True).start()
    try:
        yield wire
    finally:
        wire.close()


def _received(end: socket.socket) -> bytes:
    """Nothing once the other side is gone."""
    try:
        return end.recv(65_536)
    except ConnectionError:
        return b""

"""What else may answer at an address."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port at which everybody who comes is answered, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_serve, args=(server, answer), daemon=True).start()
        yield int(server.getsockname()[1])
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)


@contextmanager
def forwarded_to(port: int) -> Iterator[int]:
    """Another port that leads to the server at `port`."""

    def answer(client: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", port)) as server:
            back = threading.Thread(target=_copy, args=(server, client), daemon=True)
            back.start()
            _copy(client, server)
            back.join()

    with listening(answer) as other:
        yield other


def ask_for_clear_text(client: socket.socket, heard: list[bytes]) -> None:
    """As PostgreSQL does by `password` in pg_hba.conf; whatever the client says of itself is `heard`."""
    while int.from_bytes((start := client.recv(8192))[4:8]) in {80877103, 80877104}:  # may it be encrypted?
        client.sendall(b"N")
    heard.append(start)
    client.sendall(b"R\0\0\0\x08\0\0\0\x03")
    heard.append(client.recv(8192))


def _serve(server: socket.socket, answer: Callable[[socket.socket], None]) -> None:
    def one(client: socket.socket) -> None:
        with client, suppress(OSError):
            answer(client)

    with suppress(OSError):
        while True:
            threading.Thread(target=one, args=(server.accept()[0],), daemon=True).start()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65_536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)

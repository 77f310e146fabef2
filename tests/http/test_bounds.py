"""Bounds on time and on connections: who is slow keeps nobody waiting."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack

from tests.http.running import Running, problem_in, running, said


def test_a_head_that_does_not_come_to_its_end_is_given_up() -> None:
    with running(header_time=0.5) as server, socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        for byte in b"GET /health/live HTTP/1.1\r\nHost: ":
            try:
                line.sendall(bytes([byte]))
            except OSError:
                break
            time.sleep(0.05)
        assert said(line) == b""


def test_a_connection_that_says_nothing_is_given_up() -> None:
    with running(header_time=0.5) as server, socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        assert said(line) == b""


def test_a_second_request_on_a_connection_has_its_own_time() -> None:
    with running(header_time=0.5) as server, socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.sendall(f"GET /health/live HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n".encode())
        assert line.recv(4_096).startswith(b"HTTP/1.1 200")
        line.sendall(b"GET /health")
        assert b"HTTP" not in said(line)


def test_a_slow_answer_is_not_cut_off_by_the_time_for_heads() -> None:
    with running("postgresql://me@127.0.0.1:1/shop", {"DB_POOL_TIMEOUT": "1.5"}, header_time=0.3) as server:
        assert server.get("/api/v1/imports").status_code == 503


def test_more_connections_than_the_server_takes_are_told_to_come_again() -> None:
    with running(connections=3) as server, ExitStack() as lines:
        for _ in range(3):
            lines.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=20))
        heard = server.raw()
        assert heard.startswith(b"HTTP/1.1 503"), heard
        assert b"Retry-After: 1" in heard
        assert problem_in(heard)["type"] == "urn:succotash:problem:overloaded"
        lines.close()
        assert answers_again(server)


def answers_again(server: Running) -> bool:
    """The server may not have noticed yet that others have gone."""
    asked = f"GET /health/live HTTP/1.1\r\nHost: localhost:{server.port}\r\nConnection: close\r\n\r\n".encode()
    deadline = time.monotonic() + 20
    while not (answered := server.raw(asked).startswith(b"HTTP/1.1 200")) and time.monotonic() < deadline:
        time.sleep(0.05)
    return answered


def test_a_body_that_nobody_asked_for_ends_the_connection() -> None:
    with running() as server:
        sent = f"GET /health/live HTTP/1.1\r\nHost: localhost:{server.port}\r\nContent-Length: 1000000\r\n\r\nxxx"
        heard = server.raw(sent.encode())
    assert heard.startswith(b"HTTP/1.1 200")
    assert b"connection: close" in heard.lower()


def test_what_is_no_request_of_ours_is_never_a_web_socket() -> None:
    with running() as server:
        upgrade = (
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n"
        )
        sent = f"GET /report HTTP/1.1\r\nHost: localhost:{server.port}\r\n{upgrade}\r\n"
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
            line.sendall(sent.encode())
            assert line.recv(4_096).startswith(b"HTTP/1.1 200")

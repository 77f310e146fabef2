"""Bounds on time and on connections: who is slow keeps nobody waiting."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from threading import Event
from typing import Any

import pytest

from domain.payback.statement import PaybackStatement
from domain.payback.statements import payback_statement
from tests.http.running import ORDERS, Running, code_of, problem_in, running, said


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


@contextmanager
def slow_statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Statements are begun, which sets the event, and come to their end with the block."""
    begun, go_on = Event(), Event()

    def slowly(*asked: Any) -> PaybackStatement:
        begun.set()
        assert go_on.wait(60)
        return payback_statement(*asked)

    monkeypatch.setattr("application.payback.statements.payback_statement", slowly)
    try:
        yield begun
    finally:
        go_on.set()


def questions(number: int) -> list[dict[str, str]]:
    """Each another one."""
    return [{"currency": "EUR", "margin": f"0.{place + 10}"} for place in range(number)]


@pytest.mark.parametrize("path", ["/api/v1/payback", "/api/v1/ltv/customers", "/report"])
def test_many_slow_questions_keep_nothing_else_waiting(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    with running(question_time=30) as server, ThreadPoolExecutor(30) as pool:
        server.post()
        with slow_statements(monkeypatch) as begun:
            waiting = [pool.submit(server.get, path, **asked) for asked in questions(30)]
            assert begun.wait(20)
            time.sleep(0.5)
            began = time.monotonic()
            for other in ("/api/v1/imports", "/health/ready", "/health/live"):
                assert server.get(other).status_code == 200
            assert server.post(ORDERS.replace("30.00", "31.00"), "more.csv").status_code == 201
            assert time.monotonic() - began < 5
        assert {one.result().status_code for one in waiting} == {200}


def test_who_asks_while_too_much_is_asked_is_told_to_come_again_in_good_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(question_time=0.5) as server, ThreadPoolExecutor(20) as pool:
        server.post()
        with slow_statements(monkeypatch) as begun:
            first = pool.submit(server.get, "/api/v1/payback", currency="EUR")
            assert begun.wait(20)
            answers = list(pool.map(lambda asked: server.get("/api/v1/payback", **asked), questions(19)))
            assert {answer.status_code for answer in answers} == {503}
            assert {answer.headers["retry-after"] for answer in answers} == {"1"}
            assert {code_of(answer) for answer in answers} == {"busy", "overloaded"}
        assert first.result().status_code == 200
        assert server.get("/api/v1/payback", **questions(1)[0]).status_code == 200


def test_no_more_questions_wait_than_leave_room_for_other_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(question_time=30, questions=2, requests=16) as server, ThreadPoolExecutor(20) as pool:
        server.post()
        with slow_statements(monkeypatch) as begun:
            waiting = [pool.submit(server.get, "/api/v1/payback", **asked) for asked in questions(12)]
            assert begun.wait(20)
            done, _ = wait(waiting, 10, FIRST_COMPLETED)
            assert {code_of(one.result()) for one in done} == {"overloaded"}
            assert server.get("/api/v1/imports").status_code == 200
        assert sorted(one.result().status_code for one in waiting) == [200] * 8 + [503] * 4


@contextmanager
def deaf(port: int, room: int = 2_048) -> Iterator[socket.socket]:
    """A client that asks again and again, and does not read."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        line.connect(("127.0.0.1", port))
        line.settimeout(5)
        line.sendall(f"GET /openapi.json HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode() * 1_000)
        yield line


def comes(server: Running, status: int) -> bool:
    """Whether the server gives this answer within some seconds."""
    deadline = time.monotonic() + 20
    while not (found := server.get("/openapi.json").status_code == status) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def test_a_client_that_does_not_read_gives_its_place_back() -> None:
    with running(write_time=2, requests=1) as server, deaf(server.port):
        time.sleep(0.5)
        assert comes(server, 503)
        assert comes(server, 200)


def test_a_client_that_reads_slowly_is_not_cut_off() -> None:
    with running(write_time=1) as server, deaf(server.port, 65_536) as line:
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline:
            assert line.recv(65_536)
            time.sleep(0.01)

"""A real server on a free port, and a client that checks every answer against what the document says of it."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel

from infrastructure.container import Container, build_container
from infrastructure.settings import Settings
from interfaces.http.app import create_app
from interfaces.http.schemas.problem import Problem
from interfaces.http.server import Server, bind, url_of
from interfaces.http.serving import ServingOptions

ORDERS = "customer_id,date,amount,order_id,currency\nc1,2025-01-10,30.00,o1,EUR\nc2,2025-01-11,20.50,o2,EUR\n"
PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Running:
    """A server, with a client of its own."""

    url: str
    client: httpx.Client
    app: FastAPI
    container: Container

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 80

    def post(self, content: str | bytes = ORDERS, name: str = "orders.csv", **sent: Any) -> httpx.Response:
        """Import a file; `headers` aside, what is `sent` are fields of the form."""
        headers = sent.pop("headers", {})
        raw = content.encode() if isinstance(content, str) else content
        files = {"file": (name, raw, "text/csv")}
        return self.client.post("/api/v1/imports", files=files, data=sent, headers=headers)

    def get(self, path: str, accept: str | None = None, **asked: Any) -> httpx.Response:
        headers = {} if accept is None else {"Accept": accept}
        return self.client.get(path, params=asked or None, headers=headers)

    def json(self, path: str, **asked: Any) -> Any:
        answer = self.get(path, **asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def raw(self, *pieces: bytes) -> bytes:
        """What the server says to these bytes until it hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            for piece in pieces:
                line.sendall(piece)
            return said(line)


@contextmanager
def running(
    database: str = "memory://",
    environment: Mapping[str, str] | None = None,
    overrides: tuple[tuple[type, object], ...] = (),
    **options: Any,
) -> Iterator[Running]:
    """The server in a thread of this process, stopped at the end of the block."""
    serving, ready = ServingOptions(**options), threading.Event()
    with (
        build_container(
            Settings.load(database, environment or {}), overrides, patience=serving.question_time
        ) as container,
        bind("127.0.0.1", 0) as place,
    ):
        app = create_app(container, serving)
        server = Server(app, serving, ready.set)
        thread = threading.Thread(target=server.run, args=([place],))
        thread.start()
        try:
            assert ready.wait(20)
            with httpx.Client(base_url=url_of(place), timeout=60, event_hooks={"response": [Checked(app)]}) as client:
                yield Running(url_of(place), client, app, container)
        finally:
            server.should_exit = True
            thread.join(60)
            assert not thread.is_alive()


@dataclass(frozen=True)
class Checked:
    """Every answer has the headers of all answers, and the very shape that the document gives it."""

    app: FastAPI
    models: dict[str, type[BaseModel]] = field(default_factory=dict)

    def __call__(self, response: httpx.Response) -> None:
        response.read()
        assert_guarded(response)
        media = response.headers.get("content-type", "").partition(";")[0]
        if response.status_code >= 400:
            assert media == PROBLEM, response.text
            told = Problem.model_validate_json(response.content)
            assert told.status == response.status_code
        elif media == "application/json" and response.request.url.path != "/openapi.json" and response.content:
            self._model(response).model_validate_json(response.content)

    def _model(self, response: httpx.Response) -> type[BaseModel]:
        for context in iter_route_contexts(self.app.routes):
            template = re.sub(r"\{\w+\}", "[^/]+", context.path_format or "")
            if re.fullmatch(template, response.request.url.path) and response.request.method in (context.methods or ()):
                model = context.response_model
                assert isinstance(model, type)
                assert issubclass(model, BaseModel)
                return model
        raise AssertionError(f"no route for {response.request.url}")


def assert_guarded(response: httpx.Response) -> None:
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["cache-control"] in {"no-store", "private, max-age=0, must-revalidate"}
    if response.status_code == 304:
        assert "content-security-policy" not in response.headers
    else:
        assert "default-src 'none'" in response.headers["content-security-policy"]
    assert not {"server", "access-control-allow-origin", "x-powered-by"} & set(response.headers)
    if response.status_code in {200, 201, 304} and response.request.url.path != "/openapi.json":
        assert response.headers["vary"] == "Accept"


def said(line: socket.socket) -> bytes:
    """All that comes until the other side hangs up."""
    heard = b""
    while True:
        try:
            piece = line.recv(65_536)
        except ConnectionResetError:
            return heard
        if not piece:
            return heard
        heard += piece


def problem_in(heard: bytes) -> dict[str, Any]:
    """The problem of an answer read raw."""
    head, _, body = heard.partition(b"\r\n\r\n")
    assert PROBLEM.encode() in head, heard
    found: dict[str, Any] = json.loads(body)
    return found


def code_of(response: httpx.Response) -> str:
    """The code of a problem."""
    return str(response.json()["type"]).removeprefix("urn:succotash:problem:")

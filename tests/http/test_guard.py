"""Whom the server listens to: this machine, and no page of somebody else in its browser."""

from __future__ import annotations

import pytest

from interfaces.http.guard import is_loopback
from tests.http.running import ORDERS, Running, code_of, problem_in, running


def ask(server: Running, host: str | None, *more: str, method: str = "GET", path: str = "/health/live") -> bytes:
    named = [] if host is None else [f"Host: {host.format(port=server.port)}"]
    lines = [f"{method} {path} HTTP/1.1", *named, "Connection: close", *more, "", ""]
    return server.raw("\r\n".join(lines).encode())


@pytest.mark.parametrize(
    "host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "127.8.9.1:{port}", "[::1]:{port}"]
)
def test_names_of_this_machine_are_answered(server: Running, host: str) -> None:
    assert ask(server, host).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example:{port}", "evil.example", "127.0.0.1.evil.example:{port}", "localhost.evil.example:{port}"),
        *("127.0.0.1", "127.0.0.1:1", "localhost:80", "0.0.0.0:{port}", "10.0.0.1:{port}", "[::]:{port}"),
        *("localhost.:{port}", "2130706433:{port}", "0x7f000001:{port}"),
    ],
)
@pytest.mark.parametrize("path", ["/health/live", "/report", "/api/v1/payback", "/nowhere"])
def test_a_name_that_only_leads_here_is_not_answered(server: Running, host: str, path: str) -> None:
    heard = ask(server, host, path=path)
    assert heard.startswith(b"HTTP/1.1 421"), heard
    assert problem_in(heard)["type"] == "urn:succotash:problem:misdirected"


@pytest.mark.parametrize("host", ["", "a b", "local host:{port}", "user@127.0.0.1:{port}", "127.0.0.1:{port}x"])
def test_a_host_that_cannot_be_read_is_refused(server: Running, host: str) -> None:
    assert ask(server, host).startswith(b"HTTP/1.1 400")


def test_without_a_host_or_with_two_nothing_is_answered(server: Running) -> None:
    assert ask(server, None).startswith(b"HTTP/1.1 400")
    assert ask(server, "127.0.0.1:{port}", f"Host: localhost:{server.port}").startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost:{port}"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://127.0.0.1:{port}.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:{port}"},
    ],
)
def test_another_site_cannot_write(server: Running, headers: dict[str, str]) -> None:
    sent = {name: value.format(port=server.port) for name, value in headers.items()}
    refused = server.post(ORDERS, headers=sent)
    assert (refused.status_code, code_of(refused)) == (403, "cross_site")
    assert server.json("/api/v1/imports")["imports"] == []


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_page_can_write(server: Running, site: str) -> None:
    sent = {"Origin": f"http://127.0.0.1:{server.port}", "Sec-Fetch-Site": site}
    assert server.post(ORDERS, headers=sent).status_code == 201


NAVIGATION = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    "how",
    [
        {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "document"},
        {},
    ],
)
def test_another_site_cannot_start_a_question(server: Running, site: str, how: dict[str, str]) -> None:
    refused = server.client.get("/api/v1/payback", headers={"Sec-Fetch-Site": site, **how})
    assert (refused.status_code, code_of(refused)) == (403, "cross_site")
    assert server.get("/api/v1/payback").status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "same-origin", "none"])
def test_a_person_may_follow_a_link_to_the_report(server: Running, site: str) -> None:
    server.post(ORDERS)
    assert server.client.get("/report", headers={"Sec-Fetch-Site": site, **NAVIGATION}).status_code == 200


def test_a_link_of_another_site_does_not_write(server: Running) -> None:
    assert server.post(ORDERS, headers={"Sec-Fetch-Site": "cross-site", **NAVIGATION}).status_code == 403


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_page_can_ask(server: Running, site: str) -> None:
    asked = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
    assert server.client.get("/api/v1/payback", headers=asked).status_code == 200


def test_another_site_may_not_read_either(server: Running) -> None:
    answer = server.client.get("/api/v1/payback", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_browser_asking_for_leave_gets_none(server: Running) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = server.client.options("/api/v1/imports", headers=asked)
    assert (answer.status_code, code_of(answer)) == (405, "method_not_allowed")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.255.255.254", "::1", "[::1]", "localhost", "LocalHost"])
def test_loopback_is_known(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "localhost.evil.example", "", "127.1", "example.com"])
def test_what_is_no_loopback_is_known(host: str) -> None:
    assert not is_loopback(host)


def test_proxies_are_not_believed() -> None:
    with running() as server:
        heard = ask(server, "evil.example", "X-Forwarded-Host: localhost", "X-Forwarded-For: 127.0.0.1")
    assert heard.startswith(b"HTTP/1.1 421")

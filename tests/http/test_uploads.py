"""Uploads: bounded, named by us, and gone whatever happens."""

from __future__ import annotations

import os
import socket
import stat
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from domain.imports.hints import Hints
from domain.imports.ports import ExportReader
from domain.imports.reading import Reading, Unreadable
from domain.imports.record import Message
from infrastructure.exports import FileExportReader
from interfaces.http.uploads import label
from tests.http.running import ORDERS, Running, code_of, problem_in, running, said

MB = 2**20
HEAD = "POST /api/v1/imports HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: multipart/form-data; boundary=b\r\n"
FILE = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n'


def head(server: Running, *more: str) -> bytes:
    return (HEAD.format(port=server.port) + "".join(f"{line}\r\n" for line in more) + "\r\n").encode()


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content)


def spooled(spool: Path) -> list[Path]:
    return [path for path in spool.glob("*/*") if path.name != "lock"]


def gone(spool: Path) -> bool:
    deadline = time.monotonic() + 10
    while spooled(spool) and time.monotonic() < deadline:
        time.sleep(0.02)
    return spooled(spool) == []


class Looking(FileExportReader):
    """Looks at the uploaded file while it is being read."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int, int]] = []

    def read(self, path: Path, hints: Hints) -> Reading | Unreadable:  # noqa: ARG002
        status = path.stat()
        self.seen.append((path.name, stat.S_IMODE(status.st_mode), status.st_size))
        self.folder = stat.S_IMODE(path.parent.stat().st_mode)
        return Unreadable(reason=Message(code="seen", message="seen"))


class Failing(FileExportReader):
    def read(self, path: Path, hints: Hints) -> Reading | Unreadable:  # noqa: ARG002
        raise RuntimeError("postgresql://me:pl3ase-never@host/shop went wrong")


@pytest.fixture
def small() -> Iterator[Running]:
    """A server that takes a megabyte."""
    with running(max_upload=MB, upload_pause=1, upload_time=5) as server:
        yield server


def test_while_it_is_read_nobody_else_can_read_it_and_its_name_is_ours(spool: Path) -> None:
    reader = Looking()
    with running(overrides=((ExportReader, reader),)) as server:
        server.post("a,b\n", "../../etc/passwd")
        assert gone(spool)
    [(name, mode, size)] = reader.seen
    assert "passwd" not in name
    assert (mode, reader.folder, size) == (0o600, 0o700, 4)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("orders.csv", "orders.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\orders.csv", "orders.csv"),
        ("/etc/shadow", "shadow"),
        ("a\x00b\n.csv", "a b .csv"),
        ("..", "upload"),
        ("", "upload"),
        ("x" * 2_000, "x" * 1_000),
        ("Bestellungen März.csv", "Bestellungen März.csv"),
        ("--rm.csv", "--rm.csv"),
    ],
)
def test_a_file_is_called_by_its_name_and_no_path(given: str, shown: str) -> None:
    assert label(given) == shown


@pytest.mark.parametrize("name", ["../../../outside.csv", "..\\..\\outside.csv", "/tmp/outside.csv"])
def test_a_path_for_a_name_leads_nowhere(server: Running, spool: Path, name: str) -> None:
    answer = server.post(ORDERS, name)
    assert (answer.status_code, answer.json()["file"]) == (201, "outside.csv")
    assert list(spool.rglob("outside*")) == []


def test_the_largest_file_is_taken_and_the_next_one_is_not(small: Running, spool: Path) -> None:
    rows = ORDERS + "".join(f"c{n:05},2025-01-10,1.00,n{n:05},EUR\n" for n in range(40_000))
    assert small.post(rows[:MB]).status_code in {201, 422}
    refused = small.post(rows[: MB + 1])
    assert (refused.status_code, code_of(refused)) == (413, "too_large")
    assert "1 MB" in refused.json()["detail"]
    assert gone(spool)


def test_a_length_that_is_too_large_is_refused_before_anything_is_read(small: Running) -> None:
    heard = small.raw(head(small, "Content-Length: 99999999999", "Expect: 100-continue"))
    assert heard.startswith(b"HTTP/1.1 413"), heard
    assert b"100 Continue" not in heard
    assert b"connection: close" in heard.lower()


def test_a_body_without_a_length_and_without_an_end_is_cut_off(small: Running, spool: Path) -> None:
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as line:
        line.sendall(head(small, "Transfer-Encoding: chunked") + chunk(FILE))
        sent = 0
        try:
            while sent < 200 * MB:
                line.sendall(chunk(b"x" * 65_536))
                sent += 65_536
        except OSError:
            pass
        assert sent < 200 * MB
    assert gone(spool)
    assert small.json("/api/v1/imports")["imports"] == []


def test_who_sends_too_much_hears_why(small: Running) -> None:
    body = FILE + b"x" * (MB + 10) + b"\r\n--b--\r\n"
    heard = small.raw(head(small, "Transfer-Encoding: chunked", "Connection: close") + chunk(body) + b"0\r\n\r\n")
    assert heard.startswith(b"HTTP/1.1 413"), heard
    assert problem_in(heard)["type"] == "urn:succotash:problem:too_large"


def test_a_body_that_is_shorter_than_its_length_is_given_up(small: Running, spool: Path) -> None:
    heard = small.raw(head(small, "Content-Length: 5000") + FILE + b"customer_id")
    assert heard.startswith(b"HTTP/1.1 408"), heard
    assert gone(spool)


def test_a_body_that_trickles_is_given_up(spool: Path) -> None:
    with running(upload_time=1, upload_pause=5) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
            line.sendall(head(server, "Content-Length: 5000") + FILE)
            trickle = threading.Thread(target=_trickle, args=(line,))
            trickle.start()
            heard = said(line)
            trickle.join()
        assert problem_in(heard)["type"] == "urn:succotash:problem:request_timeout"
    assert gone(spool)


def _trickle(line: socket.socket) -> None:
    """Until the other side hangs up, which it must; 5,000 bytes would be minutes."""
    while True:
        try:
            line.sendall(b"x")
        except OSError:
            return
        time.sleep(0.05)


def test_a_client_that_goes_away_leaves_nothing(server: Running, spool: Path) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(head(server, f"Content-Length: {10 * MB}") + FILE + b"x" * 2 * MB)
        deadline = time.monotonic() + 10
        while not spooled(spool) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(spooled(spool)) == 1
    assert gone(spool)
    assert server.json("/api/v1/imports")["imports"] == []


def test_a_failure_while_it_is_read_leaves_nothing_and_tells_nothing(
    spool: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with running(overrides=((ExportReader, Failing()),)) as server:
        failed = server.post(ORDERS)
        assert (failed.status_code, code_of(failed)) == (500, "unexpected")
        assert "went wrong" not in failed.text
        assert failed.json()["id"] in caplog.text
        assert "RuntimeError" in caplog.text
        assert "pl3ase-never" not in caplog.text
        assert gone(spool)


def part(name: str, content: str, *, file: str | None = None) -> bytes:
    named = f'; filename="{file}"' if file is not None else ""
    return f'--b\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n{content}\r\n'.encode()


@pytest.mark.parametrize(
    ("parts", "status", "at"),
    [
        ([part("account", "x")], 422, "body.file"),
        ([part("file", ORDERS, file="a.csv"), part("file", ORDERS, file="b.csv")], 422, "body.file"),
        ([part("file", ORDERS, file="a.csv"), part("account", "a"), part("account", "b")], 422, "body.account"),
        ([part("file", ORDERS, file="a.csv"), part("colour", "red")], 422, "body.colour"),
        ([part("file", ORDERS)], 422, "body.file"),
        ([part("file", ORDERS, file="a.csv"), part("account", "a", file="x")], 422, "body.account"),
        ([part("file", ORDERS, file="a.csv"), part("currency", "dollar")], 422, "body.currency"),
        ([part("file", ORDERS, file="a.csv"), part("dry_run", "maybe")], 422, "body.dry_run"),
        ([part("file", ORDERS, file="a.csv"), part("strict", "1")], 422, "body.strict"),
        ([part("file", ORDERS, file="a.csv"), part("account", "x" * 201)], 422, "body.account"),
        ([part("file", ORDERS, file="a.csv"), part("account", " \t ")], 422, "body.account"),
        ([part("file", ORDERS, file="a.csv"), part("account", "x" * 5_000)], 422, "body.account"),
        ([part(f"f{n}", "x") for n in range(10_000)], 422, "body.f0"),
    ],
)
def test_a_form_says_what_is_allowed_and_says_it_once(
    server: Running, parts: list[bytes], status: int, at: str
) -> None:
    body = b"".join(parts) + b"--b--\r\n"
    refused = server.client.post(
        "/api/v1/imports", content=body, headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    assert (refused.status_code, [error["at"] for error in refused.json()["errors"]]) == (status, [at])
    assert server.json("/api/v1/imports")["imports"] == []


@pytest.mark.parametrize(
    ("kind", "body", "status", "code"),
    [
        ("application/json", b"{}", 415, "unsupported_media_type"),
        ("application/x-www-form-urlencoded", b"account=x", 415, "unsupported_media_type"),
        ("text/csv", ORDERS.encode(), 415, "unsupported_media_type"),
        ("multipart/form-data", b"", 400, "malformed"),
        ("multipart/form-data; boundary=", b"", 400, "malformed"),
        (f"multipart/form-data; boundary={'b' * 300}", b"", 400, "malformed"),
        ("multipart/form-data; boundary=b", b"", 400, "malformed"),
        ("multipart/form-data; boundary=b", b"no form at all", 400, "malformed"),
        ("multipart/form-data; boundary=b", FILE + ORDERS.encode(), 400, "malformed"),
        ("multipart/form-data; boundary=b", b"--b\r\nX: y\r\n\r\nz\r\n--b--\r\n", 400, "malformed"),
        ("multipart/form-data; boundary=b", b"--b\r\nX: " + b"y" * 10_000 + b"\r\n\r\n", 400, "malformed"),
        ("multipart/form-data; boundary=b", b"--b\r\n" + b"X: y\r\n" * 50 + b"\r\n", 400, "malformed"),
        ("multipart/form-data; boundary=b", FILE.replace(b"x.csv", b"\xff\xfe"), 400, "malformed"),
    ],
)
def test_what_is_no_form_is_told_so(server: Running, kind: str, body: bytes, status: int, code: str) -> None:
    refused = server.client.post("/api/v1/imports", content=body, headers={"Content-Type": kind})
    assert (refused.status_code, code_of(refused)) == (status, code)


def test_a_post_without_a_content_type_is_told_so(server: Running) -> None:
    assert server.client.post("/api/v1/imports").status_code == 415


@pytest.mark.parametrize("key", ["", "x" * 201, "two words", "tab\tbed"])
def test_a_key_that_is_none_is_refused_where_it_stands(server: Running, key: str) -> None:
    refused = server.post(ORDERS, headers={"Idempotency-Key": key})
    assert (refused.status_code, refused.json()["errors"][0]["at"]) == (422, "header.Idempotency-Key")


def test_many_uploads_of_different_files_at_once_are_all_kept(on_each: Running) -> None:
    files = [ORDERS.replace("30.00", f"3{n}.00").replace("o1", f"a{n}").replace("o2", f"b{n}") for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(on_each.post, files))
    assert [answer.status_code for answer in answers] == [201] * 8
    assert sorted(answer.json()["id"] for answer in answers) == list(range(1, 9))


@pytest.mark.parametrize("keys", [("a", "b"), ("a", "a")])
def test_a_request_has_one_key(server: Running, keys: tuple[str, str]) -> None:
    sent = [("Idempotency-Key", key) for key in keys]
    refused = server.post(ORDERS, headers=sent)
    at = [{"at": "header.Idempotency-Key", "message": "given more than once"}]
    assert (refused.status_code, refused.json()["errors"]) == (422, at)
    assert server.json("/api/v1/imports")["imports"] == []


def test_a_field_that_there_is_not_is_told_which_ones_there_are(server: Running) -> None:
    said = "there is no such field: the fields are file, account, currency, dry_run, strict, date_order, decimal"
    assert server.post(ORDERS, colour="red").json()["errors"] == [{"at": "body.colour", "message": said}]


def test_the_same_file_and_key_at_once_make_one_entry_and_get_one_answer(on_each: Running) -> None:
    def post(_: int) -> httpx.Response:
        return on_each.post(ORDERS, headers={"Idempotency-Key": "all-at-once"})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, range(8)))
    assert {(answer.status_code, answer.text, answer.headers["location"]) for answer in answers} == {
        (201, answers[0].text, "/api/v1/imports/1")
    }
    assert len(on_each.json("/api/v1/imports")["imports"]) == 1


def test_more_uploads_than_places_are_told_to_come_again(spool: Path) -> None:
    with running(uploads=1) as server, socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(head(server, f"Content-Length: {MB}") + FILE)
        deadline = time.monotonic() + 10
        while not spooled(spool) and time.monotonic() < deadline:
            time.sleep(0.02)
        refused = server.post(ORDERS)
        assert (refused.status_code, code_of(refused), refused.headers["retry-after"]) == (503, "overloaded", "1")
        line.shutdown(socket.SHUT_RDWR)
        assert gone(spool)
        assert server.post(ORDERS).status_code == 201


def test_a_disk_without_space_is_a_problem_of_its_own(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("interfaces.http.uploads._finished", full)
    refused = server.post(ORDERS)
    assert (refused.status_code, code_of(refused)) == (507, "insufficient_storage")

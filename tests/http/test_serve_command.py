"""`succotash serve` as a person runs it: where it listens, what it says, how it stops and what it leaves."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from tests.cli.running import as_program, bare_environment, command, in_process
from tests.http.running import ORDERS, said
from tests.http.test_bounds import deaf
from tests.http.test_uploads import FILE, MB

READY = re.compile(r"Succotash is ready: (http://\S+) \(stop with Ctrl\+C\)\n")


@dataclass
class Program:
    """The program, running; `url` as it said."""

    process: subprocess.Popen[str]
    url: str

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str, str]:
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


@contextmanager
def program(cwd: Path, *options: object, **environment: str) -> Iterator[Program]:
    process = subprocess.Popen(
        command("serve", "--port", "0", *options),
        cwd=cwd,
        env=bare_environment({"TMPDIR": str(cwd), "PYTHONWARNINGS": "error", **environment}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stderr
    try:
        line = process.stdout.readline()
        found = READY.fullmatch(line)
        assert found, line + process.stderr.read()
        yield Program(process, found[1])
    finally:
        process.kill()
        process.communicate()


def is_spooling(place: Path) -> bool:
    """Whether an upload has begun to come in: there is a file beside the lock."""
    deadline = time.monotonic() + 30
    while len(list(place.glob("succotash-uploads-*/*"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    return len(list(place.glob("succotash-uploads-*/*"))) == 2


def post(url: str, content: str = ORDERS) -> httpx.Response:
    return httpx.post(f"{url}/api/v1/imports", files={"file": ("orders.csv", content)}, timeout=60)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_answers_and_stops_when_told(tmp_path: Path, number: int) -> None:
    with program(tmp_path) as serving:
        assert serving.url.startswith("http://127.0.0.1:")
        assert post(serving.url).status_code == 201
        assert httpx.get(f"{serving.url}/health/ready").status_code == 200
        code, out, err = serving.stop(number)
    assert (code, out, err) == (0, "", "")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "spool") == ["succotash.db"]


def test_the_database_is_the_one_that_is_named(tmp_path: Path) -> None:
    with program(tmp_path, "--database", f"sqlite:///{tmp_path / 'named.db'}") as serving:
        assert post(serving.url).status_code == 201
    listed = in_process("imports", "list", "--json", "--database", f"sqlite:///{tmp_path / 'named.db'}").json
    assert [entry["file"] for entry in listed["imports"]] == ["orders.csv"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.com", "127.0.0.1.evil.example", ""])
def test_it_lets_no_other_machine_in(host: str) -> None:
    said_no = in_process("serve", "--host", host, "--port", "0", "--database", "memory://")
    assert said_no.code == 2
    assert "no accounts yet" in said_no.err
    assert said_no.err.count("\n") == 1


def test_a_port_that_is_taken_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = as_program("serve", "--port", port, cwd=tmp_path)
    assert (refused.code, refused.out) == (1, "")
    assert (
        refused.err
        == f"error: cannot listen on 127.0.0.1 port {port}: the port is in use: name another one with --port\n"
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--timezone", "Mars/Olympus"), "not a time zone"),
        (("--currency", "dollar"), "not a currency code"),
        (("--max-upload", "0"), "from 1 to 4096"),
        (("--port", "65536"), "from 0 to 65535"),
        (("--database", "nonsense://x"), "not the URL of a database"),
    ],
)
def test_a_wrong_option_is_told_before_anything_is_opened(options: tuple[str, ...], told: str) -> None:
    refused = in_process("serve", *options)
    assert refused.code == 2
    assert told in refused.err


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2"])
def test_other_names_of_this_machine_will_do(tmp_path: Path, host: str) -> None:
    with program(tmp_path, "--host", host, "--database", "memory://") as serving:
        assert httpx.get(f"{serving.url}/health/live").status_code == 200


def test_an_access_log_names_no_query(tmp_path: Path) -> None:
    with program(tmp_path, "--access-log", "--database", "memory://") as serving:
        httpx.get(f"{serving.url}/api/v1/payback", params={"timezone": "Europe/Paris"})
        httpx.get(f"{serving.url}/a%0Ab")
        code, _, err = serving.stop()
    assert code == 0
    assert re.search(r"GET /api/v1/payback 200 \d+ ms", err)
    assert r"GET /a\nb 404" in err
    assert "Paris" not in err


def test_what_is_under_way_is_finished_before_it_stops(tmp_path: Path) -> None:
    rows = ORDERS + "".join(f"c{n},2025-01-10,1.00,n{n},EUR\n" for n in range(100_000))
    with program(tmp_path) as serving, socket.create_connection(("127.0.0.1", serving.port), timeout=60) as line:
        body = FILE + rows.encode() + b"\r\n--b--\r\n"
        head = f"POST /api/v1/imports HTTP/1.1\r\nHost: 127.0.0.1:{serving.port}\r\nContent-Length: {len(body)}\r\n"
        line.sendall(f"{head}Content-Type: multipart/form-data; boundary=b\r\n\r\n".encode() + body)
        assert is_spooling(tmp_path)
        serving.process.send_signal(signal.SIGTERM)
        assert said(line).startswith(b"HTTP/1.1 201")
        assert serving.process.wait(60) == 0
    listed = in_process("imports", "list", "--json", "--database", f"sqlite:///{tmp_path / 'succotash.db'}").json
    assert [entry["rows"] for entry in listed["imports"]] == [100_002]


def test_clients_that_do_not_read_cannot_keep_it_from_stopping(tmp_path: Path) -> None:
    with program(tmp_path, "--database", "memory://") as serving, deaf(serving.port), deaf(serving.port):
        time.sleep(1)  # until what was sent is more than the system takes
        began = time.monotonic()
        assert serving.stop() == (0, "", "")
        assert time.monotonic() - began < 10


def test_what_a_killed_server_was_sent_is_gone_with_the_next_one(tmp_path: Path) -> None:
    with program(tmp_path) as serving, socket.create_connection(("127.0.0.1", serving.port), timeout=60) as line:
        head = f"POST /api/v1/imports HTTP/1.1\r\nHost: 127.0.0.1:{serving.port}\r\nContent-Length: {10 * MB}\r\n"
        line.sendall(f"{head}Content-Type: multipart/form-data; boundary=b\r\n\r\n".encode() + FILE + b"x" * 3 * MB)
        assert is_spooling(tmp_path)
        serving.process.kill()
        serving.process.wait()
    assert len(list(tmp_path.glob("succotash-uploads-*/*"))) == 2
    with program(tmp_path) as again:
        assert len(list(tmp_path.glob("succotash-uploads-*/*"))) == 1
        assert httpx.get(f"{again.url}/api/v1/imports").json()["imports"] == []
        assert again.stop()[0] == 0
    assert list(tmp_path.glob("succotash-uploads-*")) == []


def test_two_servers_leave_each_others_uploads_alone(tmp_path: Path) -> None:
    with program(tmp_path), program(tmp_path):
        assert len(list(tmp_path.glob("succotash-uploads-*"))) == 2


def arenas(process: int) -> int:
    """How many heaps of 64 MB glibc's malloc has set up for threads: a used part, and one that is kept for later.
    0 where another libc or system has none."""
    file = Path(f"/proc/{process}/maps")
    maps = [line.split() for line in (file.read_text() if file.exists() else "").splitlines()]
    spans = [
        (int(line[0].split("-")[0], 16), int(line[0].split("-")[1], 16), line[1]) for line in maps if len(line) == 5
    ]
    size = 2**26
    return sum(
        begin % size == 0 and end - begin == size and middle == after and (used, kept) == ("rw-p", "---p")
        for (begin, middle, used), (after, end, kept) in pairwise(spans)
    )


def test_threads_share_two_arenas(tmp_path: Path) -> None:
    with program(tmp_path, "--database", "memory://") as serving, ThreadPoolExecutor(16) as pool:
        assert post(serving.url).status_code == 201
        asked = [{"margin": f"0.{number + 10}"} for number in range(16)]
        answers = pool.map(lambda one: httpx.get(f"{serving.url}/api/v1/payback", params=one, timeout=60), asked)
        assert {answer.status_code for answer in answers} == {200}
        assert arenas(serving.process.pid) <= 1


def test_help_does_not_wait_for_the_web() -> None:
    """What only `serve` needs is imported by it alone."""
    script = "import sys; import interfaces.cli.app; print({'fastapi', 'uvicorn', 'starlette'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env={**os.environ})
    assert ran.stdout == "set()\n"


def test_an_idle_server_has_not_loaded_what_reads_files(tmp_path: Path) -> None:
    with program(tmp_path, "--database", "memory://") as serving:
        httpx.get(f"{serving.url}/api/v1/imports")
        maps = Path(f"/proc/{serving.process.pid}/maps")
        if maps.exists():
            assert "polars" not in maps.read_text()
        assert post(serving.url).status_code == 201

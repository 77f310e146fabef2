"""A server of ours in a process of its own, and a small client that costs less than what it asks."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TypeAlias

from benchmarks.measuring.machine import ROOT

HOST = "127.0.0.1"
LONGEST_START = 60.0

Place: TypeAlias = int
"""The port on this machine."""


@dataclass(frozen=True, slots=True)
class Server:
    place: Place
    process: int


@contextmanager
def serving(url: str, *options: str) -> Iterator[Server]:
    """`succotash serve` on a free port; it has begun and may not answer yet."""
    place = _free_port()
    command = [sys.executable, "-m", "interfaces.cli", "serve", "--database", url, "--port", str(place), *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            yield Server(place, process.pid)
        finally:
            process.terminate()


def get(place: Place, path: str) -> bytes:
    """The whole answer to one request, asked for until somebody listens; SystemExit unless it is a 200."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        with suppress(ConnectionError):
            answer = asyncio.run(_one(place, path))
            if not answer.startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"{path} answered {answer[:200]!r}")
            return answer
        time.sleep(0.005)
    raise SystemExit("the server did not start")


def load(place: Place, path: str, *, requests: int, clients: int) -> list[float]:
    """The seconds that each request took, from so many clients at once, each on one connection."""
    return asyncio.run(_load(place, path, requests, clients))


async def _one(place: Place, path: str) -> bytes:
    reader, writer = await asyncio.open_connection(HOST, place)
    answer = await _asked(reader, writer, _request(place, path))
    writer.close()
    return answer


async def _load(place: Place, path: str, requests: int, clients: int) -> list[float]:
    taken = await asyncio.gather(*(_client(place, path, requests // clients) for _ in range(clients)))
    return [seconds for one in taken for seconds in one]


async def _client(place: Place, path: str, requests: int) -> Sequence[float]:
    reader, writer = await asyncio.open_connection(HOST, place)
    request, taken = _request(place, path), []
    for _ in range(requests):
        started = time.perf_counter()
        answer = await _asked(reader, writer, request)
        taken.append(time.perf_counter() - started)
        if not answer.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"{path} answered {answer[:200]!r}")
    writer.close()
    return taken


async def _asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> bytes:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return head + await reader.readexactly(int(length.partition(b":")[2]))


def _request(place: Place, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}:{place}\r\nAccept: application/json\r\n\r\n".encode()


def _free_port() -> Place:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])

"""`succotash serve` as a process of its own, and a client that does what a careful program does."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.cli.running import bare_environment, command
from tests.faults.processes import PATIENCE, wait_until

GIVE_UP = 30.0
"""Seconds for which a client repeats."""


@contextmanager
def serving(
    url: str, folder: Path, *, port: int = 0, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], httpx.URL]]:
    """The process, and where it answers. What it says goes into `serve.log` in the folder."""
    log = folder / "serve.log"
    said = log.stat().st_size if log.exists() else 0
    with log.open("ab") as output:
        process = subprocess.Popen(
            command("serve", "--port", port, "--database", url),
            cwd=folder,
            env=bare_environment(environment) | {"PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        wait_until(lambda: process.poll() is not None or _place(log, said))
        place = _place(log, said)
        assert place, log.read_text(encoding="utf-8")
        yield process, httpx.URL(place)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        finally:
            process.kill()


def post(client: httpx.Client, file: Path, key: str | None = None) -> httpx.Response:
    """One attempt."""
    headers = {} if key is None else {"Idempotency-Key": key}
    with file.open("rb") as content:
        return client.post("/api/v1/imports", files={"file": (file.name, content)}, headers=headers)


def post_until_answered(client: httpx.Client, file: Path, key: str) -> httpx.Response:
    """Again under the same key while the connection is dropped or the answer is to come back later."""
    deadline = time.monotonic() + GIVE_UP
    while True:
        try:
            answer = post(client, file, key)
        except httpx.TransportError:
            answer = None
        if answer is not None and answer.status_code != 503:
            return answer
        assert time.monotonic() < deadline, f"not answered within {GIVE_UP:g} s: {answer}"
        time.sleep(0.1)


def _place(log: Path, said: int) -> str:
    found = re.search(rb"ready: (http://\S+)", log.read_bytes()[said:])
    return found[1].decode() if found else ""

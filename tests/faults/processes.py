"""The program as a process: started, stopped in its tracks, killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.cli.running import bare_environment, command

PATIENCE = 60.0
"""Seconds after which something that must happen is taken not to happen."""


def started(*words: object, cwd: Path, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """`succotash WORDS`, its output thrown away."""
    return subprocess.Popen(
        command(*words),
        cwd=cwd,
        env=bare_environment(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill_stopped(process: subprocess.Popen[bytes], look: Callable[[], bool]) -> bool | None:
    """Stop it, look what it is in the middle of, and kill it; None if it had ended before.

    Stopped first, because what is looked at must be what is killed.
    """
    process.send_signal(signal.SIGSTOP)
    if process.poll() is None:
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    seen = look() if process.poll() is None else None
    process.kill()
    process.wait(PATIENCE)
    return seen


def wait_until(condition: Callable[[], object], seconds: float = PATIENCE, pause: float = 0.01) -> None:
    """AssertionError if it does not become true in that time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds:g} s in vain"
        time.sleep(pause)


def children_of(pid: int) -> list[int]:
    """The processes that it started, from /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(after_name[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def python(*words: object) -> list[str]:
    """The same Python, another module."""
    return [sys.executable, *map(str, words)]

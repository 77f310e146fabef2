"""The machine and the versions, in words that tell a reader what the figures are worth and nothing of whose it is."""

from __future__ import annotations

import os
import platform
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from threading import Event, Thread

ROOT = Path(__file__).resolve().parents[2]


def machine() -> str:
    """Such as `Linux on x86_64, 2 cores, 23 GiB of memory`."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB of memory"


def versions(packages: Iterable[str]) -> str:
    """Of Python, SQLite and the packages."""
    named = ", ".join(f"{package} {version(package)}" for package in packages)
    return f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}{named and ', '}{named}"


def peak_memory(process: int | str = "self", field: str = "VmHWM") -> float:
    """The peak resident memory of a process in MiB; with `VmRSS` what it holds now. 0 if nothing tells.

    Linux tells it in /proc. What `getrusage` says would do elsewhere, but there a child starts with its parent's peak.
    """
    with suppress(OSError):
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
        return float(status.partition(f"{field}:")[2].split()[0]) / 1024
    if process != "self":
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def watched(program: Sequence[str], environment: Mapping[str, str] | None = None) -> tuple[float, float]:
    """Run a program to its end: the seconds that it took and its peak memory in MiB. SystemExit if it fails."""
    ended, seen = Event(), [0.0]
    started = time.perf_counter()
    with subprocess.Popen(program, env=environment, stdout=subprocess.DEVNULL) as process:
        watcher = Thread(target=_watch, args=(process.pid, ended, seen))
        watcher.start()
        code = process.wait()
        seconds = time.perf_counter() - started
        ended.set()
        watcher.join()
    if code:
        raise SystemExit(f"{Path(program[0]).name} failed")
    return seconds, max(seen)


def _watch(process: int, ended: Event, seen: list[float]) -> None:
    while not ended.wait(0.004):
        with suppress(IndexError):  # it has just ended
            seen.append(peak_memory(process))

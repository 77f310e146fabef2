"""Ten thousand damaged files: nothing breaks, nothing hangs, no money comes from nowhere, nothing is half kept.

A case is made from its number alone, so a failure comes back; the file itself is left where the message says.
"""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.fuzz.reading import work

CASES = 10_000
BATCH = 500
SECONDS = 5
"""That the reading of one file may take, and its import."""
_START = 120


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, CASES, BATCH))
def test_a_mutated_file_is_read_or_refused(first: int, tmp_path: Path) -> None:
    wrong = failures(range(first, first + BATCH), tmp_path)
    again = [failure for case, _ in wrong for failure in failures(range(case, case + 1), tmp_path)]
    assert not again, "\n".join(f"case {case}: {said}" for case, said in again)


def test_some_mutated_files_are_read_or_refused(tmp_path: Path) -> None:
    """The first of them, in every run."""
    assert failures(range(60), tmp_path) == []


def failures(cases: range, folder: Path) -> list[tuple[int, str]]:
    """What is wrong, by case, up to the first that hangs. A machine that stalls may do so once: whoever asks for the
    same case again knows."""
    found: list[tuple[int, str]] = []
    with working(cases, folder) as pipe:
        for case in cases:
            said = told(pipe)
            if said:
                found.append((case, f"{said} [{kept(folder, case)}]"))
            if said.startswith("hangs"):
                break
    return found


def told(pipe: Connection) -> str:
    """What is wrong with the next case."""
    if not pipe.poll(_START):
        return "hangs before it begins"
    try:
        name = pipe.recv()
        if not pipe.poll(SECONDS):
            return f"hangs: {name} takes more than {SECONDS} s"
        wrong = pipe.recv()
    except EOFError:
        return "hangs: its process has ended"
    return f"{name}: {wrong}" if wrong else ""


@contextmanager
def working(cases: range, folder: Path) -> Iterator[Connection]:
    """A process of its own: what hangs inside of a library can only be ended from outside."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(cases, folder, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        process.kill()
        process.join()
        ours.close()


def kept(folder: Path, case: int) -> Path:
    """Where the file of the case stays after the test."""
    path = Path(mkdtemp(prefix="succotash-fuzz-")) / f"case-{case}"
    if (file := folder / path.name).exists():
        shutil.copy(file, path)
    return path

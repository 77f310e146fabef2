"""`FILE.rejected.csv` beside each file of which lines were left out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from domain.imports.folder import REJECTED_SUFFIX
from interfaces.cli.screen import shown
from interfaces.tabular.rejects import rejects_csv

if TYPE_CHECKING:
    from application.imports.outcome import Outcome


def write_rejected(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Writes them, and tells of each where it is, or why it could not be written: what was imported stays imported."""
    taken: Counter[Path] = Counter()
    for outcome in outcomes:
        if outcome.rejects and outcome.origin is not None:
            beside = _beside(outcome.origin, outcome.file)
            taken[beside] += 1
            yield _written(_path(beside, taken[beside]), outcome)


def _beside(origin: Path, file: str) -> Path:
    """A file of an archive has the archive's name in its own."""
    name = file if "/" in file else origin.name
    return origin.with_name(name.replace("/", "_"))


def _path(beside: Path, number: int) -> Path:
    """Files of an archive, a/b.csv and a_b.csv, may come to one name."""
    return beside.with_name(beside.name + (f" ({number})" if number > 1 else "") + REJECTED_SUFFIX)


def _written(path: Path, outcome: Outcome) -> str:
    try:
        _write(path, rejects_csv(outcome.rejects))
    except OSError as error:
        return f"The rejected lines could not be written to {shown(str(path))}: {error.strerror or 'it is no file'}"
    return f"Rejected lines of {shown(outcome.file)}: {shown(str(path))}"


def _write(path: Path, lines: Iterable[str]) -> None:
    """Whole or not at all; only who imports may read what may name people."""
    partial = path.with_name(f".{path.name}-{os.getpid()}.partial")  # another process may import the same file
    partial.unlink(missing_ok=True)
    try:
        with os.fdopen(_new(partial), "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.writelines(lines)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _new(path: Path) -> int:
    """A file that was not there before, nor is written through a link that somebody put there."""
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)

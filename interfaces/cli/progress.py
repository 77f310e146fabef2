"""Progress on long work, for a person who is watching."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from interfaces.cli.screen import errors, shown

FileProgress = Callable[[str, int, int], None]


@contextmanager
def file_progress(*, wanted: bool) -> Iterator[FileProgress]:
    """What to tell before each file: its name, how many are done, of how many. Silent where nobody watches."""
    if wanted and sys.stderr.isatty():
        with _bar() as tell:
            yield tell
    else:
        yield _tell_nobody


def _tell_nobody(_name: str, _done: int, _of: int) -> None:
    """Nobody is watching."""


@contextmanager
def _bar() -> Iterator[FileProgress]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (
        SpinnerColumn(),
        MofNCompleteColumn(),
        BarColumn(bar_width=24),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=errors(), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda name, done, of: bar.update(task, description=shown(name), completed=done, total=of)

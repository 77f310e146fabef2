"""What somebody who watches an import is told: the file that it is at, and that the database is waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from typing import TypeAlias

from application.imports.keeping import Begin
from domain.imports.ports import ImportTransaction

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told before each file: its name, how many files are done, and of how many. Told once more, from another thread, where
the database has been waited for: whoever imports, or restarts it, may take a while."""

NOTICE_AFTER = 2.0
"""Seconds of silence that nobody takes for a fault yet."""


def unwatched(name: str, done: int, of: int) -> None:
    """Progress that nobody looks at."""


def noticed(begin: Begin, progress: Progress) -> tuple[Begin, Progress]:
    """The same two, of which the first tells the second when a transaction is waited for; nothing costs nobody."""
    if progress is unwatched:
        return begin, progress
    watched = _Watched(progress)
    return _Noticed(begin, watched.tell_waiting), watched


@dataclass(slots=True)
class _Watched:
    progress: Progress
    at: tuple[str, int, int] = ("", 0, 0)

    def __call__(self, name: str, done: int, of: int) -> None:
        self.at = (name, done, of)
        self.progress(name, done, of)

    def tell_waiting(self) -> None:
        name, done, of = self.at
        self.progress(f"{name} waits for the database", done, of)


@dataclass(frozen=True, slots=True)
class _Noticed:
    begin: Begin
    tell: Callable[[], None]

    @contextmanager
    def __call__(self, *, read_only: bool = False) -> Iterator[ImportTransaction]:
        notice = Timer(NOTICE_AFTER, self.tell)
        notice.daemon = True
        notice.start()
        try:
            with self.begin(read_only=read_only) as tx:
                notice.cancel()
                yield tx
        finally:
            notice.cancel()

"""Where uploads lie while they are read: a private folder that goes away with the server, however that ends."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BufferedWriter
from pathlib import Path
from typing import Self

PREFIX = "succotash-uploads-"
_LOCK = "lock"


@dataclass(slots=True)
class UploadFolder:
    """Nobody else may look into it. A lock is held on it, so that one without a server can be told from one in use.
    Its files are made and counted by the event loop alone."""

    path: Path
    _lock: int = field(repr=False)
    in_use: int = 0

    @classmethod
    def open(cls, parent: Path | None = None) -> Self:
        """A folder of one's own in `parent` (default: the system's place for such), after what killed servers left in
        it is gone."""
        place = parent or Path(tempfile.gettempdir())
        _sweep(place)
        path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
        lock = os.open(path / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return cls(path, lock)

    @contextmanager
    def file(self) -> Iterator[tuple[Path, BufferedWriter]]:
        """A file that only we can read, gone at the end of the block."""
        number, name = tempfile.mkstemp(dir=self.path)
        self.in_use += 1
        try:
            with os.fdopen(number, "wb") as file:
                yield Path(name), file
        finally:
            self.in_use -= 1
            Path(name).unlink(missing_ok=True)

    def close(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def _sweep(place: Path) -> None:
    """A folder whose lock can be had has lost its server. Those of other users cannot even be opened."""
    for path in place.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if path.lstat().st_uid != os.geteuid():
                continue
            lock = os.open(path / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path)
            finally:
                os.close(lock)

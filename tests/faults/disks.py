"""A small disk of one's own, to be filled to the last byte."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OWN_NAMESPACE = ("unshare", "--map-current-user", "--keep-caps", "--mount")
"""Where mounting is permitted to whoever may make such a namespace."""
REFUSED = f"this drill needs a small disk of its own: run it as root, or where `{' '.join(OWN_NAMESPACE)}` is permitted"
_CAP_SYS_ADMIN = 21
_DETACH = 2


@dataclass(frozen=True)
class SmallDisk:
    """A tmpfs. What fills it is one file, so that making space is removing it."""

    path: Path

    @property
    def free(self) -> int:
        status = os.statvfs(self.path)
        return status.f_bavail * status.f_frsize

    def fill(self, *, leave: int = 0) -> None:
        """Until no more than `leave` bytes are free."""
        with self._ballast.open("ab") as file:
            os.posix_fallocate(file.fileno(), file.tell(), self.free - leave)
        assert self.free <= leave

    def make_space(self) -> None:
        self._ballast.unlink()

    @property
    def _ballast(self) -> Path:
        return self.path / "ballast"


@contextmanager
def small_disk(path: Path, megabytes: int) -> Iterator[SmallDisk]:
    """AssertionError where nothing may be mounted."""
    path.mkdir()
    libc, place = ctypes.CDLL(None, use_errno=True), os.fsencode(path)
    refused = libc.mount(b"tmpfs", place, b"tmpfs", 0, f"size={megabytes}m,mode=755".encode())
    assert not refused, f"{REFUSED} ({os.strerror(ctypes.get_errno())})"
    try:
        yield SmallDisk(path)
    finally:
        # Detached at once: a failed drill may have left a process in it, and the disk must go all the same.
        assert not libc.umount2(place, _DETACH), os.strerror(ctypes.get_errno())


def may_mount() -> bool:
    """Whether this process is permitted to."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    [effective] = [int(line.split()[1], 16) for line in lines if line.startswith("CapEff")]
    return bool(effective >> _CAP_SYS_ADMIN & 1)

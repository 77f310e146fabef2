"""Whose account a server runs in. PostgreSQL refuses to run as root, and so root hands it to another."""

import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from tests.servers.errors import ServerUnavailable

# `nobody` first: the machine's `postgres` account may own a real cluster, and tests have no business there.
UNPRIVILEGED = ("nobody", "postgres")
MEMORY = Path("/dev/shm")
MEMORY_BYTES = 2 * 1024**3


class SpawnOptions(TypedDict, total=False):
    """The part of `subprocess.Popen`'s arguments that changes the account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An operating-system account, by its numbers."""

    uid: int
    gid: int

    @property
    def spawn_options(self) -> SpawnOptions:
        """Nothing to change when it is our own account: only root may."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_reach(self, path: Path) -> bool:
        """Whether the mode bits of every folder down to `path` let this account through."""
        return all(self._may_enter(place.stat()) for place in (path, *path.parents))

    def _may_enter(self, status: os.stat_result) -> bool:
        if status.st_uid == self.uid:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.gid:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)

    def private_directory(self, prefix: str, *, in_memory: bool = False) -> Path:
        """A new folder among the temporary ones that this account alone (and root) can enter.

        `in_memory` prefers a file system in memory with room: a cloned database is 300 new files, which takes
        some disks (ext4 without a journal) twenty times as long.

        Raises:
            ServerUnavailable: no temporary folder lets the account through.
        """
        for parent in (*(_memory() if in_memory else ()), *_disks()):
            if parent.is_dir() and self.can_reach(parent.resolve()):
                directory = Path(tempfile.mkdtemp(prefix=prefix, dir=parent)).resolve()
                shutil.chown(directory, self.uid, self.gid)
                return directory
        raise ServerUnavailable(f"no temporary folder can be reached by the account with id {self.uid}")


def _memory() -> list[Path]:
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= MEMORY_BYTES
    return [MEMORY] if roomy else []


def _disks() -> list[Path]:
    return [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]


def server_account() -> Account:
    """Our own account, or, as root, the first unprivileged one that exists.

    Raises:
        ServerUnavailable: we are root and there is nobody to hand the server to.
    """
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid())
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known:
            return Account(uid=known[name].pw_uid, gid=known[name].pw_gid)
    raise ServerUnavailable(f"running as root, and there is no account named {' or '.join(UNPRIVILEGED)}")

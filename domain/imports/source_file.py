"""A file to import, and what it is called: uploads and files of archives lie on the disk under names of ours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """`name` is what is shown and what accounts are given by; `path` is where its bytes are. Only the name of a file in
    an archive has a slash: `archive.zip/file.csv`."""

    name: str
    path: Path

    @classmethod
    def at(cls, path: Path) -> Self:
        """The file under the name that it has on the disk."""
        return cls(name=path.name, path=path)

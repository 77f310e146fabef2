"""The files that an import is given; for an archive, those that are in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from domain.imports.ports import ExportReader
from domain.imports.reading import Unreadable
from domain.imports.record import Message
from domain.imports.source_file import SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Unopened:
    """An archive of which nothing is taken, and why."""

    name: str
    reason: Unreadable


Given: TypeAlias = SourceFile | Unopened


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a call is to import. With `single`, an archive of several files is not taken: a single answer could not tell
    of them."""

    reader: ExportReader
    sources: Sequence[SourceFile]
    single: bool = False

    def names(self) -> list[str]:
        """The name of each file, those in archives among them."""
        names: list[str] = []
        for source in self.sources:
            with self.opened(source) as files:
                names += (file.name for file in files)
        return names

    @contextmanager
    def opened(self, source: SourceFile) -> Iterator[Sequence[Given]]:
        """The files of one source. What was unpacked is gone after the block, so that there is never more than one
        archive's on the disk."""
        with self.reader.unpacked(source) as found:
            if isinstance(found, Unreadable):
                yield [Unopened(name=source.name, reason=found)]
            elif self.single and len(found) != 1:
                yield [_several(source, len(found))]
            else:
                yield found


def _several(source: SourceFile, files: int) -> Unopened:
    said = f"the archive holds {files:,} files: unpack it and import them one by one"
    return Unopened(name=source.name, reason=Unreadable(reason=Message(code="several_files", message=said)))

"""The reader of frames: what a file counts in lines, a frame counts in rows, and its header is none of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from domain.imports.blocks import FactBlocks
from domain.imports.hints import Hints
from domain.imports.mapping import ColumnMapping
from domain.imports.ports import ExportReader
from domain.imports.reading import Proposal, Reading, Unreadable
from domain.imports.record import Reject
from domain.imports.rows import Rows
from domain.imports.source_file import SourceFile

_MAP_IT = "; to go on: "
_OTHER_LINE = re.compile(r"(?<=^says otherwise than )line (\d+)")


@dataclass(frozen=True)
class RowReader(ExportReader):
    """Reads tables with one line a row below their header, and tells row 1 of what stands on line 2."""

    inner: ExportReader

    def unpacked(self, source: SourceFile) -> AbstractContextManager[Sequence[SourceFile] | Unreadable]:
        return self.inner.unpacked(source)

    def read(self, path: Path, hints: Hints) -> Reading | Unreadable:
        found = self.inner.read(path, hints)
        if isinstance(found, Unreadable):
            return _to_rename(found) if found.proposal else found
        return replace(
            found,
            facts=found.facts.each(_by_rows) if isinstance(found.facts, FactBlocks) else _by_rows(found.facts),
            rejects=tuple(map(_by_row, found.rejects)),
            totals=tuple(replace(total, line=total.line - 1) for total in found.totals),
        )

    def propose(self, path: Path, hints: Hints, decided: ColumnMapping | None = None) -> Proposal | Unreadable:
        return self.inner.propose(path, hints, decided)


def _by_rows(facts: Rows) -> Rows:
    return replace(facts, line=facts.line - 1)


def _to_rename(unreadable: Unreadable) -> Unreadable:
    """Columns of a frame are renamed where those of a file are mapped."""
    said, _, _ = unreadable.reason.message.partition(_MAP_IT)
    reason = replace(unreadable.reason, message=f"{said}; name its columns date, campaign, spend and the like")
    return Unreadable(reason=reason, encoding=unreadable.encoding)


def _by_row(reject: Reject) -> Reject:
    reason = _OTHER_LINE.sub(lambda found: f"row {int(found[1]) - 1}", reject.reason)
    return replace(reject, line=reject.line - 1, reason=reason)

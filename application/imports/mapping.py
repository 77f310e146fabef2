"""Files that no layout is for: how they may be read, and the decisions that are kept about them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from application.imports.edits import MappingEdits
from application.imports.proposals import MappingView, ProposalView, mapping_view, mapping_views, proposal_view
from application.retry import retried
from domain.imports.mapping import ColumnMapping
from domain.imports.ports import ExportReader, ImportStore
from domain.imports.reading import Proposal, Unreadable
from domain.imports.record import Message
from domain.imports.source_file import SourceFile
from domain.shared.clock import Clock
from domain.shared.errors import InvalidValue, NotFound
from domain.shared.text import clean, one_line

__all__ = ["MappingEdits", "MappingHandler"]

SHORTEST_FINGERPRINT = 6
"""Characters by which a saved mapping may be called, where they tell it from the others."""


@dataclass(frozen=True)
class MappingHandler:
    """Proposes how a file may be read, and keeps what a person decides: files with the same header are read so then."""

    reader: ExportReader
    store: ImportStore
    clock: Clock

    def propose(self, source: SourceFile, edits: MappingEdits) -> ProposalView:
        """How the file may be read: by the evidence, over it what is saved for such a header, over that the edits.

        InvalidValue where there is no table in the file, or an edit names what is not there.
        """
        saved = self._saved()
        proposal = self._proposal(source, edits, saved)
        known = any(_same(mapping, proposal.mapping) for mapping in saved)
        return proposal_view(clean(source.name), proposal, edits.currency, saved=known)

    def save(self, source: SourceFile, edits: MappingEdits) -> ProposalView:
        """The same, kept in place of what was decided before. InvalidValue where it makes nothing of the file."""
        proposal = self._proposal(source, edits, self._saved())
        _require_rows(proposal)
        name = clean(source.name)
        self._keep(replace(proposal.mapping, file=name, saved_at=self.clock.now()))
        return proposal_view(name, proposal, edits.currency, saved=True)

    def listed(self) -> list[MappingView]:
        """The saved mappings, by fingerprint."""
        return mapping_views(self._saved())

    @retried
    def remove(self, fingerprint: str) -> MappingView:
        """Forget the mapping with the fingerprint that begins so, and tell which it was; NotFound if there is none,
        InvalidValue if there are several."""
        with self.store.begin() as tx:
            mapping = _called(tx.mappings.listed(), fingerprint)
            tx.mappings.remove(mapping.fingerprint)
            tx.commit()
        return mapping_view(mapping)

    @retried
    def _saved(self) -> tuple[ColumnMapping, ...]:
        with self.store.begin(read_only=True) as tx:
            return tx.mappings.listed()

    @retried
    def _keep(self, mapping: ColumnMapping) -> None:
        with self.store.begin() as tx:
            tx.mappings.save(mapping)
            tx.commit()

    def _proposal(self, source: SourceFile, edits: MappingEdits, saved: tuple[ColumnMapping, ...]) -> Proposal:
        with self.reader.unpacked(source) as files:
            if isinstance(files, Unreadable):
                raise _unusable(source, files)
            if len(files) != 1:
                raise InvalidValue(f"{source.name} holds {len(files):,} files: unpack it and map one", code="file")
            found = self.reader.propose(files[0].path, edits.hints(saved), edits.decision)
        if isinstance(found, Unreadable):
            raise _unusable(source, found)
        return found


def _unusable(source: SourceFile, unreadable: Unreadable) -> InvalidValue:
    """About an edit, or about the file."""
    code = "set" if unreadable.reason.code in {"no_such_header", "no_such_field"} else "file"
    return InvalidValue(f"{one_line(source.name)}: {unreadable.reason.message}", code=code)


def _require_rows(proposal: Proposal) -> None:
    read = proposal.read
    if isinstance(read, Message):
        raise InvalidValue(f"nothing is saved: {read.message}", code="set")
    if read.rejects and not read.rows:
        first = read.rejects[0]
        raise InvalidValue(f"nothing is saved, for no row can be read: line {first.line}: {first.reason}", code="set")


def _same(saved: ColumnMapping, proposed: ColumnMapping) -> bool:
    """Whether the two decide alike, whichever file they were made from."""
    return _decided(saved) == _decided(proposed)


def _decided(mapping: ColumnMapping) -> ColumnMapping:
    return replace(mapping, file="", saved_at=None, columns=tuple(sorted(mapping.columns)))


def _called(mappings: tuple[ColumnMapping, ...], fingerprint: str) -> ColumnMapping:
    start = fingerprint.strip().lower()
    found = [mapping for mapping in mappings if mapping.fingerprint.startswith(start)]
    if len(start) < SHORTEST_FINGERPRINT or not found:
        raise NotFound(f"there is no saved mapping {one_line(fingerprint)}")
    if len(found) > 1:
        raise InvalidValue(f"{len(found)} saved mappings begin with {start}: write more of it", code="fingerprint")
    return found[0]

"""The saved mappings, in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from domain.imports.mapping import ColumnMapping
from domain.imports.ports import MOST_MAPPINGS, ColumnMappings, no_mapping, too_many_mappings
from infrastructure.memory.database import MemorySession


class MemoryColumnMappings(ColumnMappings):
    def __init__(self, session: MemorySession) -> None:
        self._session = session

    def save(self, mapping: ColumnMapping) -> None:
        kept = self._session.written.mappings
        if mapping.saved_at is None:
            raise self._session.failed("a mapping is saved with the moment it was saved at")
        if len(kept.keys() - {mapping.fingerprint}) >= MOST_MAPPINGS:
            raise too_many_mappings()
        kept[mapping.fingerprint] = replace(mapping, saved_at=mapping.saved_at.astimezone(UTC))

    def listed(self) -> tuple[ColumnMapping, ...]:
        kept = self._session.tables.mappings
        return tuple(kept[fingerprint] for fingerprint in sorted(kept))

    def remove(self, fingerprint: str) -> None:
        if self._session.written.mappings.pop(fingerprint, None) is None:
            raise no_mapping(fingerprint)

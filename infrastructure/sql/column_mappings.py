"""The saved mappings, on either SQL database."""

from __future__ import annotations

import json

from domain.imports.mapping import ColumnMapping
from domain.imports.ports import MOST_MAPPINGS, ColumnMappings, no_mapping, too_many_mappings
from domain.shared.errors import CorruptRow
from infrastructure.sql.codecs import as_instant, instant_text, json_codec
from infrastructure.sql.session import Row, SqlSession

_APART = {"fingerprint", "saved_at"}
"""What has a column of its own; the rest is the definition."""


class SqlColumnMappings(ColumnMappings):
    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def save(self, mapping: ColumnMapping) -> None:
        [counted] = self._session.rows("count_other_mappings", fingerprint=mapping.fingerprint)
        if counted["others"] >= MOST_MAPPINGS:
            raise too_many_mappings()
        self._session.execute(
            "save_mapping",
            fingerprint=mapping.fingerprint,
            definition=json_codec(ColumnMapping).dump_json(mapping, exclude=_APART).decode(),
            saved_at=mapping.saved_at and instant_text(mapping.saved_at),
        )

    def listed(self) -> tuple[ColumnMapping, ...]:
        return tuple(map(_mapping_of, self._session.rows("list_mappings")))

    def remove(self, fingerprint: str) -> None:
        if not self._session.execute("remove_mapping", fingerprint=fingerprint):
            raise no_mapping(fingerprint)


def _mapping_of(row: Row) -> ColumnMapping:
    """CorruptRow if it holds none."""
    told, fingerprint = row["definition"], row["fingerprint"]
    try:
        definition = json.loads(told) if isinstance(told, str) else told
        columns = {"fingerprint": fingerprint, "saved_at": as_instant(row["saved_at"])}
        mapping: ColumnMapping = json_codec(ColumnMapping).validate_python({**definition, **columns})
    except (ValueError, TypeError) as error:
        raise CorruptRow(f"the saved mapping {fingerprint} is stored in a form that cannot be read") from error
    return mapping

"""How the columns of a file that nobody knows are to be read: proposed by its evidence, decided by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.imports.notation import DateOrder, DecimalMark
from domain.imports.record import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """A decision about files with one header.

    `fingerprint` is that of the header, whatever the order of its columns. `columns` pairs each field that is read with
    the header it is read from, as written. `platform` is the id that the facts get ("" for none). `date_order`,
    `decimal` and `currency` ("" for none) say what such files leave open. `file` names the one it was made from;
    `saved_at` is None until it is saved.
    """

    fingerprint: str
    kind: Kind
    platform: str
    columns: tuple[tuple[str, str], ...]
    date_order: DateOrder | None = None
    decimal: DecimalMark | None = None
    currency: str = ""
    file: str = ""
    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedColumn:
    """A header taken for a field, `evidence` in one line for the person who decides, and a few of its cells."""

    field: str
    header: str
    evidence: str
    samples: tuple[str, ...] = ()

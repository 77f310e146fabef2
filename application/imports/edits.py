"""What a person decides about the columns of a file, in the person's own words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from domain.imports.hints import Hints
from domain.imports.mapping import FIELDS, SEGMENT, ColumnMapping, require_field, require_mappable
from domain.imports.notation import DateOrder, DecimalMark, told_date_order, told_decimal
from domain.imports.record import Kind
from domain.shared.errors import InvalidValue
from domain.shared.money import currency_code
from domain.shared.text import one_line

MOST_EDITS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingEdits:
    """`columns` pairs fields with headers ("" for a field that is not to be read); what is None or "" is not decided.
    `currency` and the notation say what the file leaves open."""

    columns: tuple[tuple[str, str], ...] = ()
    kind: Kind | None = None
    platform: str = ""
    currency: str | None = None
    date_order: DateOrder | None = None
    decimal: DecimalMark | None = None

    def __post_init__(self) -> None:
        if self.kind is not None:
            require_mappable(self.kind)
        _require_fields(self.kind, [field for field, _ in self.columns])

    @classmethod
    def told(
        cls,
        sets: Iterable[str] = (),
        *,
        kind: str | None = None,
        platform: str | None = None,
        currency: str | None = None,
        date_order: str | None = None,
        decimal: str | None = None,
    ) -> Self:
        """From words, `sets` being like `spend=Coste`; InvalidValue naming what cannot be."""
        return cls(
            columns=_pairs(sets),
            kind=None if kind is None else _kind(kind),
            platform=one_line(platform or "", 100),
            currency=None if currency is None else currency_code(currency),
            date_order=told_date_order(date_order),
            decimal=told_decimal(decimal),
        )

    @property
    def decision(self) -> ColumnMapping:
        """As the reader takes it: its fingerprint does not matter."""
        return ColumnMapping(
            fingerprint="",
            kind=self.kind or Kind.UNRECOGNISED,
            platform=self.platform,
            columns=self.columns,
            date_order=self.date_order,
            decimal=self.decimal,
            currency=self.currency or "",
        )

    def hints(self, mappings: tuple[ColumnMapping, ...]) -> Hints:
        return Hints(date_order=self.date_order, decimal=self.decimal, mappings=mappings)


def _kind(text: str) -> Kind:
    known = text.strip().lower()
    return require_mappable(Kind(known) if known in set(Kind) else Kind.UNRECOGNISED)


def _pairs(sets: Iterable[str]) -> tuple[tuple[str, str], ...]:
    found = tuple(map(_pair, sets))
    if len(found) > MOST_EDITS:
        raise InvalidValue(f"at most {MOST_EDITS} columns can be set", code="set")
    return found


def _pair(text: str) -> tuple[str, str]:
    field, equals, header = text.partition("=")
    if not equals or not field.strip():
        raise InvalidValue(f"{one_line(text)} is not FIELD=HEADER, such as spend=Cost", code="set")
    return field.strip(), header.strip()


def _require_fields(kind: Kind | None, fields: list[str]) -> None:
    """Each once, and all of one kind."""
    if twice := sorted({field for field in fields if fields.count(field) > 1 and field != SEGMENT}):
        raise InvalidValue(f"{one_line(twice[0])} is set more than once", code="set")
    if kind is not None:
        for field in fields:
            require_field(kind, field)
    elif not any(set(fields) <= set(known) for known in FIELDS.values()):
        raise InvalidValue(_no_kind_has(fields), code="set")


def _no_kind_has(fields: Iterable[str]) -> str:
    each = "; ".join(f"{kind}: {', '.join(known)}" for kind, known in FIELDS.items())
    return f"no kind of file has {' and '.join(map(one_line, fields))}; the fields are, of {each}"

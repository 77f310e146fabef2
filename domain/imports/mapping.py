"""How the columns of a file that nobody knows are to be read: proposed by its evidence, decided by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.imports.notation import DateOrder, DecimalMark
from domain.imports.record import Kind
from domain.shared.errors import InvalidValue

SEGMENT = "segment"
"""The field of a column that divides rows further (device, country): the only one that several columns may be for."""
_AD_NAMES = ("campaign", "campaign_id", "adset", "adset_id", "ad", "ad_id", "keyword")
_AD_FIGURES = ("spend", "impressions", "clicks", "conversions", "conversion_value")
_PERIODS = ("date", "week", "month", "quarter", "year", "start", "end")
_UTM = ("utm_source", "utm_medium", "utm_campaign")
_ADS = (*_PERIODS, *_AD_FIGURES, *_AD_NAMES, "account", "currency")
FIELDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.AD_METRICS: (*_ADS, SEGMENT),
    Kind.SPEND: (*_ADS, "named_platform", SEGMENT),
    Kind.ORDERS: (
        *("at", "amount", "number", "customer", "email", "phone", "status", "currency", "refunded", "tax", "shipping"),
        *("source", "campaign", *_UTM, "landing"),
    ),
    Kind.LEADS: (
        *("at", "email", "phone", "name", "first_name", "last_name", "number", "status", "source", "campaign"),
        *("adset", "ad", "form", *_UTM, "landing"),
    ),
    Kind.ACTIVITY: ("customer", "event", "at", "email"),
}
"""What a column of a file of that kind can be read as, the most telling first."""
NEEDED: Mapping[Kind, tuple[tuple[str, ...], ...]] = {
    Kind.AD_METRICS: (("spend",), (*_AD_NAMES[:2], "impressions", "clicks")),
    Kind.SPEND: (("spend",), ("date", "month", "week", "start", "quarter", "year")),
    Kind.ORDERS: (("amount",), ("at",), ("customer", "email", "phone", "number")),
    Kind.LEADS: (("email", "phone"), ("at",)),
    Kind.ACTIVITY: (("customer", "email"), ("event",), ("at",)),
}
"""Without one field of each group there is nothing to read."""


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


def missing(kind: Kind, fields: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The groups of fields of which a file of that kind needs one, and none is among `fields`."""
    found = set(fields)
    return tuple(group for group in NEEDED[kind] if found.isdisjoint(group))


def require_mappable(kind: Kind) -> Kind:
    """A kind whose columns a person can tell; InvalidValue naming these kinds."""
    if kind not in FIELDS:
        raise InvalidValue(f"a file can be mapped as {', '.join(FIELDS)}", code="kind")
    return kind


def require_field(kind: Kind, field: str) -> str:
    """A field of files of that kind; InvalidValue naming them all."""
    if field not in FIELDS[kind]:
        raise InvalidValue(f"{kind} has no field {field}; its fields are {', '.join(FIELDS[kind])}", code="set")
    return field

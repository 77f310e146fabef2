"""What a table holds: the kind that its columns tell most of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.imports.mapping import FIELDS, missing
from domain.imports.record import Kind
from infrastructure.exports.proposing.choosing import Chosen, Looked, choose

_ADS = frozenset({"spend", "impressions", "clicks", "campaign", "campaign_id", "adset", "conversions"})
_TELLING: Mapping[Kind, frozenset[str]] = {
    Kind.AD_METRICS: _ADS,
    Kind.SPEND: _ADS,
    Kind.ORDERS: frozenset({"amount", "customer", "number", "email", "refunded", "tax", "shipping"}),
    Kind.LEADS: frozenset({"email", "phone", "name", "form", "status"}),
    Kind.ACTIVITY: frozenset({"customer", "event", "at"}),
}
"""Fields by which a kind is told from the others, likely ones first; a date or a currency stands in all of them."""

Told = Mapping[str, Sequence[int]]
"""The columns that a person has named, by field."""


def best_kind(looked: Looked, told: Told) -> Chosen:
    """The kind that is told most of, among those of which nothing is missing; else the one that lacks least. Only kinds
    that have all the fields that were named."""
    chosen = [choose(kind, looked, told) for kind in _TELLING if set(told) <= set(FIELDS[kind])]
    whole = _without_leads_that_pay([one for one in chosen if not lacking(one, told)])
    if whole:
        return max(_sheets_of_spend(whole, told), key=_telling)
    return min(chosen, key=lambda one: (len(lacking(one, told)), -_telling(one)))


def lacking(chosen: Chosen, told: Told) -> tuple[tuple[str, ...], ...]:
    """The fields that are missing, one of each group."""
    return missing(chosen.kind, _fields(chosen, told))


def _fields(chosen: Chosen, told: Told) -> set[str]:
    return {*chosen.columns, *(name for name, columns in told.items() if columns)}


def _telling(chosen: Chosen) -> float:
    return sum(one.points for name, one in chosen.columns.items() if name in _TELLING[chosen.kind])


def _without_leads_that_pay(whole: list[Chosen]) -> list[Chosen]:
    """A list of people with what they paid is one of orders."""
    kinds = {one.kind for one in whole}
    return [one for one in whole if not (one.kind is Kind.LEADS and Kind.ORDERS in kinds)]


def _sheets_of_spend(whole: list[Chosen], told: Told) -> list[Chosen]:
    """A table that names the platform of each row is a sheet of spend; one of campaigns is no bare sheet."""
    named = any(one.kind is Kind.SPEND and "named_platform" in _fields(one, told) for one in whole)
    kinds = {one.kind for one in whole}
    other = Kind.AD_METRICS if named else Kind.SPEND if Kind.AD_METRICS in kinds else None
    return [one for one in whole if one.kind is not other]

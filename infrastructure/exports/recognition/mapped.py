"""Headers that a person has mapped: how one is known again, and the layout that stands for the decision."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from domain.imports.hints import Hints
from domain.imports.mapping import SEGMENT, ColumnMapping
from domain.imports.record import Kind
from infrastructure.exports.layouts.fact_rules import OrderRules
from infrastructure.exports.layouts.layout import Layout, layouts
from infrastructure.exports.layouts.rules import UNNAMED, TotalRule, start_of_any
from infrastructure.exports.recognition.header import Header, HeaderCells, general_name, read_by
from infrastructure.exports.shared.words import fold

MAPPED = "mapped"
"""The name of a layout that a person has made."""
MICROS = "micros"
"""In a header: its cells count millionths."""
_ADS = frozenset({Kind.AD_METRICS, Kind.SPEND})


def fingerprint(names: Iterable[str]) -> str:
    """The SHA-256, in hex, of the header's names, whatever their order, case and spaces, the blank ones, and the
    currencies that they name in parentheses."""
    known = sorted(name for name in map(general_name, names) if name)
    return hashlib.sha256("\n".join(known).encode()).hexdigest()


def mapped_layout(mapping: ColumnMapping) -> Layout:
    """The layout that the mapping stands for: each field has its one header. Totals are known by the labels that they
    have in the files of any layout of the kind, and by naming nothing."""
    alike = [layout for layout in layouts() if {layout.kind, mapping.kind} <= _ADS or layout.kind is mapping.kind]
    return Layout(
        name=MAPPED,
        platform=mapping.platform,
        kind=mapping.kind,
        aliases={field: _spellings(header) for field, header in mapping.columns if header and field != SEGMENT},
        segments=tuple(fold(header) for field, header in mapping.columns if field == SEGMENT),
        totals=tuple(_anywhere(rule, mapping) for layout in alike for rule in layout.totals),
        label_start=start_of_any(layout.label_start for layout in alike),
        unnamed_total=UNNAMED if mapping.kind is Kind.AD_METRICS else None,
        empty_notices=tuple(notice for layout in layouts() for notice in layout.empty_notices),
        footers=tuple(footer for layout in alike for footer in layout.footers),
        orders=OrderRules(key=("number",)),
        micros=frozenset(field for field, header in mapping.columns if MICROS in fold(header)),
    )


def mapped_header(mapping: ColumnMapping, cells: HeaderCells) -> Header:
    """`cells` as the mapping reads them. A currency that they name goes before that of the mapping."""
    header = read_by(mapped_layout(mapping), cells)
    return replace(header, currency=header.currency or mapping.currency)


def hints_with(mapping: ColumnMapping | None, hints: Hints) -> Hints:
    """What the mapping says of notation, where the person who imports says nothing."""
    if mapping is None:
        return hints
    return replace(hints, date_order=hints.date_order or mapping.date_order, decimal=hints.decimal or mapping.decimal)


def _spellings(header: str) -> tuple[str, ...]:
    """As written first: `Price (USD)` may stand beside `Price (EUR)`."""
    return tuple(dict.fromkeys((fold(header), general_name(header))))


def _anywhere(rule: TotalRule, mapping: ColumnMapping) -> TotalRule:
    """What binds in the files of one platform need not do so in those of another."""
    fields = {field for field, _ in mapping.columns}
    return replace(rule, binding=False, scope=rule.scope if rule.scope in fields else "")

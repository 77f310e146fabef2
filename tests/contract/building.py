"""Records and facts for the contract suites, and what they are compared by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeAlias, TypeVar

import numpy as np

from domain.imports.mapping import ColumnMapping
from domain.imports.ports import ImportStore, ImportTransaction
from domain.imports.record import ImportRecord, Kind, TakenBack, Written
from domain.imports.request import ImportRequest
from domain.imports.rows import ActivityRows, AdMetricRows, Coverage, FactRows, Facts, LeadRows, OrderRows, RateRows
from domain.payback.facts import LeadFacts, OrderFacts, SpendFacts
from domain.shared.columns import MISSING

Cells: TypeAlias = dict[str, Any]
Rows = TypeVar("Rows", bound=Facts)

TABLE_OF: dict[type[Facts], str] = {
    AdMetricRows: "ad_metrics",
    OrderRows: "orders",
    RateRows: "rates",
    LeadRows: "leads",
    ActivityRows: "activity",
}
"""The kinds of facts, with what their tables are called in memory."""

DAY = date(2026, 3, 1)
UNDONE_AT = datetime(2026, 5, 2, 9, 15, tzinfo=UTC)
_TYPES = {
    **dict.fromkeys(("start", "end", "day"), "datetime64[D]"),
    **dict.fromkeys(("line", "gross", "refunded", "tax", "shipping"), "int64"),
    **dict.fromkeys(("spend", "impressions", "clicks", "conversions", "conversion_value"), "int64"),
    **dict.fromkeys(("ordered_at", "created_at", "happened_at"), "datetime64[us]"),
    **dict.fromkeys(("ordered_local", "created_local", "happened_local"), "datetime64[s]"),
}
_AT = datetime(2026, 3, 1, 12)  # noqa: DTZ001  numpy has no zones
_AD_METRIC: Cells = {
    **dict.fromkeys((field.name for field in fields(AdMetricRows)), ""),
    **dict.fromkeys(("spend", "impressions", "clicks", "conversions", "conversion_value"), MISSING),
    **dict.fromkeys(("start", "end"), DAY),
    "line": 1,
    "platform": "google_ads",
    "level": "campaign",
    "currency": "USD",
}
_ORDER: Cells = {
    **dict.fromkeys((field.name for field in fields(OrderRows)), ""),
    **dict.fromkeys(("gross", "refunded"), 0),
    **dict.fromkeys(("tax", "shipping"), MISSING),
    "line": 1,
    "platform": "shopify",
    "status": "paid",
    "currency": "USD",
    "ordered_at": _AT,
    "ordered_local": None,
}
_RATE: Cells = {"line": 1, "key": "", "day": DAY, "currency": "EUR", "into": "USD", "rate": "1.10"}
_LEAD: Cells = {
    **dict.fromkeys((field.name for field in fields(LeadRows)), ""),
    "line": 1,
    "platform": "meta_ads",
    "created_at": _AT,
    "created_local": None,
    "answers": '{"budget": "10"}',
}
_EVENT: Cells = {
    **dict.fromkeys((field.name for field in fields(ActivityRows)), ""),
    "line": 1,
    "event": "login",
    "happened_at": _AT,
    "happened_local": None,
}
_CELLS: dict[type[FactRows], Cells] = {
    AdMetricRows: _AD_METRIC,
    OrderRows: _ORDER,
    RateRows: _RATE,
    LeadRows: _LEAD,
    ActivityRows: _EVENT,
}
_CONTENTS = count(1)


def ad_metrics(*rows: Cells) -> AdMetricRows:
    return facts_like(AdMetricRows, *rows)


def orders(*rows: Cells) -> OrderRows:
    return facts_like(OrderRows, *rows)


def rates(*rows: Cells) -> RateRows:
    return facts_like(RateRows, *rows)


def leads(*rows: Cells) -> LeadRows:
    return facts_like(LeadRows, *rows)


def activity(*rows: Cells) -> ActivityRows:
    return facts_like(ActivityRows, *rows)


def facts_like(kind: type[Rows], *rows: Cells) -> Rows:
    usual = _CELLS[kind]
    return kind(**_columns([{**usual, "key": f"row {n}", **row} for n, row in enumerate(rows)], usual))


def covered(**changes: Any) -> Coverage:
    days = Coverage(platform="google_ads", account="", level="campaign", daily=True, start=DAY, end=DAY)
    return replace(days, **changes)


def cells_of(columns: Facts | LeadFacts | OrderFacts | SpendFacts) -> list[Cells]:
    """Each row as plain cells, with the types and shapes of the columns checked on the way."""
    names = [field.name for field in fields(columns)]
    for name in names:
        column = getattr(columns, name)
        assert (column.dtype, column.shape) == (np.dtype(_TYPES.get(name, "object")), (len(columns),)), name
    listed = (getattr(columns, name).tolist() for name in names)
    return [dict(zip(names, row, strict=True)) for row in zip(*listed, strict=True)]


def new_record(**changes: Any) -> ImportRecord:
    """A record of content that no other record of the run has."""
    record = ImportRecord(
        file="export.csv",
        content_hash=f"{next(_CONTENTS):064x}",
        account="",
        assumed_currency="",
        kind=Kind.AD_METRICS,
        platform="google_ads",
        encoding="utf-8",
        rows=1,
        total_rows=0,
        rejected_rows=0,
        currency="USD",
        period=None,
        imported_at=datetime(2026, 4, 1, 8, 30, tzinfo=UTC),
    )
    return replace(record, **changes)


def new_request(**changes: Any) -> ImportRequest:
    """A request under a key that no other request of the run has."""
    request = ImportRequest(
        key=f"key-{next(_CONTENTS)}",
        content_hash="0" * 64,
        account="",
        assumed_currency="",
        strict=False,
        created_at=datetime(2026, 4, 1, 8, 30, tzinfo=UTC),
    )
    return replace(request, **changes)


def new_mapping(**changes: Any) -> ColumnMapping:
    mapping = ColumnMapping(
        fingerprint="f" * 64,
        kind=Kind.ORDERS,
        platform="shop",
        columns=(("number", "Nummer"), ("gross", "Betrag €")),
        file="bestellungen.csv",
        saved_at=datetime(2026, 4, 1, 8, 30, tzinfo=UTC),
    )
    return replace(mapping, **changes)


def write(tx: ImportTransaction, import_id: int, facts: Facts) -> Written:
    match facts:
        case AdMetricRows():
            return tx.facts.write_ad_metrics(import_id, facts)
        case OrderRows():
            return tx.facts.write_orders(import_id, facts)
        case RateRows():
            return tx.facts.write_rates(import_id, facts)
        case LeadRows():
            return tx.facts.write_leads(import_id, facts)
        case ActivityRows():
            return tx.facts.write_activity(import_id, facts)


def keep(
    store: ImportStore, *facts: Facts, coverage: Sequence[Coverage] = (), **changes: Any
) -> tuple[ImportRecord, list[Written]]:
    """One whole import, committed: its entry, and what became of each set of facts."""
    with store.begin() as tx:
        entry = tx.ledger.add(new_record(**changes))
        written = [write(tx, id_of(entry), rows) for rows in facts]
        tx.facts.write_coverage(id_of(entry), coverage)
        tx.commit()
    return entry, written


def undo(store: ImportStore, entry: ImportRecord, **changes: Any) -> TakenBack:
    """The whole of it, committed: what became of the facts."""
    with store.begin() as tx:
        tx.ledger.undo(id_of(entry), changes.get("at", UNDONE_AT))
        taken = tx.facts.take_back(id_of(entry))
        tx.commit()
    return taken


def id_of(entry: ImportRecord) -> int:
    assert entry.id is not None
    return entry.id


def _columns(rows: Sequence[Cells], names: Cells) -> dict[str, Any]:
    return {name: np.array([row[name] for row in rows], dtype=_TYPES.get(name, "object")) for name in names}

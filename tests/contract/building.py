"""Records and facts for the contract suites, and what they are compared by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeAlias

import numpy as np

from domain.imports.ports import ImportStore, ImportTransaction
from domain.imports.record import ImportRecord, Kind, Written
from domain.imports.request import ImportRequest
from domain.imports.rows import AdMetricRows, Coverage, OrderRows, RateRows
from domain.payback.facts import OrderFacts, SpendFacts
from domain.shared.columns import MISSING

Cells: TypeAlias = dict[str, Any]
Facts: TypeAlias = AdMetricRows | OrderRows | RateRows

DAY = date(2026, 3, 1)
_TYPES = {
    **dict.fromkeys(("start", "end", "day"), "datetime64[D]"),
    **dict.fromkeys(("line", "gross", "refunded", "tax", "shipping"), "int64"),
    **dict.fromkeys(("spend", "impressions", "clicks", "conversions", "conversion_value"), "int64"),
    "ordered_at": "datetime64[us]",
    "ordered_local": "datetime64[s]",
}
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
    "ordered_at": datetime(2026, 3, 1, 12),  # noqa: DTZ001  numpy has no zones
    "ordered_local": None,
}
_RATE: Cells = {"line": 1, "day": DAY, "currency": "EUR", "into": "USD", "rate": "1.10"}
_CONTENTS = count(1)


def ad_metrics(*rows: Cells) -> AdMetricRows:
    return AdMetricRows(
        **_columns([{**_AD_METRIC, "key": f"row {n}", **row} for n, row in enumerate(rows)], _AD_METRIC)
    )


def orders(*rows: Cells) -> OrderRows:
    return OrderRows(**_columns([{**_ORDER, "key": f"row {n}", **row} for n, row in enumerate(rows)], _ORDER))


def rates(*rows: Cells) -> RateRows:
    names = {"key": "", **_RATE}
    return RateRows(**_columns([{**_RATE, "key": f"row {n}", **row} for n, row in enumerate(rows)], names))


def covered(**changes: Any) -> Coverage:
    days = Coverage(platform="google_ads", account="", level="campaign", daily=True, start=DAY, end=DAY)
    return replace(days, **changes)


def facts_like(kind: type[Facts], *rows: Cells) -> Facts:
    if kind is AdMetricRows:
        return ad_metrics(*rows)
    return orders(*rows) if kind is OrderRows else rates(*rows)


def cells_of(columns: Facts | OrderFacts | SpendFacts) -> list[Cells]:
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


def write(tx: ImportTransaction, import_id: int, facts: Facts) -> Written:
    match facts:
        case AdMetricRows():
            return tx.facts.write_ad_metrics(import_id, facts)
        case OrderRows():
            return tx.facts.write_orders(import_id, facts)
        case RateRows():
            return tx.facts.write_rates(import_id, facts)


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


def id_of(entry: ImportRecord) -> int:
    assert entry.id is not None
    return entry.id


def _columns(rows: Sequence[Cells], names: Cells) -> dict[str, Any]:
    return {name: np.array([row[name] for row in rows], dtype=_TYPES.get(name, "object")) for name in names}

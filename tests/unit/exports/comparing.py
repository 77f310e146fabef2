"""What was read of a generated export beside what was written into it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.imports.reading import Reading, Unreadable
from domain.imports.record import Kind
from domain.imports.rows import AdMetricRows, Facts, OrderRows, RateRows
from domain.shared.columns import MISSING
from domain.shared.money import MICROS
from tests.unit.exports.files import facts_of
from tests.unit.exports.writing import Export
from tests.unit.exports.writing.files import read_back
from tests.unit.exports.writing.people import plain_rate

_FIGURES = {
    AdMetricRows: ("spend", "impressions", "clicks", "conversions", "conversion_value"),
    OrderRows: ("tax", "shipping"),
}
_MOMENTS = {
    "ordered_at": ("ordered_at", "ordered_local"),
    "created_at": ("created_at", "created_local"),
    "happened_at": ("happened_at", "happened_local"),
}


def assert_read_back(export: Export) -> None:
    """The file is refused as long as something in it is open, and read back equal once nothing is."""
    if export.refused:
        refused = read_back(export.data)
        assert isinstance(refused, Unreadable), f"guessed what is open: {export.refused}"
        assert refused.reason.code == export.refused, refused.reason.message
    result = read_back(export.data, export.hints)
    assert isinstance(result, Reading), result.reason.message
    layout, facts = export.draft.words.layout, facts_of(result)
    assert (result.kind, result.platform, result.encoding) == (layout.kind, layout.platform, export.encoding)
    assert (result.rejects, result.rows, result.total_rows) == ((), export.draft.rows, export.left_out)
    assert facts.line.tolist() == _of_facts(export, export.lines)
    assert len(set(facts.key)) == len(facts)
    for column, values in export.draft.facts.items():
        if column != "order":
            assert _read(facts, column) == values, column
    _check_figures(export, facts)
    assert [(one.label, one.figures) for one in result.totals] == [(one[0].strip(), one[1]) for one in export.totals]
    named = set(export.draft.facts.get("currency", ()))
    if layout.kind is not Kind.RATES and len(named) == 1:
        assert result.currency == (named.pop() or None)


def _check_figures(export: Export, facts: Facts) -> None:
    for field in _FIGURES.get(type(facts), ()):
        if export.draft.has(field):
            assert getattr(facts, field).tolist() == _of_facts(export, _kept(export.figures(field))), field
    if isinstance(facts, OrderRows):
        assert facts.gross.tolist() == _gross(export)
        refunded = export.figures("refunded") if export.draft.has("refunded") else [0] * export.draft.rows
        assert facts.refunded.tolist() == _of_facts(export, refunded)
    if isinstance(facts, RateRows):
        assert facts.rate.tolist() == [plain_rate(one or 0) for one in export.figures("rate")]


def _kept(figures: Sequence[int | None]) -> list[int]:
    return [MISSING if figure is None else figure for figure in figures]


def _of_facts(export: Export, each: Sequence[Any]) -> list[Any]:
    """Of one thing a row, those of the rows that begin a fact."""
    return [each[at] for at in export.draft.telling] if export.draft.telling else list(each)


def _gross(export: Export) -> list[int | None]:
    if not export.draft.has("price"):
        return _of_facts(export, export.figures("amount"))
    sums: dict[object, int] = {}
    items = zip(export.draft.facts["order"], export.figures("quantity"), export.figures("price"), strict=True)
    for order, quantity, price in items:
        sums[order] = sums.get(order, 0) + (quantity or 0) // MICROS * (price or 0)
    return list(sums.values())


def _read(facts: Facts, column: str) -> list[object]:
    if column not in _MOMENTS:
        values: list[object] = getattr(facts, column).tolist()
        return values
    instant, local = (getattr(facts, name) for name in _MOMENTS[column])
    return _moments(np.where(np.isnat(instant), local.astype("datetime64[us]"), instant))


def _moments(values: NDArray[np.datetime64]) -> list[object]:
    found: list[object] = values.astype("datetime64[us]").tolist()
    assert all(isinstance(one, datetime) for one in found)
    return found

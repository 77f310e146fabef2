"""Between the columns that cross a port and the rows that the tables hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np

from domain.imports.rows import FactRows
from domain.payback.facts import LeadFacts, OrderFacts, SpendFacts
from infrastructure.memory.database import Row

Facts = TypeVar("Facts", LeadFacts, OrderFacts, SpendFacts)

_DAYS, _NUMBERS = ("start", "end"), ("gross", "refunded", "tax", "shipping", "spend", "conversion_value")
_TYPES: dict[str, str] = {
    **dict.fromkeys(_DAYS, "datetime64[D]"),
    **dict.fromkeys(_NUMBERS, "int64"),
    **dict.fromkeys(("ordered_at", "created_at"), "datetime64[us]"),
    **dict.fromkeys(("ordered_local", "created_local"), "datetime64[s]"),
}
"""The types of the columns that are not text."""


def rows_of(columns: FactRows) -> Iterator[Row]:
    """Each row with plain Python cells: equal cells compare equal, which NaT does not."""
    names = [column.name for column in fields(columns)]
    for cells in zip(*(getattr(columns, name).tolist() for name in names), strict=True):
        yield dict(zip(names, cells, strict=True))


def facts_of(kind: type[Facts], rows: Iterable[Row]) -> Facts:
    """The columns of `kind`, in the order of `rows`."""
    listed = list(rows)
    names = [column.name for column in fields(kind)]
    return kind(**{name: _column(name, [row[name] for row in listed]) for name in names})


def _column(name: str, cells: Sequence[Any]) -> Any:
    return np.array(cells, dtype=_TYPES.get(name, "object"))

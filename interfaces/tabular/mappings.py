"""The saved mappings as CSV: one line per mapping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from interfaces.tabular.spreadsheet import csv_text, safe_row

if TYPE_CHECKING:
    from application.imports.proposals import MappingView

COLUMNS = ("fingerprint", "saved_at", "kind", "platform", "currency", "date_order", "decimal", "file", "columns")


def mappings_csv(mappings: Sequence[MappingView]) -> str:
    """The columns in one cell: `spend=Coste; date=Fecha`."""
    rows = ({**mapping, "columns": "; ".join(_pairs(mapping))} for mapping in mappings)
    return csv_text(COLUMNS, (safe_row(row, ("platform", "file", "columns")) for row in rows))


def _pairs(mapping: MappingView) -> Iterator[str]:
    yield from (f"{field}={header}" for field, header in mapping["columns"].items())
    yield from (f"segment={header}" for header in mapping["segments"])

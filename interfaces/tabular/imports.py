"""The ledger of imports as CSV: one line per import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interfaces.tabular.spreadsheet import csv_text, safe_row

if TYPE_CHECKING:
    from application.imports.views import LedgerEntry

COLUMNS = (
    *("id", "imported_at", "file", "kind", "platform", "account", "encoding", "status", "rows", "total_rows"),
    *("rejected_rows", "inserted", "updated", "unchanged", "reconciles", "currency", "content_hash", "undone_at"),
)


def ledger_csv(entries: Sequence[LedgerEntry]) -> str:
    return csv_text(COLUMNS, (safe_row(entry, ("file", "account")) for entry in entries))

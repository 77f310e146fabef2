"""The payback table as CSV: one line per row, with all its decimals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from application.payback.months import SHOWN_NAMES
from interfaces.tabular.spreadsheet import csv_text, safe_row

if TYPE_CHECKING:
    from application.payback.views import RowView

COLUMNS = (
    *("source", "campaign", "cohort", "currency", "spend", "spend_partial", "new_customers", "cac"),
    *(f"ltv_{month}" for month in SHOWN_NAMES),
    *("payback_month", "payback_status", "claimed_roas", "blended_roas", "attributed_roas", "mature_through"),
)


def payback_csv(rows: Sequence[RowView], currency: str | None) -> str:
    """What is not known is an empty cell."""
    return csv_text(COLUMNS, (_cells(row, currency) for row in rows))


def _cells(row: RowView, currency: str | None) -> dict[str, object]:
    ltv = {f"ltv_{month}": value for month, value in row["ltv"].items()}
    return {**safe_row(row, ("source", "campaign")), **ltv, "currency": currency}

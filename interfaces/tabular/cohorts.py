"""Cohorts as CSV: one line per cohort and month, because a cell holds one figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from interfaces.tabular.spreadsheet import csv_text, safe_row

if TYPE_CHECKING:
    from application.payback.cohort_views import CohortView

_OF_THE_COHORT = (
    *("id", "cohort", "source", "campaign", "currency", "customers", "spend", "spend_partial", "cac"),
    *("payback_month", "payback_status", "mature_through"),
)
_OF_THE_MONTH = ("month", "calendar_month", "mature", "active_customers", "revenue", "ltv")
COLUMNS = (*_OF_THE_COHORT, *_OF_THE_MONTH)


def cohorts_csv(cohorts: Sequence[CohortView], currency: str | None) -> str:
    return csv_text(COLUMNS, _lines(cohorts, currency))


def _lines(cohorts: Sequence[CohortView], currency: str | None) -> Iterator[dict[str, object]]:
    for cohort in cohorts:
        named = safe_row({**cohort, "currency": currency}, ("id", "source", "campaign"))
        for month in cohort["months"]:
            yield {**named, **month}

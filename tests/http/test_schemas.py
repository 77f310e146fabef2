"""The schemas say what the views are: by their names, by what may be null and by what may be left out."""

from __future__ import annotations

from types import NoneType
from typing import Any, NotRequired, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel

from application.imports import sums
from application.imports import views as imports
from application.payback import cohort_views, customer_views, views
from domain.imports.record import Kind, Status
from domain.payback.question import By
from domain.payback.statement import PaybackStatus
from interfaces.http.schemas import imports as import_schemas
from interfaces.http.schemas import ltv, payback, strict

VIEWS: dict[type, type[BaseModel]] = {
    views.AskedView: strict.Asked,
    views.PeriodView: strict.Period,
    views.RowView: payback.PaybackRow,
    views.CoverageView: payback.Coverage,
    views.UnallocatedView: payback.UnallocatedSpend,
    views.OtherCurrencyView: payback.OtherCurrency,
    views.NoticeView: payback.Notice,
    views.PaybackView: payback.Payback,
    cohort_views.CohortMonthView: ltv.Month,
    cohort_views.CohortView: ltv.Cohort,
    cohort_views.CohortsView: ltv.Cohorts,
    cohort_views.CohortDetailView: ltv.CohortDetail,
    customer_views.CustomerView: ltv.Customer,
    customer_views.CustomersView: ltv.Customers,
    customer_views.OrderView: ltv.Booking,
    customer_views.CustomerDetailView: ltv.CustomerDetail,
    imports.MessageView: import_schemas.Message,
    imports.RejectView: import_schemas.Reject,
    imports.ReconciliationView: import_schemas.ReconciliationLine,
    sums.SumsView: import_schemas.Sums,
    sums.CurrencySumsView: import_schemas.CurrencySums,
    sums.OrderSumsView: import_schemas.OrderSums,
    sums.LeadSumsView: import_schemas.LeadSums,
    sums.ActivitySumsView: import_schemas.ActivitySums,
    imports.LedgerEntry: import_schemas.LedgerEntry,
}
UNSHOWN = {"CalendarMonthView", "CoveredView", "ReportView", "TotalsView", "AssumedFiles", "ExportedCustomer"}
"""Of the report's page, and of files on one's own disk."""


def of_view(view: type) -> dict[str, tuple[bool, bool]]:
    """Of each key, whether it may be null and whether it may be missing."""
    hints = get_type_hints(view, include_extras=True)
    return {name: (NoneType in _choices(hint), get_origin(hint) is NotRequired) for name, hint in hints.items()}


def of_schema(schema: type[BaseModel]) -> dict[str, tuple[bool, bool]]:
    """What may be missing has a default, which is never sent: it is null without that being allowed."""
    hints = get_type_hints(schema)
    fields = schema.model_fields
    return {name: (NoneType in _choices(hints[name]), not field.is_required()) for name, field in fields.items()}


def _choices(hint: Any) -> tuple[Any, ...]:
    return _choices(get_args(hint)[0]) if get_origin(hint) is NotRequired else get_args(hint)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_a_schema_says_what_its_view_is(view: type) -> None:
    assert of_schema(VIEWS[view]) == of_view(view)


@pytest.mark.parametrize(
    ("told", "enum"),
    [
        (strict.PaybackStatus, PaybackStatus),
        (strict.Grouping, By),
        (import_schemas.FileKind, Kind),
        (import_schemas.FileStatus, Status),
    ],
)
def test_the_words_of_a_schema_are_those_of_the_domain(told: Any, enum: Any) -> None:
    assert get_args(told) == tuple(member.value for member in enum)

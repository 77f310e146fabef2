"""Customers as CSV: one line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from interfaces.tabular.spreadsheet import csv_lines, csv_text, safe_row

if TYPE_CHECKING:
    from application.payback.customer_views import CustomerView, ExportedCustomer

COLUMNS = ("customer_id", "first_order", "cohort", "source", "campaign", "orders", "net_revenue", "currency")
EXPORTED = ("customer_id", "identity", *COLUMNS[1:])
"""`identity` only where the file stays on the disk of whoever owns the data."""


def customers_csv(customers: Iterable[CustomerView]) -> str:
    return csv_text(COLUMNS, (safe_row(customer, ("source", "campaign")) for customer in customers))


def exported_customers(customers: Iterable[ExportedCustomer]) -> Iterator[str]:
    """The lines of `customers.csv`, one at a time."""
    return csv_lines(EXPORTED, (safe_row(customer, ("identity", "source", "campaign")) for customer in customers))

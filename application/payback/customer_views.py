"""What the customer handler answers with. Who a customer is stays out of all but the export to one's own disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict

from application.payback.views import AskedView, asked_view
from domain.payback.facts import Origin
from domain.payback.histories import Booking
from domain.payback.question import By
from domain.payback.statement import PaybackStatement
from domain.shared.columns import as_date
from domain.shared.money import decimal_text, money_text
from domain.shared.periods import Month


class _PersonView(TypedDict):
    customer_id: str
    first_order: str
    cohort: str
    source: str
    campaign: str | None
    orders: int
    net_revenue: str


class CustomerView(_PersonView):
    """`campaign` null: the question was by source."""

    currency: str


class ExportedCustomer(CustomerView):
    """For a file on the user's own disk: `identity` is the customer id, e-mail or phone of the first counting order."""

    identity: str


class CustomersView(AskedView):
    customers: list[CustomerView]
    next_cursor: str | None


class OrderView(TypedDict):
    """One booking, in the report's currency, and the line of the file that tells of it. `net` is what it adds to net
    revenue; `counts` whether it makes a customer."""

    day: str
    platform: str
    account: str
    number: str
    status: str
    gross: str
    refunded: str | None
    net: str
    currency: str
    counts: bool
    import_id: int
    file: str
    line: int


class CustomerDetailView(AskedView, _PersonView):
    """One customer under the question as it was understood. `history` is newest first and cut at 200; `net_revenue` is
    the sum of the whole history's `net`."""

    history: list[OrderView]
    history_total: int


def customer_view(statement: PaybackStatement, customer: int) -> CustomerView:
    """The customer of that number."""
    return CustomerView(**_person(statement, customer), currency=statement.currency)


def _person(statement: PaybackStatement, customer: int) -> _PersonView:
    people = statement.people
    first = as_date(people.first_day[customer])
    return _PersonView(
        customer_id=people.ids.of(customer),
        first_order=first.isoformat(),
        cohort=str(Month.of(first)),
        source=people.source[customer],
        campaign=people.campaign[customer] if statement.question.by is By.CAMPAIGN else None,
        orders=int(people.orders[customer]),
        net_revenue=decimal_text(int(people.net[customer])),
    )


def exported_customer(statement: PaybackStatement, customer: int) -> ExportedCustomer:
    """The same with the name that stays at home."""
    return ExportedCustomer(**customer_view(statement, customer), identity=statement.people.identity[customer])


def detail_view(
    statement: PaybackStatement, customer: int, history: Iterable[Booking], total: int, origins: Mapping[str, Origin]
) -> CustomerDetailView:
    """The customer with the bookings in `history`, out of `total`."""
    return CustomerDetailView(
        **asked_view(statement),
        **_person(statement, customer),
        history=[_order(booking, origins[booking.key], statement.currency) for booking in history],
        history_total=total,
    )


def _order(booking: Booking, origin: Origin, currency: str) -> OrderView:
    return OrderView(
        day=booking.day.isoformat(),
        platform=booking.platform,
        account=booking.account,
        number=booking.number,
        status=booking.status,
        gross=decimal_text(booking.gross),
        refunded=money_text(booking.refunded),
        net=decimal_text(booking.net),
        currency=currency,
        counts=booking.counts,
        import_id=origin.import_id,
        file=origin.file,
        line=origin.line,
    )

"""The customers one by one: when they came, from where, what they have spent, and the rows that say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from application.cursors import broken_cursor, cursor_of, key_of, page_size
from application.payback.customer_views import (
    CustomerDetailView,
    CustomersView,
    customer_view,
    detail_view,
)
from application.payback.statements import Answered, Statements
from application.payback.views import asked_view
from application.retry import retried
from domain.payback.customers import CustomerColumns
from domain.payback.question import PaybackQuestion
from domain.shared.errors import Busy, NotFound

LIST, LONGEST_HISTORY = "customers", 200
_TRIES = 5


@dataclass(frozen=True)
class CustomerHandler:
    """Answers from the same statements as the payback table: its customers, one by one."""

    statements: Statements

    @retried
    def customers(self, question: PaybackQuestion, after: str | None, limit: int) -> CustomersView:
        """A page of the customers by first order, then id, from behind the cursor `after` on; InvalidValue for a cursor
        that no page gave (`cursor`) and for a `limit` that is not 1 to 200."""
        size, statement = page_size(limit), self.statements.of(question)
        start = 0 if after is None else _position(statement.people, after)
        page = statement.people.listed[start : start + size].tolist()
        shown = [customer_view(statement, customer) for customer in page]
        more = start + size < len(statement.people)
        return CustomersView(
            **asked_view(statement),
            customers=shown,
            next_cursor=cursor_of(LIST, shown[-1]["first_order"], shown[-1]["customer_id"]) if more else None,
        )

    @retried
    def customer(self, question: PaybackQuestion, customer_id: str) -> CustomerDetailView:
        """The customer whom that id names, now or before persons turned out to be one, with the latest bookings;
        NotFound if it names nobody with a counting order. Busy if imports keep changing the facts meanwhile."""
        for _ in range(_TRIES):
            if view := self._detail(self.statements.answered(question), customer_id):
                return view
        raise Busy("imports keep changing the facts; try again in a moment")

    def _detail(self, answered: Answered, customer_id: str) -> CustomerDetailView | None:
        """None if the facts have changed since the statement."""
        people = answered.statement.people
        customer = people.ids.find(customer_id)
        if customer is None:
            raise NotFound("there is no customer of that id")
        history, total = people.histories.newest(customer, LONGEST_HISTORY)
        origins = self.statements.origins(answered, [booking.key for booking in history])
        return None if origins is None else detail_view(answered.statement, customer, history, total, origins)


def _position(people: CustomerColumns, after: str) -> int:
    """Where the page behind a cursor begins."""
    day, public_id = key_of(LIST, after, 2)
    try:
        position = people.listed_through(date.fromisoformat(day), public_id)
    except ValueError:
        position = None
    if position is None:
        raise broken_cursor()
    return position

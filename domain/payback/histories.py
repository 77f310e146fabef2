"""What each customer has booked, so that a figure leads to its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from domain.payback.book import Book
from domain.shared.columns import MISSING, Days, Flags, Instants, Ints, Texts, as_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """An order or a standing-alone refund, in micro-units of the report's currency. `net` is what it adds to net
    revenue; a refund that names its order adds nothing of its own, since it lowers the order's. `key` is the fact's."""

    key: str
    day: date
    platform: str
    account: str
    number: str
    status: str
    gross: int
    refunded: int | None
    net: int
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Histories:
    """The columns of the book that a history shows, shape (n,): all that is kept of it once the table is made."""

    customer: Ints
    day: Days
    moment: Instants
    key: Texts
    platform: Texts
    account: Texts
    number: Texts
    status: Texts
    gross: Ints
    refunded: Ints
    net: Ints
    counting: Flags

    def newest(self, customer: int, most: int) -> tuple[list[Booking], int]:
        """The last bookings of a customer, the latest first, and the number of all."""
        mine = np.flatnonzero(self.customer == customer)
        by_time = mine[np.lexsort((self.moment[mine], self.day[mine]))]
        return [self._booking(at) for at in by_time[::-1][:most].tolist()], len(mine)

    def _booking(self, at: int) -> Booking:
        return Booking(
            key=self.key[at],
            day=as_date(self.day[at]),
            platform=self.platform[at],
            account=self.account[at],
            number=self.number[at],
            status=self.status[at],
            gross=int(self.gross[at]),
            refunded=None if self.refunded[at] == MISSING else int(self.refunded[at]),
            net=int(self.net[at]),
            counts=bool(self.counting[at]),
        )


def histories(book: Book, customer: Ints) -> Histories:
    """Those of the book; `customer` (n,) is the customer of each booking, -1 for none."""
    facts = book.facts
    return Histories(
        customer=customer,
        day=book.day,
        moment=book.moment,
        key=facts.key,
        platform=facts.platform,
        account=facts.account,
        number=facts.number,
        status=facts.status,
        gross=book.gross,
        refunded=book.refunded,
        net=book.net,
        counting=book.counting,
    )

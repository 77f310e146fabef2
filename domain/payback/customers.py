"""The customers one by one, as columns: a million of them are no million objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from domain.payback.book import Book
from domain.payback.groups import Customers
from domain.payback.histories import Histories, histories
from domain.payback.public_ids import Names, PublicIds, id_numbers, names_of, public_ids
from domain.science.identities import Identifiers
from domain.shared.columns import Days, Ints, Texts, sums_by_group


@dataclass(frozen=True, kw_only=True)
class CustomerColumns:
    """Everybody with a counting order, arrays (customers,).

    `first_day` is the day of the first counting order, `orders` the number of counting ones, `net` the net revenue of
    all their bookings up to the as-of day in micro-units, `identity` the first order's customer id, else its e-mail,
    else its phone. `source` and `campaign` are those of the first order. `names` are all their identifiers, and
    `key` is the database's own for public ids.
    """

    first_day: Days
    orders: Ints
    net: Ints
    source: Texts
    campaign: Texts
    identity: Texts = field(repr=False)
    histories: Histories = field(repr=False)
    names: tuple[Names, ...] = field(repr=False)
    key: bytes = field(repr=False)

    def __len__(self) -> int:
        return len(self.first_day)

    @cached_property
    def ids(self) -> PublicIds:
        """Made when first asked for: the table does without."""
        return public_ids(self.names, len(self), self.key)

    @cached_property
    def listed(self) -> Ints:
        """The customers in the order of their first day, then of their id."""
        own = self.ids.own
        return np.lexsort((self.ids.low[own], self.ids.high[own], self.first_day))

    def listed_through(self, day: date, public_id: str) -> int | None:
        """How many stand in the list up to that day and id, whether or not there is such a customer; None for a text
        that is no id."""
        told = id_numbers(public_id)
        if told is None:
            return None
        days = self.first_day[self.listed]
        start, end = (int(np.searchsorted(days, np.datetime64(day, "D"), side)) for side in ("left", "right"))
        own = self.ids.own[self.listed[start:end]]
        high, low = self.ids.high[own], self.ids.low[own]
        return start + int(((high < told[0]) | ((high == told[0]) & (low <= told[1]))).sum())


def customer_columns(book: Book, customers: Customers, key: bytes) -> CustomerColumns:
    """Those of a book; `customers` are its persons."""
    persons = np.flatnonzero(customers.known)
    first = customers.first[persons]
    customer_of = np.full(1 + max(int(kind.person.max(initial=-1)) for kind in book.identifiers), -1, np.int64)
    customer_of[persons] = np.arange(len(persons))
    whose = np.append(customer_of, -1)[book.customer]
    theirs = whose >= 0
    return CustomerColumns(
        first_day=book.day[first],
        orders=np.bincount(whose[theirs & book.counting], minlength=len(persons)),
        net=sums_by_group(book.net[theirs], whose[theirs], len(persons)),
        source=customers.source[persons],
        campaign=customers.campaign[persons],
        identity=_identity(book.identifiers, first),
        histories=histories(book, whose),
        names=names_of(book.identifiers, customer_of),
        key=key,
    )


def _identity(identifiers: Sequence[Identifiers], first: Ints) -> Texts:
    """What the order at `first` (customers,) says of who ordered: its first identifier, in the order of the kinds."""
    said = np.full(len(first), "", np.object_)
    for kind in reversed(identifiers):
        code = kind.code[first]
        said[code >= 0] = kind.texts[code[code >= 0]]
    return said

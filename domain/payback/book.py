"""The order book as of a day: what was booked, by whom, and which orders count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from domain.payback.books import CountedOnce, count_once
from domain.payback.facts import PAID, OrderFacts, take
from domain.payback.question import PaybackQuestion
from domain.payback.rates import Exchange
from domain.payback.refunds import refunded_orders
from domain.payback.roles import BookRoles
from domain.science.identities import Identifiers, connected_identities
from domain.shared.columns import Days, Flags, Instants, Ints, is_among, known
from domain.shared.money import divide_half_even
from domain.shared.periods import business_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Orders and standing-alone refunds up to the as-of day, in the currency of the report; arrays of shape (n,).

    `customer` is numbered from 0, -1 for an order that names nobody; `identifiers` are those of each kind (customer id,
    e-mail, phone) by which they were told apart, in whatever currency they ordered. `gross` and `refunded` are what the
    order says, `told` the one less the other and less refunds that name it, and `net` the net revenue that came of it,
    booked on `day`: 0 where no money came in. All in micro-units, `refunded` MISSING where not told. `counting` marks
    the orders that make a customer.

    `doubles` are the records of other books that tell of the same sales and do not count, `double_of` (doubles,) the
    position of the order that counts for each.
    """

    facts: OrderFacts
    day: Days
    customer: Ints
    identifiers: tuple[Identifiers, ...]
    gross: Ints
    refunded: Ints
    told: Ints
    net: Ints
    paid: Flags
    counting: Flags
    doubles: OrderFacts
    double_of: Ints

    @property
    def moment(self) -> Instants:
        """The instant of each order, or its bare local time: what puts the orders of one local day into order."""
        local = self.facts.ordered_local.astype("datetime64[us]")
        return np.where(np.isnat(self.facts.ordered_at), local, self.facts.ordered_at)

    @property
    def orders_without_identity(self) -> int:
        """Counting orders that name nobody."""
        return int((self.counting & (self.customer < 0)).sum())

    @property
    def free_orders(self) -> int:
        """Paid orders of an amount of 0."""
        return int((self.paid & (self.facts.gross == 0)).sum())

    @property
    def by_time(self) -> Ints:
        """Positions in the order of local day, time and key: the total order that tells which order came first."""
        return np.lexsort((self.moment, self.day))  # stable, and the facts come in the order of their keys


def local_order_days(facts: OrderFacts, zone: ZoneInfo) -> Days:
    """The local day of each order in the business zone."""
    return business_days(facts.ordered_at, facts.ordered_local, zone)


def orders_until(facts: OrderFacts, day: Days, as_of: date) -> tuple[OrderFacts, Days]:
    """What had happened by the as-of day, of orders and their local days."""
    happened = day <= np.datetime64(as_of, "D")
    return take(facts, happened), day[happened]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBooks:
    """`ours` is the book in the report's currency, `foreign` one per currency without a rate, by its code. `once` tells
    which of all records they hold, `day` the local day of each."""

    ours: Book
    foreign: tuple[Book, ...]
    once: CountedOnce
    day: Days


def open_books(
    facts: OrderFacts, day: Days, question: PaybackQuestion, exchange: Exchange, roles: BookRoles
) -> OpenBooks:
    """The books of all these records, each of the local `day` beside it.

    Identifiers that meet on any order are one customer, whatever became of that order.
    """
    who = connected_identities(facts.customer_id, facts.email, facts.phone)
    once = count_once(facts, who.person, question, roles, exchange.into)
    everything = _Happened(
        facts=facts,
        day=day,
        customer=who.person,
        identifiers=who.kinds,
        doubles=take(facts, once.doubles),
        double_of=once.counted_as[once.doubles],
    )
    ours = exchange.convertible(facts.currency, day)
    theirs = ~ours & once.counts
    foreign = (theirs & (facts.currency == currency) for currency in sorted(set(facts.currency[theirs])))
    books = [_book(everything.where(mine), question, exchange) for mine in (ours & once.counts, *foreign)]
    return OpenBooks(ours=books[0], foreign=tuple(books[1:]), once=once, day=day)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happened:
    facts: OrderFacts
    day: Days
    customer: Ints
    identifiers: tuple[Identifiers, ...]
    doubles: OrderFacts
    double_of: Ints

    def where(self, mine: Flags) -> _Happened:
        double = mine[self.double_of]
        return _Happened(
            facts=take(self.facts, mine),
            day=self.day[mine],
            customer=self.customer[mine],
            identifiers=tuple(replace(kind, code=kind.code[mine]) for kind in self.identifiers),
            doubles=take(self.doubles, double),
            double_of=(np.cumsum(mine) - 1)[self.double_of[double]],
        )


def _book(happened: _Happened, question: PaybackQuestion, exchange: Exchange) -> Book:
    facts, day = happened.facts, happened.day
    refunded_order = refunded_orders(facts)
    linked = refunded_order >= 0
    rate_day = np.where(linked, day[refunded_order], day)  # a refund is worth what its order was: rates void no order
    gross, refunded, tax, shipping = (
        exchange.convert(column, facts.currency, rate_day)
        for column in (facts.gross, facts.refunded, facts.tax, facts.shipping)
    )
    paid = is_among(facts.status, PAID)
    told = np.where(known(refunded), gross - refunded, gross)
    np.add.at(told, refunded_order[linked & paid], gross[linked & paid])
    excluded = [tax] * question.exclude_tax + [shipping] * question.exclude_shipping
    net = _without(told, gross, excluded, exchange.unit)
    net = np.where(paid & ~linked, net, 0)
    counting = paid & (gross > 0) & (net > 0)
    return Book(
        facts=facts,
        day=day,
        customer=happened.customer,
        identifiers=happened.identifiers,
        gross=gross,
        refunded=refunded,
        told=told,
        net=net,
        paid=paid,
        counting=counting,
        doubles=happened.doubles,
        double_of=happened.double_of,
    )


def _without(net: Ints, gross: Ints, parts: Sequence[Ints], unit: int) -> Ints:
    """`net` without parts of `gross` such as tax; of an order refunded in part, the same share of those parts. Nobody
    states that share, so it is worked out as on an invoice: half-even to the minor unit, `unit` micro-units."""
    excluded = sum((np.where(known(part), part, 0) for part in parts), np.zeros(len(net), np.int64))
    lowered = np.where(net == gross, net - excluded, net)
    for at in np.flatnonzero((excluded != 0) & (net != gross) & (gross > 0)):
        lowered[at] -= divide_half_even(int(excluded[at]) * int(net[at]), int(gross[at]) * unit) * unit
    return lowered

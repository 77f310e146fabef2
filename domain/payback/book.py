"""The order book as of a day: what was booked, by whom, and which orders count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from domain.payback.facts import OrderFacts, take
from domain.payback.question import PaybackQuestion
from domain.payback.rates import Exchange
from domain.science.identities import Identifiers, connected_identities
from domain.shared.columns import Days, Flags, Instants, Ints, is_among, known
from domain.shared.money import divide_half_even
from domain.shared.periods import local_days

PAID = frozenset({"paid", "partially_refunded", "refunded"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Orders and standing-alone refunds up to the as-of day, in the currency of the report; arrays of shape (n,).

    `customer` is numbered from 0, -1 for an order that names nobody; `identifiers` are those of each kind (customer id,
    e-mail, phone) by which they were told apart, in whatever currency they ordered. `gross` and `refunded` are what the
    order says, `told` the one less the other and less refunds that name it, and `net` the net revenue that came of it,
    booked on `day`: 0 where no money came in. All in micro-units, `refunded` MISSING where not told. `counting` marks
    the orders that make a customer.
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
    """The local day of each order: of its instant in the business zone, or the bare local date, which never shifts."""
    bare = facts.ordered_local.astype("datetime64[D]")
    return np.where(np.isnat(facts.ordered_at), bare, local_days(facts.ordered_at, zone))


def open_book(facts: OrderFacts, day: Days, as_of: date, question: PaybackQuestion, exchange: Exchange) -> list[Book]:
    """The book in the report's currency first, then one per currency without a rate, by its code.

    Identifiers that meet on any order up to the as-of day are one customer, whatever became of that order.
    """
    happened = day <= np.datetime64(as_of, "D")
    facts, day = take(facts, happened), day[happened]
    who = connected_identities(facts.customer_id, facts.email, facts.phone)
    everything = _Happened(facts=facts, day=day, customer=who.person, identifiers=who.kinds)
    ours = exchange.convertible(facts.currency, day)
    foreign = (~ours & (facts.currency == currency) for currency in sorted(set(facts.currency[~ours])))
    return [_book(everything.where(mine), question, exchange) for mine in (ours, *foreign)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happened:
    facts: OrderFacts
    day: Days
    customer: Ints
    identifiers: tuple[Identifiers, ...]

    def where(self, mine: Flags) -> _Happened:
        identifiers = tuple(replace(kind, code=kind.code[mine]) for kind in self.identifiers)
        return _Happened(
            facts=take(self.facts, mine), day=self.day[mine], customer=self.customer[mine], identifiers=identifiers
        )


def _book(happened: _Happened, question: PaybackQuestion, exchange: Exchange) -> Book:
    facts, day = happened.facts, happened.day
    refunded_order = _refunded_orders(facts)
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
    )


def _refunded_orders(facts: OrderFacts) -> Ints:
    """Of each standing-alone refund that names its order, the order's position, shape (n,); -1 of everything else. Such
    a refund lowers that order, on the order's own day; one whose order is not there stands by itself."""
    orders = np.full(len(facts), -1, np.int64)
    linking = np.flatnonzero((facts.refund_of != "") & (facts.gross < 0))
    if len(linking):
        named = set(facts.refund_of[linking].tolist())
        could_be = [at for at, number in enumerate(facts.number.tolist()) if number in named and facts.gross[at] >= 0]
        order_at = {(facts.platform[at], facts.account[at], facts.number[at]): at for at in could_be}
        for at in linking:
            orders[at] = order_at.get((facts.platform[at], facts.account[at], facts.refund_of[at]), -1)
    return orders


def _without(net: Ints, gross: Ints, parts: Sequence[Ints], unit: int) -> Ints:
    """`net` without parts of `gross` such as tax; of an order refunded in part, the same share of those parts. Nobody
    states that share, so it is worked out as on an invoice: half-even to the minor unit, `unit` micro-units."""
    excluded = sum((np.where(known(part), part, 0) for part in parts), np.zeros(len(net), np.int64))
    lowered = np.where(net == gross, net - excluded, net)
    for at in np.flatnonzero((excluded != 0) & (net != gross) & (gross > 0)):
        lowered[at] -= divide_half_even(int(excluded[at]) * int(net[at]), int(gross[at]) * unit) * unit
    return lowered

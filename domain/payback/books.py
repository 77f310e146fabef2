"""Two books: the same sale in a shop's export and in a payment processor's, found and counted once."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from domain.payback.facts import PAID, UNDONE, OrderFacts
from domain.payback.question import PaybackQuestion
from domain.payback.refunds import refunded_orders
from domain.payback.roles import BookRoles
from domain.science.matching import Pairs, nearest_pairs
from domain.shared.columns import Flags, Instants, Ints, codes_of, is_among
from domain.shared.errors import InvalidValue
from domain.shared.periods import zone_instants
from domain.shared.text import name_key, one_line

NEAR = 3_600_000_000
"""The microseconds that the two records of a sale are at most apart."""

NOWHERE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedOnce:
    """Which of the records `facts` (n,) count. `counted_as` is the position of the record that counts for the sale, its
    own where that is itself, `NOWHERE` for a refund of an order that another record counts for. `paired` marks what has
    a counterpart in another book."""

    facts: OrderFacts
    counted_as: Ints
    paired: Flags

    @property
    def counts(self) -> Flags:
        return np.equal(self.counted_as, np.arange(len(self.counted_as)))

    @property
    def doubles(self) -> Ints:
        """The positions of the records whose sale another record counts for."""
        return np.flatnonzero(~self.counts & (self.counted_as != NOWHERE))


def named_platform(asked: str, facts: OrderFacts) -> str:
    """The platform whose book is to win; InvalidValue, with those that there are, if it has no orders."""
    there: list[str] = sorted(set(facts.platform.tolist()))
    for platform in there:
        if name_key(platform) == name_key(asked):
            return platform
    known = f"there are orders from {', '.join(there[:10])}" if there else "there are no orders"
    raise InvalidValue(f"there are no orders from {one_line(asked, 40)!r}: {known}", code="orders_from")


def clock_times(facts: OrderFacts, zone: ZoneInfo) -> Instants:
    """The instant of each order, shape (n,): a bare local time is taken in the business zone, a bare day is none."""
    bare = facts.ordered_local
    told = zone_instants(np.where(bare == bare.astype("datetime64[D]"), np.datetime64("NaT"), bare), zone)
    return np.where(np.isnat(facts.ordered_at), told, facts.ordered_at)


def count_once(
    facts: OrderFacts, customer: Ints, question: PaybackQuestion, roles: BookRoles, currency: str
) -> CountedOnce:
    """Each sale in `facts` in one book. `customer` (n,) is -1 for an order that names nobody, `currency` that of the
    report, in which a file that names none is read."""
    records, found = _Records(facts, customer, question, currency), _Found(facts)
    for processor in sorted(roles.processors & records.platforms):
        wins = question.orders_from == processor
        pairs = records.pairs(records.of(roles.shops), records.of({processor}), undoes=not wins)
        found.add(*(pairs[::-1] if wins else pairs))
    if (own := question.orders_from) and own not in roles.shops | roles.processors:
        others = records.of(roles.shops | roles.processors) & found.counts
        found.add(*records.pairs(records.of({own}), others, undoes=True))
    return found.result()


class _Records:
    """What is compared of the orders; worked out where there are two books, and not before."""

    def __init__(self, facts: OrderFacts, customer: Ints, question: PaybackQuestion, currency: str) -> None:
        self._facts, self._customer = facts, customer
        self._question, self._currency = question, currency
        self._platforms = {platform: code for code, platform in enumerate(dict.fromkeys(facts.platform.tolist()))}
        self._platform = codes_of(facts.platform)[0]

    @property
    def platforms(self) -> AbstractSet[str]:
        return self._platforms.keys()

    def of(self, platforms: AbstractSet[str]) -> Flags:
        """The orders of those platforms, shape (n,)."""
        wanted = np.array([platform in platforms for platform in self._platforms], np.bool_)
        return wanted[self._platform]

    def pairs(self, winner: Flags, loser: Flags, *, undoes: bool) -> Pairs:
        """The records of both books that tell of one sale: those of money that came in first. Where `undoes`, what the
        winner's book has as cancelled takes the payment for it along."""
        if not (winner.any() and loser.any()):
            return Pairs(*np.zeros((2, 0), np.int64))
        paid = self._paid & loser
        came_in = self._nearest(winner & self._paid, paid)
        if not undoes:
            return came_in
        paid[came_in.right] = False
        undone = self._nearest(winner & is_among(self._facts.status, UNDONE), paid)
        return Pairs(*map(np.concatenate, zip(came_in, undone, strict=True)))

    def _nearest(self, left: Flags, right: Flags) -> Pairs:
        at = np.flatnonzero((left | right) & self._comparable)
        at = at[self._in_both(left[at], self._customer[at])]
        pairs = nearest_pairs([column[at] for column in self._alike], self._at[at], left[at], NEAR)
        return Pairs(*(at[side] for side in pairs))

    @staticmethod
    def _in_both(left: Flags, customer: Ints) -> Flags:
        """Whose customer is in both books: few to sort where the books have little to do with each other."""
        size = int(customer.max(initial=-1)) + 1
        there = [np.bincount(customer[side], minlength=size) > 0 for side in (left, ~left)]
        return (there[0] & there[1])[customer]

    @cached_property
    def _paid(self) -> Flags:
        return is_among(self._facts.status, PAID)

    @cached_property
    def _alike(self) -> tuple[Ints, ...]:
        named = self._facts.currency
        currency = np.where(named == "", self._currency, named)
        return codes_of(currency)[0], self._facts.gross, self._customer

    @cached_property
    def _times(self) -> Instants:
        return clock_times(self._facts, self._question.zone)

    @cached_property
    def _at(self) -> Ints:
        return self._times.astype(np.int64)

    @cached_property
    def _comparable(self) -> Flags:
        return (self._customer >= 0) & ~np.isnat(self._times)


class _Found:
    """The pairs as they are found, book by book."""

    def __init__(self, facts: OrderFacts) -> None:
        self._facts = facts
        self._counted_as = np.arange(len(facts))
        self._paired = np.zeros(len(facts), np.bool_)

    @property
    def counts(self) -> Flags:
        return np.equal(self._counted_as, np.arange(len(self._counted_as)))

    def add(self, winner: Ints, loser: Ints) -> None:
        self._counted_as[loser] = winner
        self._paired[winner] = self._paired[loser] = True

    def result(self) -> CountedOnce:
        """A winner may have lost to a third book. A refund goes with its order: the winner tells of its own refunds."""
        counted_as = self._counted_as[self._counted_as]
        if self._paired.any():
            order = refunded_orders(self._facts)
            gone = self.counts & (order >= 0) & ~self.counts[order]
            counted_as[gone] = NOWHERE
        return CountedOnce(facts=self._facts, counted_as=counted_as, paired=self._paired)

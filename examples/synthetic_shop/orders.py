"""The shop's book: every order of the year with its status, its money and the visit that brought it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from examples.synthetic_shop import baskets, journeys, people, season
from examples.synthetic_shop.baskets import Basket
from examples.synthetic_shop.people import Person
from examples.synthetic_shop.purchases import Purchases
from examples.synthetic_shop.spending import Delivery, Whole
from examples.synthetic_shop.story import GROUPS, WALK_IN

FIRST_NUMBER = 1001
_STATUSES = ("paid", "partially_refunded", "refunded", "pending", "voided")
_STATUS_WEIGHTS = (0.943, 0.024, 0.016, 0.009, 0.008)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order. `created` is in the shop's zone, `day` its day index, `refunded` in cents.

    `visit` is the index into GROUPS of what brought it, `attributes` what the shop could see of that.
    """

    number: int
    person: Person
    email: str
    created: datetime
    day: int
    basket: Basket
    status: str
    refunded: int
    visit: int
    attributes: str

    @property
    def at_the_counter(self) -> bool:
        return GROUPS[self.visit] is WALK_IN


def _instant(day: int, second: int) -> datetime:
    clock = time(second // 3600, second // 60 % 60, second % 60)
    return datetime.combine(season.day_at(day), clock, tzinfo=season.ZONE)


def _email(random: Random, person: Person, nth: int) -> str:
    """The address as typed this time: at times in capitals, and seldom not at all where a phone was given."""
    if nth and person.phone and random.random() < 0.06:
        return ""
    if person.email and person.shouts and random.random() < 0.45:
        local, domain = person.email.split("@")
        return f"{local.title()}@{domain.capitalize()}"
    return person.email


def _status(random: Random, basket: Basket) -> str:
    if basket.total == 0:
        return "paid"
    return random.choices(_STATUSES, _STATUS_WEIGHTS)[0]


def _refund(random: Random, status: str, basket: Basket) -> int:
    """Cents given back: all, or one piece at its discounted price."""
    if status == "refunded":
        return basket.total
    if status != "partially_refunded":
        return 0
    piece = random.choice(basket.lines).price
    return min(piece * basket.subtotal // (basket.subtotal + basket.discount), basket.total - 1)


def _basket(random: Random, person: Person, own: int, nth: int, day: int) -> Basket:
    """What is bought: now and then nothing is paid for it (a sample first, a thank-you later)."""
    group = GROUPS[own]
    if group is WALK_IN:
        return baskets.over_the_counter(random, season.day_at(day), group.extra_lines)
    if random.random() < (0.009 if nth else 0.003):
        return baskets.give_away(random)
    return baskets.fill(random, season.day_at(day), nth == 0, group.extra_lines, person.country)


def write_book(random: Random, groups: Whole, purchases: Purchases, deliveries: list[Delivery]) -> list[Order]:
    """All orders, oldest first, numbered in that order. `groups` holds each customer's own group."""
    own = groups.tolist()
    everyone = [people.invent(random, number, GROUPS[group]) for number, group in enumerate(own, 1)]
    columns = (purchases.customer, purchases.day, purchases.second, purchases.nth)
    entries = zip(*(column.tolist() for column in columns), strict=True)
    return [
        _order(
            random,
            number,
            person=everyone[who],
            own=own[who],
            moment=(day, second, nth),
            deliveries=deliveries,
        )
        for number, (who, day, second, nth) in enumerate(entries, FIRST_NUMBER)
    ]


def _order(
    random: Random,
    number: int,
    *,
    person: Person,
    own: int,
    moment: tuple[int, int, int],
    deliveries: list[Delivery],
) -> Order:
    """One order by someone of the group `own`; `moment`: the day, the second in it, and n (0: the first)."""
    day, second, nth = moment
    basket = _basket(random, person, own, nth, day)
    status = _status(random, basket)
    visit = journeys.visit(random, own, nth, day, deliveries)
    return Order(
        number=number,
        person=person,
        email=_email(random, person, nth),
        created=_instant(day, second),
        day=day,
        basket=basket,
        status=status,
        refunded=_refund(random, status, basket),
        visit=visit,
        attributes=journeys.note_attributes(random, visit),
    )


def later(order: Order, **delay: float) -> datetime:
    """An instant after the order, with the offset that then holds in the shop's zone."""
    moved = order.created.timestamp() + timedelta(**delay).total_seconds()
    return datetime.fromtimestamp(moved, season.ZONE)

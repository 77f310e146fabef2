"""What the platforms say they sold. Each counts on its own, so that one order is often claimed twice."""

from dataclasses import dataclass
from random import Random

import numpy as np

from examples.synthetic_shop import season
from examples.synthetic_shop.orders import Order
from examples.synthetic_shop.spending import Delivery, Whole
from examples.synthetic_shop.story import CAMPAIGNS, GOOGLE, META, of_platform

_OWN = {GOOGLE: 0.96, META: 0.97}  # chance to claim an order that its own ad brought
_OTHERS = {GOOGLE: 0.40, META: 0.47}  # chance to claim one that something else brought
_CREDITS = ((100, 0.62), (50, 0.2), (33, 0.1), (67, 0.08))  # hundredths of a conversion


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A share of one order, booked by a campaign on the day of the click but only known from `known` on.

    `credit` is in hundredths of a conversion, `value` in cents.
    """

    campaign: int
    day: int
    known: int
    credit: int
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Sums per campaign and day, two arrays of shape (campaigns, DAYS): hundredths and cents."""

    credit: Whole
    value: Whole


def claim_all(random: Random, book: list[Order], deliveries: list[Delivery]) -> list[Claim]:
    """The claims of both platforms on the book."""
    tracked = [order for order in book if order.basket.total and not order.at_the_counter]
    claims = (_claim(random, order, name, deliveries) for order in tracked for name in (GOOGLE, META))
    return [claim for claim in claims if claim is not None]


def known_by(claims: list[Claim], last_day: int) -> Claimed:
    """The sums as an export made at the end of `last_day` shows them."""
    credit = np.zeros((len(CAMPAIGNS), season.DAYS), dtype=np.int64)
    value = np.zeros_like(credit)
    for claim in claims:
        if claim.known <= last_day:
            credit[claim.campaign, claim.day] += claim.credit
            value[claim.campaign, claim.day] += claim.value
    return Claimed(credit=credit, value=value)


def _claim(random: Random, order: Order, platform: str, deliveries: list[Delivery]) -> Claim | None:
    own = order.visit < len(CAMPAIGNS) and CAMPAIGNS[order.visit].platform == platform
    if random.random() >= (_OWN if own else _OTHERS)[platform]:
        return None
    campaign = order.visit if own else _someone(random, platform, order.day, deliveries)
    credit = _credit(random) if platform == GOOGLE else 100
    return Claim(
        campaign=campaign,
        day=_click_day(random, campaign, order.day, deliveries),
        known=order.day,
        credit=credit,
        value=(order.basket.total * credit + 50) // 100,
    )


def _someone(random: Random, platform: str, day: int, deliveries: list[Delivery]) -> int:
    """The campaign that a platform credits with a sale that its own ads did not bring."""
    running = [i for i in of_platform(platform) if deliveries[i].active[day] and CAMPAIGNS[i].claims_rest]
    return random.choices(running, [CAMPAIGNS[i].claims_rest for i in running])[0]


def _credit(random: Random) -> int:
    """Data-driven attribution gives a part of a conversion to a click."""
    return random.choices([credit for credit, _ in _CREDITS], [weight for _, weight in _CREDITS])[0]


def _click_day(random: Random, campaign: int, day: int, deliveries: list[Delivery]) -> int:
    """The day of the click that led to an order of this day; the campaign ran on both."""
    lag = 0 if random.random() < 0.62 else 1 + int(random.expovariate(1 / 3.0))
    clicked = day - lag
    return clicked if clicked >= 0 and deliveries[campaign].active[clicked] else day

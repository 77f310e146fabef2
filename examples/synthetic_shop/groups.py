"""The parts of the plot: habits of buying, and groups of people who come to the shop the same way."""

from dataclasses import dataclass
from datetime import date

from examples.synthetic_shop.season import FIRST_DAY, LAST_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How a group buys again: rates ~ Gamma(r), dropout after each order ~ Beta(a, b).

    `interval` is the mean number of days between the orders of a customer of mean rate.
    """

    r: float
    interval: float
    a: float
    b: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Customers who come the same way: `share` of 5,000, their habit, their mean of extra lines a basket."""

    name: str
    share: int
    habit: Habit
    extra_lines: float = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign(Group):
    """A paid group. `cost` is AUD of spend per new customer; `fatigue` the yield it loses over the year.

    `claims_rest` weighs how much of the sales that others brought the platform books on this campaign.
    """

    platform: str
    identifier: str
    kind: str
    cost: float
    cost_per_click: float
    click_rate: float
    budget: int
    first: date = FIRST_DAY
    last: date = LAST_DAY
    pause: tuple[date, date] | None = None
    fatigue: float = 0.0
    claims_rest: float = 0.0
    removed: bool = False

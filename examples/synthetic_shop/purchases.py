"""When people buy, and buy again: the gamma-beta process of Fader, Hardie and Lee (2005), over a season.

Each customer has a rate from a gamma distribution and, after every order, leaves for good with a chance
drawn once from a beta distribution. Time runs faster on days when people like to buy.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from examples.synthetic_shop import season
from examples.synthetic_shop.groups import Habit
from examples.synthetic_shop.spending import Whole
from examples.synthetic_shop.story import GROUPS


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchases:
    """One entry per order, oldest first. `nth` is 0 for a customer's first; at most one order a day each."""

    customer: Whole
    day: Whole
    second: Whole
    nth: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Temper:
    """Each customer's own rate per day and chance to leave, two arrays of shape (customers,)."""

    rate: NDArray[np.float64]
    leaving: NDArray[np.float64]


# Relative traffic of the hours. None from two to three: a clock change repeats or skips that hour.
_HOURS = np.array([4, 2, 0, 1, 1, 2, 5, 9, 12, 14, 15, 15, 17, 15, 14, 14, 14, 15, 17, 22, 26, 26, 19, 10])


def draw_tempers(rng: np.random.Generator, groups: Whole) -> Temper:
    """A rate and a chance to leave for each customer, from the habit of their group."""
    habits: list[Habit] = [group.habit for group in GROUPS]
    table = np.array([(h.r, h.interval, h.a, h.b) for h in habits])[groups]
    r, interval, a, b = table.T
    return Temper(rate=rng.gamma(r, 1.0 / (r * interval)), leaving=rng.beta(a, b))


def simulate(rng: np.random.Generator, groups: Whole, first_days: Whole) -> Purchases:
    """Every order of the year."""
    temper = draw_tempers(rng, groups)
    rounds = list(_rounds(rng, temper, first_days))
    customer = np.concatenate([who for who, _ in rounds])
    day = np.concatenate([when for _, when in rounds])
    nth = np.concatenate([np.full(len(who), n) for n, (who, _) in enumerate(rounds)])
    second = _seconds(rng, len(day))
    oldest = np.lexsort((customer, second, day))
    return Purchases(customer=customer[oldest], day=day[oldest], second=second[oldest], nth=nth[oldest])


def _rounds(rng: np.random.Generator, temper: Temper, first_days: Whole) -> list[tuple[Whole, Whole]]:
    """The n-th orders of all who placed one, for n = 0, 1, ...: customers and days."""
    clock = np.concatenate([[0.0], np.cumsum(season.mood())])
    who, day = np.arange(len(first_days)), first_days
    rounds = []
    while len(who):
        rounds.append((who, day))
        stays = rng.random(len(who)) >= temper.leaving[who]
        who, day = who[stays], day[stays]
        due = clock[day + 1] + rng.exponential(1.0, len(who)) / np.maximum(temper.rate[who], 1e-9)
        day = np.searchsorted(clock, due, side="right") - 1
        inside = day < season.DAYS
        who, day = who[inside], day[inside]
    return rounds


def _seconds(rng: np.random.Generator, size: int) -> Whole:
    hours = rng.choice(24, size=size, p=_HOURS / _HOURS.sum())
    return hours * 3600 + rng.integers(0, 3600, size)

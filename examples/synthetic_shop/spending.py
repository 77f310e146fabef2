"""What the campaigns spent and showed, day by day, and on which days their customers came."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from examples.synthetic_shop import season
from examples.synthetic_shop.groups import Campaign
from examples.synthetic_shop.story import CAMPAIGNS, GROUPS, REMOVED_TEST_SPEND

Whole: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What one campaign delivered per day: four arrays of shape (DAYS,); `spend` in cents."""

    active: NDArray[np.bool_]
    spend: Whole
    clicks: Whole
    impressions: Whole


def active_days(campaign: Campaign) -> NDArray[np.bool_]:
    """The days on which a campaign ran, shape (DAYS,)."""
    days = season.between(campaign.first, campaign.last)
    return days & ~season.between(*campaign.pause) if campaign.pause else days


def deliver(rng: np.random.Generator, campaign: Campaign, scale: float) -> Delivery:
    """One campaign's year; `scale` is the number of customers over the story's 5,000."""
    active = active_days(campaign)
    noise = rng.lognormal(0.0, 0.13, season.DAYS)
    weight = active * season.demand() ** 0.75 * noise
    total = REMOVED_TEST_SPEND if campaign.removed else campaign.cost * campaign.share
    spend = np.rint(total * scale * 100 * weight / weight.sum()).astype(np.int64)
    clicks = rng.poisson(spend / 100 / campaign.cost_per_click)
    impressions = clicks + rng.poisson(clicks * (1 / campaign.click_rate - 1) * noise) + 12 * active
    return Delivery(active=active, spend=spend, clicks=clicks, impressions=impressions)


def arrivals(rng: np.random.Generator, deliveries: list[Delivery], customers: int) -> tuple[Whole, Whole]:
    """Group and first day of each customer, two arrays of shape (customers,), in order of the days."""
    share = np.array([group.share for group in GROUPS], dtype=np.float64)
    groups = np.sort(rng.choice(len(GROUPS), size=customers, p=share / share.sum()))
    counts = np.bincount(groups, minlength=len(GROUPS))
    chances = [_pull(i, deliveries) for i in range(len(GROUPS))]
    days = np.concatenate([rng.choice(season.DAYS, size=n, p=p) for n, p in zip(counts, chances, strict=True)])
    order = np.argsort(days, kind="stable")
    return groups[order], days[order]


def _pull(group: int, deliveries: list[Delivery]) -> season.Curve:
    """The chance of each day to be the first one of a customer of this group; sums to 1."""
    if group >= len(CAMPAIGNS):
        weight = season.demand() * np.linspace(0.75, 1.2, season.DAYS)
    else:
        tired = 1 - CAMPAIGNS[group].fatigue * np.linspace(0, 1, season.DAYS)
        weight = deliveries[group].spend * season.mood() * tired
    return np.asarray(weight / weight.sum(), dtype=np.float64)

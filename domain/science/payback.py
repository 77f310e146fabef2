"""Lifetime value per customer beside acquisition cost, compared as exact fractions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate

from domain.science.cohorts import Cohort
from domain.shared.money import MICROS


def lifetime_values(cohort: Cohort, margin: Fraction, through: int) -> Iterator[Fraction]:
    """LTV(m) = margin x cumulative net revenue through month m / customers of the cohort, in currency units, for m from
    0 to `through`. All customers of the cohort divide, the silent ones too."""
    nets = accumulate(cohort.net_by_age.get(age, 0) for age in range(through + 1))
    parts = margin.denominator * cohort.customers * MICROS
    return (Fraction(margin.numerator * net, parts) for net in nets)  # one fraction made, where `*` and `/` make three


def acquisition_cost(spend: int | None, customers: int) -> Fraction | None:
    """CAC in currency units: spend (micro-units) / new customers; None unless both are there."""
    return None if spend is None or customers == 0 else Fraction(spend, customers * MICROS)


def payback_month(values: list[Fraction], cost: Fraction | None) -> int | None:
    """The first month m of the mature `values` with LTV(m) >= CAC, unrounded; None if there is none yet."""
    if cost is None:
        return None
    return next((month for month, value in enumerate(values) if value >= cost), None)

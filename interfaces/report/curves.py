"""LTV month by month, a small chart per cohort on one scale: the curve, the CAC to reach, and where it was reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interfaces import figures
from interfaces.outcomes import outcome
from interfaces.report.heatmap import SMALL
from interfaces.report.scale import Axis, Tick, pixels, value_axis

if TYPE_CHECKING:
    from application.payback.cohort_views import CohortView

MOST_CURVES = 12
MOST_MONTHS = 24
WIDTH, HEIGHT = 240, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 12, 14, 28
_TALLEST_CAC = 2.0
"""Times the highest LTV: a CAC far above it would press all curves flat, and is told by an arrow instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One cohort. `cac` is the line's place, None where there is none to draw; `mark` the payback's, as x and y."""

    cohort: str
    customers: str
    small: bool
    cost: str
    outcome: str
    paid_back: bool
    path: str
    end: tuple[float, float]
    cac: float | None
    cac_above: bool
    mark: tuple[float, float] | None
    mark_text: str
    tip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """The charts of one block. `ghosts` is the path of all curves, drawn faintly behind each."""

    ticks: list[Tick]
    months: list[Tick]
    ghosts: str
    curves: list[Curve]
    left_out: int
    no_mature: int

    @property
    def has_cac_above(self) -> bool:
        return any(curve.cac_above for curve in self.curves)


def curves_of(cohorts: Sequence[CohortView], currency: str) -> Curves | None:
    """The newest cohorts with a mature month; None where there is none."""
    peopled = [cohort for cohort in cohorts if cohort["customers"]]
    mature = [cohort for cohort in peopled if _values(cohort)]
    if not mature:
        return None
    drawn = mature[-MOST_CURVES:]
    across, upwards = _axes(drawn)
    paths = [_path(_values(cohort), across, upwards) for cohort in drawn]
    return Curves(
        ticks=upwards.ticks,
        months=[Tick(across.at(month), f"m{month}") for month in range(0, round(across.high) + 1, _every(across))],
        ghosts=" ".join(paths),
        curves=[_curve(cohort, path, across, upwards, currency) for cohort, path in zip(drawn, paths, strict=True)],
        left_out=len(mature) - len(drawn),
        no_mature=len(peopled) - len(mature),
    )


def _axes(cohorts: Sequence[CohortView]) -> tuple[Axis, Axis]:
    values = [value for cohort in cohorts for value in _values(cohort)]
    tallest = max(*values, 0.0, *values) * _TALLEST_CAC
    costs = [cost for cohort in cohorts if (cost := pixels(cohort["cac"])) is not None and cost <= tallest]
    longest = max(len(_values(cohort)) for cohort in cohorts) - 1
    across = Axis(0, max(longest, 1), _LEFT, WIDTH - _RIGHT, 1)
    return across, value_axis([*values, *costs], HEIGHT - _BOTTOM, _TOP, wanted=3)


def _every(across: Axis) -> int:
    return next(step for step in (1, 2, 3, 4, 6, 12) if across.high / step <= 4)


def _values(cohort: CohortView) -> list[float]:
    """LTV of the mature months, as pixels will have it."""
    return list(_mature(cohort))[: MOST_MONTHS + 1]


def _mature(cohort: CohortView) -> Iterator[float]:
    for month in cohort["months"]:
        value = pixels(month["ltv"])
        if not month["mature"] or value is None:
            return
        yield value


def _path(values: Sequence[float], across: Axis, upwards: Axis) -> str:
    points = [f"{across.at(month)} {upwards.at(value)}" for month, value in enumerate(values)]
    return "M" + "L".join(points)


def _curve(cohort: CohortView, path: str, across: Axis, upwards: Axis, currency: str) -> Curve:
    values, cost, month = _values(cohort), pixels(cohort["cac"]), cohort["payback_month"]
    reached = month is not None and month < len(values)
    above = cost is not None and cost > upwards.high
    last = next(known["ltv"] for known in reversed(cohort["months"][: len(values)]) if known["ltv"] is not None)
    return Curve(
        cohort=cohort["cohort"],
        customers=figures.count(cohort["customers"]),
        small=cohort["customers"] < SMALL,
        cost=figures.quotient(cohort["cac"]),
        outcome=_in_words(cohort),
        paid_back=month is not None,
        path=path,
        end=(across.at(len(values) - 1), upwards.at(values[-1])),
        cac=None if cost is None or above else upwards.at(cost),
        cac_above=above,
        mark=(across.at(month), upwards.at(values[month])) if month is not None and reached else None,
        mark_text=f"m{month}" if reached else "",
        tip=f"{cohort['cohort']}: LTV {figures.quotient(last)} {currency} by m{len(values) - 1}",
    )


def _in_words(cohort: CohortView) -> str:
    told = outcome(cohort)
    return told if cohort["payback_month"] is None else f"paid back in {told}"

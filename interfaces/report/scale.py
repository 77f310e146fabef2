"""From figures to places in a drawing. Floats: these are pixels, nobody reads them as money."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across a chart and what is written beside it."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from `low` to `high` on pixels from `start` to `end` (which may run upwards)."""

    low: float
    high: float
    start: float
    end: float
    step: float

    def at(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def ticks(self) -> list[Tick]:
        steps = range(round(self.low / self.step), round(self.high / self.step) + 1)
        return [Tick(self.at(n * self.step), _tick_text(n, self.step)) for n in steps]


def pixels(amount: str | None) -> float | None:
    """For where a mark stands in a drawing, and for nothing that is read."""
    return None if amount is None else float(amount)


def value_axis(values: Iterable[float | None], start: float, end: float, wanted: int = 4) -> Axis:
    """An axis with 0 and all the known values on it, which begins and ends at a round figure."""
    known = [value for value in values if value is not None and math.isfinite(value)]
    low, high = min([0.0, *known]), max([0.0, *known])
    if low == high:
        high = 1.0
    step = _round_step((high - low) / wanted)
    return Axis(math.floor(low / step) * step, math.ceil(high / step) * step, start, end, step)


def _round_step(rough: float) -> float:
    """1, 2 or 5 times a power of ten, not below `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))


def _tick_text(number: int, step: float) -> str:
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return f"{number * step:,.{decimals}f}" if number else "0"

"""The marks of a chart by calendar month, in pixels, as the template draws them."""

from __future__ import annotations

from dataclasses import dataclass

from interfaces.report.scale import Tick


@dataclass(frozen=True, slots=True)
class Bar:
    kind: str
    x: float
    y: float
    width: float
    height: float
    tip: str


@dataclass(frozen=True, slots=True)
class Dot:
    kind: str
    x: float
    y: float
    tip: str


@dataclass(frozen=True, slots=True)
class Label:
    kind: str
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthChart:
    """Everything that the template draws, in pixels. `lines` are the unbroken parts of the line, as SVG points, and
    `open_line` the piece into the month that is not over; `so_far` is that month in words."""

    ticks: list[Tick]
    zero: float
    months: list[Label]
    bars: list[Bar]
    lines: list[str]
    open_line: str
    dots: list[Dot]
    labels: list[Label]
    partial: bool
    gaps: bool
    so_far: str

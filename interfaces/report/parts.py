"""All that the report draws of one source or campaign."""

from __future__ import annotations

from dataclasses import dataclass

from interfaces.report.blocks import Block
from interfaces.report.calendar import MonthChart, claimed_and_booked, newest, spend_and_revenue
from interfaces.report.curves import Curves, curves_of
from interfaces.report.heatmap import Triangle, triangles
from interfaces.report.table import Line, Month, month_lines, newest_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Ready for the template: every text is what will be read."""

    key: str
    name: str
    is_all: bool
    lines: list[Line]
    more_lines: int
    triangles: list[Triangle]
    curves: Curves | None
    series: MonthChart | None
    claims: MonthChart | None
    months: list[Month]
    more_months: int

    @property
    def has_partial(self) -> bool:
        return any(line.partial for line in self.lines)

    @property
    def has_small(self) -> bool:
        return any(line.small for line in self.lines)


def part_of(block: Block, currency: str) -> Part:
    calendar = newest(block.calendar)
    lines = newest_lines(block.rows)
    return Part(
        key=block.key,
        name=block.name,
        is_all=block.is_all,
        lines=lines,
        more_lines=len(block.rows) - len(lines),
        triangles=triangles(block.cohorts, currency),
        curves=curves_of(block.cohorts, currency),
        series=spend_and_revenue(calendar, currency),
        claims=claimed_and_booked(calendar, currency),
        months=month_lines(calendar),
        more_months=len(block.calendar) - len(calendar),
    )

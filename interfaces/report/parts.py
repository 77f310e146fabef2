"""All that the report draws of one source or campaign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interfaces.report.blocks import Block
from interfaces.report.calendar import claimed_and_booked, newest, spend_and_revenue
from interfaces.report.curves import Curves, curves_of
from interfaces.report.heatmap import Triangle, triangles
from interfaces.report.month_chart import MonthChart
from interfaces.report.running import Running
from interfaces.report.table import Line, Month, month_lines, newest_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Ready for the template: every text is what will be read."""

    key: str
    name: str
    is_all: bool
    has_spend: bool
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


def part_of(block: Block, currency: str, shown: Sequence[str], running: Running | None) -> Part:
    """`shown` are the months of the payback table, `running` the one that is not over."""
    calendar = newest(block.calendar)
    lines = newest_lines(block.rows, shown, running)
    return Part(
        key=block.key,
        name=block.name,
        is_all=block.is_all,
        has_spend=block.has_spend,
        lines=lines,
        more_lines=len(block.rows) - len(lines),
        triangles=triangles(block.cohorts, currency, running),
        curves=curves_of(block.cohorts, currency),
        series=spend_and_revenue(calendar, currency, running),
        claims=claimed_and_booked(calendar, currency, running),
        months=month_lines(calendar, running),
        more_months=len(block.calendar) - len(calendar),
    )

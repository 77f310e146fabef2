"""The month in which the report stops: its figures are those of some days, and must not look like a whole month's."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from interfaces import figures
from interfaces.report.text import month_name


@dataclass(frozen=True, slots=True)
class Running:
    """A month of which so many days are over."""

    month: str
    days: int

    @property
    def words(self) -> str:
        return figures.counted(self.days, "day")

    @property
    def name(self) -> str:
        """Over a chart: "Jun: 10 days so far"."""
        return f"{month_name(self.month)}: {self.words} so far"

    def mark(self, month: str) -> str:
        """What stands beside the month in a table; nothing where the month is another one."""
        return f"so far, {self.words}" if month == self.month else ""


def running_month(as_of: str | None) -> Running | None:
    """None where the report stops with the last day of a month."""
    if as_of is None:
        return None
    day = date.fromisoformat(as_of)
    whole = day.day == monthrange(day.year, day.month)[1]
    return None if whole else Running(as_of[:7], day.day)

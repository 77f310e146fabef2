"""Figures by calendar month, drawn: spend beside net revenue, and claimed beside booked revenue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interfaces import figures
from interfaces.report.month_chart import Bar, Dot, Label, MonthChart
from interfaces.report.scale import Axis, pixels, value_axis
from interfaces.report.text import month_name

if TYPE_CHECKING:
    from application.payback.report_views import CalendarMonthView
    from interfaces.report.running import Running

MOST_MONTHS = 36
WIDTH, HEIGHT = 720, 250
LEFT, RIGHT = 66, 620
_TOP, _BOTTOM = 14, 42
_LABELS_APART = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A figure month by month; `amounts` are decimal texts, None where it is not known."""

    kind: str
    name: str
    amounts: list[str | None]
    partial: list[bool]

    @property
    def is_known(self) -> bool:
        return any(amount is not None for amount in self.amounts)


@dataclass(frozen=True, slots=True)
class _Plot:
    """The months side by side over the axis of the figures."""

    months: list[str]
    axis: Axis
    currency: str
    running: Running | None

    def is_open(self, place: int) -> bool:
        return self.running is not None and self.months[place] == self.running.month

    @property
    def width(self) -> float:
        return (RIGHT - LEFT) / len(self.months)

    def start(self, place: int) -> float:
        return LEFT + place * self.width

    def middle(self, place: int) -> float:
        return round(self.start(place) + self.width / 2, 1)


def newest(calendar: Sequence[CalendarMonthView]) -> list[CalendarMonthView]:
    """The months that are drawn and listed."""
    return list(calendar[-MOST_MONTHS:])


def spend_and_revenue(
    calendar: Sequence[CalendarMonthView], currency: str, running: Running | None = None
) -> MonthChart | None:
    """Spend as bars, net revenue as a line; None where neither is known."""
    spend = Series(
        kind="spend",
        name="Spend",
        amounts=[month["spend"] for month in calendar],
        partial=[month["spend_partial"] for month in calendar],
    )
    return _chart(calendar, [spend], _revenue(calendar, "Net revenue"), currency, running)


def claimed_and_booked(
    calendar: Sequence[CalendarMonthView], currency: str, running: Running | None = None
) -> MonthChart | None:
    """Both as bars, side by side; None where no file claims anything."""
    claimed = Series(
        kind="claimed",
        name="Claimed",
        amounts=[month["claimed_value"] for month in calendar],
        partial=[month["spend_partial"] for month in calendar],
    )
    booked = _revenue(calendar, "Booked")
    return _chart(calendar, [claimed, booked], None, currency, running) if claimed.is_known else None


def _revenue(calendar: Sequence[CalendarMonthView], name: str) -> Series:
    amounts = [month["revenue"] for month in calendar]
    return Series(kind="revenue", name=name, amounts=amounts, partial=[False] * len(amounts))


def _chart(
    calendar: Sequence[CalendarMonthView],
    barred: list[Series],
    lined: Series | None,
    currency: str,
    running: Running | None,
) -> MonthChart | None:
    """The names of the series stand at their ends where one is a line; bars alone have their keys above."""
    drawn = [series for series in (*barred, *([lined] if lined else [])) if series.is_known]
    if not drawn:
        return None
    values = (pixels(amount) for series in drawn for amount in series.amounts)
    plot = _Plot([month["month"] for month in calendar], value_axis(values, HEIGHT - _BOTTOM, _TOP), currency, running)
    bars = [bar for at, one in enumerate(barred) for bar in _bars(one, at, len(barred), plot)]
    return MonthChart(
        ticks=plot.axis.ticks,
        zero=plot.axis.at(0),
        months=list(_month_labels(plot)),
        bars=bars,
        lines=_unbroken(lined, plot) if lined else [],
        open_line=_open_line(lined, plot) if lined else "",
        dots=list(_dots(lined, plot)) if lined else [],
        labels=_apart(list(_end_labels(drawn, plot.axis))) if lined else [],
        partial=any(" partial" in bar.kind for bar in bars),
        gaps=any(bar.kind == "gap" for bar in bars),
        so_far=running.name if running and any(map(plot.is_open, range(len(plot.months)))) else "",
    )


def _bars(series: Series, at: int, of: int, plot: _Plot) -> Iterator[Bar]:
    width = round(plot.width * 0.72 / of, 1)
    for place, (month, amount) in enumerate(zip(plot.months, series.amounts, strict=True)):
        x = round(plot.start(place) + plot.width * 0.14 + at * width, 1)
        value = pixels(amount)
        if value is not None:
            top, foot = sorted((plot.axis.at(value), plot.axis.at(0)))
            kind = series.kind + " partial" * series.partial[place] + " so-far" * plot.is_open(place)
            yield Bar(kind, x, top, width, round(foot - top, 1), _tip(series, place, plot))
        elif series.is_known:
            yield Bar("gap", x, _TOP, width, HEIGHT - _BOTTOM - _TOP, f"{month}: {series.name} not known")


def _dots(series: Series, plot: _Plot) -> Iterator[Dot]:
    for place, amount in enumerate(series.amounts):
        value = pixels(amount)
        if value is not None:
            kind = "dot so-far" if plot.is_open(place) else "dot"
            yield Dot(kind, plot.middle(place), plot.axis.at(value), _tip(series, place, plot))


def _unbroken(series: Series, plot: _Plot) -> list[str]:
    """A month that is not known breaks the line: it is no low one; nor is one that is not over."""
    parts: list[list[str]] = [[]]
    for place, amount in enumerate(series.amounts):
        value = pixels(amount)
        if value is None or plot.is_open(place):
            parts.append([])
        else:
            parts[-1].append(f"{plot.middle(place)},{plot.axis.at(value)}")
    return [" ".join(part) for part in parts if len(part) > 1]


def _open_line(series: Series, plot: _Plot) -> str:
    """From the last whole month to the one that is not over; none where either is not known."""
    last = len(plot.months) - 1
    values = [pixels(amount) for amount in series.amounts[-2:]]
    if not plot.is_open(last) or len(values) < 2:
        return ""
    points = [(plot.middle(last - 1 + at), plot.axis.at(value)) for at, value in enumerate(values) if value is not None]
    return " ".join(f"{x},{y}" for x, y in points) if len(points) == 2 else ""


def _tip(series: Series, place: int, plot: _Plot) -> str:
    """What is shown of a mark when it is pointed at."""
    part = " (a part of the month)" * series.partial[place]
    so_far = f" ({plot.running.words} so far)" if plot.running and plot.is_open(place) else ""
    return f"{plot.months[place]}: {series.name} {figures.money(series.amounts[place])} {plot.currency}{part}{so_far}"


def _month_labels(plot: _Plot) -> Iterator[Label]:
    """So many names as there is room for, the year below the first and each January."""
    every = max(1, round(36 / plot.width))
    for place, month in enumerate(plot.months):
        if place % every == 0:
            yield Label("month", plot.middle(place), HEIGHT - 24, month_name(month))
        if place == 0 or month.endswith("-01"):
            yield Label("year", plot.middle(place), HEIGHT - 9, month[:4])


def _end_labels(drawn: list[Series], axis: Axis) -> Iterator[Label]:
    """The names of the series, where their last known figure is."""
    for series in drawn:
        last = next(amount for amount in reversed(series.amounts) if amount is not None)
        yield Label(series.kind, RIGHT + 8, axis.at(pixels(last) or 0.0) + 4, series.name)


def _apart(labels: list[Label]) -> list[Label]:
    """Moved apart where they would stand on each other."""
    placed: list[Label] = []
    for label in sorted(labels, key=lambda label: -label.y):
        y = min(label.y, placed[-1].y - _LABELS_APART) if placed else label.y
        placed.append(Label(label.kind, label.x, round(y, 1), label.text))
    return placed

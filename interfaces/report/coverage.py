"""Which days the files cover, as bars on one time line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from interfaces.report.scale import Axis, Tick
from interfaces.report.text import month_name, shown

if TYPE_CHECKING:
    from application.payback.report_views import CoveredView
    from application.payback.views import PeriodView

MOST_SOURCES = 30
MOST_PERIODS = 120
MOST_LISTED = 6
WIDTH, ROW, HEAD, FOOT = 720, 28, 22, 44
_LEFT, _RIGHT = 170, 8
_TEXT = 26.0


@dataclass(frozen=True, slots=True)
class Span:
    x: float
    width: float
    tip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source of data: `days` are its periods in words, at most `MOST_LISTED`, and `more` of them are not listed."""

    name: str
    label: str
    kind: str
    y: int
    spans: list[Span]
    days: list[str]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The time line; `as_of` is the x of the day up to which the report answers."""

    height: int
    sources: list[Source]
    months: list[Tick]
    years: list[Tick]
    as_of: float | None
    as_of_day: str
    left_out: int


def coverage_of(covered: Sequence[CoveredView], as_of: str | None) -> Coverage | None:
    """None where no source of data covers a day."""
    told = [(view, _periods(view)) for view in covered]
    told = [(view, periods) for view, periods in told if periods]
    if not told:
        return None
    days = [day for _, periods in told for period in periods for day in period]
    ordinal = None if as_of is None else date.fromisoformat(as_of).toordinal()
    axis = _axis(min(days), max([*days, *([ordinal] if ordinal else [])]))
    drawn, firsts = told[:MOST_SOURCES], list(_firsts(axis))
    return Coverage(
        height=HEAD + ROW * len(drawn) + FOOT,
        sources=[_source(view, periods, place, axis) for place, (view, periods) in enumerate(drawn)],
        months=[Tick(axis.at(day.toordinal()), month_name(day.isoformat())) for day in firsts],
        years=[Tick(axis.at(day.toordinal()), str(day.year)) for day in firsts if day == firsts[0] or day.month == 1],
        as_of=None if ordinal is None else axis.at(min(max(ordinal + 1, axis.low), axis.high)),
        as_of_day=as_of or "",
        left_out=len(told) - len(drawn),
    )


def _axis(first: int, last: int) -> Axis:
    """From the first day's beginning to the last one's end."""
    return Axis(first, last + 1, _LEFT, WIDTH - _RIGHT, 1)


def _periods(view: CoveredView) -> list[tuple[int, int]]:
    found = [_ordinals(period) for period in view["periods"]]
    return [period for period in found if period is not None]


def _ordinals(period: PeriodView) -> tuple[int, int] | None:
    start, end = period["start"], period["end"]
    if start is None or end is None:
        return None
    return date.fromisoformat(start).toordinal(), date.fromisoformat(end).toordinal()


def _source(view: CoveredView, periods: list[tuple[int, int]], place: int, axis: Axis) -> Source:
    account = f" ({view['account']})" if view["account"] else ""
    name = (view["platform"] or "no platform") + account
    days = [_in_words(period) for period in periods[:MOST_LISTED]]
    return Source(
        name=shown(name, 80),
        label=shown(name, 24),
        kind=view["kind"],
        y=HEAD + ROW * place,
        spans=[_span(period, name, axis) for period in periods[:MOST_PERIODS]],
        days=days,
        more=len(periods) - len(days),
    )


def _span(period: tuple[int, int], name: str, axis: Axis) -> Span:
    start, end = axis.at(period[0]), axis.at(period[1] + 1)
    return Span(start, max(round(end - start, 1), 1.0), f"{shown(name, 40)}: {_in_words(period)}")


def _in_words(period: tuple[int, int]) -> str:
    first, last = (date.fromordinal(day).isoformat() for day in period)
    return first if first == last else f"{first} to {last}"


def _firsts(axis: Axis) -> Iterator[date]:
    """The first day of so many months as there is room for."""
    first, last = date.fromordinal(int(axis.low)), date.fromordinal(int(axis.high))
    month, count = first.year * 12 + first.month - 1, (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120) if count / step <= 13), count)
    for at in range(month + (-month % step), month + count, step):
        day = date(at // 12, at % 12 + 1, 1)
        if axis.low <= day.toordinal() and axis.at(day.toordinal()) <= axis.end - _TEXT:
            yield day

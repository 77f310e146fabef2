"""The cohort triangle: a row per cohort, a column per month of its life, the darker the higher."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from interfaces import figures

if TYPE_CHECKING:
    from application.payback.cohort_views import CohortMonthView, CohortView
    from interfaces.report.running import Running

SMALL = 30
"""Below so many customers one order moves a figure by a lot: the row is greyed, and it is said."""
SHADES = 9
MOST_ROWS = 36
MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Cell:
    """`kind`: "h0".."h8" for a shade, "plain" in a small cohort, "open" for a month that is not over, "none" for one
    that has not begun."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    cohort: str
    so_far: str
    customers: str
    small: bool
    cells: list[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Triangle:
    """One metric of one block; `left_out` older cohorts are not drawn, nor are months behind the last of `months`."""

    key: str
    title: str
    how: str
    months: list[str]
    lines: list[Line]
    left_out: int
    months_cut: bool

    @property
    def has_small(self) -> bool:
        return any(line.small for line in self.lines)

    @property
    def has_open(self) -> bool:
        return any(cell.kind == "open" for line in self.lines for cell in line.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """How a month's figure is written, and by what it is shaded (None: it has none)."""

    key: str
    title: str
    how: str
    text: Callable[[CohortMonthView], str]
    weight: Callable[[CohortMonthView, int], Decimal | None]


def triangles(cohorts: Sequence[CohortView], currency: str, running: Running | None = None) -> list[Triangle]:
    """One triangle per metric, of the newest cohorts that have customers."""
    peopled = [cohort for cohort in cohorts if cohort["customers"]]
    return [_triangle(peopled, metric, running) for metric in _metrics(currency)] if peopled else []


def _metrics(currency: str) -> tuple[Metric, ...]:
    return (
        Metric(
            key="ltv",
            title="LTV",
            how=f"Margin × all net revenue of the cohort up to the end of month m ÷ all its customers, in {currency}.",
            text=lambda month: figures.quotient(month["ltv"]),
            weight=lambda month, _: _decimal(month["ltv"]),
        ),
        Metric(
            key="revenue",
            title="Revenue",
            how=f"Net revenue that the cohort's customers brought in month m alone, in whole {currency}.",
            text=lambda month: figures.whole(month["revenue"]),
            weight=lambda month, _: _decimal(month["revenue"]),
        ),
        Metric(
            key="customers",
            title="Customers",
            how="How many of the cohort's customers had at least one counting order in month m; shaded by their share.",
            text=lambda month: figures.count(month["active_customers"]),
            weight=_active_share,
        ),
    )


def _triangle(cohorts: Sequence[CohortView], metric: Metric, running: Running | None) -> Triangle:
    drawn = cohorts[-MOST_ROWS:]
    longest = max(len(cohort["months"]) for cohort in drawn)
    width = min(longest, MOST_MONTHS + 1)
    shade = _Shades([weight for cohort in drawn if not _is_small(cohort) for weight in _weights(cohort, metric, width)])
    return Triangle(
        key=metric.key,
        title=metric.title,
        how=metric.how,
        months=[f"m{number}" for number in range(width)],
        lines=[_line(cohort, metric, width, shade, running) for cohort in drawn],
        left_out=len(cohorts) - len(drawn),
        months_cut=longest > width,
    )


class _Shades:
    """Nine steps with about equal numbers of cells, so that m0 does not leave one shade to all the rest."""

    def __init__(self, weights: Sequence[Decimal]) -> None:
        self._ordered = sorted(set(weights))

    def __call__(self, weight: Decimal) -> str:
        place = bisect_left(self._ordered, weight)
        return f"h{place * SHADES // len(self._ordered)}"


def _weights(cohort: CohortView, metric: Metric, width: int) -> list[Decimal]:
    weights = [metric.weight(month, cohort["customers"]) for month in cohort["months"][:width] if month["mature"]]
    return [weight for weight in weights if weight is not None]


def _line(cohort: CohortView, metric: Metric, width: int, shade: _Shades, running: Running | None) -> Line:
    cells = [_cell(month, cohort, metric, shade) for month in cohort["months"][:width]]
    return Line(
        cohort=cohort["cohort"],
        so_far=running.mark(cohort["cohort"]) if running else "",
        customers=figures.count(cohort["customers"]),
        small=_is_small(cohort),
        cells=cells + [Cell("none")] * (width - len(cells)),
    )


def _cell(month: CohortMonthView, cohort: CohortView, metric: Metric, shade: _Shades) -> Cell:
    weight = metric.weight(month, cohort["customers"])
    if not month["mature"] or weight is None:
        return Cell("open")
    return Cell("plain" if _is_small(cohort) else shade(weight), metric.text(month))


def _is_small(cohort: CohortView) -> bool:
    return cohort["customers"] < SMALL


def _active_share(month: CohortMonthView, customers: int) -> Decimal | None:
    active = month["active_customers"]
    return None if active is None else Decimal(active) / customers


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)

"""The answer in words, and the few figures that a reader looks for first. Counted from the views, and nothing
is added up here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from application.payback.report_views import is_too_early
from interfaces import figures
from interfaces.outcomes import in_other_currencies
from interfaces.report.blocks import Block, Blocks
from interfaces.report.text import shown

if TYPE_CHECKING:
    from application.payback.report_views import ReportView
    from application.payback.views import PaybackView, RowView

MOST_SOURCES = 6
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    value: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`by_source` are the names and outcomes of the sources (or campaigns) with spend and customers that spent most,
    and `more_sources` how many others there are; `caveat` is what the sentence must not be read without."""

    sentence: str
    caveat: str
    by_source: list[tuple[str, str]]
    more_sources: int
    figures: list[Figure]


@dataclass(frozen=True, slots=True)
class Cohorts:
    """Those of a block that have spend and customers, by what became of them."""

    rows: list[RowView]

    @classmethod
    def of(cls, block: Block) -> Cohorts:
        return cls([row for row in block.rows if row["cac"] is not None])

    @property
    def paid(self) -> list[RowView]:
        return [row for row in self.rows if row["payback_month"] is not None]

    @property
    def not_yet(self) -> list[RowView]:
        return [row for row in self.rows if row["payback_month"] is None and not is_too_early(row)]

    @property
    def too_early(self) -> list[RowView]:
        return [row for row in self.rows if is_too_early(row)]


def answer_of(report: ReportView, blocks: Blocks) -> Answer:
    """What the report comes to; where there are no facts, what is missing."""
    whole = blocks.whole
    costed = [(block, Cohorts.of(block)) for block in (*blocks.drawn, *blocks.rest) if not block.is_all]
    named = [(block.name, _outcome(cohorts)) for block, cohorts in costed if cohorts.rows]
    return Answer(
        sentence=_sentence(report["payback"], whole),
        caveat=_caveat(report["payback"], whole),
        by_source=named[:MOST_SOURCES],
        more_sources=len(named[MOST_SOURCES:]),
        figures=list(_figures(report)) if whole.rows else [],
    )


def _sentence(view: PaybackView, whole: Block) -> str:
    cohorts = Cohorts.of(whole)
    if not whole.rows:
        return _nothing(view)
    if "no_orders" in {warning["code"] for warning in view["warnings"]}:
        return "There is spend but there are no orders: what customers are worth is not known."
    if not cohorts.rows:
        return "No month has both spend and new customers: whether customers have paid back is not known."
    if len(cohorts.too_early) == len(cohorts.rows):
        return "No cohort's first month is over yet: it is too early to say whether customers have paid back."
    return _verdict(cohorts)


def _verdict(cohorts: Cohorts) -> str:
    paid, told = cohorts.paid, len(cohorts.rows) - len(cohorts.too_early)
    if not paid:
        said = f"of {_of(told)}, none has paid back yet."
    elif len(paid) < told:
        said = f"of {_of(told)}, {len(paid):,} {_has(paid)} paid back, {_how_fast(paid)}."
    elif told == 1:
        said = f"the one monthly cohort with spend has paid back, {_how_fast(paid)}."
    else:
        said = f"all {_of(told)} have paid back, {_how_fast(paid)}."
    return f"All customers together, also those whom no ad brought: {said}{_too_early(cohorts.too_early)}"


def _nothing(view: PaybackView) -> str:
    """Facts in other currencies are there, but no rate makes them the report's."""
    if view["other_currencies"]:
        return shown(in_other_currencies(view))
    return f"There is nothing to report on yet: no orders and no spend up to {view['as_of'] or 'any day'}."


def _caveat(view: PaybackView, whole: Block) -> str:
    """Revenue is not what is left of it: with a margin of 1 a cohort pays back far too early."""
    judged = view["margin"] == "1" and Cohorts.of(whole).rows
    return "Counted on revenue: no margin was given." if judged else ""


def _of(number: int) -> str:
    return figures.counted(number, "monthly cohort") + " with spend"


def _has(rows: Sequence[RowView]) -> str:
    return "has" if len(rows) == 1 else "have"


def _how_fast(paid: Sequence[RowView]) -> str:
    months = sorted({row["payback_month"] for row in paid if row["payback_month"] is not None})
    if months == [0]:
        return "within the month of the first order"
    return (
        f"in month m{months[0]}" if len(months) == 1 else f"the fastest in m{months[0]}, the slowest in m{months[-1]}"
    )


def _too_early(rows: Sequence[RowView]) -> str:
    return f" For {_named(rows)} it is too early to say." if rows else ""


def _outcome(cohorts: Cohorts) -> str:
    told = len(cohorts.rows) - len(cohorts.too_early)
    parts = [f"{len(cohorts.paid):,} of {figures.counted(told, 'cohort')} paid back"] if told else []
    parts += [f"not yet: {_named(cohorts.not_yet)}"] if cohorts.not_yet else []
    parts += [f"too early to say: {_named(cohorts.too_early)}"] if cohorts.too_early else []
    return "; ".join(parts)


def _named(rows: Sequence[RowView]) -> str:
    """The newest of them by their months, and how many more there are."""
    named = ", ".join(row["cohort"] for row in rows[-MOST_NAMED:])
    return f"{named} and {len(rows) - MOST_NAMED:,} older" if len(rows) > MOST_NAMED else named


def _figures(report: ReportView) -> Iterator[Figure]:
    totals, currency = report["totals"], report["payback"]["currency"] or ""
    told = totals["paid_back"] + totals["not_yet"]
    paid = f"{totals['paid_back']:,} of {told:,}" if told else figures.UNKNOWN
    yield Figure("Cohorts paid back", paid, "", "all sources; with spend and a month that is over")
    yield Figure("Customers", figures.count(totals["customers"]), "", "all sources; with a counting order")
    spend, revenue = totals["spend"], totals["net_revenue"]
    note = "all sources" + ("; some days are not covered" if totals["spend_partial"] else "")
    yield Figure("Spend", figures.money(spend), currency if spend else "", note)
    yield Figure("Net revenue", figures.money(revenue), currency if revenue else "", "all sources; up to the as-of day")
    known = figures.percent(report["payback"]["coverage"]["customers_with_known_source"])
    yield Figure("Known source", known, "", "all sources; share of the customers")

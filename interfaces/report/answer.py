"""The answer in words, and the few figures that a reader looks for first. All of it is counted from the view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interfaces.report import numbers
from interfaces.report.blocks import Block, Blocks

if TYPE_CHECKING:
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
    """`by_source` are the names and outcomes of the largest sources (or campaigns) that have spend and customers."""

    sentence: str
    by_source: list[tuple[str, str]]
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
        return [row for row in self.rows if row["payback_month"] is None and row["mature_through"] is not None]

    @property
    def too_early(self) -> list[RowView]:
        """Not even their first month is over."""
        return [row for row in self.rows if row["payback_month"] is None and row["mature_through"] is None]


def answer_of(view: PaybackView, blocks: Blocks) -> Answer:
    """What the report comes to; where there are no facts, what is missing."""
    whole = blocks.whole
    costed = [(block, Cohorts.of(block)) for block in blocks.drawn if not block.is_all]
    named = [(block.name, _outcome(cohorts)) for block, cohorts in costed if cohorts.rows]
    return Answer(
        sentence=_sentence(view, whole),
        by_source=named[:MOST_SOURCES],
        figures=list(_figures(view, whole)) if whole.rows else [],
    )


def _sentence(view: PaybackView, whole: Block) -> str:
    cohorts = Cohorts.of(whole)
    if not whole.rows:
        return "There is nothing to report on yet: no orders and no spend up to that day."
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
    return f"All sources together: {said}{_too_early(cohorts.too_early)}"


def _of(number: int) -> str:
    return numbers.counted(number, "monthly cohort") + " with spend"


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
    parts = [f"{len(cohorts.paid):,} of {numbers.counted(told, 'cohort')} paid back"] if told else []
    parts += [f"not yet: {_named(cohorts.not_yet)}"] if cohorts.not_yet else []
    parts += [f"too early to say: {_named(cohorts.too_early)}"] if cohorts.too_early else []
    return "; ".join(parts)


def _named(rows: Sequence[RowView]) -> str:
    """The newest of them by their months, and how many more there are."""
    named = ", ".join(row["cohort"] for row in rows[-MOST_NAMED:])
    return f"{named} and {len(rows) - MOST_NAMED:,} older" if len(rows) > MOST_NAMED else named


def _figures(view: PaybackView, whole: Block) -> Iterator[Figure]:
    currency, coverage, cohorts = view["currency"] or "", view["coverage"], Cohorts.of(whole)
    told = len(cohorts.rows) - len(cohorts.too_early)
    paid = f"{len(cohorts.paid):,} of {told:,}" if told else numbers.UNKNOWN
    yield Figure("Cohorts paid back", paid, "", "of those with spend and a month that is over")
    yield Figure("Customers", numbers.count(coverage["customers"]), "", "with at least one counting order")
    spend = numbers.summed(row["spend"] for row in whole.rows)
    partial = any(row["spend_partial"] for row in whole.rows)
    note = "as far as files tell: some days are not covered" if partial else "of all sources"
    yield Figure("Spend", numbers.money(spend), currency if spend else "", note)
    revenue = numbers.summed(month["revenue"] for month in whole.calendar)
    yield Figure("Net revenue", numbers.money(revenue), currency if revenue else "", "booked up to the as-of day")
    known = numbers.percent(coverage["customers_with_known_source"])
    yield Figure("Known source", known, "", "share of the customers")

"""What the figures rest on, what was left out of them, and what looks wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interfaces import figures
from interfaces.report.text import name_of, shown

if TYPE_CHECKING:
    from application.payback.views import OtherCurrencyView, PaybackView, UnallocatedView
    from interfaces.report.ledger import Ledger

MOST_LINES = 50


@dataclass(frozen=True, slots=True)
class Term:
    """Something that was asked or assumed, and what it means."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Apart:
    """Spend that belongs to no single month."""

    source: str
    days: str
    spend: str
    file: str


@dataclass(frozen=True, slots=True)
class Other:
    currency: str
    orders: str
    net: str
    spend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    terms: list[Term]
    warnings: list[str]
    more_warnings: int
    assumed_files: list[str]
    more_assumed_files: int
    unallocated: list[Apart]
    more_unallocated: int
    others: list[Other]
    more_others: int


def assumptions_of(view: PaybackView, ledger: Ledger) -> Assumptions:
    warnings, assumed_files = view["warnings"], [shown(file, 120) for file in ledger.assumed_files]
    unallocated, others = view["unallocated_spend"], view["other_currencies"]
    return Assumptions(
        terms=[*_asked(view), *_counted(view)],
        warnings=[shown(warning["message"]) for warning in warnings[:MOST_LINES]],
        more_warnings=max(0, len(warnings) - MOST_LINES),
        assumed_files=assumed_files,
        more_assumed_files=ledger.assumed - len(assumed_files),
        unallocated=[_apart(line) for line in unallocated[:MOST_LINES]],
        more_unallocated=max(0, len(unallocated) - MOST_LINES),
        others=[_other(other) for other in others[:MOST_LINES]],
        more_others=max(0, len(others) - MOST_LINES),
    )


def revenue_words(view: PaybackView) -> str:
    """What is in net revenue."""
    left_out = [name for name, out in (("tax", view["exclude_tax"]), ("shipping", view["exclude_shipping"])) if out]
    return f"without {' and '.join(left_out)}" if left_out else "with tax and shipping"


def _asked(view: PaybackView) -> Iterator[Term]:
    yield Term("As of", view["as_of"] or figures.UNKNOWN, "The last day that counts; what came later has not happened.")
    yield Term("Currency", view["currency"] or figures.UNKNOWN, "Other currencies are never added without a rate.")
    yield Term("Margin", view["margin"], "The share of net revenue that is kept; LTV is multiplied by it.")
    yield Term("Days in", view["timezone"], "Every instant is a local day there; a bare date never shifts.")
    yield Term("Net revenue", revenue_words(view), "Amount paid less refunds; tax and shipping as far as files tell.")
    if view["orders_from"]:
        yield Term("Orders from", shown(view["orders_from"]), "The book that counts where two have the same sale.")


def _counted(view: PaybackView) -> Iterator[Term]:
    coverage = view["coverage"]
    yield Term("Customers", figures.count(coverage["customers"]), "People with at least one order that counts.")
    known = figures.percent(coverage["customers_with_known_source"])
    yield Term("Known source", known, "Of the customers; the others are under unknown.")
    if "customers_with_matched_campaign" in coverage:
        matched = figures.percent(coverage["customers_with_matched_campaign"])
        yield Term(
            "Matched campaign", matched, "Of the customers; their campaign is one that the platform's files name."
        )
    nobody, free = coverage["orders_without_identity"], coverage["free_orders"]
    yield Term("Orders without a name", figures.count(nobody), "In the revenue of their month, in no cohort.")
    yield Term("Free orders", figures.count(free), "Orders of an amount of 0: they make no customer.")


def _apart(line: UnallocatedView) -> Apart:
    start, end = line["period"]["start"], line["period"]["end"]
    return Apart(
        source=name_of(line["source"], line["campaign"]),
        days=f"{start} to {end}" if start and end else "no period",
        spend=f"{figures.money(line['spend'])} {line['currency']}",
        file=shown(line["file"], 120),
    )


def _other(other: OtherCurrencyView) -> Other:
    return Other(
        currency=shown(other["currency"], 10),
        orders=figures.count(other["orders"]),
        net=figures.money(other["net"]),
        spend=figures.money(other["spend"]),
    )

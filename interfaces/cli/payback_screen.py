"""The answer to the main question for people: the table, what it rests on, and what was left out of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from interfaces.cli import figures
from interfaces.cli.payback_file import FILE_NAME
from interfaces.cli.payback_table import payback_lines
from interfaces.cli.screen import UNKNOWN, dotted, output, say, shown

if TYPE_CHECKING:
    from application.payback.views import CoverageView, PaybackView, RowView, UnallocatedView
    from domain.payback.question import PaybackQuestion

_MOST_LINES = 20


def say_payback(view: PaybackView, question: PaybackQuestion, files: dict[str, str]) -> None:
    """All of it; `question` tells what the view does not: whether tax and shipping are left out."""
    say(Text(f"Payback by {view['by']}", style="bold"), Text(_assumed(view, question), style="dim"))
    say(*payback_lines(view["payback"], output().width))
    say(*_legend(view["payback"]))
    for lines in (_coverage(view), _unallocated(view["unallocated_spend"]), _others(view), _warnings(view)):
        say(*lines)
    written = Path(files["output"]) / FILE_NAME
    say(f"\ndatabase {shown(files['database'])} · table {shown(str(written))}", style="dim")


def _assumed(view: PaybackView, question: PaybackQuestion) -> str:
    left_out = [name for name, out in (("tax", question.exclude_tax), ("shipping", question.exclude_shipping)) if out]
    return dotted(
        (
            f"as of {view['as_of']}",
            view["currency"],
            f"margin {view['margin']}",
            f"days in {view['timezone']}",
            f"net revenue without {' and '.join(left_out)}" if left_out else "net revenue with tax and shipping",
        )
    )


def _legend(rows: list[RowView]) -> Iterator[Text]:
    if not rows:
        yield Text("\nNo month has orders or spend up to that day.")
        return
    partial = any(row["spend_partial"] and row["spend"] is not None for row in rows)
    marks = ["~ spend known for a part of the month"] if partial else []
    marks += [f"{UNKNOWN} not known, or not over yet", "LTV per customer, cumulative"]
    yield Text("\n" + dotted(marks), style="dim")


def _coverage(view: PaybackView) -> Iterator[Text]:
    coverage = view["coverage"]
    yield Text("\nCustomers", style="bold")
    yield _fact(figures.count(coverage["customers"]), "with at least one counting order")
    yield _fact(figures.percent(coverage["customers_with_known_source"]), "have a known source")
    if "customers_with_matched_campaign" in coverage:
        matched = coverage["customers_with_matched_campaign"]
        yield _fact(figures.percent(matched), "have a campaign that the platform's files name")
    yield from _uncounted(coverage)


def _uncounted(coverage: CoverageView) -> Iterator[Text]:
    yield _fact(figures.count(coverage["orders_without_identity"]), "orders name nobody: in the revenue, in no cohort")
    yield _fact(figures.count(coverage["free_orders"]), "free orders: they make no customer")


def _fact(figure: str, words: str) -> Text:
    return Text.assemble("  ", f"{figure:>9}", "  ", words)


def _unallocated(lines: list[UnallocatedView]) -> Iterator[Text]:
    if lines:
        yield Text("\nSpend that belongs to no single month, left out", style="bold")
    yield from (Text("  " + _line(line)) for line in lines[:_MOST_LINES])
    if (more := len(lines) - _MOST_LINES) > 0:
        yield Text(f"  {more:,} more lines, all of them with --json", style="dim")


def _line(line: UnallocatedView) -> str:
    period = line["period"]
    days = f"{period['start']} to {period['end']}" if period["start"] else "no period"
    spend = figures.amount(line["spend"], line["currency"])
    return dotted((spend, line["source"], shown(line["campaign"] or ""), days, shown(line["file"])))


def _others(view: PaybackView) -> Iterator[Text]:
    if view["other_currencies"]:
        yield Text("\nOther currencies, never added to the table", style="bold")
    for other in view["other_currencies"]:
        currency = shown(other["currency"])
        net, spend = figures.amount(other["net"], currency), figures.amount(other["spend"], currency)
        yield Text("  " + dotted((f"{other['orders']:,} orders", f"net revenue {net}", f"spend {spend}")))


def _warnings(view: PaybackView) -> Iterator[Text]:
    if view["warnings"]:
        yield Text("\nTo know", style="bold")
    yield from (Text.assemble(("! ", "yellow"), shown(warning["message"])) for warning in view["warnings"])

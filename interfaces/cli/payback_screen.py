"""The answer to the main question for people: the table, what it rests on, and what was left out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from interfaces import figures
from interfaces.cli.hints import with_option
from interfaces.cli.payback_table import payback_lines
from interfaces.cli.screen import dotted, output, say, shown
from interfaces.figures import UNKNOWN
from interfaces.outcomes import in_other_currencies

if TYPE_CHECKING:
    from application.imports.views import ImportView
    from application.payback.views import CoverageView, PaybackView, UnallocatedView

_MOST_LINES = 20


def say_payback(view: PaybackView, imports: Sequence[ImportView], files: dict[str, str]) -> None:
    """All of it, and where the files are."""
    if not _is_without_facts(view):
        _say_table(view)
    say(*_to_know(view, imports))
    named = (("database", "database"), ("table", "payback"), ("customers", "customers"), ("report", "report"))
    say("\n" + dotted(f"{name} {shown(files[what])}" for name, what in named), style="dim")


def _is_without_facts(view: PaybackView) -> bool:
    """Whether there was nothing to answer from; the notice says so."""
    return any(warning["code"] == "no_facts" for warning in view["warnings"])


def _say_table(view: PaybackView) -> None:
    say(Text(f"Payback by {view['by']}", style="bold"), Text(_assumed(view), style="dim"))
    say(*payback_lines(view["payback"], output().width))
    say(*_legend(view))
    for lines in (_coverage(view), _unallocated(view["unallocated_spend"]), _others(view)):
        say(*lines)


def _assumed(view: PaybackView) -> str:
    left_out = [name for name, out in (("tax", view["exclude_tax"]), ("shipping", view["exclude_shipping"])) if out]
    return dotted(
        (
            f"as of {view['as_of'] or 'no known day'}",
            view["currency"] or "",
            f"margin {view['margin']}",
            f"days in {view['timezone']}",
            f"net revenue without {' and '.join(left_out)}" if left_out else "net revenue with tax and shipping",
            f"sales in two books from {shown(view['orders_from'])}" if view["orders_from"] else "",
        )
    )


def _legend(view: PaybackView) -> Iterator[Text]:
    if not (rows := view["payback"]):
        foreign = shown(in_other_currencies(view)) if view["other_currencies"] else ""
        yield Text(f"\n{foreign or 'No month has orders or spend up to that day.'}")
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
    nobody, free = coverage["orders_without_identity"], coverage["free_orders"]
    name_nobody = "order names nobody" if nobody == 1 else "orders name nobody"
    yield _fact(figures.count(nobody), f"{name_nobody}: in the revenue, in no cohort")
    yield _fact(
        figures.count(free), "free order: it makes no customer" if free == 1 else "free orders: they make no customer"
    )


def _fact(figure: str, words: str) -> Text:
    return Text.assemble("  ", f"{figure:>9}", "  ", words)


def _unallocated(lines: list[UnallocatedView]) -> Iterator[Text]:
    if lines:
        yield Text("\nSpend that belongs to no single month, left out", style="bold")
    yield from (Text("  " + _line(line)) for line in lines[:_MOST_LINES])
    if (more := len(lines) - _MOST_LINES) > 0:
        yield Text(f"  {figures.counted(more, 'more line')}, all of them with --json", style="dim")


def _line(line: UnallocatedView) -> str:
    period = line["period"]
    days = f"{period['start']} to {period['end']}" if period["start"] else "no period"
    spend = figures.money_in(line["spend"], line["currency"])
    return dotted((spend, line["source"], shown(line["campaign"] or ""), days, shown(line["file"])))


def _others(view: PaybackView) -> Iterator[Text]:
    if view["other_currencies"]:
        yield Text("\nOther currencies, never added to the table", style="bold")
    for other in view["other_currencies"]:
        currency = shown(other["currency"])
        net, spend = figures.money_in(other["net"], currency), figures.money_in(other["spend"], currency)
        yield Text("  " + dotted((figures.counted(other["orders"], "order"), f"net revenue {net}", f"spend {spend}")))


def _to_know(view: PaybackView, imports: Sequence[ImportView]) -> Iterator[Text]:
    lines = [*(with_option(warning["code"], warning["message"]) for warning in view["warnings"]), *_rejected(imports)]
    if lines:
        yield Text("To know" if _is_without_facts(view) else "\nTo know", style="bold")
    yield from (Text.assemble(("! ", "yellow"), shown(line)) for line in lines)


def _rejected(imports: Sequence[ImportView]) -> Iterator[str]:
    """What the table lacks: single rows of files that were stored, and files that were not."""
    in_part = [view["rejected_rows"] for view in imports if view["status"] != "rejected" and view["rejected_rows"]]
    if in_part:
        rows, files = figures.counted(sum(in_part), "row"), figures.counted(len(in_part), "file")
        yield f"{rows} of {files} {_missing(sum(in_part))}"
    if whole := sum(view["status"] == "rejected" for view in imports):
        yield f"{figures.counted(whole, 'file')} {_missing(whole, ' as a whole')}"


def _missing(number: int, how: str = "") -> str:
    was, its = ("was", "its") if number == 1 else ("were", "their")
    return f"{was} rejected{how}: {its} figures are missing above"

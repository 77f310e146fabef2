"""Imported files for people: a table where it fits the window, else a few lines per file; then what is to be known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from interfaces import figures
from interfaces.cli.grid import Column, Grid, Row
from interfaces.cli.imported import is_unrecognised, needs_a_look
from interfaces.cli.screen import dotted, output, say, shown
from interfaces.figures import UNKNOWN

if TYPE_CHECKING:
    from application.imports.proposals import FileView, ProposalView
    from application.imports.sums import OrderSumsView
    from application.imports.views import ImportView, RejectView

    Holding = ImportView | ProposalView

STATUS_STYLES = {
    "imported": "green",
    "updated": "cyan",
    "unchanged": "dim",
    "undone": "dim",
    "proposed": "yellow",
    "rejected": "red",
    "unrecognised": "yellow",
}
_COLUMNS = (
    *(Column(title) for title in ("File", "Platform", "Kind", "Encoding", "Status")),
    *(Column(title, right=True) for title in ("Rows", "Totals", "Rejected", "Spend or orders' net")),
    Column("Reconciles"),
)
_GOOD, _BAD = ("· ", "dim"), ("✗ ", "red")
_MOST_NAMES = 8
_MOST_LINES = 10
"""Of the rejected rows of one file; all that are kept stand in the JSON."""


def say_imports(views: Sequence[FileView], *, quiet: bool = False) -> None:
    """The files, then what their reading brought to light; with `quiet` only those that need somebody's eyes."""
    looked_at = [view for view in views if needs_a_look(view)] if quiet else views
    if looked_at:
        say(Text("Imports", style="bold"))
        _say_files(looked_at)
        findings = [line for view in looked_at for line in _findings(view)]
        say(*([Text(), *findings] if findings else []), "")


def _say_files(views: Sequence[FileView]) -> None:
    rows = [_row(view) for view in views]
    grid = Grid.fitting(_COLUMNS, rows)
    if grid.width <= output().width:
        say(*grid.lines(rows))
    else:
        say(*(line for view in views for line in _card(view)))


def reconciles(answer: bool | None) -> Text:
    """The answer to: do the kept rows add up to the file's own total?"""
    if answer is None:
        return Text("no total in file", style="dim")
    return Text("yes", style="green") if answer else Text("no", style="red")


def worth_name(view: Holding) -> str:
    """What `worth` is. Orders of every status are in it: it is not the net revenue of the report."""
    if "leads" in view or "activity" in view:
        return "holds"
    return "net of all orders" if "orders" in view else "spend"


def worth(view: Holding) -> str:
    """The spend of a file, or the net of all its orders per currency, each with its currency; or what it holds."""
    if (orders := view.get("orders")) is not None:
        return " + ".join(_nets(view, orders)) or UNKNOWN
    if (sums := view.get("sums")) is not None and sums["spend"] is not None:
        return figures.money_in(sums["spend"], view["currency"]) + _mark(view["currency_assumed"])
    return _held(view) or UNKNOWN


def _held(view: Holding) -> str:
    if (leads := view.get("leads")) is not None:
        return figures.counted(leads["leads"], "lead")
    if (activity := view.get("activity")) is not None:
        people = figures.counted(activity["people"], "person", "people")
        return f"{figures.counted(activity['events'], 'event')} of {people}"
    return ""


def status(view: ImportView) -> Text:
    return Text(view["status"], style=STATUS_STYLES.get(view["status"], ""))


def reject_line(reject: RejectView) -> str:
    raw = f"   {reject['raw']}" if reject["raw"] else ""
    return shown(f"line {reject['line']}: {reject['reason']}{raw}")


def _row(view: ImportView) -> Row:
    return (
        shown(view["file"]),
        view["platform"] or UNKNOWN,
        view["kind"],
        view["encoding"] or UNKNOWN,
        status(view),
        *_counts(view),
        worth(view),
        UNKNOWN if is_unrecognised(view) else reconciles(view["reconciles"]),
    )


def _counts(view: ImportView) -> tuple[str, str, str]:
    if is_unrecognised(view):
        return UNKNOWN, UNKNOWN, UNKNOWN
    count = figures.count
    return count(view["rows"]), count(view["total_rows"]), count(view["rejected_rows"])


def _card(view: ImportView) -> Iterator[Text]:
    yield Text.assemble((shown(view["file"]), "bold"), "  ", status(view))
    if is_unrecognised(view):
        return
    rows, totals = figures.counted(view["rows"], "row"), figures.counted(view["total_rows"], "total row")
    yield Text("  " + dotted((view["platform"] or "", view["kind"], view["encoding"] or "")), style="dim")
    yield Text(f"  {rows}, {totals} left out, {view['rejected_rows']:,} rejected")
    named = f"{worth_name(view)} {worth(view)} · " if worth(view) != UNKNOWN else ""
    yield Text.assemble(f"  {named}reconciles: ", reconciles(view["reconciles"]))


def proposed(view: ProposalView) -> str:
    """What a file would be imported as."""
    kind = f"proposed as {view['kind'].replace('_', ' ')}"
    if view["message"] is not None:
        return f"{kind}, but {shown(view['message']['message'])}"
    holds = [figures.counted(view["rows"], "row"), f"{worth_name(view)} {worth(view)}"]
    return ", ".join([kind, *(holds if worth(view) != UNKNOWN else holds[:1])])


def _nets(view: Holding, orders: OrderSumsView) -> Iterator[str]:
    for currency, sums in orders["by_currency"].items():
        unnamed = currency == "unknown"
        told = (view["currency"] if view["currency_assumed"] else None) if unnamed else currency
        yield figures.money_in(sums["net"], told) + _mark(unnamed and view["currency_assumed"])


def _mark(assumed: bool) -> str:
    return " (assumed)" if assumed else ""


def _findings(view: FileView) -> Iterator[Text]:
    name = shown(view["file"])
    sign = _BAD if is_unrecognised(view) or view["status"] == "rejected" else _GOOD
    for message in view["messages"]:
        yield Text.assemble(sign, f"{name}: {shown(message['message'])}")
    if "proposal" in view:
        yield Text.assemble(_GOOD, f"{name}: not imported: {proposed(view['proposal'])}")
    for reject in view["rejects"][:_MOST_LINES]:
        yield Text.assemble(_BAD, f"{name}, {reject_line(reject)}")
    if (more := view["rejected_rows"] - _MOST_LINES) > 0:
        yield Text(f"  {name}: {figures.counted(more, 'more rejected row')}", style="dim")
    yield from _by_name(name, view)
    yield from _differences(name, view)


def _by_name(name: str, view: ImportView) -> Iterator[Text]:
    """How the leads or events of a file spread, the most frequent names first."""
    found: list[tuple[str, dict[str, int]]] = []
    if (leads := view.get("leads")) is not None:
        found = [("status", leads["by_status"]), ("source", leads["by_source"])]
    elif (activity := view.get("activity")) is not None:
        found = [("event", activity["by_event"])]
    for what, counts in found:
        most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        listed = ", ".join(f"{shown(of)} {count:,}" for of, count in most[:_MOST_NAMES])
        more = f" and {len(most) - _MOST_NAMES} more" if len(most) > _MOST_NAMES else ""
        yield Text.assemble(_GOOD, f"{name}: by {what}: {listed}{more}")


def _differences(name: str, view: ImportView) -> Iterator[Text]:
    """Where the file does not add up, in which figures; where it does, which totals speak for more than its rows."""
    differing = [entry for entry in view["reconciliation"] if not entry["agrees"]]
    if view["reconciles"] is False:
        for entry in differing:
            figures_beside = f"the file says {entry['file']}, its rows {entry['rows'] or UNKNOWN}"
            yield Text.assemble(_BAD, f"{name}: {shown(entry['total'])}, {entry['metric']}: {figures_beside}")
    elif differing:
        totals = ", ".join(dict.fromkeys(shown(entry["total"]) for entry in differing))
        yield Text.assemble(_GOOD, f"{name}: {totals} tell of more than the rows listed")

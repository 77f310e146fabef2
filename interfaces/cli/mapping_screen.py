"""Proposed and saved mappings for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from interfaces import figures
from interfaces.cli.grid import Column, Grid, Row
from interfaces.cli.imported_screen import reconciles, reject_line, worth, worth_name
from interfaces.cli.screen import dotted, output, say, shown
from interfaces.figures import UNKNOWN

if TYPE_CHECKING:
    from application.imports.proposals import MappingView, ProposalView, ProposedColumnView

_COLUMNS = tuple(Column(title) for title in ("Is read as", "Column", "Because", "Such as"))
_SAVED = tuple(Column(title) for title in ("Fingerprint", "Saved (UTC)", "Kind", "Platform", "Made from", "Columns"))
_MOST_REJECTS = 5


def say_proposal(view: ProposalView) -> None:
    """The columns with their evidence, then what the mapping makes of the file."""
    kind = view["kind"].replace("_", " ")
    said = dotted((kind, view["platform"], "saved" if view["saved"] else "proposed"))
    say(Text.assemble((shown(view["file"]), "bold"), "  ", (said, "green" if view["saved"] else "yellow")), "")
    _say_columns(view["columns"])
    say("", *_what_it_makes(view), "")


def say_mappings(views: Sequence[MappingView]) -> None:
    if not views:
        say("There are no saved mappings.")
        return
    rows = [_saved_row(view) for view in views]
    grid = Grid.fitting(_SAVED, rows)
    if grid.width <= output().width:
        say(*grid.lines(rows))
    else:
        say(*(line for view in views for line in _saved_card(view)))


def _say_columns(columns: Sequence[ProposedColumnView]) -> None:
    rows = [_column_row(column) for column in columns]
    grid = Grid.fitting(_COLUMNS, rows)
    if grid.width <= output().width:
        say(*grid.lines(rows))
    else:
        say(*(line for column in columns for line in _column_card(column)))


def _column_row(column: ProposedColumnView) -> Row:
    samples = shown(dotted(column["samples"]))
    return Text(column["field"], style="bold"), shown(column["header"]), shown(column["evidence"]), Text(samples, "dim")


def _column_card(column: ProposedColumnView) -> Iterator[Text]:
    yield Text.assemble((column["field"], "bold"), f"  {shown(column['header'])}")
    yield Text(f"  {shown(column['evidence'])}", style="dim")


def _what_it_makes(view: ProposalView) -> Iterator[Text]:
    if view["unread"]:
        yield Text(f"not read: {shown(', '.join(view['unread']))}", style="dim")
    if view["message"] is not None:
        yield Text.assemble(("✗ ", "red"), shown(view["message"]["message"]))
        return
    rows, totals = figures.counted(view["rows"], "row"), figures.counted(view["total_rows"], "total row")
    period = view["period"]
    dates = f"{period['start']} to {period['end']}" if period["start"] else ""
    yield Text(dotted((rows, f"{totals} left out", f"{view['rejected_rows']:,} rejected", dates)))
    yield Text(dotted((f"{worth_name(view)} {worth(view)}" if worth(view) != UNKNOWN else "", *_counts(view))), "bold")
    yield Text.assemble("reconciles: ", reconciles(view["reconciles"]))
    yield from (Text.assemble(("· ", "dim"), shown(message["message"])) for message in view["messages"])
    yield from (Text.assemble(("✗ ", "red"), reject_line(reject)) for reject in view["rejects"][:_MOST_REJECTS])


def _counts(view: ProposalView) -> Iterator[str]:
    """The figures beside the spend."""
    for name, figure in view.get("sums", {}).items():
        if figure is not None and name != "spend":
            yield f"{name.replace('_', ' ')} {figures.money(str(figure))}"


def _saved_row(view: MappingView) -> Row:
    return (
        view["fingerprint"][:12],
        _instant(view),
        view["kind"],
        shown(view["platform"]) or UNKNOWN,
        shown(view["file"]),
        _columns(view),
    )


def _saved_card(view: MappingView) -> Iterator[Text]:
    told = dotted((_instant(view), view["kind"], shown(view["platform"]), shown(view["file"])))
    yield Text.assemble((view["fingerprint"][:12], "bold"), f"  {told}")
    yield Text(f"  {_columns(view)}", style="dim")


def _columns(view: MappingView) -> str:
    pairs = [*view["columns"].items(), *(("segment", header) for header in view["segments"])]
    return shown(", ".join(f"{field}={header}" for field, header in pairs))


def _instant(view: MappingView) -> str:
    return (view["saved_at"] or "")[:19].replace("T", " ")

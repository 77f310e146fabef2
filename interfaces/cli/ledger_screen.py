"""The ledger of imports for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from interfaces import figures
from interfaces.cli.grid import Column, Grid, Row
from interfaces.cli.imported_screen import reconciles, reject_line, status, worth, worth_name
from interfaces.cli.screen import dotted, output, say, shown
from interfaces.figures import UNKNOWN

if TYPE_CHECKING:
    from application.imports.sums import SumsView
    from application.imports.undoing import UndoView
    from application.imports.views import LedgerEntry

_COLUMNS = (
    Column("Id", right=True),
    *(Column(title) for title in ("Imported (UTC)", "File", "Platform", "Kind", "Account")),
    *(Column(title, right=True) for title in ("Rows", "New", "Updated", "Unchanged", "Rejected")),
    Column("Reconciles"),
)


def say_page(entries: Sequence[LedgerEntry], older: int | None) -> None:
    """A page of the ledger, and how to turn it."""
    if not entries:
        say("There are no imports.")
        return
    rows = [_row(entry) for entry in entries]
    grid = Grid.fitting(_COLUMNS, rows)
    if grid.width <= output().width:
        say(*grid.lines(rows))
    else:
        say(*(line for entry in entries for line in _card(entry)))
    if older is not None:
        say(f"\nOlder ones: succotash imports list --before {older}", style="dim")


def say_entry(entry: LedgerEntry) -> None:
    """All that is kept of one import."""
    say(Text.assemble((f"Import {entry['id']}  ", "bold"), (shown(entry["file"]), "bold"), "  ", status(entry)))
    say(*(Text.assemble(f"  {name:<19}", (value, "")) for name, value in _facts(entry) if value))
    for title, lines in (
        ("Figures", list(_sums(entry.get("sums")))),
        ("Beside the file's own totals", list(_beside(entry))),
        ("To know", [f"  {shown(message['message'])}" for message in entry["messages"]]),
        ("Rejected lines", [f"  {reject_line(reject)}" for reject in entry["rejects"]]),
    ):
        if lines:
            say(Text(f"\n{title}", style="bold"), *lines)


def say_undone(undone: UndoView) -> None:
    """What an undo left behind, or would leave."""
    file, facts = shown(undone["file"]), figures.counted
    became = [f"{facts(undone['gone'], 'fact')} gone"]
    if undone["restored"]:
        became.append(f"of {facts(undone['restored'], 'fact')} another import's version counts again")
    say(f"Import {undone['id']} ({file}) {'would be' if undone['dry_run'] else 'is'} taken back: {', '.join(became)}.")
    again = f"To have it back, import {file} again."
    say("Nothing was changed: this was a dry run." if undone["dry_run"] else again, style="dim")


def _row(entry: LedgerEntry) -> Row:
    return (
        str(entry["id"]),
        _instant(entry),
        _named(entry),
        entry["platform"] or UNKNOWN,
        entry["kind"],
        shown(entry["account"]),
        *(figures.count(number) for number in _counts(entry)),
        reconciles(entry["reconciles"]),
    )


def _named(entry: LedgerEntry) -> str:
    return shown(entry["file"]) + (" (undone)" if entry["undone_at"] else "")


def _counts(entry: LedgerEntry) -> tuple[int, ...]:
    return entry["rows"], entry["inserted"], entry["updated"], entry["unchanged"], entry["rejected_rows"]


def _card(entry: LedgerEntry) -> Iterator[Text]:
    rows, stored, rejected = _told(entry)
    told = dotted((_instant(entry), entry["platform"] or "", entry["kind"], shown(entry["account"])))
    yield Text.assemble((f"{entry['id']:>4}  ", "dim"), (_named(entry), "bold"))
    yield Text(f"      {told}", style="dim")
    yield Text(f"      {rows}: {stored}; {rejected}")
    yield Text.assemble("      reconciles: ", reconciles(entry["reconciles"]))


def _told(entry: LedgerEntry) -> tuple[str, str, str]:
    """The rows, what became of them, and how many were rejected."""
    rows, new, updated, unchanged, rejected = _counts(entry)
    return (
        figures.counted(rows, "row"),
        f"{new:,} new, {updated:,} updated, {unchanged:,} unchanged",
        f"{rejected:,} rejected",
    )


def _instant(entry: LedgerEntry) -> str:
    return _second(entry["imported_at"])


def _second(instant: str) -> str:
    """To the second; the ledger's instants are UTC."""
    return instant[:19].replace("T", " ")


def _facts(entry: LedgerEntry) -> Iterator[tuple[str, str]]:
    period = entry["period"]
    rows, stored, rejected = _told(entry)
    totals = figures.counted(entry["total_rows"], "total row")
    yield "imported", f"{_instant(entry)} UTC"
    yield "taken back", f"{_second(entry['undone_at'])} UTC" if entry["undone_at"] else ""
    yield "holds", dotted((entry["platform"] or "", entry["kind"], entry["encoding"] or ""))
    yield "account", shown(entry["account"])
    yield "period", f"{period['start']} to {period['end']}" if period["start"] else ""
    yield "read", f"{rows} kept, {totals} left out, {rejected}"
    yield "stored", stored
    yield worth_name(entry), "" if worth(entry) == UNKNOWN else worth(entry)
    yield "reconciles", str(reconciles(entry["reconciles"]))
    yield "content", f"sha256 {entry['content_hash']}"


def _sums(sums: SumsView | None) -> Iterator[str]:
    for name, value in (sums or {}).items():
        figure = UNKNOWN if value is None else figures.money(str(value))
        yield f"  {name.replace('_', ' '):<17}{figure:>16}"


def _beside(entry: LedgerEntry) -> Iterator[Text]:
    for line in entry["reconciliation"]:
        agrees = Text("agrees", style="green") if line["agrees"] else Text("differs", style="red")
        figure = f"the file says {line['file']}, its rows {line['rows'] or UNKNOWN}: "
        yield Text.assemble(f"  {shown(line['total'])}, {line['metric']}: {figure}", agrees)

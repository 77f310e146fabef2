"""The import ledger: what was read of each file, and whether it adds up to the file's own totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interfaces import figures
from interfaces.report.text import shown

if TYPE_CHECKING:
    from application.imports.sums import OrderSumsView
    from application.imports.views import LedgerEntry, ReconciliationView

MOST_TOTALS = 40
MOST_REJECTS = 10
MOST_MESSAGES = 10
_METRICS = {"conversion_value": "conversion value"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The newest entries, and whether there are older ones; the first of all the files in the ledger whose currency had
    to be assumed, and how many those are."""

    entries: Sequence[LedgerEntry] = ()
    goes_on: bool = False
    assumed_files: Sequence[str] = ()
    assumed: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """A total of the file beside the sum of its rows. `equal` is "yes", "no" or "not compared"."""

    total: str
    metric: str
    file: str
    rows: str
    equal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One import. `verdict` is "yes", "no" or "no total in file"; it rests on `totals`, never on those `beyond`, which
    may tell of more than the rows listed."""

    id: int
    file: str
    platform: str
    kind: str
    account: str
    status: str
    imported_at: str
    period: str
    rows: str
    became: list[str]
    total_rows: str
    rejected: str
    worth: list[str]
    verdict: str
    totals: list[Total]
    beyond: list[Total]
    more_totals: int
    notes: list[str]

    @property
    def has_details(self) -> bool:
        return bool(self.totals or self.beyond or self.notes)


def files_of(entries: Sequence[LedgerEntry]) -> list[File]:
    """The entries as they are shown, in their order."""
    return [_file(entry) for entry in entries]


def _file(entry: LedgerEntry) -> File:
    totals, beyond = _by_weight(entry["reconciliation"])
    return File(
        id=entry["id"],
        file=shown(entry["file"], 120),
        platform=shown(entry["platform"] or figures.UNKNOWN, 40),
        kind=entry["kind"].replace("_", " "),
        account=shown(entry["account"], 60),
        status=entry["status"],
        imported_at=entry["imported_at"][:16].replace("T", " ") + " UTC",
        period=_period(entry),
        rows=figures.count(entry["rows"]),
        became=_became(entry),
        total_rows=figures.count(entry["total_rows"]),
        rejected=figures.count(entry["rejected_rows"]),
        worth=list(_worth(entry)),
        verdict={True: "yes", False: "no", None: "no total in file"}[entry["reconciles"]],
        totals=[_total(total) for total in totals[:MOST_TOTALS]],
        beyond=[_total(total) for total in beyond[:MOST_TOTALS]],
        more_totals=max(0, len(totals) - MOST_TOTALS) + max(0, len(beyond) - MOST_TOTALS),
        notes=list(_notes(entry)),
    )


def _by_weight(
    entries: Sequence[ReconciliationView],
) -> tuple[Sequence[ReconciliationView], Sequence[ReconciliationView]]:
    """Those that decide whether the file adds up, and the others: all decide where none is binding."""
    binding = [entry for entry in entries if entry["binding"]]
    return (binding, [entry for entry in entries if not entry["binding"]]) if binding else (entries, [])


def _became(entry: LedgerEntry) -> list[str]:
    """What became of the rows; a row that an earlier file told is not one more."""
    if entry["undone_at"]:
        return ["taken back"]
    parts = ((entry["inserted"], "new"), (entry["updated"], "changed"), (entry["unchanged"], "known already"))
    return [f"{figures.count(number)} {what}" for number, what in parts if number]


def _period(entry: LedgerEntry) -> str:
    start, end = entry["period"]["start"], entry["period"]["end"]
    return f"{start} to {end}" if start and end else figures.UNKNOWN


def _worth(entry: LedgerEntry) -> Iterator[str]:
    """The file's spend, or the net of all its orders (of every status) per currency, or how much it holds."""
    if (orders := entry.get("orders")) is not None:
        yield from _nets(entry, orders)
    elif (sums := entry.get("sums")) is not None and sums["spend"] is not None:
        yield figures.money_in(sums["spend"], entry["currency"]) + _mark(entry["currency_assumed"])
    elif (leads := entry.get("leads")) is not None:
        yield figures.counted(leads["leads"], "lead")
    elif (activity := entry.get("activity")) is not None:
        yield figures.counted(activity["events"], "event")


def _nets(entry: LedgerEntry, orders: OrderSumsView) -> Iterator[str]:
    for currency, sums in list(orders["by_currency"].items())[:10]:
        unnamed = currency == "unknown"
        told = (entry["currency"] if entry["currency_assumed"] else None) if unnamed else shown(currency, 10)
        yield figures.money_in(sums["net"], told) + _mark(unnamed and entry["currency_assumed"])


def _mark(assumed: bool) -> str:
    return " (assumed)" if assumed else ""


def _total(entry: ReconciliationView) -> Total:
    return Total(
        total=shown(entry["total"], 80),
        metric=_METRICS.get(entry["metric"], entry["metric"]),
        file=_figure(entry["file"]),
        rows=_figure(entry["rows"]),
        equal=_equal(entry),
    )


def _equal(entry: ReconciliationView) -> str:
    """Where the rows do not tell of it and the total is nothing, there is nothing to compare."""
    if entry["rows"] is None and entry["agrees"]:
        return "not compared"
    return "yes" if entry["agrees"] else "no"


def _figure(text: str | None) -> str:
    """A sum, or a plain count, with its thousands set apart."""
    return figures.money(text or None)


def _notes(entry: LedgerEntry) -> Iterator[str]:
    yield from (shown(message["message"]) for message in entry["messages"][:MOST_MESSAGES])
    for reject in entry["rejects"][:MOST_REJECTS]:
        yield shown(f"line {reject['line']} was left out: {reject['reason']}")
    more = entry["rejected_rows"] - min(MOST_REJECTS, len(entry["rejects"]))
    if more > 0:
        yield f"{figures.counted(more, 'more row')} left out; `succotash imports show {entry['id']}` lists them"

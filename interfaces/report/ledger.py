"""The import ledger: what was read of each file, and whether it adds up to the file's own totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interfaces.report import numbers
from interfaces.report.text import shown

if TYPE_CHECKING:
    from application.imports.views import LedgerEntry, OrderSumsView, ReconciliationView

MOST_TOTALS = 40
MOST_REJECTS = 10
MOST_MESSAGES = 10
_METRICS = {"conversion_value": "conversion value"}


@dataclass(frozen=True, slots=True)
class Total:
    """A total of the file beside the sum of its rows."""

    total: str
    metric: str
    file: str
    rows: str
    agrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One import. `verdict` is "yes", "no" or "no total in file"."""

    id: int
    file: str
    platform: str
    kind: str
    account: str
    status: str
    imported_at: str
    period: str
    rows: str
    total_rows: str
    rejected: str
    worth: list[str]
    verdict: str
    totals: list[Total]
    more_totals: int
    notes: list[str]

    @property
    def has_details(self) -> bool:
        return bool(self.totals or self.notes)


def files_of(entries: Sequence[LedgerEntry]) -> list[File]:
    """The entries as they are shown, in their order."""
    return [_file(entry) for entry in entries]


def _file(entry: LedgerEntry) -> File:
    totals = entry["reconciliation"]
    return File(
        id=entry["id"],
        file=shown(entry["file"], 120),
        platform=shown(entry["platform"] or numbers.UNKNOWN, 40),
        kind=entry["kind"].replace("_", " "),
        account=shown(entry["account"], 60),
        status=entry["status"],
        imported_at=entry["imported_at"][:16].replace("T", " ") + " UTC",
        period=_period(entry),
        rows=numbers.count(entry["rows"]),
        total_rows=numbers.count(entry["total_rows"]),
        rejected=numbers.count(entry["rejected_rows"]),
        worth=list(_worth(entry)),
        verdict={True: "yes", False: "no", None: "no total in file"}[entry["reconciles"]],
        totals=[_total(total) for total in totals[:MOST_TOTALS]],
        more_totals=max(0, len(totals) - MOST_TOTALS),
        notes=list(_notes(entry)),
    )


def _period(entry: LedgerEntry) -> str:
    start, end = entry["period"]["start"], entry["period"]["end"]
    return f"{start} to {end}" if start and end else numbers.UNKNOWN


def _worth(entry: LedgerEntry) -> Iterator[str]:
    """The file's spend, or the net of all its orders (of every status) per currency."""
    if (orders := entry.get("orders")) is not None:
        yield from _nets(entry, orders)
    elif (sums := entry.get("sums")) is not None and sums["spend"] is not None:
        assumed = " (assumed)" if entry["currency_assumed"] else ""
        yield f"{numbers.money(sums['spend'])} {entry['currency'] or 'no currency'}{assumed}"


def _nets(entry: LedgerEntry, orders: OrderSumsView) -> Iterator[str]:
    for currency, sums in list(orders["by_currency"].items())[:10]:
        unnamed = currency == "unknown"
        told = (entry["currency"] or "no currency") if unnamed else shown(currency, 10)
        assumed = " (assumed)" if unnamed and entry["currency_assumed"] else ""
        yield f"{numbers.money(sums['net'])} {told}{assumed}"


def _total(entry: ReconciliationView) -> Total:
    return Total(
        total=shown(entry["total"], 80),
        metric=_METRICS.get(entry["metric"], entry["metric"]),
        file=_figure(entry["file"]),
        rows=_figure(entry["rows"]),
        agrees=entry["agrees"],
    )


def _figure(text: str | None) -> str:
    """A sum, or a plain count, with its thousands set apart."""
    return numbers.money(text or None)


def _notes(entry: LedgerEntry) -> Iterator[str]:
    yield from (shown(message["message"]) for message in entry["messages"][:MOST_MESSAGES])
    yield from _beyond(entry)
    for reject in entry["rejects"][:MOST_REJECTS]:
        yield shown(f"line {reject['line']} was left out: {reject['reason']}")
    more = entry["rejected_rows"] - min(MOST_REJECTS, len(entry["rejects"]))
    if more > 0:
        yield f"{numbers.counted(more, 'more row')} left out; `succotash imports show {entry['id']}` lists them"


def _beyond(entry: LedgerEntry) -> Iterator[str]:
    """Where the file adds up, the totals that differ speak for more than what it lists."""
    differing = dict.fromkeys(total["total"] for total in entry["reconciliation"] if not total["agrees"])
    if entry["reconciles"] and differing:
        named = ", ".join(shown(name, 60) for name in list(differing)[:MOST_MESSAGES])
        yield f"{named}: more than the rows that the file lists; the others add up"

"""The facts of payback, in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from domain.payback.facts import CoveredDays, LeadFacts, OrderFacts, Origin, Rate, SpendFacts
from domain.payback.ports import PaybackFacts, PaybackSnapshot, asked_keys
from domain.shared.columns import MISSING
from domain.shared.errors import StorageError
from infrastructure.memory.database import FactTable, MemoryDatabase, Row, Tables
from infrastructure.memory.rows import facts_of


class MemoryPaybackSnapshot(PaybackSnapshot):
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def version(self) -> str:
        state = str(self._tables.facts_version["revision"])
        return hashlib.blake2b(state.encode(), key=self.id_key(), digest_size=8).hexdigest()

    def id_key(self) -> bytes:
        return self._tables.installation["id_key"]

    def currencies(self) -> tuple[str, ...]:
        rows = [*self._current(self._tables.orders), *self._current(self._tables.ad_metrics)]
        return tuple(sorted({row["currency"] for row in rows} - {""}))

    def orders(self) -> OrderFacts:
        return facts_of(OrderFacts, sorted(self._current(self._tables.orders), key=_key))

    def leads(self) -> LeadFacts:
        return facts_of(LeadFacts, sorted(self._current(self._tables.leads), key=_key))

    def daily_spend(self, *, currency: str, by_campaign: bool) -> SpendFacts:
        daily = [row | {"file": ""} for row in self._current(self._tables.ad_metrics) if _is_daily(row)]
        if not by_campaign:
            daily = [row | {"campaign_id": "", "campaign": ""} for row in daily]
        ours = [row for row in daily if row["currency"] in {currency, ""}]
        others = [row for row in daily if row["currency"] not in {currency, ""}]
        return facts_of(SpendFacts, sorted([*_summed(ours), *others], key=_daily_order))

    def period_spend(self) -> SpendFacts:
        rows = (row for row in self._current(self._tables.ad_metrics) if not _is_daily(row))
        return facts_of(SpendFacts, sorted(rows, key=_period_order))

    def coverage(self) -> tuple[CoveredDays, ...]:
        told = {CoveredDays(**asdict(days)) for kept in self._tables.coverage.values() for days in kept}
        return tuple(sorted(told, key=_coverage_order))

    def rates(self) -> tuple[Rate, ...]:
        rows = (version.row for version in self._tables.rates.values() if version.current)
        ordered = sorted(rows, key=lambda row: (row["currency"], row["into"], row["day"], row["key"]))
        return tuple(Rate(**{name: row[name] for name in ("day", "currency", "into", "rate")}) for row in ordered)

    def origins(self, keys: Sequence[str]) -> dict[str, Origin]:
        wanted = set(asked_keys(keys))
        return {
            row["key"]: Origin(import_id=row["import"], file=row["file"], line=row["line"])
            for row in self._current(self._tables.orders)
            if row["key"] in wanted
        }

    def _current(self, table: FactTable) -> Iterator[dict[str, Any]]:
        """The current rows, each with the import and the file it is from."""
        for (_, import_id), version in table.items():
            if version.current:
                yield {**version.row, "import": import_id, "file": self._tables.imports[import_id].file}


class MemoryPaybackFacts(PaybackFacts):
    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    @contextmanager
    def snapshot(self) -> Iterator[PaybackSnapshot]:
        yield MemoryPaybackSnapshot(self._database.snapshot())


def _key(row: Row) -> str:
    return str(row["key"])


def _is_daily(row: Row) -> bool:
    return row["start"] is not None and row["start"] == row["end"]


def _summed(rows: Iterable[Row]) -> Iterator[Row]:
    """One row for all that are equal in the columns of the order."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(_group(row), []).append(row)
    for group in groups.values():
        sums = {name: _total(group, name) for name in ("spend", "conversion_value")}
        yield {**group[0], **sums}


def _total(rows: Iterable[Row], name: str) -> int:
    known = [row[name] for row in rows if row[name] != MISSING]
    if abs(sum(known)) > -MISSING - 1:
        raise StorageError(f"a sum of {name} is beyond 64 bits")
    return sum(known) if known else MISSING


def _group(row: Row) -> tuple[Any, ...]:
    names = ("platform", "account", "level", "shape", "campaign_id", "campaign", "start", "currency")
    return tuple(row[name] for name in names)


def _daily_order(row: Row) -> tuple[Any, ...]:
    return (*_group(row), row["spend"], row["conversion_value"])


def _period_order(row: Row) -> tuple[Any, ...]:
    days = (row["start"] is not None, row["start"], row["end"])
    names = ("campaign_id", "campaign", "currency", "file", "line", "import", "key")
    return (row["platform"], row["account"], row["level"], *days, *(row[name] for name in names))


def _coverage_order(days: CoveredDays) -> tuple[Any, ...]:
    return (days.platform, days.account, days.level, not days.daily, days.start, days.end)

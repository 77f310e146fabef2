"""The fact tables that imports write, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from domain.imports.ports import FactTables
from domain.imports.record import TakenBack, Written
from domain.imports.rows import ActivityRows, AdMetricRows, Coverage, FactRows, LeadRows, OrderRows, RateRows
from domain.shared.columns import MISSING
from infrastructure.memory.database import FactTable, MemorySession, Row, Tables, Version
from infrastructure.memory.rows import rows_of


class MemoryFactTables(FactTables):
    def __init__(self, session: MemorySession) -> None:
        self._session = session

    def write_ad_metrics(self, import_id: int, rows: AdMetricRows) -> Written:
        return _write(self._of(import_id).ad_metrics, import_id, rows)

    def write_orders(self, import_id: int, rows: OrderRows) -> Written:
        table = self._of(import_id).orders
        if np.any(rows.gross == MISSING):
            raise self._session.failed("an order without an amount is no order")
        return _write(table, import_id, rows)

    def write_rates(self, import_id: int, rows: RateRows) -> Written:
        return _write(self._of(import_id).rates, import_id, rows)

    def write_leads(self, import_id: int, rows: LeadRows) -> Written:
        return _write(self._of(import_id).leads, import_id, rows)

    def write_activity(self, import_id: int, rows: ActivityRows) -> Written:
        return _write(self._of(import_id).activity, import_id, rows)

    def write_coverage(self, import_id: int, coverage: Sequence[Coverage]) -> None:
        told = self._of(import_id).coverage
        told[import_id] = (*told.get(import_id, ()), *coverage)

    def take_back(self, import_id: int) -> TakenBack:
        tables = self._session.written
        tables.coverage.pop(import_id, None)
        taken = [_take_back(table, import_id) for table in tables.facts]
        return TakenBack(gone=sum(each.gone for each in taken), restored=sum(each.restored for each in taken))

    def _of(self, import_id: int) -> Tables:
        """The tables to write into; facts without an entry in the ledger are refused."""
        tables = self._session.written
        if import_id not in tables.imports:
            raise self._session.failed(f"there is no import {import_id} to write facts of")
        return tables


def _write(table: FactTable, import_id: int, rows: FactRows) -> Written:
    owners = {key: owner for (key, owner), version in table.items() if version.current}
    counts: Counter[str] = Counter()
    for row in rows_of(rows):
        key, before = row["key"], owners.get(row["key"])
        same = before is not None and _same(table[key, before].row, row)
        if before is not None and not same:
            table[key, before] = replace(table[key, before], current=False)
        table[key, import_id] = Version(row=row, current=not same)
        counts["inserted" if before is None else "unchanged" if same else "updated"] += 1
    return Written(**counts)


def _same(row: Row, other: Row) -> bool:
    return {**row, "line": 0} == {**other, "line": 0}


def _take_back(table: FactTable, import_id: int) -> TakenBack:
    mine = [key for key, owner in table if owner == import_id]
    lost = {key for key in mine if table[key, import_id].current}
    for key in mine:
        del table[key, import_id]
    newest = {key: owner for key, owner in sorted(table) if key in lost}
    for key, owner in newest.items():
        table[key, owner] = replace(table[key, owner], current=True)
    return TakenBack(gone=len(lost) - len(newest), restored=len(newest))

"""The fact tables that imports write, on either SQL database."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from domain.imports.ports import FactTables
from domain.imports.record import TakenBack, Written
from domain.imports.rows import ActivityRows, AdMetricRows, Coverage, FactRows, LeadRows, OrderRows, RateRows
from domain.shared.columns import Ints, Texts
from infrastructure.sql.blocks import Blocks
from infrastructure.sql.codecs import columns_of
from infrastructure.sql.fact_statements import ACTIVITY, AD_METRICS, LEADS, ORDERS, RATES, TABLES, Statements
from infrastructure.sql.session import SqlSession

KEYS_PROBED = 500
"""Of a file that repeats as little as one fact in a hundred, one of so many keys is known with a likelihood of 99 %."""


class SqlFactTables(FactTables):
    """Facts of which none is known go straight into their table. Others go to a staging table first, and from there by
    whole sets. Both in the order of the keys, which is the order of the indexes: that halves the work of the database.
    """

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def write_ad_metrics(self, import_id: int, rows: AdMetricRows) -> Written:
        return self._write(AD_METRICS, import_id, rows)

    def write_orders(self, import_id: int, rows: OrderRows) -> Written:
        return self._write(ORDERS, import_id, rows)

    def write_rates(self, import_id: int, rows: RateRows) -> Written:
        return self._write(RATES, import_id, rows)

    def write_leads(self, import_id: int, rows: LeadRows) -> Written:
        return self._write(LEADS, import_id, rows)

    def write_activity(self, import_id: int, rows: ActivityRows) -> Written:
        return self._write(ACTIVITY, import_id, rows)

    def take_back(self, import_id: int) -> TakenBack:
        self._session.execute("remove_coverage", import_id=import_id)
        taken = [self._take_back(table, import_id) for table in TABLES]
        return TakenBack(gone=sum(each.gone for each in taken), restored=sum(each.restored for each in taken))

    def write_coverage(self, import_id: int, coverage: Sequence[Coverage]) -> None:
        self._session.execute_many(
            "insert_coverage", [_coverage_parameters(import_id, days) for days in dict.fromkeys(coverage)]
        )

    def _write(self, table: Statements, import_id: int, rows: FactRows) -> Written:
        order = _in_order(rows.key)
        if not self._knows_any(table, rows.key[_evenly(order)]) and self._load_new(table, import_id, rows, order):
            return Written(inserted=len(rows))
        return self._merge(table, import_id, Blocks(columns_of(rows), order))

    def _knows_any(self, table: Statements, keys: Texts) -> bool:
        [found] = self._session.rows(table.find, keys=json.dumps(keys.tolist(), ensure_ascii=False))
        return bool(found["answer"])

    def _load_new(self, table: Statements, import_id: int, rows: FactRows, order: Ints) -> bool:
        """Whether all could be loaded. The unique indexes have the last word on what is new."""
        owner = [np.full(len(rows), import_id), np.ones(len(rows), np.bool_)]
        return self._session.load_new(table.load_new, Blocks([*owner, *columns_of(rows)], order))

    def _merge(self, table: Statements, import_id: int, blocks: Blocks) -> Written:
        self._session.execute(table.stage)
        self._session.load(table.load, blocks)
        updated = self._session.execute(table.supersede)
        unchanged = self._session.execute(table.repeat, import_id=import_id)
        added = self._session.execute(table.insert, import_id=import_id) if unchanged < len(blocks) else 0
        self._session.execute(table.unstage)
        return Written(inserted=added - updated, updated=updated, unchanged=unchanged)

    def _take_back(self, table: Statements, import_id: int) -> TakenBack:
        """In this order no fact ever has two current versions, which its index would refuse."""
        self._session.execute(table.step_back, import_id=import_id)
        restored = self._session.execute(table.restore, import_id=import_id)
        gone = self._session.execute(table.remove_facts, import_id=import_id)
        self._session.execute(table.remove_versions, import_id=import_id)
        return TakenBack(gone=gone, restored=restored)


def _in_order(keys: Texts) -> Ints:
    """The positions (n,) of the keys by code point, as both databases sort them."""
    import polars as pl  # only who imports needs it, and it takes its time

    return pl.Series(keys.tolist(), dtype=pl.String).arg_sort().to_numpy().astype(np.int64)


def _evenly(order: Ints) -> Ints:
    """Some of the positions, from all over the range of the keys, the first and the last among them."""
    return order[np.linspace(0, len(order) - 1, min(len(order), KEYS_PROBED)).astype(np.int64)]


def _coverage_parameters(import_id: int, days: Coverage) -> dict[str, object]:
    return {
        "import_id": import_id,
        "platform": days.platform,
        "account": days.account,
        "level": days.level,
        "daily": days.daily,
        "start_day": days.start.isoformat(),
        "end_day": days.end.isoformat(),
    }

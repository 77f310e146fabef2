"""The fact tables that imports write, on either SQL database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from domain.imports.ports import FactTables
from domain.imports.record import TakenBack, Written
from domain.imports.rows import ActivityRows, AdMetricRows, Coverage, FactRows, LeadRows, OrderRows, RateRows
from domain.shared.columns import Ints, Texts
from infrastructure.sql.blocks import Blocks
from infrastructure.sql.codecs import columns_of
from infrastructure.sql.session import SqlSession

KEYS_PROBED = 500
"""Of a file that repeats as little as one fact in a hundred, one of so many keys is known with a likelihood of 99 %."""


class _Writing(NamedTuple):
    """The statements that write one fact table: the first two for facts that are all new, the others, in the order in
    which they run, for a set of which some may be known."""

    find: str
    load_new: str
    stage: str
    load: str
    supersede: str
    repeat: str
    insert: str
    unstage: str


_AD_METRICS = _Writing(
    "find_ad_metrics",
    "load_new_ad_metrics",
    "stage_ad_metrics",
    "load_ad_metrics",
    "supersede_ad_metrics",
    "repeat_ad_metrics",
    "insert_ad_metrics",
    "unstage_ad_metrics",
)
_ORDERS = _Writing(
    "find_orders",
    "load_new_orders",
    "stage_orders",
    "load_orders",
    "supersede_orders",
    "repeat_orders",
    "insert_orders",
    "unstage_orders",
)
_RATES = _Writing(
    "find_exchange_rates",
    "load_new_exchange_rates",
    "stage_exchange_rates",
    "load_exchange_rates",
    "supersede_exchange_rates",
    "repeat_exchange_rates",
    "insert_exchange_rates",
    "unstage_exchange_rates",
)


class SqlFactTables(FactTables):
    """Facts of which none is known go straight into their table. Others go to a staging table first, and from there by
    whole sets. Both in the order of the keys, which is the order of the indexes: that halves the work of the database.
    """

    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def write_ad_metrics(self, import_id: int, rows: AdMetricRows) -> Written:
        return self._write(_AD_METRICS, import_id, rows)

    def write_orders(self, import_id: int, rows: OrderRows) -> Written:
        return self._write(_ORDERS, import_id, rows)

    def write_rates(self, import_id: int, rows: RateRows) -> Written:
        return self._write(_RATES, import_id, rows)

    def write_leads(self, import_id: int, rows: LeadRows) -> Written:
        raise NotImplementedError

    def write_activity(self, import_id: int, rows: ActivityRows) -> Written:
        raise NotImplementedError

    def take_back(self, import_id: int) -> TakenBack:
        raise NotImplementedError

    def write_coverage(self, import_id: int, coverage: Sequence[Coverage]) -> None:
        self._session.execute_many(
            "insert_coverage", [_coverage_parameters(import_id, days) for days in dict.fromkeys(coverage)]
        )

    def _write(self, table: _Writing, import_id: int, rows: FactRows) -> Written:
        order = _in_order(rows.key)
        if not self._knows_any(table, rows.key[_evenly(order)]) and self._load_new(table, import_id, rows, order):
            return Written(inserted=len(rows))
        return self._merge(table, import_id, Blocks(columns_of(rows), order))

    def _knows_any(self, table: _Writing, keys: Texts) -> bool:
        [found] = self._session.rows(table.find, keys=json.dumps(keys.tolist(), ensure_ascii=False))
        return bool(found["answer"])

    def _load_new(self, table: _Writing, import_id: int, rows: FactRows, order: Ints) -> bool:
        """Whether all could be loaded. The unique indexes have the last word on what is new."""
        owner = [np.full(len(rows), import_id), np.ones(len(rows), np.bool_)]
        return self._session.load_new(table.load_new, Blocks([*owner, *columns_of(rows)], order))

    def _merge(self, table: _Writing, import_id: int, blocks: Blocks) -> Written:
        self._session.execute(table.stage)
        self._session.load(table.load, blocks)
        updated = self._session.execute(table.supersede)
        unchanged = self._session.execute(table.repeat, import_id=import_id)
        added = self._session.execute(table.insert, import_id=import_id) if unchanged < len(blocks) else 0
        self._session.execute(table.unstage)
        return Written(inserted=added - updated, updated=updated, unchanged=unchanged)


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

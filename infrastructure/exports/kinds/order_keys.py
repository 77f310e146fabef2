"""The natural keys of orders."""

from __future__ import annotations

import numpy as np

from domain.imports.rows import OrderRows, take
from domain.shared.columns import Days, Texts, texts
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.columns.when import moment_texts
from infrastructure.exports.facts.attribution import UTM
from infrastructure.exports.facts.keys import day_texts, keys, ordinals
from infrastructure.exports.layouts.fact_rules import OrderRules, Refunds
from infrastructure.exports.shared.coded import same

_CONTENT = ("platform", "account", "customer_id", "email", "phone", "currency", "source", "campaign", *UTM)
"""What names an order that has no number, beside its moment and amount. Its status and refund may change."""


def order_keys(rows: OrderRows, days: Days, cells: Cells, rules: OrderRules) -> Texts:
    """One key a row, shape (n,). `days` are the days as written, `cells` those that the rows were read from.

    A refund that stands by itself never takes the key of its order.
    """
    numbered = (rows.number != "") if rules.key else np.zeros(len(rows), np.bool_)
    refund = numbered & (rows.gross < 0) & (rules.refunds != Refunds.NUMBERED)
    result = same("", len(rows))
    for which, made in ((numbered & ~refund, _by_number), (refund, _of_refunds), (~numbered, _by_content)):
        if which.any():
            result[which] = made(take(rows, which), days[which], cells.take(np.flatnonzero(which)), rules)
    return result


def _by_number(rows: OrderRows, _days: Days, _cells: Cells, rules: OrderRules) -> Texts:
    moment = [moment_texts(rows.ordered_at, rows.ordered_local)] if "at" in rules.key else []
    return keys(rows.platform, rows.account, rows.number, *moment)


def _of_refunds(rows: OrderRows, days: Days, _cells: Cells, _rules: OrderRules) -> Texts:
    """Several refunds of an order on a day are told apart by their order in the file."""
    written = day_texts(days).to_list()
    nth = ordinals(zip(rows.number, written, strict=True))
    return keys(rows.platform, rows.account, rows.number, same("refund", len(rows)), written, nth)


def _by_content(rows: OrderRows, _days: Days, cells: Cells, rules: OrderRules) -> Texts:
    """Everything that the row says and its ordinal among those that say the same: equal lines are several orders."""
    columns = [getattr(rows, name) for name in _CONTENT]
    extra = [cells.as_written(field).texts() for field in rules.content]
    moment = moment_texts(rows.ordered_at, rows.ordered_local)
    content = keys(*columns, moment, map(str, rows.gross.tolist()), *extra)
    return texts(f"{key}|{nth}" for key, nth in zip(content, ordinals(content), strict=True))

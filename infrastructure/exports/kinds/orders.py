"""Orders and refunds: lines of a table as facts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from domain.imports.duplicates import settle
from domain.imports.hints import Hints
from domain.imports.record import Message
from domain.imports.rows import OrderRows
from domain.shared.columns import Flags, Ints, known
from domain.shared.text import name_key
from infrastructure.exports.columns.cells import Cells, cells_at
from infrastructure.exports.columns.currencies import currencies
from infrastructure.exports.columns.instants import Moments
from infrastructure.exports.columns.when import moments_of
from infrastructure.exports.facts.attribution import attribution
from infrastructure.exports.facts.coverage import spanned
from infrastructure.exports.facts.extract import Extract, good_rows, named, reject_conflicts
from infrastructure.exports.facts.identities import identities
from infrastructure.exports.kinds.order_keys import order_keys
from infrastructure.exports.kinds.order_lines import order_lines, reject_with_their_order
from infrastructure.exports.kinds.order_status import refunds, status_messages, statuses
from infrastructure.exports.layouts.fact_rules import OrderRules, Refunds
from infrastructure.exports.layouts.layout import Layout
from infrastructure.exports.shared.coded import same
from infrastructure.exports.shared.refusal import quoted
from infrastructure.exports.shared.rejections import Rejections
from infrastructure.exports.tables.classification import Classified
from infrastructure.exports.tables.table import Table


def read_orders(table: Table, classified: Classified, rejections: Rejections, hints: Hints) -> Extract:
    """One fact an order, and one a refund that stands by itself; their keys are distinct."""
    layout = table.recognised.layout
    rules = layout.orders
    cells, remarks = _of_orders(cells_at(table, classified.data, rejections), rules)
    lines = order_lines(cells, rules.lines)
    told = cells.take(lines.telling)
    made = moments_of(told, "at")
    rows = _rows(told, layout, hints.account, made, lines.gross)
    good = ~rejections.among(told.line)
    first = lines.first(good)
    good &= np.isin(lines.telling, first)
    rows, days = good_rows(rows, good), made.day[good]
    rows = replace(rows, key=order_keys(rows, days, told.take(np.flatnonzero(good)), rules))
    settled = settle(rows)
    repeated = reject_conflicts(settled, rejections, "order")
    reject_with_their_order(cells, lines, first)
    facts = settled.rows
    return Extract(
        facts=facts,
        rows=int((~rejections.among(cells.line)).sum()) - settled.repeats,
        period=spanned(days[settled.kept], days[settled.kept], None),
        currencies=named(facts.currency, [cells.header.currency]),
        messages=remarks + repeated + status_messages(facts.status, facts.refunded, facts.gross, rules),
    )


def _of_orders(cells: Cells, rules: OrderRules) -> tuple[Cells, tuple[Message, ...]]:
    """The rows that are orders or refunds, and what is to be known of such a file and of its other rows."""
    remarks = (Message(code="remark", message=rules.remark),) if rules.remark else ()
    if not rules.types or not cells.has("type"):
        return cells, remarks
    types = cells.as_written("type")
    ours = types.each(lambda cell: name_key(cell) in rules.types).array("bool")
    others = Counter(types.texts()[~ours].tolist())
    if not others:
        return cells, remarks
    listed = ", ".join(f"{count:,} {quoted(word)}" for word, count in others.most_common(8))
    told = f"rows that are neither orders nor refunds are left out: {listed}"
    return cells.take(np.flatnonzero(ours)), (*remarks, Message(code="other_rows", message=told))


def _rows(cells: Cells, layout: Layout, account: str, made: Moments, summed: Ints | None) -> OrderRows:
    rules = layout.orders
    gross, refunded = _gross(cells, summed), cells.money("refunded")
    _reject_negative_refunds(cells, known(refunded) & (refunded < 0))
    number, status = cells.identifier("number"), statuses(cells, rules)
    of_an_order = (gross < 0) & (rules.refunds != Refunds.NUMBERED)
    return OrderRows(
        line=cells.line,
        key=same("", len(cells)),
        platform=same(layout.platform, len(cells)),
        account=same(account, len(cells)),
        number=number,
        refund_of=np.where(of_an_order, number, "").astype(np.object_),
        ordered_at=made.instant,
        ordered_local=made.bare,
        status=status,
        currency=currencies(cells),
        gross=gross,
        refunded=refunds(refunded, gross, number, status, rules),
        tax=cells.money("tax"),
        shipping=cells.money("shipping"),
        source=cells.text("source"),
        campaign=cells.identifier("campaign"),
        **identities(cells, layout, account),
        **attribution(cells, rules.media),
    )


def _gross(cells: Cells, summed: Ints | None) -> Ints:
    """Of the amount column, unless the lines of each order were summed up."""
    if summed is not None:
        return summed
    gross = cells.money("amount")
    for row in np.flatnonzero(~known(gross)):
        cells.reject(int(row), f"{cells.name_of('amount')} is blank: an order needs its amount")
    return gross


def _reject_negative_refunds(cells: Cells, negative: Flags) -> None:
    for row in np.flatnonzero(negative):
        cells.reject(int(row), f"{cells.name_of('refunded')} is below 0; a refund is written without a sign")

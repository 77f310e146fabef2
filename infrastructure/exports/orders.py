"""Orders and refunds: lines of a table as facts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from domain.imports.duplicates import settle
from domain.imports.hints import Hints
from domain.imports.rows import OrderRows
from domain.shared.columns import Flags, Texts, known
from infrastructure.exports.attribution import attribution
from infrastructure.exports.cells import Cells, cells_at
from infrastructure.exports.classification import Classified
from infrastructure.exports.coded import same
from infrastructure.exports.coverage import spanned
from infrastructure.exports.currencies import currencies
from infrastructure.exports.extract import Extract, good_rows, named, reject_conflicts
from infrastructure.exports.identities import identities
from infrastructure.exports.instants import Moments, moments
from infrastructure.exports.layout import Layout, OrderRules
from infrastructure.exports.order_keys import order_keys
from infrastructure.exports.order_lines import one_line_an_order, order_lines, reject_with_their_order
from infrastructure.exports.rejections import Rejections
from infrastructure.exports.table import Table


def read_orders(table: Table, classified: Classified, rejections: Rejections, hints: Hints) -> Extract:
    """One fact an order, and one a refund that stands by itself; their keys are distinct."""
    layout, cells = table.recognised.layout, cells_at(table, classified.data, rejections)
    lines = order_lines(cells) if layout.orders.lines_make_one_order else one_line_an_order(cells)
    told = cells.take(lines.telling)
    made = moments(told, "at")
    rows = _rows(told, layout, hints.account, made)
    good = ~rejections.among(told.line)
    first = lines.first(good)
    good &= np.isin(lines.telling, first)
    rows, days = good_rows(rows, good), made.day[good]
    rows = replace(rows, key=order_keys(rows, days, told.take(np.flatnonzero(good)), layout.orders))
    settled = settle(rows)
    messages = reject_conflicts(settled, rejections, "order")
    reject_with_their_order(cells, first[lines.order])
    return Extract(
        facts=settled.rows,
        rows=int((~rejections.among(cells.line)).sum()) - settled.repeats,
        period=spanned(days[settled.kept], days[settled.kept], None),
        currencies=named(settled.rows.currency, [cells.header.currency]),
        messages=messages,
    )


def _rows(cells: Cells, layout: Layout, account: str, made: Moments) -> OrderRows:
    gross, refunded = cells.money("amount"), cells.money("refunded")
    _reject_without_amount(cells, known(gross))
    _reject_negative_refunds(cells, known(refunded) & (refunded < 0))
    number = cells.identifier("number")
    return OrderRows(
        line=cells.line,
        key=same("", len(cells)),
        platform=same(layout.platform, len(cells)),
        account=same(account, len(cells)),
        number=number,
        refund_of=np.where(gross < 0, number, "").astype(np.object_),
        ordered_at=made.instant,
        ordered_local=made.bare,
        status=_statuses(cells, layout.orders),
        currency=currencies(cells),
        gross=gross,
        refunded=np.where(known(refunded), refunded, 0),
        tax=cells.money("tax"),
        shipping=cells.money("shipping"),
        source=cells.text("source"),
        campaign=cells.identifier("campaign"),
        **identities(cells, layout, account),
        **attribution(cells),
    )


def _reject_without_amount(cells: Cells, there: Flags) -> None:
    for row in np.flatnonzero(~there):
        cells.reject(int(row), f"{cells.name_of('amount')} is blank: an order needs its amount")


def _reject_negative_refunds(cells: Cells, negative: Flags) -> None:
    for row in np.flatnonzero(negative):
        cells.reject(int(row), f"{cells.name_of('refunded')} is below 0; a refund is written without a sign")


def _status(written: str, rules: OrderRules) -> str:
    status = written.casefold() or "unknown"
    return rules.statuses.get(status, status)


def _statuses(cells: Cells, rules: OrderRules) -> Texts:
    """As the domain calls them. Without a column every order is paid; what was cancelled did not come in."""
    found = same("paid", len(cells))
    if cells.has("status"):
        found = np.array([_status(status, rules) for status in cells.text("status")], np.object_)
    if cells.has("cancelled"):
        found[cells.text("cancelled") != ""] = "cancelled"
    return found

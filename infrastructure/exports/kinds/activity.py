"""Activity: lines of a table as events of customers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from domain.imports.hints import Hints
from domain.imports.rows import ActivityRows
from domain.shared.columns import Texts
from infrastructure.exports.columns.cells import Cells, cells_at
from infrastructure.exports.columns.instants import Moments
from infrastructure.exports.columns.when import moment_texts, moments_of
from infrastructure.exports.facts.coverage import spanned
from infrastructure.exports.facts.extract import Extract, good_rows
from infrastructure.exports.facts.identities import identities
from infrastructure.exports.facts.keys import keys, ordinals
from infrastructure.exports.layouts.layout import Layout
from infrastructure.exports.shared.coded import first_told, same
from infrastructure.exports.shared.rejections import Rejections
from infrastructure.exports.tables.classification import Classified
from infrastructure.exports.tables.table import Table


def read_activity(table: Table, classified: Classified, rejections: Rejections, hints: Hints) -> Extract:
    """One fact an event: equal lines are several events."""
    layout, cells = table.recognised.layout, cells_at(table, classified.data, rejections)
    happened = moments_of(cells, "at")
    rows = _rows(cells, layout, hints.account, happened)
    _reject_nameless(cells, rows)
    good = ~rejections.among(cells.line)
    days = happened.day[good]
    rows = good_rows(rows, good)
    facts = replace(rows, key=_keys(rows))
    return Extract(
        facts=facts,
        rows=len(facts),
        period=spanned(days, days, None),
        currencies=frozenset(),
    )


def _rows(cells: Cells, layout: Layout, account: str, happened: Moments) -> ActivityRows:
    who = identities(cells, layout, account)
    return ActivityRows(
        line=cells.line,
        key=same("", len(cells)),
        platform=same(layout.platform, len(cells)),
        account=same(account, len(cells)),
        customer_id=who["customer_id"],
        email=who["email"],
        event=cells.identifier("event"),
        happened_at=happened.instant,
        happened_local=happened.bare,
    )


def _reject_nameless(cells: Cells, rows: ActivityRows) -> None:
    for row in np.flatnonzero(rows.event == ""):
        cells.reject(int(row), f"{cells.name_of('event')} is blank: nothing happened")
    for row in np.flatnonzero(first_told(rows.customer_id, rows.email) == ""):
        cells.reject(int(row), "names nobody: an event is somebody's")


def _keys(rows: ActivityRows) -> Texts:
    """Who, what, when, and the place among equal ones."""
    moment = moment_texts(rows.happened_at, rows.happened_local)
    told = (rows.platform, rows.account, first_told(rows.customer_id, rows.email), rows.event, moment)
    return keys(*told, ordinals(zip(*told, strict=True)))

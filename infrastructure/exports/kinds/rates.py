"""Exchange rates: rows of a table as facts."""

from __future__ import annotations

import numpy as np

from domain.imports.duplicates import settle
from domain.imports.hints import Hints
from domain.imports.rows import RateRows
from domain.shared.periods import FIRST_DAY
from infrastructure.exports.columns.cells import Cells, cells_at
from infrastructure.exports.facts.coverage import spanned
from infrastructure.exports.facts.extract import Extract, good_rows, reject_conflicts
from infrastructure.exports.facts.keys import day_texts, keys
from infrastructure.exports.shared.refusal import Unclear
from infrastructure.exports.shared.rejections import Rejections
from infrastructure.exports.tables.classification import Classified
from infrastructure.exports.tables.table import Table
from infrastructure.exports.values.amounts import UNTOLD, number, plain_text
from infrastructure.exports.values.days import day
from infrastructure.exports.values.figures import NumberNotation

_LARGEST, _MOST_DECIMALS = 10**12, 18


def read_rates(table: Table, classified: Classified, rejections: Rejections, hints: Hints) -> Extract:  # noqa: ARG001
    """One rate a day and pair of currencies; they belong to no account."""
    cells = cells_at(table, classified.data, rejections)
    settled = settle(good_rows(_rows(cells), ~rejections.among(cells.line)))
    messages = reject_conflicts(settled, rejections, "day and currencies")
    facts = settled.rows
    period = spanned(facts.day, facts.day, None)
    return Extract(facts=facts, rows=len(facts), period=period, currencies=frozenset(), messages=messages)


def _rows(cells: Cells) -> RateRows:
    days = cells.dated("date", day, FIRST_DAY).array("datetime64[D]")
    currency, into, notation = cells.codes("currency"), cells.codes("into"), cells.notation.numbers("rate")
    for row in np.flatnonzero(currency == ""):
        cells.reject(int(row), f"{cells.name_of('currency')} is blank")
    return RateRows(
        line=cells.line,
        key=keys(currency, into, day_texts(days)),
        day=days,
        currency=currency,
        into=into,
        rate=cells.each("rate", lambda cell: rate(cell, notation), "").texts(),
    )


def rate(text: str, notation: NumberNotation = UNTOLD) -> str:
    """An exact decimal above 0, without needless zeros. Raises Unclear."""
    value = number(text, notation)
    if value is None or value >= _LARGEST or value != round(value, _MOST_DECIMALS):
        raise Unclear("is not a rate")
    if value <= 0:
        raise Unclear("is not above 0")
    return plain_text(value.normalize())

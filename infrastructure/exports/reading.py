"""From the text of a file to what it says: the stages in their order."""

from __future__ import annotations

from collections.abc import Callable, Sized

from domain.imports.hints import Hints
from domain.imports.reading import Reading
from domain.imports.record import Kind, Message
from infrastructure.exports.activity import read_activity
from infrastructure.exports.ad_metrics import read_ad_metrics
from infrastructure.exports.cells import cells_at
from infrastructure.exports.classification import Classified, classify
from infrastructure.exports.decoding import Text
from infrastructure.exports.doubled import refuse_doubled, reject_rivals
from infrastructure.exports.extract import Extract
from infrastructure.exports.leads import read_leads
from infrastructure.exports.mapped import hints_with
from infrastructure.exports.orders import read_orders
from infrastructure.exports.rates import read_rates
from infrastructure.exports.recognition import recognise
from infrastructure.exports.records import refuse_long_lines
from infrastructure.exports.rejections import Rejections
from infrastructure.exports.table import Table, table_of

_READERS: dict[Kind, Callable[[Table, Classified, Rejections, Hints], Extract]] = {
    Kind.AD_METRICS: read_ad_metrics,
    Kind.SPEND: read_ad_metrics,
    Kind.ORDERS: read_orders,
    Kind.RATES: read_rates,
    Kind.LEADS: read_leads,
    Kind.ACTIVITY: read_activity,
}


def reading_of(text: Text, hints: Hints) -> Reading:
    """The facts in a text; Refused if it cannot be understood."""
    refuse_long_lines(text.data)
    recognised, rejections = recognise(text.data, hints.mappings), Rejections()
    hints, layout = hints_with(recognised.mapping, hints), recognised.layout
    table = table_of(text.data, recognised, hints)
    doubled, classified = refuse_doubled(table), classify(table, rejections)
    reject_rivals(cells_at(table, classified.data, rejections))
    extract = _READERS[layout.kind](table, classified, rejections, hints)
    rejected = rejections.listed(table.records.raw_of_line)
    return Reading(
        kind=layout.kind,
        platform=layout.platform,
        encoding=text.encoding,
        rows=extract.rows,
        total_rows=classified.left_out,
        rejects=rejected,
        currency=next(iter(extract.currencies)) if len(extract.currencies) == 1 else None,
        period=extract.period,
        facts=extract.facts,
        coverage=extract.coverage,
        totals=extract.totals,
        messages=text.messages + doubled + _notices(classified, rejected) + extract.messages,
    )


def _notices(classified: Classified, rejected: Sized) -> tuple[Message, ...]:
    """What the file says instead of rows, or that it has none."""
    if classified.notices:
        return tuple(Message(code="no_data", message=f"the file says: {notice}") for notice in classified.notices[:3])
    if not len(classified.data) and not rejected:
        return (Message(code="no_data", message="the file has no rows of data"),)
    return ()

"""From the text of a file to what it says: the stages in their order."""

from __future__ import annotations

from domain.imports.hints import Hints
from domain.imports.reading import Reading
from domain.imports.record import Kind, Message
from infrastructure.exports.delimited.records import refuse_long_lines
from infrastructure.exports.files.decoding import Text
from infrastructure.exports.files.stored import StoredText
from infrastructure.exports.kinds.activity import read_activity
from infrastructure.exports.kinds.ad_metrics import read_ad_metrics
from infrastructure.exports.kinds.leads import read_leads
from infrastructure.exports.kinds.orders import read_orders
from infrastructure.exports.kinds.overlaps import OnlyWhole
from infrastructure.exports.kinds.rates import read_rates
from infrastructure.exports.pipeline.in_parts import read_in_parts
from infrastructure.exports.pipeline.part import Part, Read, part_of
from infrastructure.exports.recognition.mapped import hints_with
from infrastructure.exports.recognition.recognition import HEADER_LINES, Recognised, recognise
from infrastructure.exports.shared.limits import LONGEST_RECORD
from infrastructure.exports.shared.rejections import Rejections
from infrastructure.exports.tables.table import table_of

_READERS: dict[Kind, Read] = {
    Kind.AD_METRICS: read_ad_metrics,
    Kind.SPEND: read_ad_metrics,
    Kind.ORDERS: read_orders,
    Kind.RATES: read_rates,
    Kind.LEADS: read_leads,
    Kind.ACTIVITY: read_activity,
}


_HEAD = (HEADER_LINES + 1) * LONGEST_RECORD
"""Bytes in which the header of any file stands."""


def reading_of(text: Text | StoredText, hints: Hints) -> Reading:
    """The facts in a text; Refused if it cannot be understood."""
    if isinstance(text, StoredText):
        text.refuse_long_lines()
        recognised = recognise(text.window(0, _HEAD), hints.mappings)
    else:
        refuse_long_lines(text.data)
        recognised = recognise(text.data, hints.mappings)
    found = _found(text, recognised, hints_with(recognised.mapping, hints))
    extract = found.extract
    return Reading(
        kind=recognised.layout.kind,
        platform=recognised.layout.platform,
        encoding=text.encoding,
        rows=extract.rows,
        total_rows=found.left_out,
        rejects=found.rejects,
        currency=next(iter(extract.currencies)) if len(extract.currencies) == 1 else None,
        period=extract.period,
        facts=extract.facts,
        coverage=extract.coverage,
        totals=extract.totals,
        messages=text.messages + found.doubled + _notices(found) + extract.messages,
    )


def _found(text: Text | StoredText, recognised: Recognised, hints: Hints) -> Part:
    """Read in parts where that is how it can be held in memory, and its kind and content let it."""
    read = _READERS[recognised.layout.kind]
    if isinstance(text, StoredText) and read is read_ad_metrics and not recognised.layout.shape:
        try:
            return read_in_parts(text, recognised, hints)
        except OnlyWhole:
            pass
    return part_of(table_of(text.data, recognised, hints), hints, read, Rejections())


def _notices(found: Part) -> tuple[Message, ...]:
    """What the file says instead of rows, or that it has none."""
    if found.notices:
        return tuple(Message(code="no_data", message=f"the file says: {notice}") for notice in found.notices)
    if not found.has_data and not found.rejects:
        return (Message(code="no_data", message="the file has no rows of data"),)
    return ()

"""Whether a table says what it is about in words that a platform does not use: then it is not of that platform."""

from __future__ import annotations

from collections.abc import Iterable

from domain.imports.record import Kind
from infrastructure.exports.layouts.layout import PLAIN, Layout
from infrastructure.exports.recognition.header import Header

_SAID_BY = {
    "campaign": frozenset({"campaign", "campaign_id"}),
    "date": frozenset({"day", "date", "week", "month", "quarter", "year"}),
    "clicks": frozenset({"clicks"}),
}
"""What a table is about, and the fields of a layout that it may be in."""


def leaves_unread(layout: Layout, header: Header) -> bool:
    """Whether a header plainly is the campaign, the day or the clicks where that layout of a platform finds none.

    A platform writes these in words of its own, so the other words that the layout knows here are no more than words
    that anybody writes: a sheet that somebody keeps has an `Amount spent` too.
    """
    if layout.platform == PLAIN or layout.kind is not Kind.AD_METRICS:
        return False
    unsaid = [about for about, fields in _SAID_BY.items() if not any(field in header.columns for field in fields)]
    read = {*header.columns.values(), *header.segments.values()}
    unread = [name for at, name in enumerate(header.names) if at not in read]
    return bool(unsaid and unread) and _is_any(unread, unsaid)


def _is_any(names: Iterable[str], unsaid: Iterable[str]) -> bool:
    # Only here, where few files come: the words are those of files that no layout is for, and proposing needs layouts.
    from infrastructure.exports.recognition.vocabulary import plain_name, plain_names

    return any(plain_name(name) in plain_names(about) for name in names for about in unsaid)

"""The period that each row of ad metrics speaks for."""

from __future__ import annotations

import numpy as np

from domain.imports.record import Message
from domain.shared.columns import NO_DAY, Days, Flags, Instants
from domain.shared.periods import FIRST_DAY, Period
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.shared.coded import Coded
from infrastructure.exports.shared.refusal import Unclear, quoted
from infrastructure.exports.shared.words import fold, words
from infrastructure.exports.values import days as parse
from infrastructure.exports.values.dates import DateNotation

_GRAINS: dict[str, parse.Parse] = {
    "day": parse.one_day,
    "date": parse.day_or_month,
    "week": parse.week,
    "month": parse.month,
    "quarter": parse.quarter,
    "year": parse.year,
}
"""Fields that tell a row's period, finest first, and how they are read."""
_STARTS = ("start", "since")
"""Fields that tell where the period of a row begins; of `since`, that is all that is ever told."""
_DAYS = "datetime64[D]"
_REJECTED = Period(FIRST_DAY, FIRST_DAY)


def is_daily(cells: Cells) -> bool:
    """Whether the table gives a day for each row."""
    return cells.has("day") or cells.has("date")


def periods(cells: Cells, stated: Period | None) -> tuple[Days, Days]:
    """First and last day of each row, shape (n,): from its own cells, else as stated for the file, else NaT."""
    field = cells.first_of(_GRAINS)
    if field == "week" and stated:
        return _clipped(*_columns(cells.dated(field, _GRAINS[field], _REJECTED)), stated)
    if field:
        start, end = _columns(cells.dated(field, _GRAINS[field], _REJECTED))
        if field == "date" and cells.has("month"):
            _reject_other_months(cells, start)
        return start, end
    if cells.first_of(_STARTS):
        return _from_start_to_end(cells, stated)
    return _same_for_all(stated, len(cells))


def _columns(found: Coded[Period]) -> tuple[Days, Days]:
    return found.each(lambda one: one.start).array(_DAYS), found.each(lambda one: one.end).array(_DAYS)


def _reject_other_months(cells: Cells, start: Days) -> None:
    """A sheet may tell the month of each of its days beside them; no other one."""
    months = start.astype("datetime64[M]").astype(np.int64) + 12 * 1970
    notation = cells.notation.dates("month")
    named = cells.as_written("month").each(lambda cell: _month(cell, notation))
    for row, (at, month) in enumerate(zip(months.tolist(), named, strict=True)):
        if month is not None and month not in (at, at % 12 + 1):
            said = (f"{cells.name_of(field)} {quoted(cells.series(field)[row])}" for field in ("date", "month"))
            cells.reject(row, f"{' and '.join(said)} do not name the same month; keep one of these columns")


def _month(cell: str, notation: DateNotation) -> int | None:
    """Months since January of the year 0; 1 to 12 for a month of any year; None for a blank cell, 0 for no month."""
    folded = fold(cell)
    if folded in words().no_figures:
        return None
    if folded.isdecimal() and len(folded) <= 2:
        return int(folded)
    if folded in words().months:
        return words().months[folded]
    try:
        found = parse.day_or_month(cell, notation).start
    except Unclear:
        return 0
    return found.year * 12 + found.month - 1


def _clipped(start: Days, end: Days, stated: Period) -> tuple[Days, Days]:
    """Weeks at the edges of the stated period hold only its days."""
    first, last = np.datetime64(stated.start), np.datetime64(stated.end)
    meets = (start <= last) & (end >= first)
    return np.where(meets, np.maximum(start, first), start), np.where(meets, np.minimum(end, last), end)


def period_messages(cells: Cells, stated: Period | None) -> tuple[Message, ...]:
    """What the person who imports must know of how `periods` reads the rows."""
    if cells.first_of(_GRAINS) or not cells.first_of(_STARTS) or cells.has("end"):
        return ()
    start = _starts(cells)
    if stated and _is_whole(cells, start, stated, "told"):
        meant, read = ("the stated period", "that period") if stated.length > 1 else ("", "")
    else:
        meant, read = ("a month", "whole months") if _are_months(cells, start, "told") else ("", "")
    said = f"every row starts on the first day of {meant} and none tells its end: read as {read}"
    return (Message(code="period_read", message=said),) if meant else ()


def _from_start_to_end(cells: Cells, stated: Period | None) -> tuple[Days, Days]:
    start = _starts(cells)
    if not cells.has("end"):
        return _from_start_alone(cells, start, stated)
    first, end = start.astype(_DAYS), _ends(cells, start)
    for row in np.flatnonzero(end < first):
        cells.reject(int(row), f"the period ends ({end[row]}) before it starts ({first[row]})")
    return first, end


def _starts(cells: Cells) -> Instants:
    field = cells.first_of(_STARTS)
    assert field  # noqa: S101 - whoever asks has seen it
    return cells.dated(field, parse.moment, parse.NEVER).each(lambda one: one.local).array("datetime64[us]")


def _ends(cells: Cells, start: Instants) -> Days:
    """The last day of each row. A midnight that ends hours, or is an instant, is the end of the day before it; a date
    that a spreadsheet has given a time is not."""
    told = cells.dated("end", parse.moment, parse.NEVER)
    local = told.each(lambda one: one.local).array("datetime64[us]")
    instants = told.each(lambda one: one.instant is not None).array("bool")
    midnight = (local == local.astype(_DAYS)) & (local > start)
    of_hours = cells.polls.ask("hours of starts", bool((start != start.astype(_DAYS)).any()))
    before = (midnight & (instants | of_hours)).astype("timedelta64[D]")
    return np.asarray(local.astype(_DAYS) - before, _DAYS)


def _from_start_alone(cells: Cells, start: Instants, stated: Period | None) -> tuple[Days, Days]:
    """Days, unless all rows begin with something longer: a platform then tells no more than where it begins."""
    first = start.astype(_DAYS)
    if stated and _is_whole(cells, start, stated, "read"):
        return first, np.full(len(first), stated.end, _DAYS)
    if not _are_months(cells, start, "read"):
        return first, first
    last = (start.astype("datetime64[M]") + 1).astype(_DAYS) - 1
    return _clipped(first, last, stated) if stated else (first, last)


def _is_whole(cells: Cells, start: Instants, stated: Period, about: str) -> bool:
    """Whether every row begins with the period that is stated for the file. `about` tells the questions apart."""
    good = _good(cells, start)
    return _all(cells, f"whole, {about}", good == np.datetime64(stated.start))


def _are_months(cells: Cells, start: Instants, about: str) -> bool:
    good = _good(cells, start)
    return _all(cells, f"months, {about}", good == good.astype("datetime64[M]"))


def _all(cells: Cells, question: str, rows: Flags) -> bool:
    """Whether there are rows, and it is true of each."""
    return cells.polls.ask(question, frozenset(np.unique(rows).tolist())) == {True}


def _good(cells: Cells, start: Instants) -> Instants:
    return start[~cells.rejections.among(cells.line)]


def _same_for_all(stated: Period | None, count: int) -> tuple[Days, Days]:
    start, end = (stated.start, stated.end) if stated else (NO_DAY, NO_DAY)
    return np.full(count, start, _DAYS), np.full(count, end, _DAYS)

"""The period that each row of ad metrics speaks for."""

from __future__ import annotations

import numpy as np

from domain.shared.columns import NO_DAY, Days
from domain.shared.periods import FIRST_DAY, Period
from infrastructure.exports import days as parse
from infrastructure.exports.cells import Cells
from infrastructure.exports.coded import Coded
from infrastructure.exports.refusal import Unclear, quoted
from infrastructure.exports.words import fold, words

_GRAINS: dict[str, parse.Parse] = {
    "day": parse.one_day,
    "date": parse.day_or_month,
    "week": parse.week,
    "month": parse.month,
    "quarter": parse.quarter,
    "year": parse.year,
}
"""Fields that tell a row's period, finest first, and how they are read."""
_DAYS = "datetime64[D]"
_REJECTED = Period(FIRST_DAY, FIRST_DAY)


def is_daily(cells: Cells) -> bool:
    """Whether the table gives a day for each row."""
    return cells.has("day") or cells.has("date")


def periods(cells: Cells, stated: Period | None) -> tuple[Days, Days]:
    """First and last day of each row, shape (n,): from its own cells, else as stated for the file, else NaT."""
    field = cells.first_of(_GRAINS)
    if field == "week" and stated:
        return _clipped(*_columns(cells.each(field, _GRAINS[field], _REJECTED)), stated)
    if field:
        start, end = _columns(cells.each(field, _GRAINS[field], _REJECTED))
        if field == "date" and cells.has("month"):
            _reject_other_months(cells, start)
        return start, end
    if cells.has("start"):
        return _from_start_to_end(cells)
    return _same_for_all(stated, len(cells))


def _columns(found: Coded[Period]) -> tuple[Days, Days]:
    return found.each(lambda one: one.start).array(_DAYS), found.each(lambda one: one.end).array(_DAYS)


def _reject_other_months(cells: Cells, start: Days) -> None:
    """A sheet may tell the month of each of its days beside them; no other one."""
    months = start.astype("datetime64[M]").astype(np.int64) + 12 * 1970
    named = cells.as_written("month").each(_month)
    for row, (at, month) in enumerate(zip(months.tolist(), named, strict=True)):
        if month is not None and month not in (at, at % 12 + 1):
            said = (f"{cells.name_of(field)} {quoted(cells.series(field)[row])}" for field in ("date", "month"))
            cells.reject(row, f"{' and '.join(said)} do not name the same month; keep one of these columns")


def _month(cell: str) -> int | None:
    """Months since January of the year 0; 1 to 12 for a month of any year; None for a blank cell, 0 for no month."""
    folded = fold(cell)
    if folded in words().no_figures:
        return None
    if folded.isdecimal() and len(folded) <= 2:
        return int(folded)
    if folded in words().months:
        return words().months[folded]
    try:
        found = parse.day_or_month(cell).start
    except Unclear:
        return 0
    return found.year * 12 + found.month - 1


def _clipped(start: Days, end: Days, stated: Period) -> tuple[Days, Days]:
    """Weeks at the edges of the stated period hold only its days."""
    first, last = np.datetime64(stated.start), np.datetime64(stated.end)
    meets = (start <= last) & (end >= first)
    return np.where(meets, np.maximum(start, first), start), np.where(meets, np.minimum(end, last), end)


def _from_start_to_end(cells: Cells) -> tuple[Days, Days]:
    start = cells.each("start", parse.day, FIRST_DAY).array(_DAYS)
    end = cells.each("end", parse.day, FIRST_DAY).array(_DAYS) if cells.has("end") else start
    for row in np.flatnonzero(end < start):
        cells.reject(int(row), f"the period ends ({end[row]}) before it starts ({start[row]})")
    return start, end


def _same_for_all(stated: Period | None, count: int) -> tuple[Days, Days]:
    start, end = (stated.start, stated.end) if stated else (NO_DAY, NO_DAY)
    return np.full(count, start, _DAYS), np.full(count, end, _DAYS)

"""Days, moments and periods as files write them. What could be two different days is never read."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from domain.imports.notation import DateOrder
from domain.shared.periods import FIRST_DAY, Period
from infrastructure.exports.shared.refusal import Unclear
from infrastructure.exports.shared.words import fold, words
from infrastructure.exports.values.clock import instant, parted
from infrastructure.exports.values.dates import (
    LONGEST_DATE,
    UNTOLD_DATES,
    DateNotation,
    calendar_day,
    date_in,
    month_named,
    within_range,
)
from infrastructure.exports.values.figures import halfwidth

_ISO_MONTH = re.compile(r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})")
_EAST_ASIAN_MONTH = re.compile(r"(?P<year>[0-9]{4}) ?[年년] ?(?P<month>[0-9]{1,2}) ?[月월]")
_NAMED_MONTH = re.compile(r"(?P<name>[^\W\d_]{3,15})\.?,?(?: (?:de|del|of))?[ -/](?P<year>[0-9]{4})(?: ?г\.?)?")
_QUARTER = re.compile(r"(?:q(?P<a>[1-4])[ -]*(?P<y>[0-9]{4})|(?P<z>[0-9]{4})[ -]*q(?P<b>[1-4]))")
_DAY_ALONE = re.compile(r"(?P<day>[0-9]{1,2})\.?")
_LAST_YEAR = re.compile(r".*[^0-9](?P<year>[0-9]{4})(?: ?г\.?)?")
_MONTH_BEFORE = re.compile(r"(?P<month>[^\W\d_]{3,15}\.?) [0-9]{1,2}")

Parse = Callable[[str, DateNotation], Period]


class Moment(NamedTuple):
    """When something was: `local` as written, `instant` (UTC, without its mark) where the file gives an offset."""

    local: datetime
    instant: datetime | None


NEVER = Moment(datetime.combine(FIRST_DAY, time()), None)
"""Stands for the moment of a row that is rejected."""


def day(text: str, notation: DateNotation = UNTOLD_DATES) -> date:
    """One local day as written; a time of day beside it, and its offset, are left out. Raises Unclear."""
    return date_in(parted(_folded(text))[0], notation)


def moment(text: str, notation: DateNotation = UNTOLD_DATES) -> Moment:
    """A day with or without a time, with or without an offset from UTC. Raises Unclear."""
    written, clock = parted(_folded(text))
    local = datetime.combine(date_in(written, notation), time()) + clock.since_midnight
    return Moment(local, instant(local, clock.zone))


def _folded(text: str) -> str:
    return fold(halfwidth(text if text.isascii() else unicodedata.normalize("NFC", text)))


def one_day(text: str, notation: DateNotation = UNTOLD_DATES) -> Period:
    """A day as a period of one. Raises Unclear."""
    found = day(text, notation)
    return Period(found, found)


def week(text: str, notation: DateNotation = UNTOLD_DATES) -> Period:
    """The seven days from a day on, or a range. Raises Unclear."""
    if found := _range(text, notation):
        return found
    first = day(text, notation)
    return Period(first, within_range(first + timedelta(days=6)))


def month(text: str, notation: DateNotation = UNTOLD_DATES) -> Period:
    """A calendar month: `2025-01`, `January 2025`, its first day, or a range. Raises Unclear."""
    return _month(text) or _from_first_day(text, notation, 1, "month")


def _month(text: str) -> Period | None:
    cell = _folded(text)
    if found := _ISO_MONTH.fullmatch(cell) or _EAST_ASIAN_MONTH.fullmatch(cell):
        return _months(int(found["year"]), int(found["month"]), 1)
    found = _NAMED_MONTH.fullmatch(cell)
    number = month_named(found["name"]) if found else None
    return _months(int(found["year"]), number, 1) if found and number else None


def quarter(text: str, notation: DateNotation = UNTOLD_DATES) -> Period:
    """`Q1 2025`, its first day, or a range. Raises Unclear."""
    if found := _QUARTER.fullmatch(_folded(text)):
        return _months(int(found["y"] or found["z"]), 3 * int(found["a"] or found["b"]) - 2, 3)
    return _from_first_day(text, notation, 3, "quarter")


def year(text: str, notation: DateNotation = UNTOLD_DATES) -> Period:
    """`2025`, its first day, or a range. Raises Unclear."""
    if re.fullmatch(r"[0-9]{4}", cell := _folded(text)):
        return _months(int(cell), 1, 12)
    return _from_first_day(text, notation, 12, "year")


def day_or_month(text: str, notation: DateNotation = UNTOLD_DATES) -> Period:
    """What a person writes as a date beside spend. Raises Unclear."""
    return _month(text) or one_day(text, notation)


def _months(first_year: int, first_month: int, count: int) -> Period:
    first = calendar_day(first_year, first_month, 1)
    last = first_month + count - 1
    return Period(first, calendar_day(first_year, last, monthrange(first_year, last)[1]))


def _from_first_day(text: str, notation: DateNotation, count: int, what: str) -> Period:
    if found := _range(text, notation):
        return found
    first = day(text, notation)
    if first.day != 1 or (first.month - 1) % count:
        raise Unclear(f"is not the first day of a {what}")
    return _months(first.year, first.month, count)


def span(text: str, notation: DateNotation = UNTOLD_DATES) -> Period:
    """`first - last`, both included, or one day. Raises Unclear."""
    return _range(text, notation) or one_day(text, notation)


def _range(text: str, notation: DateNotation) -> Period | None:
    """The first way to part a text into two days, of which the first may leave out what the last one says."""
    cell = _folded(text)
    if len(cell) > 2 * LONGEST_DATE:
        return None
    for between in _between().finditer(cell):
        left, right = cell[: between.start()], cell[between.end() :]
        for first, last in _completed(left, right):
            if ends := _ends(first, last, notation):
                return _ordered(*ends)
    return None


@cache
def _between() -> re.Pattern[str]:
    spelled = "|".join(map(re.escape, words().between_days))
    return re.compile(rf" ?[–—~～〜] ?| - | (?:{spelled}) ")


def _completed(left: str, right: str) -> Iterator[tuple[str, str]]:
    """The two ends as they stand, then with what is told only once: `1.–31. mai 2026`, `may 1 – jun 5, 2026`,
    `may 1 – 31, 2026`."""
    yield left, right
    if _DAY_ALONE.fullmatch(left):
        yield re.sub("[0-9]{1,2}", _DAY_ALONE.sub(r"\g<day>", left), right, count=1), right
    if told := _LAST_YEAR.fullmatch(right):
        yield f"{left} {told['year']}", right
        if (named := _MONTH_BEFORE.match(left)) and _DAY_ALONE.match(right):
            yield f"{left} {told['year']}", f"{named['month']} {right}"


def _ends(first: str, last: str, notation: DateNotation) -> tuple[date, date] | None:
    """Both ends are written in one order: what only one of them proves holds for the other."""
    if (told := _both(first, last, notation)) or notation.order:
        return told
    found = {_both(first, last, replace(notation, order=order)) for order in DateOrder} - {None}
    return found.pop() if len(found) == 1 else None


def _both(first: str, last: str, notation: DateNotation) -> tuple[date, date] | None:
    try:
        return day(first, notation), day(last, notation)
    except Unclear:
        return None


def _ordered(first: date, last: date) -> Period:
    if last < first:
        raise Unclear("ends before it starts")
    return Period(first, last)

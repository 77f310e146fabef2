"""Days, periods and instants as files write them. What could be two different days is never read."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import NamedTuple

from domain.shared.periods import FIRST_DAY, LAST_DAY, Period
from infrastructure.exports.refusal import Unclear
from infrastructure.exports.words import fold, words

_DAY = r"(?P<year>[0-9]{4})(?P<gap>[-/.])(?P<month>[0-9]{1,2})(?P=gap)(?P<day>[0-9]{1,2})"
_ISO_DAY = re.compile(_DAY)
_COMPACT_DAY = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_MONTH_FIRST = re.compile(r"(?P<month>[a-z]{3,9})\.? (?P<day>[0-9]{1,2}),? (?P<year>[0-9]{4})")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2}) (?P<month>[a-z]{3,9})\.?,? (?P<year>[0-9]{4})")
_TWO_WAYS = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}.*")
_TIME = (
    r"[T ]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]{1,9}))?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})?"
)
_DATETIME = re.compile(rf"{_DAY}(?:{_TIME})?")
_ISO_MONTH = re.compile(r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})")
_NAMED_MONTH = re.compile(r"(?P<month>[a-z]{3,9})\.?,? (?P<year>[0-9]{4})")
_QUARTER = re.compile(r"(?:q(?P<a>[1-4])[ -]*(?P<y>[0-9]{4})|(?P<z>[0-9]{4})[ -]*q(?P<b>[1-4]))")
_RANGE = re.compile(r"(?P<first>.+?)\s+[-–—]\s+(?P<last>.+)")

Parse = Callable[[str], Period]


class Moment(NamedTuple):
    """When an order was made: `local` as written, `instant` (UTC, without its mark) where the file gives an offset."""

    local: datetime
    instant: datetime | None


NEVER = Moment(datetime.combine(FIRST_DAY, time()), None)
"""Stands for the moment of a row that is rejected."""


def day(text: str) -> date:
    """One local day; a time of day beside it is left out. Raises Unclear."""
    cell = text.strip()
    for pattern in (_ISO_DAY, _COMPACT_DAY):
        if found := pattern.fullmatch(cell):
            return _date(int(found["year"]), int(found["month"]), int(found["day"]))
    for pattern in (_MONTH_FIRST, _DAY_FIRST):
        if (found := pattern.fullmatch(fold(cell))) and (month := words().months.get(found["month"])):
            return _date(int(found["year"]), month, int(found["day"]))
    return moment(cell).local.date()


def moment(text: str) -> Moment:
    """A day with or without a time, with or without an offset from UTC. Raises Unclear."""
    cell = text.strip()
    if compact := _COMPACT_DAY.fullmatch(cell):
        cell = "-".join(compact.group("year", "month", "day"))
    found = _DATETIME.fullmatch(cell)
    if found is None:
        raise _no_day(cell)
    start = _date(int(found["year"]), int(found["month"]), int(found["day"]))
    local = datetime.combine(start, time()) + _time(found)
    return Moment(local, _instant(local, found["zone"]))


def _time(found: re.Match[str]) -> timedelta:
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 59:
        raise Unclear("is not a time of the day")
    return timedelta(
        hours=hour, minutes=minute, seconds=second, microseconds=int((found["part"] or "0").ljust(6, "0")[:6])
    )


def _instant(local: datetime, zone: str | None) -> datetime | None:
    if not zone:
        return None
    if zone[0] not in "+-":
        return local
    digits = zone[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 18 or minutes > 59:
        raise Unclear("has an offset from UTC that no place has")
    offset = timedelta(hours=hours, minutes=minutes)
    instant = local.replace(tzinfo=timezone(-offset if zone[0] == "-" else offset)).astimezone(UTC)
    _within_range(instant.date())
    return instant.replace(tzinfo=None)


def _date(year: int, month: int, day_of_month: int) -> date:
    try:
        found = date(year, month, day_of_month)
    except ValueError as error:
        raise Unclear("is not a day of the calendar") from error
    return _within_range(found)


def _within_range(found: date) -> date:
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Unclear(f"is not between {FIRST_DAY} and {LAST_DAY}")
    return found


def _no_day(cell: str) -> Unclear:
    if not cell:
        return Unclear("is blank where a date must stand")
    if _TWO_WAYS.fullmatch(cell):
        return Unclear("could be two different days; write it as YYYY-MM-DD")
    return Unclear("is not a date; write it as YYYY-MM-DD")


def one_day(text: str) -> Period:
    """A day as a period of one. Raises Unclear."""
    found = day(text)
    return Period(found, found)


def week(text: str) -> Period:
    """The seven days from a day on, or a range. Raises Unclear."""
    if _RANGE.fullmatch(text.strip()):
        return span(text)
    first = day(text)
    return Period(first, _within_range(first + timedelta(days=6)))


def month(text: str) -> Period:
    """A calendar month: `2025-01`, `January 2025`, its first day, or a range. Raises Unclear."""
    cell = fold(text)
    if found := _ISO_MONTH.fullmatch(cell):
        return _months(int(found["year"]), int(found["month"]), 1)
    if (found := _NAMED_MONTH.fullmatch(cell)) and (number := words().months.get(found["month"])):
        return _months(int(found["year"]), number, 1)
    return _from_first_day(text, 1, "month")


def quarter(text: str) -> Period:
    """`Q1 2025`, its first day, or a range. Raises Unclear."""
    if found := _QUARTER.fullmatch(fold(text)):
        return _months(int(found["y"] or found["z"]), 3 * int(found["a"] or found["b"]) - 2, 3)
    return _from_first_day(text, 3, "quarter")


def year(text: str) -> Period:
    """`2025`, its first day, or a range. Raises Unclear."""
    if re.fullmatch(r"[0-9]{4}", text.strip()):
        return _months(int(text), 1, 12)
    return _from_first_day(text, 12, "year")


def day_or_month(text: str) -> Period:
    """What a person writes as a date beside spend. Raises Unclear."""
    if _ISO_MONTH.fullmatch(fold(text)) or _NAMED_MONTH.fullmatch(fold(text)):
        return month(text)
    return one_day(text)


def _months(first_year: int, first_month: int, count: int) -> Period:
    first = _date(first_year, first_month, 1)
    last = first_month + count - 1
    return Period(first, _date(first_year, last, monthrange(first_year, last)[1]))


def _from_first_day(text: str, count: int, what: str) -> Period:
    if _RANGE.fullmatch(text.strip()):
        return span(text)
    first = day(text)
    if first.day != 1 or (first.month - 1) % count:
        raise Unclear(f"is not the first day of a {what}")
    return _months(first.year, first.month, count)


def span(text: str) -> Period:
    """`first - last`, both included, or one day. Raises Unclear."""
    found = _RANGE.fullmatch(text.strip())
    first, last = (day(found["first"]), day(found["last"])) if found else (day(text), day(text))
    if last < first:
        raise Unclear("ends before it starts")
    return Period(first, last)

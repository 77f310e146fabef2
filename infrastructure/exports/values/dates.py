"""One date as it stands in a cell: in digits or with the name of its month, in the languages of `words.toml`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from domain.imports.notation import DateOrder
from domain.shared.periods import FIRST_DAY, LAST_DAY
from infrastructure.exports.shared.refusal import Unclear
from infrastructure.exports.shared.words import words

LONGEST_DATE = 80
"""Characters; a longer cell is no date."""

_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})(?P<gap>\. |[-/.])(?P<month>[0-9]{1,2})(?P=gap)(?P<day>[0-9]{1,2})\.?")
_COMPACT = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_EAST_ASIAN = re.compile(r"(?P<year>[0-9]{4}) ?[年년] ?(?P<month>[0-9]{1,2}) ?[月월] ?(?P<day>[0-9]{1,2}) ?[日일号]")
_TWO_WAYS = re.compile(
    r"(?P<first>[0-9]{1,2})(?P<gap>\. ?|[-/])(?P<second>[0-9]{1,2})(?P=gap)(?P<year>[0-9]{4}|[0-9]{2})(?: ?г\.?)?"
)
_NAME = r"(?P<month>[^\W\d_]{3,15})\.?"
_ORDINAL = r"(?:st|nd|rd|th|er|[ºªo]|\.)?"
_DAY_AND_NAME = re.compile(
    rf"(?P<day>[0-9]{{1,2}}){_ORDINAL}(?: (?:de|of)\b)?[ /-]?{_NAME},?(?: (?:de|del|of)\b)?"
    r"[ /-](?P<year>[0-9]{4})(?: ?г\.?)?"
)
_NAME_AND_DAY = re.compile(rf"{_NAME} (?P<day>[0-9]{{1,2}}){_ORDINAL},? (?P<year>[0-9]{{4}})")
_YEAR_AND_NAME = re.compile(rf"(?P<year>[0-9]{{4}})\.?[ /-]{_NAME}[ /-](?P<day>[0-9]{{1,2}})\.?")
_PIVOT = 69
"""Years of two digits below it are of this century, as POSIX has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateNotation:
    """How the dates of a column are written. `order` None: nothing tells, and only what can be read in one way is read.
    `short_years`: it is certain that the last two digits are the year."""

    order: DateOrder | None = None
    short_years: bool = False


UNTOLD_DATES = DateNotation()
"""Of a cell that stands by itself."""


def date_in(cell: str, notation: DateNotation) -> date:
    """The day that a folded cell without a time is. Raises Unclear."""
    if len(cell) <= LONGEST_DATE:
        for bare in dict.fromkeys((cell, _weekday().sub("", cell))):
            for pattern, read in _FORMS:
                if (match := pattern.fullmatch(bare)) and (found := read(match, notation)):
                    return found
    raise Unclear("is not a date; write it as YYYY-MM-DD" if cell else "is blank where a date must stand")


def both_ways(text: str) -> tuple[str, ...]:
    """The days that the first date in a text may be, the day first and the month first, as ISO writes them."""
    found = _TWO_WAYS.search(text)
    if found is None:
        return ()
    year = _year(found["year"], DateNotation(short_years=True))
    return tuple(
        f"{year}-{int(month):02}-{int(day):02}"
        for day, month in (found.group("first", "second"), found.group("second", "first"))
    )


def calendar_day(year: int, month: int, day: int) -> date:
    """Raises Unclear if there is no such day, or none that is ever read."""
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise Unclear("is not a day of the calendar") from error
    return within_range(found)


def within_range(found: date) -> date:
    """Raises Unclear outside of the years that are ever read."""
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Unclear(f"is not between {FIRST_DAY} and {LAST_DAY}")
    return found


def month_named(name: str) -> int | None:
    """1 to 12 by the folded name of a month, with or without its closing point; None if it is none."""
    return words().months.get(name.removesuffix("."))


@cache
def _weekday() -> re.Pattern[str]:
    """A day of the week before a date, or behind it; one of a single letter only in parentheses."""
    names = sorted(map(re.escape, words().weekdays), key=len, reverse=True)
    known, long = "|".join(names), "|".join(name for name in names if len(name) > 2)
    return re.compile(rf"^(?:{known})\.?,?(?: den)? (?=.*[0-9])|,? ?(?:\((?:{known})\.?\)|(?:{long}))$")


def _in_digits(found: re.Match[str], _: DateNotation) -> date:
    return calendar_day(int(found["year"]), int(found["month"]), int(found["day"]))


def _by_name(found: re.Match[str], _: DateNotation) -> date | None:
    month = month_named(found["month"])
    return calendar_day(int(found["year"]), month, int(found["day"])) if month else None


def _two_ways(found: re.Match[str], notation: DateNotation) -> date:
    first, second, year = int(found["first"]), int(found["second"]), _year(found["year"], notation)
    order = notation.order or _order(first, second, found["gap"])
    if order is None:
        raise Unclear("could be two different days; write it as YYYY-MM-DD")
    day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
    if month > 12 and day <= 12 and notation.order:
        said = "day" if order is DateOrder.DAY_FIRST else "month"
        raise Unclear(f"is not written with the {said} first, as the other dates are")
    return calendar_day(year, month, day)


def _order(first: int, second: int, gap: str) -> DateOrder | None:
    """What a date shows by itself. Points stand in dates that begin with the day, wherever they are written."""
    if first > 12 or first == second or gap.startswith("."):
        return DateOrder.DAY_FIRST if second <= 12 else DateOrder.MONTH_FIRST
    return DateOrder.MONTH_FIRST if second > 12 else None


def _year(digits: str, notation: DateNotation) -> int:
    if len(digits) == 4:
        return int(digits)
    if not notation.short_years:
        raise Unclear("has a year of two digits; write it as YYYY-MM-DD")
    return int(digits) + (2000 if int(digits) < _PIVOT else 1900)


_Read = Callable[[re.Match[str], DateNotation], date | None]
_FORMS: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (_YEAR_FIRST, _in_digits),
    (_COMPACT, _in_digits),
    (_TWO_WAYS, _two_ways),
    (_DAY_AND_NAME, _by_name),
    (_NAME_AND_DAY, _by_name),
    (_EAST_ASIAN, _in_digits),
    (_YEAR_AND_NAME, _by_name),
)

"""One value of a frame as the text that a file would have for it: exact, and read in one way only."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_EVEN, Context, Decimal

DECIMALS = 6
"""Beyond these a float is dust of its arithmetic."""
_SMALLEST = Decimal(1).scaleb(-DECIMALS)
_EXACT = Context(prec=400, rounding=ROUND_HALF_EVEN)
_NOTHING = frozenset({"NAType", "NaTType", "NoneType"})
"""Types whose one value is "not there"; pandas has two of its own."""
_BREAKS = re.compile(r"[\r\n]+")


def text_of(value: object) -> str:
    """The text of a value, blank for one that is not there. An infinite number stays a word that is no figure."""
    if isinstance(value, float | Decimal):
        return _number(Decimal(str(value)))
    if isinstance(value, date | time) and type(value).__name__ not in _NOTHING:
        return _moment(value) if isinstance(value, datetime) else value.isoformat()
    return _other(value)


def _other(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if type(value).__name__ in _NOTHING else _BREAKS.sub(" ", str(value))


def _number(number: Decimal) -> str:
    """Whole, or with so many decimals that a point cannot be one of thousands."""
    if number.is_nan():
        return ""
    if number.is_infinite():
        return str(number).lower()
    rounded = number.quantize(_SMALLEST, context=_EXACT)
    return f"{rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded:f}"


def _moment(moment: datetime) -> str:
    """A midnight is the day that begins with it, in the zone in which it is told."""
    if moment.time() == time():
        return moment.date().isoformat()
    return datetime.isoformat(moment.replace(microsecond=0), sep=" ")

"""What a notation leaves open, where only a person or the whole of a file can tell."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from domain.shared.errors import InvalidValue


class DateOrder(StrEnum):
    """Which of the first two numbers of a date such as 3/4/2026 is the day."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class DecimalMark(StrEnum):
    """What parts the whole units of a number from its fraction; the other one groups thousands."""

    POINT = "point"
    COMMA = "comma"


_Word = TypeVar("_Word", DateOrder, DecimalMark)


def told_date_order(text: str | None) -> DateOrder | None:
    """`dmy` or `mdy`, in any case; None where nothing is said, InvalidValue ("date_order") for anything else."""
    return _told(text, DateOrder, "the order of days and months", "date_order")


def told_decimal(text: str | None) -> DecimalMark | None:
    """`point` or `comma`, in any case; None where nothing is said, InvalidValue ("decimal") for anything else."""
    return _told(text, DecimalMark, "the decimal mark", "decimal")


def _told(text: str | None, words: type[_Word], what: str, code: str) -> _Word | None:
    if text is None:
        return None
    if (word := text.strip().lower()) not in set(words):
        raise InvalidValue(f"write {what} as {' or '.join(words)}", code=code)
    return words(word)

"""What a notation leaves open, where only a person or the whole of a file can tell."""

from __future__ import annotations

from enum import StrEnum


class DateOrder(StrEnum):
    """Which of the first two numbers of a date such as 3/4/2026 is the day."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class DecimalMark(StrEnum):
    """What parts the whole units of a number from its fraction; the other one groups thousands."""

    POINT = "point"
    COMMA = "comma"

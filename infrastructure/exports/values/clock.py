"""The time of day beside a date, and its offset from UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import NamedTuple

from infrastructure.exports.shared.refusal import Unclear
from infrastructure.exports.shared.words import words
from infrastructure.exports.values.dates import LONGEST_DATE, within_range

_NAMED_ZONE = re.compile(r".*[0-9:] ?(?:[ap]m )?\(?(?:[a-z]{2,5}|[a-z]+/[a-z_]+)\)?")

_ONE_DIGIT = re.compile(r"^[+-](?=[0-9](?::|$))")
"""The sign of an offset such as +5:30, whose hours are to have two digits."""


class Clock(NamedTuple):
    """The time since midnight as written, and the `zone` beside it: "" for none, else UTC or an offset."""

    since_midnight: timedelta
    zone: str


@cache
def _timed() -> re.Pattern[str]:
    """A folded date with a time."""
    joining = "|".join(map(re.escape, words().before_times))
    halves = "|".join(sorted(map(re.escape, words().half_days), key=len, reverse=True))
    return re.compile(
        rf"(?P<date>.*?[^ ,])(?:t|[ ,]+|(?<=[日일号.)]))(?:(?:{joining}) )?(?:(?P<before>{halves}) ?)?"
        r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]{1,9}))?)?"
        rf"(?: ?(?P<after>{halves}))?(?: (?:uhr|h))?"
        r" ?(?P<zone>z|utc|gmt|(?:utc|gmt)?[+-][0-9]{2}(?::?[0-9]{2})?|(?:utc|gmt)[+-][0-9](?::[0-9]{2})?)?"
    )


def parted(cell: str) -> tuple[str, Clock]:
    """The date in a folded cell and the time beside it, midnight where there is none. Raises Unclear."""
    if ":" not in cell or len(cell) > LONGEST_DATE:
        return cell, Clock(timedelta(), "")
    found = _timed().fullmatch(cell)
    if found is None:
        raise Unclear(_no_time(cell))
    zone = found["zone"] or ""
    offset = _ONE_DIGIT.sub(r"\g<0>0", zone.removeprefix("utc").removeprefix("gmt") or zone[:1])
    return found["date"], Clock(_since_midnight(found), "z" if offset.isalpha() else offset)


def _no_time(cell: str) -> str:
    if _NAMED_ZONE.fullmatch(cell):
        return "names its time zone; write the offset from UTC, such as +01:00"
    return "is not a date; write it as YYYY-MM-DD"


def _since_midnight(found: re.Match[str]) -> timedelta:
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    half = words().half_days.get(found["before"] or found["after"] or "")
    if hour > 23 or minute > 59 or second > 59 or (half is not None and not 1 <= hour <= 12):
        raise Unclear("is not a time of the day")
    if half is not None:
        hour = hour % 12 + half
    return timedelta(
        hours=hour, minutes=minute, seconds=second, microseconds=int((found["part"] or "0").ljust(6, "0")[:6])
    )


def instant(local: datetime, zone: str) -> datetime | None:
    """The moment in UTC, without its mark; None where no zone is told. Raises Unclear."""
    if zone in ("", "z"):
        return local if zone else None
    digits = zone[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 18 or minutes > 59:
        raise Unclear("has an offset from UTC that no place has")
    offset = timedelta(hours=hours, minutes=minutes)
    found = local.replace(tzinfo=timezone(-offset if zone[0] == "-" else offset)).astimezone(UTC)
    within_range(found.date())
    return found.replace(tzinfo=None)

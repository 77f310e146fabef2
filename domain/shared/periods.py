"""Local days, calendar months and ranges of days in the business zone. A range includes its last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from domain.shared.columns import Days, Instants, Ints
from domain.shared.errors import InvalidValue

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2199, 12, 31)
"""Days outside this range are typing errors; they are refused when read."""


_NO_PLACES = ("localtime", "posixrules", "Factory", "right/", "posix/")
"""What zone databases hold beside places: these depend on the machine, or count leap seconds."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The local days from `start` to `end`, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidValue(f"the period ends ({self.end}) before it starts ({self.start})", code="period")

    @property
    def length(self) -> int:
        """Number of days, at least 1."""
        return (self.end - self.start).days + 1

    def spanning(self, other: Period | None) -> Period:
        """From the first day of both to the last one."""
        return self if other is None else Period(min(self.start, other.start), max(self.end, other.end))

    @property
    def within_one_month(self) -> bool:
        return (self.start.year, self.start.month) == (self.end.year, self.end.month)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month. `index` counts months since 1970-01, as numpy's `datetime64[M]` does."""

    index: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls((day.year - 1970) * 12 + day.month - 1)

    @property
    def first_day(self) -> date:
        return date(1970 + self.index // 12, self.index % 12 + 1, 1)

    @property
    def last_day(self) -> date:
        return Month(self.index + 1).first_day - timedelta(days=1)

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)

    def __str__(self) -> str:
        return self.first_day.strftime("%Y-%m")


def month_index(days: Days) -> Ints:
    """Months since 1970-01 of local days, shape (n,)."""
    return days.astype("datetime64[M]").astype(np.int64)


def business_zone(name: str) -> ZoneInfo:
    """The IANA zone of that name; InvalidValue if there is none."""
    try:
        if not name.startswith(_NO_PLACES):
            return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        pass  # as little of a zone as what is no place
    raise InvalidValue(f"{name[:60]!r} is not a time zone; use an IANA name such as Australia/Sydney", code="timezone")


def midnights(zone: ZoneInfo, first: date, last: date) -> Instants:
    """The UTC instants at which the local days first..last begin, shape (days,)."""
    count = (last - first).days + 1
    starts = (datetime.combine(first + timedelta(days=n), time(), zone) for n in range(count))
    return np.array([start.astimezone(UTC).replace(tzinfo=None) for start in starts], dtype="datetime64[us]")


def local_days(instants: Instants, zone: ZoneInfo) -> Days:
    """The local day in `zone` of each UTC instant, shape (n,); NaT stays NaT."""
    result = np.full(instants.shape, np.datetime64("NaT", "D"))
    there = ~np.isnat(instants)
    if there.any():
        result[there] = _days_between_midnights(instants[there], zone)
    return result


def business_days(instants: Instants, bare: Instants, zone: ZoneInfo) -> Days:
    """The local day of each instant in `zone`, or of the bare local time where there is no instant, which never shifts;
    shape (n,)."""
    return np.where(np.isnat(instants), bare.astype("datetime64[D]"), local_days(instants, zone))


def _days_between_midnights(instants: Instants, zone: ZoneInfo) -> Days:
    first = instants.min().astype("datetime64[D]").item() - timedelta(days=2)
    last = instants.max().astype("datetime64[D]").item() + timedelta(days=2)
    passed = np.searchsorted(midnights(zone, first, last), instants, side="right") - 1
    return np.datetime64(first, "D") + passed.astype("timedelta64[D]")


def zone_instants(local: Instants, zone: ZoneInfo) -> Instants:
    """The UTC instant of each bare local time (n,) in `zone`; NaT stays NaT. A time that the clocks showed twice is the
    first of the two, and one that they left out is told by the clock of before."""
    result = np.full(local.shape, np.datetime64("NaT", "us"))
    there = np.flatnonzero(~np.isnat(local))
    if len(there):
        wanted = local[there].astype("datetime64[us]")
        day = wanted.astype("datetime64[D]")
        result[there] = _moved(wanted, (day - day.min()).astype(np.int64), day.min().item(), zone)
    return result


def _moved(local: Instants, nth: Ints, first: date, zone: ZoneInfo) -> Instants:
    """The UTC instants of `local` times, each of the `nth` day after `first`: by the offset of its day, or by its own
    on a day on which that changes."""
    starts = midnights(zone, first, first + timedelta(days=int(nth.max()) + 1))
    bare = np.datetime64(first, "us") + np.arange(len(starts)) * np.timedelta64(1, "D")
    offset = bare - starts
    moved = local - offset[nth]
    for at in np.flatnonzero(offset[nth] != offset[nth + 1]):
        moved[at] = local[at].item().replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
    return moved

"""The shop's year: its days, its zone, and how demand rises and falls over it."""

from datetime import date, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

FIRST_DAY = date(2025, 7, 1)
LAST_DAY = date(2026, 6, 30)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
ZONE = ZoneInfo("Australia/Sydney")

Curve: TypeAlias = NDArray[np.float64]

# Relative demand at the middle of each month, from the launch in July on.
_MID_MONTH = [0.62, 0.74, 0.85, 1.00, 1.55, 1.30, 0.74, 0.84, 0.94, 1.04, 1.22, 1.04]
_WEEKDAY = [1.08, 0.98, 0.96, 0.97, 0.94, 0.93, 1.14]
_EVENTS = [
    (date(2025, 11, 27), date(2025, 12, 1), 2.3),  # Black Friday to Cyber Monday
    (date(2025, 12, 20), date(2026, 1, 2), 0.55),  # too late to ship for Christmas
    (date(2026, 4, 27), date(2026, 5, 7), 1.45),  # the run-up to Mother's Day (10 May)
]


def day_at(index: int) -> date:
    """The calendar day of a day index; index 0 is the first day of the year."""
    return FIRST_DAY + timedelta(days=index)


def index_of(day: date) -> int:
    """The day index of a calendar day."""
    return (day - FIRST_DAY).days


def between(first: date, last: date) -> NDArray[np.bool_]:
    """A mask of shape (DAYS,) that is true from `first` through `last`."""
    days = np.arange(DAYS)
    return (days >= index_of(first)) & (days <= index_of(last))


def _mid_month_days() -> list[int]:
    years = [(2025, month) for month in range(7, 13)] + [(2026, month) for month in range(1, 7)]
    return [index_of(date(year, month, 15)) for year, month in years]


def demand() -> Curve:
    """Relative demand per day, shape (DAYS,), mean 1."""
    curve = np.interp(np.arange(DAYS), _mid_month_days(), _MID_MONTH)
    curve = curve * np.array([_WEEKDAY[day_at(i).weekday()] for i in range(DAYS)])
    for first, last, lift in _EVENTS:
        curve[between(first, last)] *= lift
    return np.asarray(curve / curve.mean(), dtype=np.float64)


def mood() -> Curve:
    """A damped demand, mean near 1: how willing people are to buy on a day, ad or no ad."""
    return np.asarray(np.sqrt(demand()), dtype=np.float64)

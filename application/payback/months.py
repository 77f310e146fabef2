"""The months of a cohort's life that a table shows of it, and by what names."""

from __future__ import annotations

SHOWN_MONTHS = (0, 1, 2, 3, 6, 12)


def month_name(age: int) -> str:
    """A cohort's month: 3 -> m3."""
    return f"m{age}"


SHOWN_NAMES = tuple(map(month_name, SHOWN_MONTHS))

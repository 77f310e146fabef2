"""Columns of many rows at once: the shapes in which bulk data crosses a port.

A column of whole numbers is int64; a cell that is not known holds `MISSING`, never 0. Days are `datetime64[D]`,
instants `datetime64[us]` in UTC, and a missing one is NaT. Text is an object array of `str`, where "" is "not there".
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Days: TypeAlias = NDArray[np.datetime64]
Instants: TypeAlias = NDArray[np.datetime64]
Texts: TypeAlias = NDArray[np.object_]

MISSING = int(np.iinfo(np.int64).min)
"""The int64 that stands for "not known" in a column of whole numbers."""

NO_DAY = np.datetime64("NaT", "D")
_HALF = np.int64(1) << np.int64(31)


def ints(values: Iterable[int | None]) -> Ints:
    """An int64 column; `None` becomes `MISSING`."""
    return np.array([MISSING if value is None else value for value in values], dtype=np.int64)


def texts(values: Iterable[str]) -> Texts:
    """A text column, shape (n,), also when n is 0 or 1."""
    listed = list(values)
    column = np.empty(len(listed), dtype=np.object_)
    column[:] = listed
    return column


def days(values: Iterable[object]) -> Days:
    """A column of local days from `date`s, ISO texts or None."""
    return np.array([NO_DAY if value is None else value for value in values], dtype="datetime64[D]")


def as_date(day: np.datetime64) -> date:
    """One cell of a column of days as a `date`; the day must be there."""
    return date.fromisoformat(str(day.astype("datetime64[D]")))


def known(column: Ints) -> Flags:
    """Which cells of a column of whole numbers are known."""
    return np.not_equal(column, MISSING)


def total(column: Ints) -> int | None:
    """The exact sum of what is known, as an unbounded int; None where nothing is known."""
    values = column[known(column)]
    return None if values.size == 0 else exact_sums(values, np.zeros(values.size, np.int64), 1)[0]


def exact_sums(values: Ints, group: Ints, groups: int) -> list[int]:
    """Sums of `values` (n,) per `group` (n,) in 0..groups-1, exact also beyond 2^63: numpy's own sum wraps silently."""
    high, low = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
    np.add.at(high, group, values // _HALF)
    np.add.at(low, group, values % _HALF)
    return [int(h) * int(_HALF) + int(lo) for h, lo in zip(high, low, strict=True)]


def grouped_sums(values: Ints, *keys: Ints) -> dict[tuple[int, ...], int]:
    """The exact sum of `values` (n,) for each combination of the `keys`, each (n,) and none negative."""
    widths = [int(key.max(initial=0)) + 1 for key in keys]
    code = np.zeros(len(values), np.int64)
    for key, width in zip(keys, widths, strict=True):
        code = code * width + key  # one number a combination sorts far faster than rows of numbers do
    combinations, at = np.unique(code, return_inverse=True)
    parts = np.unravel_index(combinations, widths)
    sums = exact_sums(values, at, len(combinations))
    return {tuple(map(int, cell)): sum_ for *cell, sum_ in zip(*parts, sums, strict=True)}

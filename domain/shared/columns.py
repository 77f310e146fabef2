"""Columns of many rows at once: the shapes in which bulk data crosses a port.

A column of whole numbers is int64; a cell that is not known holds `MISSING`, never 0. Days are `datetime64[D]`,
instants `datetime64[us]` in UTC, and a missing one is NaT. Text is an object array of `str`, where "" is "not there".
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, TypeAlias

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


def codes_of(column: NDArray[Any]) -> tuple[Ints, int]:
    """A column of texts or days as whole numbers from 0 on, equal ones for equal cells, and the bound below which they
    are. Texts are numbered by their first appearance, days by the calendar, none first."""
    if column.dtype.kind == "M":
        there = column[~np.isnat(column)].astype(np.int64)
        first = int(there.min(initial=np.iinfo(np.int64).max)) if len(there) else 0
        codes = np.where(np.isnat(column), 0, column.astype(np.int64) - first + 1)
    else:
        numbers = {text: number for number, text in enumerate(dict.fromkeys(column.tolist()))}
        codes = np.fromiter(map(numbers.__getitem__, column.tolist()), np.int64, len(column))
    return codes, int(codes.max(initial=0)) + 1


def is_among(column: Texts, words: AbstractSet[str]) -> Flags:
    """Which cells of a text column are one of the words."""
    return np.fromiter(map(words.__contains__, column.tolist()), np.bool_, len(column))


def known(column: Ints) -> Flags:
    """Which cells of a column of whole numbers are known."""
    return np.not_equal(column, MISSING)


def total(column: Ints) -> int | None:
    """The exact sum of what is known, as an unbounded int; None where nothing is known."""
    values = column[known(column)]
    return None if values.size == 0 else exact_sums(values, np.zeros(values.size, np.int64), 1)[0]


def exact_sums(values: Ints, group: Ints, groups: int) -> list[int]:
    """Sums of `values` (n,) per `group` (n,) in 0..groups-1, exact also beyond 2^63: numpy's own sum wraps silently."""
    return list(map(int, sums_by_group(values, group, groups)))


def sums_by_group(values: Ints, group: Ints, groups: int) -> NDArray[Any]:
    """The same as a column (groups,): int64, or unbounded ints in an object array where one is beyond 64 bits."""
    high, low = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
    np.add.at(high, group, values // _HALF)
    np.add.at(low, group, values % _HALF)
    high, low = high + low // _HALF, low % _HALF
    fits = bool(np.all(abs(high) < 2 * _HALF))
    return high * _HALF + low if fits else high.astype(np.object_) * int(_HALF) + low.astype(np.object_)


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

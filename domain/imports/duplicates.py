"""The same fact twice in one file: said twice the same way it is one fact; said in two ways, the first is kept."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from domain.imports.rows import FactRows, take
from domain.shared.columns import Flags, Ints

Rows = TypeVar("Rows", bound=FactRows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled(Generic[Rows]):
    """`rows` have distinct keys; `kept` (n,) marks them among the rows given, of which `repeats` were equal to an
    earlier one of their key. `conflicts` pairs the line of each row that says otherwise with that of the first one.
    """

    rows: Rows
    kept: Flags
    repeats: int
    conflicts: tuple[tuple[int, int], ...]


def settle(rows: Rows) -> Settled[Rows]:
    """The first row of each key, in the order given. Everything but `line` makes two rows of a key differ."""
    if len(set(rows.key.tolist())) == len(rows):
        return Settled(rows=rows, kept=np.ones(len(rows), np.bool_), repeats=0, conflicts=())
    first = _first_of_key(rows)
    kept = first == np.arange(len(rows))
    later = np.flatnonzero(~kept)
    same = _equal(rows, later, first[later])
    conflicting = later[~same]
    lines = zip(rows.line[conflicting].tolist(), rows.line[first[conflicting]].tolist(), strict=True)
    return Settled(rows=take(rows, kept), kept=kept, repeats=int(same.sum()), conflicts=tuple(lines))


def _first_of_key(rows: FactRows) -> Ints:
    """The position of the first row with the key of each row, shape (n,)."""
    seen: dict[str, int] = {}
    return np.fromiter((seen.setdefault(key, at) for at, key in enumerate(rows.key)), np.int64, len(rows))


def _equal(rows: FactRows, one: Ints, other: Ints) -> Flags:
    equal = np.ones(len(one), np.bool_)
    for column in fields(rows):
        if column.name != "line":
            values = getattr(rows, column.name)
            equal &= _same(values[one], values[other])
    return equal


def _same(one: NDArray[np.generic], other: NDArray[np.generic]) -> Flags:
    equal: Flags = np.asarray(one == other, np.bool_)
    if one.dtype.kind == "M":
        equal |= np.isnat(one) & np.isnat(other)
    return equal

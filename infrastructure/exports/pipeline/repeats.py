"""The same fact twice in a file that is read in parts: 8 bytes a row tell which rows may be, and these are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from domain.imports.duplicates import Settled, settle
from domain.imports.record import Message
from domain.imports.rows import AdMetricRows, chained, take
from domain.shared.columns import Flags, Ints, Texts
from infrastructure.exports.facts.extract import good_rows, reject_conflict
from infrastructure.exports.shared.rejections import Rejections

MOST_COMPARED = 100_000
"""Rows that are held at once to be compared; each takes some 700 bytes."""

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """What is known of a file: rows on the lines `dropped` (sorted) are not the first ones of their key, `repeats` of
    them say what that one says, and `conflicts` tells the line of it for the others. `shared` (sorted) are the hashes
    of the keys that were compared.
    """

    dropped: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    repeats: int = 0
    conflicts: Mapping[int, int] = field(default_factory=dict)
    shared: Hashes = field(default_factory=lambda: np.empty(0, np.uint64))

    def joined(self, settled: Settled[AdMetricRows], lines: Ints) -> Repeats:
        """With the rows on some more `lines`, of which no key was compared before."""
        return Repeats(
            dropped=np.sort(np.concatenate([self.dropped, lines[~settled.kept]])),
            repeats=self.repeats + settled.repeats,
            conflicts={**self.conflicts, **dict(settled.conflicts)},
            shared=self.shared,
        )


class Distinct:
    """Leaves out the rows that are known to be repeats, and notes the keys of all."""

    def __init__(self, known: Repeats) -> None:
        self._known = known
        self._hashes: list[Hashes] = []

    def __call__(
        self, rows: AdMetricRows, rejections: Rejections, what: str
    ) -> tuple[AdMetricRows, Flags, tuple[Message, ...]]:
        self._hashes.append(_hashes(rows.key))
        kept = ~np.isin(rows.line, self._known.dropped)
        for line in rows.line[~kept].tolist():
            if first := self._known.conflicts.get(line):
                reject_conflict(line, first, rejections, what)
        return good_rows(rows, kept), kept, ()

    def shared(self) -> list[Hashes]:
        """The hashes that more than one row has, sorted; as many together as can be compared at once."""
        all_ = np.concatenate([*self._hashes, np.empty(0, np.uint64)])
        all_.sort()
        hashes = np.unique(all_[1:][all_[1:] == all_[:-1]])
        times = np.searchsorted(all_, hashes, "right") - np.searchsorted(all_, hashes)
        bounds = np.flatnonzero(np.diff(np.cumsum(times) // MOST_COMPARED)) + 1
        return np.split(hashes, bounds) if len(hashes) else []


class Compared:
    """Holds the rows whose keys have one of the hashes."""

    def __init__(self, hashes: Hashes) -> None:
        self._wanted = hashes
        self._found: list[AdMetricRows] = []

    def __call__(self, rows: AdMetricRows, _: Rejections, __: str) -> tuple[AdMetricRows, Flags, tuple[Message, ...]]:
        which = np.isin(_hashes(rows.key), self._wanted)
        if which.any():
            self._found.append(take(rows, which))
        return rows, np.ones(len(rows), np.bool_), ()

    def settled(self) -> tuple[Settled[AdMetricRows], Ints]:
        """Which of them are the first of their key; and their lines."""
        rows = chained(self._found)
        return settle(rows), rows.line


def _hashes(keys: Texts) -> Hashes:
    import polars as pl

    return pl.Series(keys.tolist(), dtype=pl.String).hash().to_numpy()

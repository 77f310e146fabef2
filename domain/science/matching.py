"""Matching: records of two sides that tell of one event, paired one to one by how near they are in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from domain.shared.columns import Flags, Ints


class Pairs(NamedTuple):
    """Positions of a left and of a right record, both (pairs,), in the order of the left ones."""

    left: Ints
    right: Ints


class _Record(NamedTuple):
    chain: int
    at: int
    is_left: bool
    position: int


def nearest_pairs(alike: Sequence[Ints], at: Ints, is_left: Flags, within: int) -> Pairs:
    """Pairs of a left and a right record that are equal in all columns of `alike` and at most `within` apart; all (n,).

    The nearest two are paired first, then the nearest of those that are left; of equally near ones those with the
    lowest position on the left, then on the right. O(n log n), however many are alike.
    """
    order = np.lexsort((~is_left, at, *alike))
    chain = _chains(alike, at, order, within)
    size, lefts = np.bincount(chain), np.bincount(chain[is_left[order]], minlength=int(chain.max(initial=-1)) + 1)
    two = (np.cumsum(size) - size)[(size == 2) & (lefts == 1)]  # nearly all there are: no loop looks at them
    one, other = order[two], order[two + 1]
    many = ((size > 2) & (lefts > 0) & (lefts < size))[chain]
    crowd = order[many]
    records = map(_Record, *(column.tolist() for column in (chain[many], at[crowd], is_left[crowd], crowd)))
    linked = np.array([*_linked(records, within)], np.int64).reshape(-1, 2)
    left = np.concatenate([np.where(is_left[one], one, other), linked[:, 0]])
    right = np.concatenate([np.where(is_left[one], other, one), linked[:, 1]])
    by_left = np.argsort(left)
    return Pairs(left[by_left], right[by_left])


def _chains(alike: Sequence[Ints], at: Ints, order: Ints, within: int) -> Ints:
    """The number of the chain of each record in `order`: cut where no two across the cut can be a pair."""
    cut = np.zeros(len(order), np.bool_)
    cut[1:] = np.diff(at[order]) > within
    for column in alike:
        cut[1:] |= np.diff(column[order]) != 0
    return np.cumsum(cut)


def _linked(records: Iterable[_Record], within: int) -> Iterator[tuple[int, int]]:
    for _, chain in groupby(records, key=itemgetter(0)):
        yield from _Line(chain, within).pairs()


class _Line:
    """A chain by time. Those of one moment and side share a place, the one to be paired next on top (last); the nearest
    two that are left are always neighbours, because whoever stands between two of different sides is nearer to one."""

    def __init__(self, chain: Iterable[_Record], within: int) -> None:
        places = [(place, [*some]) for place, some in groupby(chain, key=lambda record: (record.at, record.is_left))]
        self._at, self._is_left = [at for (at, _), _ in places], [is_left for (_, is_left), _ in places]
        self._stacks = [[record.position for record in reversed(some)] for _, some in places]
        self._before, self._after = [*range(-1, len(places) - 1)], [*range(1, len(places)), -1]
        self._within = within
        self._near: list[tuple[int, int, int, int, int]] = []
        for place in range(len(places) - 1):
            self._weigh(place, place + 1)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Left and right positions, the nearest first."""
        while self._near:
            _, left, right, one, other = heappop(self._near)
            if self._tops(one, other) == (left, right):  # else one of them has been paired meanwhile
                yield left, right
                self._take(one, other)

    def _tops(self, one: int, other: int) -> tuple[int, int] | None:
        if one < 0 or other < 0 or not (self._stacks[one] and self._stacks[other]):
            return None
        tops = self._stacks[one][-1], self._stacks[other][-1]
        return tops if self._is_left[one] else tops[::-1]

    def _weigh(self, one: int, other: int) -> None:
        """Note two neighbours that can be a pair."""
        tops = self._tops(one, other)
        apart = self._at[other] - self._at[one]
        if tops and self._is_left[one] != self._is_left[other] and apart <= self._within:
            heappush(self._near, (apart, *tops, one, other))

    def _take(self, *places: int) -> None:
        for place in places:
            self._stacks[place].pop()
            if not self._stacks[place]:
                self._unlink(place)
        for place in places:
            before, after = self._before[place], self._after[place]
            for neighbours in ((before, place), (place, after), (before, after)):
                self._weigh(*neighbours)

    def _unlink(self, place: int) -> None:
        before, after = self._before[place], self._after[place]
        if before >= 0:
            self._after[before] = after
        if after >= 0:
            self._before[after] = before

"""Records of two sides, paired one to one by how near they are in time."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.science.matching import nearest_pairs
from domain.shared.columns import ints

Record = tuple[int, int, bool]
"""What it is alike in, its moment, and whether it is a left one."""


def paired(records: list[Record], within: int) -> list[tuple[int, int]]:
    alike, at, is_left = (list(column) for column in zip(*records, strict=True)) if records else ([], [], [])
    pairs = nearest_pairs([ints(alike)], ints(at), np.array(is_left, np.bool_), within)
    return list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))


def by_looking_at_all(records: list[Record], within: int) -> list[tuple[int, int]]:
    """The definition itself: every pair that can be, the nearest first, then by position."""
    numbered = list(enumerate(records))
    could_be = sorted(
        (abs(one[1] - other[1]), left, right)
        for left, one in numbered
        for right, other in numbered
        if one[2] and not other[2] and one[0] == other[0] and abs(one[1] - other[1]) <= within
    )
    found: list[tuple[int, int]] = []
    for _, left, right in could_be:
        if all(left != known and right != partner for known, partner in found):
            found.append((left, right))
    return sorted(found)


RECORDS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 20), st.booleans()), max_size=14)


@given(records=RECORDS, within=st.integers(0, 8))
def test_pairs_are_those_of_looking_at_all_that_can_be(records: list[Record], within: int) -> None:
    assert paired(records, within) == by_looking_at_all(records, within)


def test_the_bound_is_included() -> None:
    assert paired([(1, 0, True), (1, 60, False)], 60) == [(0, 1)]
    assert paired([(1, 0, True), (1, 61, False)], 60) == []


def test_each_is_paired_once_and_the_nearest_first() -> None:
    assert paired([(1, 0, True), (1, 10, False), (1, 12, True)], 60) == [(2, 1)]
    assert paired([(1, 0, True), (1, 10, False), (1, 12, True), (1, 50, False)], 60) == [(0, 3), (2, 1)]


def test_a_crowd_at_one_moment_is_paired_in_the_order_of_positions() -> None:
    crowd = 2_000
    records = [(7, 5, True)] * crowd + [(7, 5, False)] * crowd
    assert paired(records, 60) == [(at, crowd + at) for at in range(crowd)]


def test_gaps_that_shrink_all_the_way_are_paired_from_the_end() -> None:
    """The case in which each pair shows only once the one behind it is gone."""
    moments = np.cumsum([0, *range(1_001, 0, -1)]).tolist()
    records = [(1, moment, at % 2 == 0) for at, moment in enumerate(moments)]
    assert paired(records, 2_000) == [(at, at + 1) for at in range(0, len(records), 2)]

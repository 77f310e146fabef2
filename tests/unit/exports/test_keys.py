"""Natural keys: one for each set of parts, and never too long for an index."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from domain.shared.columns import days
from infrastructure.exports.facts.keys import LONGEST_KEY, day_texts, keys, ordinals

PARTS = st.lists(st.text("a|\\;", max_size=4), min_size=3, max_size=3)


@given(PARTS, PARTS)
@example(["|", "", ""], ["", "|", ""])
@example(["a\\", "b|c", "d"], ["a|b\\", "c", "d"])
def test_different_parts_never_make_the_same_key(one: list[str], other: list[str]) -> None:
    first, second = keys(*zip(one, other, strict=True)).tolist()
    assert (first == second) == (one == other)


def test_a_long_key_is_cut_and_told_apart_by_its_end() -> None:
    one, other = keys(["x" * 5000 + "1", "x" * 5000 + "2"]).tolist()
    assert one != other
    assert max(len(one), len(other)) <= LONGEST_KEY


def test_ordinals_count_the_equal_ones_before() -> None:
    assert ordinals(["a", "b", "a", "a"]) == ["0", "0", "1", "2"]


def test_no_day_is_no_text() -> None:
    assert day_texts(days(["2025-01-31", None, "2024-12-01"])).to_list() == ["2025-01-31", "", "2024-12-01"]

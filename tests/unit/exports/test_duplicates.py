"""One fact said twice in a file: once if said the same way, the first if not."""

from __future__ import annotations

import numpy as np

from domain.imports.duplicates import settle
from domain.imports.rows import RateRows
from domain.shared.columns import days, texts


def rows(*said: tuple[int, str, str | None, str]) -> RateRows:
    line, key, day, rate = zip(*said, strict=True) if said else ((), (), (), ())
    return RateRows(
        line=np.array(line, np.int64),
        key=texts(key),
        day=days(day),
        currency=texts("EUR" for _ in said),
        into=texts("" for _ in said),
        rate=texts(rate),
    )


def test_rows_of_different_keys_are_all_kept() -> None:
    given = rows((2, "a", "2025-01-01", "1"), (3, "b", "2025-01-01", "1"))
    settled = settle(given)
    assert (settled.rows is given, settled.repeats, settled.conflicts, settled.kept.tolist()) == (
        True,
        0,
        (),
        [True, True],
    )


def test_a_repeat_is_dropped_and_a_conflict_names_both_lines() -> None:
    settled = settle(
        rows((2, "a", None, "1"), (3, "b", None, "2"), (5, "a", None, "1"), (6, "a", None, "3"), (9, "a", None, "1"))
    )
    assert settled.rows.line.tolist() == [2, 3]
    assert (settled.repeats, settled.conflicts) == (2, ((6, 2),))
    assert settled.kept.tolist() == [True, True, False, False, False]


def test_a_day_that_is_missing_differs_from_one_that_is_there() -> None:
    assert settle(rows((2, "a", None, "1"), (3, "a", "2025-01-01", "1"))).conflicts == ((3, 2),)


def test_no_rows_are_settled() -> None:
    assert len(settle(rows()).rows) == 0

"""Many rows on their way into a database: some at a time, so that a large file is not in memory once more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.shared.columns import Ints
from infrastructure.sql.session import Column

ROWS_AT_ONCE = 5_000
"""Few enough that the database works on a block while the next one is made."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The rows of columns of one length, in the order of the positions `order` (n,): an iterable of blocks of columns.

    It can be gone through more than once.
    """

    columns: Sequence[Column]
    order: Ints

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.order)

    def __iter__(self) -> Iterator[list[Column]]:
        for start in range(0, len(self.order), ROWS_AT_ONCE):
            rows = self.order[start : start + ROWS_AT_ONCE]
            yield [column[rows] for column in self.columns]

"""The facts of a file that is too large to be held as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from domain.imports.record import MetricSums, Reconciliation
from domain.imports.rows import AdMetricRows


@dataclass(frozen=True, slots=True, kw_only=True)
class FactBlocks:
    """Facts that can be gone through more than once, some at a time in the order of the file. No key stands in two
    blocks, and `again` yields the same ones each time.

    `count` is how many facts there are; `sums`, `currencies` (sorted, "" for rows that name none) and `reconciliation`
    are of all of them together.
    """

    count: int
    sums: MetricSums
    currencies: tuple[str, ...]
    reconciliation: tuple[Reconciliation, ...]
    again: Callable[[], Iterator[AdMetricRows]]

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[AdMetricRows]:
        return self.again()

    def each(self, work: Callable[[AdMetricRows], AdMetricRows]) -> FactBlocks:
        """The same facts, each block as `work` makes it; what they come to must stay the same."""
        return replace(self, again=lambda: map(work, self))

"""What the parts of a file say, put together."""

from __future__ import annotations

from collections.abc import Iterator

from domain.imports.blocks import FactBlocks
from domain.imports.reading import FileTotal
from domain.imports.reconciliation import beside
from domain.imports.record import Message, MetricSums, Reconciliation, Reject
from domain.imports.rows import Coverage
from domain.imports.summary import currencies
from domain.shared.periods import Period
from infrastructure.exports.facts.coverage import joined
from infrastructure.exports.facts.extract import Extract
from infrastructure.exports.facts.totals import ALL_ROWS, Counted, Scope
from infrastructure.exports.pipeline.part import Part


class Joined:
    """Parts are added in the order of the file, and their facts dropped."""

    def __init__(self) -> None:
        self.rejects: list[Reject] = []
        self.rows = self.total_lines = 0
        self.row_currencies: set[str] = set()
        self._left_out, self._has_data = 0, False
        self._notices: tuple[str, ...] = ()
        self._doubled: tuple[Message, ...] = ()
        self._messages: tuple[Message, ...] = ()
        self._period: Period | None = None
        self._currencies: frozenset[str] = frozenset()
        self._coverage: tuple[Coverage, ...] = ()
        self._totals: dict[int, FileTotal] = {}
        self._counted: dict[Scope, Counted] = {}

    def add(self, part: Part) -> None:
        """The next part. What all parts tell alike is told by the last one."""
        self.rejects += part.rejects
        self.total_lines += part.totals
        self._left_out += part.left_out
        self._has_data |= part.has_data
        self._notices = (*self._notices, *part.notices)[:3]
        self._doubled = part.doubled
        self._add(part.extract)

    def _add(self, extract: Extract) -> None:
        self.rows += extract.rows
        if not isinstance(extract.facts, FactBlocks):
            self.row_currencies |= set(currencies(extract.facts))
        self._currencies |= extract.currencies
        self._period = extract.period.spanning(self._period) if extract.period else self._period
        self._coverage = joined((*self._coverage, *extract.coverage))
        self._totals |= {total.line: total for total in extract.totals}
        self._messages = extract.messages
        for scope, counted in extract.scoped.items():
            self._counted[scope] = self._counted.get(scope, Counted()) | counted

    @property
    def sums(self) -> MetricSums:
        """Of all facts."""
        return self._counted.get(ALL_ROWS, Counted()).sums

    def reconciliation(self) -> Iterator[Reconciliation]:
        """The totals of the file beside the facts that they speak for."""
        for total in self._totals.values():
            yield from beside(total, *self._counted.get(total.about, Counted()))

    def part(self, facts: FactBlocks, repeated: tuple[Message, ...]) -> Part:
        """The file as a whole."""
        extract = Extract(
            facts=facts,
            rows=self.rows,
            period=self._period,
            currencies=self._currencies,
            coverage=self._coverage,
            totals=tuple(self._totals.values()),
            messages=repeated + self._messages,
        )
        return Part(
            extract=extract,
            rejects=tuple(self.rejects),
            totals=self.total_lines,
            left_out=self._left_out,
            notices=self._notices,
            has_data=self._has_data,
            doubled=self._doubled,
        )

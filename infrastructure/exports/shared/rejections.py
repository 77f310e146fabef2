"""The lines that were left out, each with its first reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from domain.imports.record import Reject
from domain.shared.columns import Flags, Ints
from infrastructure.exports.shared.refusal import Refused

MOST_REJECTS = 100_000
LONGEST_RAW = 2_000
"""Characters of a line: enough to mend it by; 100,000 of them still fit into memory."""


class Rejections:
    """Collects them while a file is read, by the line on which a record starts; Refused beyond `MOST_REJECTS`."""

    def __init__(self, before: Sequence[Reject] = ()) -> None:
        """`before` are those of the parts of the file that were read before."""
        self._before, self._reasons = before, dict[int, str]()

    def add(self, line: int, reason: str) -> None:
        self._reasons.setdefault(int(line), reason)
        if len(self._before) + len(self._reasons) > MOST_REJECTS:
            raise Refused(
                "too_many_rejects", f"more than {MOST_REJECTS:,} lines cannot be right; the first: {self._first()}"
            )

    def _first(self) -> str:
        first = self._before[0] if self._before else self.listed(lambda _: "")[0]
        return f"line {first.line}: {first.reason}"

    def among(self, lines: Ints) -> Flags:
        """Which of the lines, shape (n,), were rejected."""
        if not self._reasons:
            return np.zeros(len(lines), np.bool_)
        return np.isin(lines, np.fromiter(self._reasons, np.int64))

    def listed(self, raw: Callable[[int], str]) -> tuple[Reject, ...]:
        """All of them in the order of the file; `raw` gives the record that starts on a line."""
        return tuple(
            Reject(line=line, reason=self._reasons[line], raw=raw(line)[:LONGEST_RAW]) for line in sorted(self._reasons)
        )

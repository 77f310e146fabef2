"""What the reading of one kind of file brings out: its facts and what is known about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from domain.imports.duplicates import Settled
from domain.imports.reading import FileTotal
from domain.imports.record import Message
from domain.imports.rows import Coverage, FactRows, Facts, take
from domain.shared.columns import Flags
from domain.shared.periods import Period
from infrastructure.exports.rejections import Rejections

Rows = TypeVar("Rows", bound=FactRows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """`rows` counts the data lines kept, `currencies` are the ones named by header or rows."""

    facts: Facts
    rows: int
    period: Period | None
    currencies: frozenset[str]
    coverage: tuple[Coverage, ...] = ()
    totals: tuple[FileTotal, ...] = ()
    messages: tuple[Message, ...] = ()


def good_rows(rows: Rows, good: Flags) -> Rows:
    """The rows that nothing was found against; no copy where that is all of them."""
    return rows if good.all() else take(rows, good)


def named(*currencies: Iterable[str]) -> frozenset[str]:
    """The currencies that are named at all."""
    return frozenset().union(*currencies) - {""}


def reject_conflicts(settled: Settled[Rows], rejections: Rejections, what: str) -> tuple[Message, ...]:
    """Rejects the rows that say otherwise than the first of their key; tells how many only repeat it."""
    for line, first in settled.conflicts:
        rejections.add(line, f"says otherwise than line {first} of the same {what}; the first is kept")
    if not settled.repeats:
        return ()
    lines = "1 line repeats" if settled.repeats == 1 else f"{settled.repeats:,} lines repeat"
    return (
        Message(
            code="duplicates",
            message=f"{lines} another one word for word and {'is' if settled.repeats == 1 else 'are'} counted once",
        ),
    )

"""What the reading of one kind of file brings out: its facts and what is known about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from domain.imports.blocks import FactBlocks
from domain.imports.duplicates import Settled
from domain.imports.reading import FileTotal
from domain.imports.record import Message
from domain.imports.rows import Coverage, FactRows, Facts, take
from domain.shared.columns import Flags
from domain.shared.periods import Period
from infrastructure.exports.facts.totals import Counted, Scope
from infrastructure.exports.shared.rejections import Rejections

Rows = TypeVar("Rows", bound=FactRows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """`rows` counts the data lines kept, `currencies` are the ones named by header or rows. `scoped` is what the facts
    come to that each scoped total of the file speaks for; only a file that is read in parts needs it."""

    facts: Facts | FactBlocks
    rows: int
    period: Period | None
    currencies: frozenset[str]
    coverage: tuple[Coverage, ...] = ()
    totals: tuple[FileTotal, ...] = ()
    messages: tuple[Message, ...] = ()
    scoped: Mapping[Scope, Counted] = field(default_factory=dict)


def good_rows(rows: Rows, good: Flags) -> Rows:
    """The rows that nothing was found against; no copy where that is all of them."""
    return rows if good.all() else take(rows, good)


def named(*currencies: Iterable[str]) -> frozenset[str]:
    """The currencies that are named at all."""
    return frozenset().union(*currencies) - {""}


def reject_conflicts(settled: Settled[Rows], rejections: Rejections, what: str) -> tuple[Message, ...]:
    """Rejects the rows that say otherwise than the first of their key; tells how many only repeat it."""
    for line, first in settled.conflicts:
        reject_conflict(line, first, rejections, what)
    return told_repeats(settled.repeats)


def reject_conflict(line: int, first: int, rejections: Rejections, what: str) -> None:
    """Rejects a row that says otherwise than the first of its key."""
    rejections.add(line, f"says otherwise than line {first} of the same {what}; the first is kept")


def told_repeats(repeats: int) -> tuple[Message, ...]:
    """How many rows only repeat the first of their key."""
    if not repeats:
        return ()
    lines, are = ("1 line repeats", "is") if repeats == 1 else (f"{repeats:,} lines repeat", "are")
    said = f"{lines} another one word for word and {are} counted once"
    return (Message(code="duplicates", message=said),)

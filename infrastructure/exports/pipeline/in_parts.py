"""A large file of ad metrics, read in parts as if it were one.

In rounds: each part is read by what the file is known to tell as a whole, and has its say in it (`polls`); most files
need one round. A row that repeats one of another part is found by the hash of its key, and compared in a round more.
The facts themselves are dropped, and read once again when they are written.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from domain.imports.blocks import FactBlocks
from domain.imports.hints import Hints
from domain.imports.rows import AdMetricRows
from infrastructure.exports.delimited.parts import parts_of
from infrastructure.exports.delimited.records import Records
from infrastructure.exports.facts.extract import told_repeats
from infrastructure.exports.files.stored import StoredText
from infrastructure.exports.kinds.ad_metrics import Once, read_ad_metrics
from infrastructure.exports.kinds.overlaps import OnlyWhole
from infrastructure.exports.pipeline.joining import Joined
from infrastructure.exports.pipeline.part import Part, part_of
from infrastructure.exports.pipeline.repeats import Compared, Distinct, Repeats
from infrastructure.exports.recognition.recognition import Recognised
from infrastructure.exports.shared.polls import Polls, Round
from infrastructure.exports.shared.refusal import Refused
from infrastructure.exports.shared.rejections import Rejections
from infrastructure.exports.tables.classification import refuse_many_totals
from infrastructure.exports.tables.table import table_from

MOST_ROUNDS = 20
"""Each settles at least one more of the questions that hang on one another, of which there are fewer."""

MOST_COMPARISONS = 5
"""Each goes through the whole file. One in which more rows than that repeat others takes memory instead of time."""

_NONE = np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file and what is known of it as a whole."""

    text: StoredText
    recognised: Recognised
    hints: Hints
    votes: Mapping[Hashable, Any] = field(default_factory=dict)
    repeats: Repeats = field(default_factory=Repeats)

    def records(self) -> Iterator[Records]:
        return parts_of(self.text, self.recognised.offset, self.recognised.line, self.recognised.delimiter)

    def part(self, records: Records, polls: Polls, once: Once, rejections: Rejections) -> Part:
        table = table_from(records, self.recognised, self.hints, polls)
        return part_of(table, self.hints, partial(read_ad_metrics, once=once), rejections)

    def each(self, once: Once) -> Iterator[Part]:
        """The parts of a file of which all is known."""
        return (self.part(records, Polls(self.votes), once, Rejections()) for records in self.records())

    def blocks(self) -> Iterator[AdMetricRows]:
        for part in self.each(Distinct(self.repeats)):
            facts = part.extract.facts
            if isinstance(facts, AdMetricRows) and len(facts):
                yield facts


def read_in_parts(text: StoredText, recognised: Recognised, hints: Hints) -> Part:
    """What the file says; Refused if it cannot be understood, OnlyWhole if it cannot be read in parts."""
    file = _File(text=text, recognised=recognised, hints=hints)
    for _ in range(MOST_ROUNDS):
        counted, distinct, joined, refused = _round(file)
        if refused and counted.is_final:
            raise refused
        settled = not refused and counted.is_settled
        file = replace(file, votes=counted.votes)
        shared = distinct.shared() if settled else []
        if settled and np.array_equal(np.concatenate([*shared, _NONE]), file.repeats.shared):
            return _whole(file, joined)
        if len(shared) > MOST_COMPARISONS:
            raise OnlyWhole
        if settled:
            file = replace(file, repeats=_compared(file, shared))
    raise Refused("unsettled", "its parts contradict one another in how they are to be read")


def _round(file: _File) -> tuple[Round, Distinct, Joined, Refused | None]:
    """All parts once, also beyond one that cannot be understood by itself: by the others it may."""
    counted, distinct, joined, refused = Round(file.votes), Distinct(file.repeats), Joined(), None
    for records in file.records():
        polls = Polls(file.votes)
        try:
            joined.add(file.part(records, polls, distinct, Rejections(joined.rejects)))
        except Refused as error:
            refused = refused or error
        counted.count(polls)
    return counted, distinct, joined, refused


def _compared(file: _File, shared: list[Any]) -> Repeats:
    """The rows of the shared hashes beside one another."""
    repeats = Repeats(shared=np.concatenate([*shared, _NONE]))
    for hashes in shared:
        compared = Compared(hashes)
        for _ in file.each(compared):
            pass
        repeats = repeats.joined(*compared.settled())
    return repeats


def _whole(file: _File, joined: Joined) -> Part:
    refuse_many_totals(joined.total_lines)
    facts = FactBlocks(
        count=joined.rows,
        sums=joined.sums,
        currencies=tuple(sorted(joined.row_currencies)),
        reconciliation=tuple(joined.reconciliation()),
        again=file.blocks,
    )
    return joined.part(facts, told_repeats(file.repeats.repeats))

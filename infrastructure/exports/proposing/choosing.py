"""Which column is which field of a kind: the strongest evidence first, one column a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from domain.imports.mapping import FIELDS
from domain.imports.record import Kind
from infrastructure.exports.proposing.finding import FoundTable
from infrastructure.exports.proposing.fitting import fits, said_of_cells, told_by_cells
from infrastructure.exports.proposing.profiles import Profile, profile
from infrastructure.exports.proposing.ratios import Proof, proofs
from infrastructure.exports.recognition.vocabulary import HeaderWords, vocabulary

ENOUGH = 25.0
"""Points below which nobody would take a column for a field."""
BY_CELLS, BY_THE_ONLY_DATES, BY_PROOF, PROVEN_TOO = 40.0, 35.0, 55.0, 15.0
_AS_GOOD = 0.9
"""Points by which a column may be worse than the best one and still be as good a reading."""
_MUST_BE_CLEAR = frozenset({"spend", "conversion_value", "amount", "refunded", "date", "at", "impressions", "clicks"})
_PERIODS = ("date", "week", "month", "quarter", "year")
"""Finest first: of these one tells the period of a row."""


@dataclass(frozen=True)
class Looked:
    """A table with what its columns look like and prove."""

    table: FoundTable

    @cached_property
    def profiles(self) -> tuple[Profile, ...]:
        return tuple(map(profile, self.table.columns))

    @cached_property
    def proofs(self) -> tuple[Proof, ...]:
        return tuple(proofs(self.table.names, self.table.columns, self.profiles))

    @cached_property
    def headers(self) -> tuple[HeaderWords, ...]:
        return tuple(map(HeaderWords.of, self.table.names))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A column that may be that field; `evidence` in words."""

    field: str
    column: int
    points: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """`columns` by field; `rivals` are the columns that are as good a reading of a field, by field."""

    kind: Kind
    columns: Mapping[str, Candidate]
    rivals: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @property
    def points(self) -> float:
        return sum(candidate.points for candidate in self.columns.values())


def choose(kind: Kind, looked: Looked, told: Mapping[str, Sequence[int]]) -> Chosen:
    """The best reading as that kind. `told` are a person's own columns by field; a field without one is not read, and
    neither is the column that it would have been read from."""
    taken = {at for columns in told.values() for at in columns}
    free = [one for one in _candidates(kind, looked) if not told.get(one.field) and one.column not in taken]
    chosen: dict[str, Candidate] = {}
    for one in sorted(free, key=lambda one: (-one.points, one.column)):
        if one.field not in chosen and one.column not in taken:
            chosen[one.field] = one
            taken.add(one.column)
    chosen = {name: one for name, one in chosen.items() if name not in told}
    _keep_one_period(chosen, told)
    rivals = {name: found for name, best in chosen.items() if (found := _rivals(best, free, chosen, looked))}
    return Chosen(kind, chosen, rivals)


def told_by_a_person(looked: Looked, name: str, column: int) -> Candidate:
    """A column that somebody has named for the field, now or when it was saved."""
    return Candidate(name, column, 0.0, f"as decided; {said_of_cells(name, looked.profiles[column])}")


def _candidates(kind: Kind, looked: Looked) -> list[Candidate]:
    found = [one for column in range(len(looked.headers)) for one in _of_column(kind, looked, column)]
    found = [one for one in found if one.points >= ENOUGH]
    return found + list(_only_dates(kind, looked, found))


def _of_column(kind: Kind, looked: Looked, column: int) -> Iterator[Candidate]:
    looks, says = looked.profiles[column], vocabulary(kind).says(looked.headers[column])
    proven = {proof.field: proof.said for proof in looked.proofs if proof.column == column}
    for name in FIELDS[kind]:
        points, reasons = 0.0, []
        if name in says:
            points, reasons = says[name].points, [f"the header says {says[name].words}"]
        elif told_by_cells(name, looks):
            points = BY_CELLS
        if name in proven:
            points = max(points + PROVEN_TOO, BY_PROOF)
            reasons.append(proven[name])
        if points:
            evidence = "; ".join([*reasons, said_of_cells(name, looks)])
            yield Candidate(name, column, points + fits(name, looks), evidence)


def _only_dates(kind: Kind, looked: Looked, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Where just one column holds dates, it is the day, whatever it is called."""
    name = "at" if "at" in FIELDS[kind] else "date"
    dated = [at for at, looks in enumerate(looked.profiles) if looks.filled and looks.moments >= 0.9 * looks.filled]
    if len(dated) == 1 and not any(one.field == name or one.column == dated[0] for one in found):
        evidence = f"the only column of dates; {said_of_cells(name, looked.profiles[dated[0]])}"
        yield Candidate(name, dated[0], BY_THE_ONLY_DATES, evidence)


def _keep_one_period(chosen: dict[str, Candidate], told: Mapping[str, Sequence[int]]) -> None:
    """The finest period tells all; a coarser one beside it, or a campaign's own first day, would only contradict."""
    there = [name for name in _PERIODS if name in chosen or told.get(name)]
    for name in [*there[1:], *(("start", "end") if there else ())]:
        chosen.pop(name, None)
    if "start" not in chosen and not told.get("start"):
        chosen.pop("end", None)


def _rivals(best: Candidate, free: Sequence[Candidate], chosen: Mapping[str, Candidate], looked: Looked) -> list[int]:
    """Columns that nothing else claims, as good for the field, with other cells."""
    claimed, cells = {one.column for one in chosen.values()}, looked.table.columns
    if best.field not in _MUST_BE_CLEAR:
        return []
    return [
        one.column
        for one in free
        if one.field == best.field
        and one.column not in claimed
        and one.points >= best.points - _AS_GOOD
        and cells[one.column] != cells[best.column]
    ]

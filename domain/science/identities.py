"""Who is who: identifiers that meet are one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, count

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from domain.shared.columns import Ints, Texts, texts

NOBODY = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """One kind of identifier: the distinct `texts` and the `person` that each belongs to, both (distinct,), and the
    position in them of each record's, `code` (n,), `NOBODY` for a record without one."""

    code: Ints
    texts: Texts
    person: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """The person behind each record, shape (n,), numbered from 0, `NOBODY` (-1) for a record without an identifier; and
    the identifiers of each kind, in the order in which the kinds were given."""

    person: Ints
    kinds: tuple[Identifiers, ...]


def connected_identities(*identifiers: Texts) -> Identities:
    """Records that share an identifier, also through others, share a person.

    Each argument is one kind of identifier, shape (n,); "" is none, and equal texts of different kinds are different
    identifiers.
    """
    distinct, codes = zip(*map(_numbered, identifiers), strict=True)
    starts = np.cumsum([0, *(len(found) for found in distinct)])
    apart = [np.where(code < 0, NOBODY, code + start) for code, start in zip(codes, starts[:-1], strict=True)]
    person_of = _components(apart, int(starts[-1]))
    persons = np.split(person_of, starts[1:-1])
    kinds = tuple(
        Identifiers(code=code, texts=found, person=who)
        for code, found, who in zip(codes, distinct, persons, strict=True)
    )
    return Identities(person=_first_known(kinds), kinds=kinds)


def _numbered(column: Texts) -> tuple[Texts, Ints]:
    """Each text once, without "", and the position among them of every cell's, `NOBODY` for ""."""
    cells = column.tolist()
    numbers: dict[str, int | None] = dict.fromkeys(cells)
    numbers.pop("", None)
    numbers.update(zip(numbers, count()))  # changes no key, so it may go through them meanwhile
    distinct = texts(numbers)
    numbers[""] = NOBODY
    return distinct, np.fromiter(map(numbers.__getitem__, cells), np.int64, len(cells))


def _components(codes: Sequence[Ints], size: int) -> Ints:
    """The connected component of each identifier, shape (size,); a record ties its identifiers together."""
    if size == 0:
        return np.empty(0, np.int64)
    pairs = [(one, other, (one >= 0) & (other >= 0)) for one, other in combinations(codes, 2)]
    left = np.concatenate([codes[0][:0], *(one[both] for one, _, both in pairs)])
    right = np.concatenate([codes[0][:0], *(other[both] for _, other, both in pairs)])
    meetings = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(size, size))
    return np.asarray(connected_components(meetings, directed=False)[1], dtype=np.int64)


def _first_known(kinds: Sequence[Identifiers]) -> Ints:
    person = np.full(len(kinds[0].code), NOBODY, np.int64)
    for kind in reversed(kinds):
        person = np.where(kind.code < 0, person, np.append(kind.person, NOBODY)[kind.code])
    return person

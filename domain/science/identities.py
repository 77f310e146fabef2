"""Who is who: identifiers that meet are one person."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from domain.shared.columns import Ints, Texts

NOBODY = -1


def connected_identities(*identifiers: Texts) -> Ints:
    """The person behind each record, shape (n,): records that share an identifier, also through others, share a person.

    Each argument is one kind of identifier, shape (n,); "" is none, and equal texts of different kinds are different
    identifiers. Persons are numbered from 0; a record without any identifier belongs to `NOBODY` (-1).
    """
    codes = _codes(identifiers)
    count = 1 + max((int(column.max(initial=NOBODY)) for column in codes), default=NOBODY)
    person_of = np.append(_components(codes, count), NOBODY)
    return _first_known(codes, person_of)


def _codes(identifiers: Sequence[Texts]) -> list[Ints]:
    """Each identifier as a number of its own, `NOBODY` where there is none."""
    numbers: dict[tuple[int, str], int] = {}
    return [
        np.array(
            [numbers.setdefault((kind, text), len(numbers)) if text else NOBODY for text in column], dtype=np.int64
        )
        for kind, column in enumerate(identifiers)
    ]


def _components(codes: Sequence[Ints], count: int) -> Ints:
    """The connected component of each identifier, shape (count,); a record ties its identifiers together."""
    if count == 0:
        return np.empty(0, np.int64)
    pairs = [(one, other) for at, one in enumerate(codes) for other in codes[at + 1 :]]
    both = [(one >= 0) & (other >= 0) for one, other in pairs]
    left = np.concatenate([one[there] for (one, _), there in zip(pairs, both, strict=True)] or [codes[0][:0]])
    right = np.concatenate([other[there] for (_, other), there in zip(pairs, both, strict=True)] or [codes[0][:0]])
    meetings = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(count, count))
    return np.asarray(connected_components(meetings, directed=False)[1], dtype=np.int64)


def _first_known(codes: Sequence[Ints], person_of: Ints) -> Ints:
    person = np.full(len(codes[0]), NOBODY, np.int64)
    for column in reversed(codes):
        person = np.where(column >= 0, person_of[column], person)
    return person

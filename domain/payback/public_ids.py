"""Public ids of customers: opaque, of one database, and found again after persons turn out to be one.

An id is `c` and 20 hex digits: BLAKE2b with a digest of 10 bytes, keyed with the database's own random bytes, of
"<kind>:<identifier>". A customer's own id is that of the least of these texts; the ids of the others lead there too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from domain.science.identities import Identifiers
from domain.shared.columns import Ints, Texts

KINDS = ("customer_id", "email", "phone")
"""Of the identifiers, in the order in which a book has them; in this order their texts sort, too."""

_ID = re.compile(r"c([0-9a-f]{16})([0-9a-f]{4})")
_DIGEST = np.dtype([("high", ">u8"), ("low", ">u2")])


@dataclass(frozen=True, kw_only=True)
class PublicIds:
    """The ids of all identifiers, shape (ids,), as the numbers that their digits say; `owner` is the customer of each,
    `own` (customers,) the position of each customer's own. Ids sort as (`high`, `low`) do."""

    high: NDArray[np.uint64]
    low: NDArray[np.uint64]
    owner: Ints
    own: Ints

    def of(self, customer: int) -> str:
        at = self.own[customer]
        return f"c{int(self.high[at]):016x}{int(self.low[at]):04x}"

    def find(self, public_id: str) -> int | None:
        """The customer whom any of their ids names; None if nobody has it."""
        told = id_numbers(public_id)
        if told is None:
            return None
        first, last = (np.searchsorted(self._ascending, np.uint64(told[0]), side) for side in ("left", "right"))
        found = (at for at in self._by_high[first:last].tolist() if self.low[at] == told[1])
        return next((int(self.owner[at]) for at in found), None)

    @cached_property
    def _by_high(self) -> Ints:
        return np.argsort(self.high, kind="stable")

    @cached_property
    def _ascending(self) -> NDArray[np.uint64]:
        return self.high[self._by_high]


def id_numbers(public_id: str) -> tuple[int, int] | None:
    """The high and the low part of an id; None for a text that is none."""
    told = _ID.fullmatch(public_id)
    return None if told is None else (int(told[1], 16), int(told[2], 16))


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The distinct identifiers of one kind that customers have, and whose each is; arrays (names,)."""

    kind: str
    texts: Texts
    owner: Ints


def names_of(kinds: Sequence[Identifiers], customer_of: Ints) -> tuple[Names, ...]:
    """Those of the customers alone; `customer_of` (persons,) is the customer that each person is, -1 for none."""
    owners = [customer_of[kind.person] for kind in kinds]
    return tuple(
        Names(kind=name, texts=kind.texts[owner >= 0], owner=owner[owner >= 0])
        for name, kind, owner in zip(KINDS, kinds, owners, strict=True)
    )


def public_ids(names: Sequence[Names], customers: int, key: bytes) -> PublicIds:
    """The ids of all customers, by all their names."""
    digests = np.concatenate([_digests(some, key) for some in names])
    return PublicIds(
        high=digests["high"].astype(np.uint64),
        low=digests["low"].astype(np.uint64),
        owner=np.concatenate([some.owner for some in names]),
        own=_least(names, customers),
    )


def _digests(names: Names, key: bytes) -> NDArray[np.void]:
    """The keyed hash of each name; hashing the kind once and going on from there is a third faster."""
    begun, made = blake2b(f"{names.kind}:".encode(), key=key, digest_size=_DIGEST.itemsize), []
    for text in names.texts.tolist():
        hashed = begun.copy()
        hashed.update(text.encode())
        made.append(hashed.digest())
    return np.frombuffer(b"".join(made), _DIGEST)


def _least(names: Sequence[Names], customers: int) -> Ints:
    """The position of each customer's least name among all, shape (customers,)."""
    least, end = np.full(customers, -1, np.int64), sum(len(some.texts) for some in names)
    for some in reversed(names):  # the kind that sorts first is written last
        end -= len(some.texts)
        falling = _falling_where_it_matters(some, customers)
        least[some.owner[falling]] = falling + end  # of equal owners, the one written last stays
    return least


def _falling_where_it_matters(names: Names, customers: int) -> Ints:
    """All positions, those of customers with several names in falling order of the texts: to sort a million of texts
    takes longer than to hash them."""
    several = np.bincount(names.owner, minlength=customers)[names.owner] > 1
    falling = sorted(np.flatnonzero(several).tolist(), key=names.texts.__getitem__, reverse=True)
    return np.concatenate([np.flatnonzero(~several), np.array(falling, np.int64)])

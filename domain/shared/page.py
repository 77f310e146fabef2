"""One page of a listing with a total order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Item]):
    """`items` in the listing's order; `next_cursor` is the key to go on from, None on the last page."""

    items: tuple[Item, ...]
    next_cursor: int | None

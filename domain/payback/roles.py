"""Whose book of sales a platform keeps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRoles:
    """The platforms whose orders are a shop's, and those whose orders are payments for such orders. The book of any
    other platform stands by itself."""

    shops: frozenset[str] = frozenset()
    processors: frozenset[str] = frozenset()

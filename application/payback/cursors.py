"""Opaque cursors: where a page ended, as its key in the list's order."""

from __future__ import annotations

import json
from base64 import b64decode, urlsafe_b64encode

from domain.shared.errors import InvalidValue
from domain.shared.page import LARGEST_PAGE

LONGEST_CURSOR = 8_000
"""Characters: a source and a campaign of the longest text, escaped, stay below."""


def cursor(*key: str) -> str:
    """The cursor behind the item of that key; it can stand in a URL as it is."""
    return urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode()).decode().rstrip("=")


def key_of(text: str, parts: int) -> list[str]:
    """The key that a cursor stands for; InvalidValue (code `cursor`) for a text that is none."""
    try:
        told = json.loads(_decoded(text)) if len(text) <= LONGEST_CURSOR else None
    except (ValueError, RecursionError):
        told = None
    if isinstance(told, list) and len(told) == parts and all(isinstance(part, str) for part in told):
        return told
    raise broken_cursor()


def broken_cursor() -> InvalidValue:
    """The error for a text that no list gave."""
    return InvalidValue("this cursor is not one that the list gave; begin without one", code="cursor")


def page_size(limit: int) -> int:
    """InvalidValue unless a page may hold that many."""
    if not 1 <= limit <= LARGEST_PAGE:
        raise InvalidValue(f"a page holds 1 to {LARGEST_PAGE} entries", code="limit")
    return limit


def _decoded(text: str) -> bytes:
    """ValueError for anything but the characters of a cursor."""
    return b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)

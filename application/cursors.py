"""Opaque cursors: where a page of a list ended, as its key in the list's order. One list takes no other one's."""

from __future__ import annotations

import json
from base64 import b64decode, urlsafe_b64encode

from domain.shared.errors import InvalidValue
from domain.shared.page import LARGEST_PAGE

LONGEST_CURSOR = 16_000
"""Characters: a source and a campaign of the longest text, in the longest letters, stay below."""

LARGEST_ID = 2**63 - 1


def cursor_of(listing: str, *key: str) -> str:
    """The cursor behind the item of that key; it can stand in a URL as it is."""
    told = json.dumps((listing, *key), ensure_ascii=False)
    return urlsafe_b64encode(told.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def key_of(listing: str, cursor: str, parts: int) -> list[str]:
    """The key that a cursor of that list stands for; InvalidValue (code `cursor`) for a text that is none."""
    name, *key = _read(cursor) or [""]
    if name == listing and len(key) == parts and cursor_of(name, *key) == cursor:
        return key
    raise broken_cursor()


def id_cursor(listing: str, item: int | None) -> str | None:
    """As `cursor_of`, where the key is an id; None stays None: there is no such page."""
    return None if item is None else cursor_of(listing, str(item))


def id_of(listing: str, cursor: str | None) -> int | None:
    """As `key_of`, where the key is an id."""
    if cursor is None:
        return None
    [key] = key_of(listing, cursor, 1)
    if key.isascii() and key.isdigit() and len(key) < 20 and str(number := int(key)) == key and number <= LARGEST_ID:
        return number
    raise broken_cursor()


def broken_cursor() -> InvalidValue:
    """The error for a text that no page gave."""
    return InvalidValue("this cursor is not one that the list gave; begin without one", code="cursor")


def page_size(limit: int) -> int:
    """InvalidValue unless a page may hold that many."""
    if not 1 <= limit <= LARGEST_PAGE:
        raise InvalidValue(f"a page holds 1 to {LARGEST_PAGE} entries", code="limit")
    return limit


def _read(cursor: str) -> list[str]:
    """The texts that are written in it, none where it holds anything else."""
    try:
        told = json.loads(_decoded(cursor)) if len(cursor) <= LONGEST_CURSOR else None
    except (ValueError, RecursionError):
        return []
    return told if isinstance(told, list) and all(isinstance(part, str) for part in told) else []


def _decoded(text: str) -> bytes:
    """ValueError for anything but the characters of a cursor."""
    return b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)

"""Cursors: the key of a page's last item, in a form that says nothing and that nobody builds by hand."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from domain.shared.errors import InvalidValue

_CURSOR = re.compile(r"[A-Za-z0-9_-]{1,400}")


def cursor_of(key: int | str | None) -> str | None:
    """The cursor of the page after that key; None stays None: there is no such page."""
    return None if key is None else urlsafe_b64encode(str(key).encode()).rstrip(b"=").decode()


def key_of(cursor: str | None) -> str | None:
    """The key behind a cursor; InvalidValue where it is none that we gave."""
    if cursor is None:
        return None
    try:
        if _CURSOR.fullmatch(cursor):
            key = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
            if cursor_of(key) == cursor:
                return key
    except ValueError:
        pass
    raise InvalidValue("this cursor is none that a page ended with", code="cursor")


def id_of(cursor: str | None) -> int | None:
    """As `key_of`, where the key is an id."""
    if (key := key_of(cursor)) is None:
        return None
    if re.fullmatch(r"[1-9]\d{0,17}", key, re.ASCII):
        return int(key)
    raise InvalidValue("this cursor is none that a page ended with", code="cursor")

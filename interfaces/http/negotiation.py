"""Which of the forms that are offered a client wants (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE = re.compile(rf"({_WORD}/{_WORD})((?:\s*;\s*{_WORD}=(?:{_WORD}|\"[^\"]*\"))*)")
_QUALITY = re.compile(r";\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE | re.ASCII)
_ANY = re.compile(r";\s*q=", re.IGNORECASE)


class _Wish(NamedTuple):
    media: str
    quality: float


def chosen(accept: str | None, offers: Sequence[str]) -> str | None:
    """The offer that is wanted most, the first of equals; None where none is. No header, or a blank one, wants any."""
    if not (accept or "").strip():
        return offers[0]
    wishes = list(_wishes(accept or ""))
    best = max(offers, key=lambda offer: _quality(offer, wishes))
    return best if _quality(best, wishes) > 0 else None


def _wishes(accept: str) -> Iterator[_Wish]:
    """The media ranges that can be read. Parameters but `q` do not tell our offers apart."""
    for part in accept.split(","):
        if found := _RANGE.fullmatch(part.strip()):
            parameters = found[2] or ""
            stated = _QUALITY.search(parameters)
            if stated or not _ANY.search(parameters):
                yield _Wish(found[1].lower(), float(stated[1]) if stated else 1.0)


def _quality(offer: str, wishes: Sequence[_Wish]) -> float:
    """That of the most specific range that the offer is in, 0 where it is in none."""
    for media in (offer, f"{offer.partition('/')[0]}/*", "*/*"):
        named = [wish.quality for wish in wishes if wish.media == media]
        if named:
            return max(named)
    return 0.0

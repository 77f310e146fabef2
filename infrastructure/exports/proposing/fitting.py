"""Whether the cells of a column are what a field holds, and how that is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from infrastructure.exports.proposing.profiles import Profile

_Share = Callable[[Profile], int]


@dataclass(frozen=True, slots=True)
class _Look:
    """`name` is what such cells are called, `share` counts them."""

    name: str
    share: _Share


_AMOUNTS = _Look("amounts", lambda looks: looks.amounts)
_COUNTS = _Look("whole numbers", lambda looks: looks.counts)
_DAYS = _Look("dates", lambda looks: looks.moments)
_CODES = _Look("currency codes", lambda looks: looks.codes)
_EMAILS = _Look("e-mail addresses", lambda looks: looks.emails)
_PHONES = _Look("phone numbers", lambda looks: looks.phones)
_PLATFORMS = _Look("ad platforms", lambda looks: looks.platforms)
_NAMES = _Look("names", lambda looks: looks.words)
_ANYTHING = _Look("filled", lambda looks: looks.filled - looks.urls)
_PLAIN_DAYS = _Look("dates", lambda looks: max(looks.moments, looks.counts))

_LOOKS: Mapping[str, _Look] = {
    **dict.fromkeys(("spend", "conversions", "conversion_value", "amount", "refunded", "tax", "shipping"), _AMOUNTS),
    **dict.fromkeys(("impressions", "clicks"), _COUNTS),
    **dict.fromkeys(("date", "start", "end", "at"), _DAYS),
    **dict.fromkeys(("week", "month", "quarter", "year"), _PLAIN_DAYS),
    **dict.fromkeys(("campaign", "adset", "ad", "keyword", "event", "name", "form"), _NAMES),
    "currency": _CODES,
    "email": _EMAILS,
    "phone": _PHONES,
    "named_platform": _PLATFORMS,
}
"""Fields that hold cells of one look; the others hold any."""
BY_CELLS = ("email", "currency")
"""Fields that cells tell without a word of the header."""
_MOSTLY, _HALF = 0.8, 0.5


def fits(field: str, looks: Profile) -> float:
    """Points for what the cells are: far below 0 for a column that the field cannot be, not so far for names, which may
    be numbers; 0 for a column of blanks."""
    if not looks.filled:
        return 0.0
    share = _look(field).share(looks) / looks.filled
    if share >= _MOSTLY:
        return 10 * share
    if share >= _HALF:
        return -20.0
    return -60.0 if _look(field) is _NAMES else -1_000.0


def told_by_cells(field: str, looks: Profile) -> bool:
    """Whether the cells alone make the column one of that field."""
    share = _look(field).share(looks)
    few = field != "currency" or looks.distinct <= max(3, looks.filled // 4)
    return field in BY_CELLS and share >= 0.9 * looks.filled and looks.filled >= 2 and few


def said_of_cells(field: str, looks: Profile) -> str:
    """`31 of 31 cells are amounts`."""
    if not looks.filled:
        return "its cells are blank"
    look = _look(field)
    return f"{look.share(looks):,} of {looks.filled:,} cells are {look.name}"


def _look(field: str) -> _Look:
    return _LOOKS.get(field, _ANYTHING)

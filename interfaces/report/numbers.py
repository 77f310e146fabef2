"""Figures as a reader meets them, made from the decimal texts of the views: rounded once more, half-even, or a dash."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal

UNKNOWN = "—"
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)


def money(amount: str | None) -> str:
    """An exact sum, its thousands set apart."""
    return UNKNOWN if amount is None else f"{_plain(Decimal(amount)):,f}"


def whole(amount: str | None) -> str:
    """A sum in whole units, for where there is no room for more."""
    return UNKNOWN if amount is None else f"{_rounded(Decimal(amount), 0):,f}"


def quotient(value: str | None) -> str:
    return UNKNOWN if value is None else f"{_rounded(Decimal(value), 2):,f}"


def percent(share: str | None) -> str:
    return UNKNOWN if share is None else f"{_rounded(Decimal(share).scaleb(2, _EXACT), 2):f} %"


def count(number: int | None) -> str:
    return UNKNOWN if number is None else f"{number:,}"


def counted(number: int, one: str, more: str = "") -> str:
    """A number of things: "1 row", "2 rows"; `more` where the plural takes more than an s."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def summed(amounts: Iterable[str | None]) -> str | None:
    """The exact sum of those that are known; None where none is."""
    known = [Decimal(amount) for amount in amounts if amount is not None]
    total = Decimal(0)
    for amount in known:
        total = _EXACT.add(total, amount)
    return f"{total:f}" if known else None


def pixels(amount: str | None) -> float | None:
    """For where a mark stands in a chart, and for nothing that is read."""
    return None if amount is None else float(amount)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return _plain(value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT))


def _plain(value: Decimal) -> Decimal:
    """No minus before a zero."""
    return abs(value) if value == 0 else value

"""Figures for people: exact sums, quotients rounded once more, to two decimals, and a dash for what is not known."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

from interfaces.cli.screen import UNKNOWN

_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)


def money(amount: str | None) -> str:
    """An exact sum, its thousands set apart."""
    return UNKNOWN if amount is None else f"{Decimal(amount):,f}"


def quotient(value: str | None) -> str:
    return UNKNOWN if value is None else f"{_rounded(Decimal(value)):,f}"


def percent(share: str | None) -> str:
    return UNKNOWN if share is None else f"{_rounded(Decimal(share).scaleb(2, _EXACT)):f} %"


def count(number: int | None) -> str:
    return UNKNOWN if number is None else f"{number:,}"


def counted(number: int, one: str, more: str = "") -> str:
    """A number of things: "1 row", "2 rows"; `more` where the plural takes more than an s."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def amount(value: str | None, currency: str | None) -> str:
    """A sum with its currency; "no currency" where none is named."""
    return UNKNOWN if value is None else f"{money(value)} {currency or 'no currency'}"


def _rounded(value: Decimal) -> Decimal:
    """Half-even to two decimals, and no minus before a zero."""
    rounded = value.quantize(Decimal("0.01"), context=_EXACT)
    return abs(rounded) if rounded == 0 else rounded

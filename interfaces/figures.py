"""Figures as a person reads them, on the screen and in the report, made from the decimal texts of the views.

Sums stay exact, quotients are rounded once more, half-even, and what is not known is a dash.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

UNKNOWN = "—"
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)


def money(amount: str | None) -> str:
    """An exact sum, its thousands set apart."""
    return UNKNOWN if amount is None else f"{_plain(Decimal(amount)):,f}"


def money_in(amount: str | None, currency: str | None) -> str:
    """A sum with its currency; "no currency" where none is named."""
    return UNKNOWN if amount is None else f"{money(amount)} {currency or 'no currency'}"


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


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return _plain(value.quantize(Decimal(1).scaleb(-decimals), context=_EXACT))


def _plain(value: Decimal) -> Decimal:
    """No minus before a zero."""
    return abs(value) if value == 0 else value

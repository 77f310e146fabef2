"""Exact money: an integer count of micro-units (1e-6) beside its currency, and `Decimal` at the edges.

Sums are exact. Quotients are computed from exact integers and rounded once, half-even, when they are written out.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from domain.shared.errors import InvalidValue

MICROS = 1_000_000
LARGEST_AMOUNT = 10**11 * MICROS
"""No single amount may reach a hundred thousand million units: sums of millions of rows must stay exact in 64 bits."""

_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_CURRENCY = re.compile(r"[A-Z]{3}")
_MINOR_DIGITS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}


def minor_digits(currency: str) -> int:
    """Decimals of the currency's minor unit (ISO 4217): 0 for JPY, 3 for KWD, else 2."""
    return _MINOR_DIGITS.get(currency, 2)


def currency_code(text: str) -> str:
    """`text` as an ISO 4217 code in capitals; InvalidValue if it cannot be one."""
    code = text.strip().upper()
    if not _CURRENCY.fullmatch(code):
        raise InvalidValue(
            f"{text.strip()[:20]!r} is not a currency code of three letters such as USD", code="currency"
        )
    return code


def to_micros(amount: Decimal) -> int:
    """An amount in units as micro-units, half-even beyond the sixth decimal; InvalidValue beyond `LARGEST_AMOUNT`."""
    if not amount.is_finite() or abs(amount) * MICROS >= LARGEST_AMOUNT:
        raise InvalidValue("an amount is out of range", code="amount")
    return int(_EXACT.to_integral_value(_EXACT.multiply(amount, MICROS)))


def decimal_text(micros: int, least_decimals: int = 2) -> str:
    """Micro-units as an exact decimal text with at least `least_decimals` decimals: 90000000 -> "90.00"."""
    sign, digits = ("-" if micros < 0 else ""), f"{abs(micros):07d}"
    decimals = digits[-6:].rstrip("0").ljust(least_decimals, "0")
    return f"{sign}{digits[:-6]}.{decimals}" if decimals else f"{sign}{digits[:-6]}"


def money_text(micros: int | None) -> str | None:
    """A sum of money for people and programs; None stays None."""
    return None if micros is None else decimal_text(micros)


def count_text(micros: int | None) -> str | None:
    """A count that may be fractional (conversions), without needless decimals; None stays None."""
    return None if micros is None else decimal_text(micros, 0)


def divide_half_even(numerator: int, denominator: int) -> int:
    """The whole number nearest to an exact quotient, a tie to the even one; `denominator` is above 0."""
    whole, rest = divmod(numerator, denominator)
    return whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1))


def quotient(numerator: Fraction | int | None, denominator: Fraction | int | None) -> Fraction | None:
    """The exact quotient; None where either side is not known or the denominator is 0."""
    if numerator is None or denominator is None or denominator == 0:
        return None
    return Fraction(numerator) / Fraction(denominator)


def round_half_even(value: Fraction, decimals: int) -> Decimal:
    """A fraction rounded once, half-even, to `decimals` places."""
    scaled = round(value * 10**decimals)
    return Decimal(scaled).scaleb(-decimals, _EXACT)


def quotient_text(value: Fraction | None, decimals: int = 6) -> str | None:
    """A quotient as text, half-even with 6 decimals; None stays None."""
    return None if value is None else f"{round_half_even(value, decimals):.{decimals}f}"

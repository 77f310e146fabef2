"""Exchange: each line at the latest rate on or before its local day, rounded half-even to the minor unit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import numpy as np

from domain.payback.facts import Rate
from domain.shared.columns import MISSING, Days, Flags, Ints, Texts
from domain.shared.money import minor_digits


class Exchange:
    """Converts amounts into the currency of the report. A line without a rate on or before its day cannot be converted,
    and the caller reports it apart: rates are neither inverted nor chained."""

    def __init__(self, rates: Iterable[Rate], into: str) -> None:
        self._into = into
        self._unit = 10 ** (6 - minor_digits(into))
        self._rates: dict[str, list[tuple[date, Decimal]]] = {}
        for rate in rates:
            if rate.into in ("", into):
                self._rates.setdefault(rate.currency, []).append((rate.day, Decimal(rate.rate)))
        for listed in self._rates.values():
            listed.sort(key=lambda dated: dated[0])

    def convertible(self, currency: Texts, day: Days) -> Flags:
        """Which lines are in the report's currency, in none, or have a rate; shape (n,)."""
        ours = (currency == "") | (currency == self._into)
        for at in np.flatnonzero(~ours):
            ours[at] = self._rate(currency[at], day[at]) is not None
        return np.asarray(ours, dtype=np.bool_)

    def convert(self, amount: Ints, currency: Texts, day: Days) -> Ints:
        """Amounts (n,) in micro-units of the report's currency. MISSING stays, and so does a line without a rate."""
        converted = amount.copy()
        for at in np.flatnonzero((currency != "") & (currency != self._into) & (amount != MISSING)):
            if rate := self._rate(currency[at], day[at]):
                converted[at] = _times(int(amount[at]), rate, self._unit)
        return converted

    def _rate(self, currency: str, day: np.datetime64) -> Decimal | None:
        dated = self._rates.get(currency, [])
        if np.isnat(day):
            return None
        at = bisect_right(dated, day.item(), key=lambda entry: entry[0])
        return dated[at - 1][1] if at else None


def _times(amount: int, rate: Decimal, unit: int) -> int:
    """amount x rate, half-even to whole `unit`s of micro-units."""
    numerator, denominator = rate.as_integer_ratio()
    whole, rest = divmod(amount * numerator, denominator * unit)
    up = 2 * rest > denominator * unit or (2 * rest == denominator * unit and whole % 2 == 1)
    return (whole + up) * unit

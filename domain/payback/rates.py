"""Exchange: each line at the latest rate on or before its local day, rounded half-even to the minor unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from domain.payback.facts import Rate
from domain.shared.columns import Days, Flags, Ints, Texts, days, is_among, known
from domain.shared.money import divide_half_even, minor_digits


class Exchange:
    """Converts amounts into the currency of the report. A line without a rate on or before its day cannot be converted,
    and the caller reports it apart: rates are neither inverted nor chained. `unit` is the minor unit of the report's
    currency in micro-units."""

    def __init__(self, rates: Iterable[Rate], into: str) -> None:
        self.into = into
        self.unit = 10 ** (6 - minor_digits(into))
        self._rates: dict[str, _Dated] = {}
        usable = sorted((rate for rate in rates if rate.into in ("", into)), key=lambda rate: rate.day)
        for currency in {rate.currency for rate in usable}:
            mine = [rate for rate in usable if rate.currency == currency]
            self._rates[currency] = _Dated(days(rate.day for rate in mine), [Decimal(rate.rate) for rate in mine])

    def convertible(self, currency: Texts, day: Days) -> Flags:
        """Which lines are in the report's currency, in none, or have a rate; shape (n,)."""
        ours = is_among(currency, {"", self.into})
        for mine, dated in self._foreign(currency):
            ours[mine] = dated.position(day[mine]) >= 0
        return ours

    def convert(self, amount: Ints, currency: Texts, day: Days) -> Ints:
        """Amounts (n,) in micro-units of the report's currency. MISSING stays, and so does a line without a rate."""
        converted = amount.copy()
        for mine, dated in self._foreign(currency):
            position = np.where(known(amount[mine]), dated.position(day[mine]), -1)
            for at in set(position.tolist()) - {-1}:
                lines = np.flatnonzero(mine)[position == at]
                converted[lines] = _times(amount[lines], dated.rates[at], self.unit)
        return converted

    def _foreign(self, currency: Texts) -> Iterator[tuple[Flags, _Dated]]:
        for foreign, dated in self._rates.items():
            mine = np.asarray(currency == foreign, dtype=np.bool_)
            if foreign != self.into and mine.any():
                yield mine, dated


@dataclass(frozen=True, slots=True)
class _Dated:
    """The rates of one currency by their first days, ascending."""

    days: Days
    rates: list[Decimal]

    def position(self, day: Days) -> Ints:
        """Of each day, the latest rate on or before it; -1 where there is none, or no day."""
        found = np.searchsorted(self.days, day, side="right") - 1
        return np.where(np.isnat(day), -1, found)


def _times(amounts: Ints, rate: Decimal, unit: int) -> Ints:
    """Each amount x rate, half-even to whole `unit`s of micro-units; equal amounts are worked out once."""
    numerator, denominator = rate.as_integer_ratio()
    distinct, at = np.unique(amounts, return_inverse=True)
    products = (divide_half_even(amount * numerator, denominator * unit) * unit for amount in distinct.tolist())
    return np.fromiter(products, np.int64, len(distinct))[at]

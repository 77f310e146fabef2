"""What stands in other currencies: reported apart, never added."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from domain.payback.book import Book
from domain.payback.spend import CountedSpend
from domain.payback.statement import OtherCurrency
from domain.shared.columns import exact_sums


def other_currencies(books: Sequence[Book], spend: CountedSpend) -> tuple[OtherCurrency, ...]:
    """One entry per currency without a rate, by its code."""
    of_currency = {str(book.facts.currency[0]): book for book in books}
    spent: dict[str, int] = {}
    for line in spend.counted:
        spent[line.currency] = spent.get(line.currency, 0) + (line.spend or 0)
    return tuple(
        OtherCurrency(currency=currency, orders=orders, net=net, spend=spent.get(currency))
        for currency in sorted({*of_currency, *spent})
        for orders, net in [_booked(of_currency.get(currency))]
    )


def _booked(book: Book | None) -> tuple[int, int]:
    if book is None:
        return 0, 0
    return int(book.counting.sum()), exact_sums(book.net, np.zeros(len(book.net), np.int64), 1)[0]

"""What a reader must be told of sales that stand in two books, and of payments that stand in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from domain.payback.book import OpenBooks
from domain.payback.books import NOWHERE, CountedOnce
from domain.payback.facts import PAID
from domain.payback.roles import BookRoles
from domain.payback.spend import DataSource
from domain.payback.statement import Notice
from domain.shared.columns import Flags, Ints, is_among, total
from domain.shared.money import decimal_text
from domain.shared.periods import Period


def book_notices(
    books: OpenBooks, told: Mapping[DataSource, Period], roles: BookRoles, currency: str
) -> Iterator[Notice]:
    """`told` are the days that each order source tells of, `currency` is the report's."""
    yield from _two_books(books.once, currency)
    yield from _payments_alone(books, told, roles)


def _two_books(once: CountedOnce, currency: str) -> Iterator[Notice]:
    """One for each platform whose records do not count; a refund goes with its order."""
    facts, left_out = once.facts, np.flatnonzero(~once.counts)
    for loser in sorted(set(facts.platform[left_out])):
        mine = left_out[facts.platform[left_out] == loser]
        winner = once.counted_as[mine]
        winners = _listed(set(facts.platform[winner[winner != NOWHERE]]))
        message = f"{winners} and {loser} share {_shared(once, mine, currency)}: each counted once, from {winners}"
        yield Notice(code="two_books", message=message)


def _shared(once: CountedOnce, at: Ints, currency: str) -> str:
    """How many sales and refunds, and the amounts of the sales as the files tell them, by currency."""
    gross, named = once.facts.gross[at], np.where(once.facts.currency[at] == "", currency, once.facts.currency[at])
    sold, refunds = gross >= 0, int((gross < 0).sum())
    amounts = (f"{decimal_text(total(gross[sold & (named == each)]) or 0)} {each}" for each in sorted(set(named[sold])))
    sales = f"{_counted(int(sold.sum()), 'sale')} ({', '.join(amounts)})" if sold.any() else ""
    return " and ".join(part for part in (sales, _counted(refunds, "refund") if refunds else "") if part)


def _payments_alone(books: OpenBooks, told: Mapping[DataSource, Period], roles: BookRoles) -> Iterator[Notice]:
    """Where a shop tells of the same days, a payment without an order is another kind of sale, or counted twice."""
    facts, shops = books.once.facts, _listed({platform for platform, _ in told} & roles.shops)
    paid = _on_days_of_shops(books, told, roles) & (facts.gross > 0) & is_among(facts.status, PAID)
    for processor in sorted(roles.processors & set(facts.platform[paid])):
        mine = paid & (facts.platform == processor)
        if alone := int((mine & ~books.once.paired).sum()):
            payments = _counted(int(mine.sum()), "payment")
            message = (
                f"{alone} of {payments} in {processor} without an order in {shops}, which tells"
                " of their days (same customer, currency and amount, within an hour): counted as sales of their own"
            )
            yield Notice(code="payments_without_order", message=message)


def _on_days_of_shops(books: OpenBooks, told: Mapping[DataSource, Period], roles: BookRoles) -> Flags:
    on_days = np.zeros(len(books.day), np.bool_)
    for (platform, _), days in told.items():
        if platform in roles.shops:
            on_days |= (books.day >= np.datetime64(days.start, "D")) & (books.day <= np.datetime64(days.end, "D"))
    return on_days


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _listed(platforms: Iterable[str]) -> str:
    return " and ".join(sorted(platforms))

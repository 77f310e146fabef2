"""What a reader of the table must be told: what was assumed, left out, or looks wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from domain.payback.book import Book, OpenBooks
from domain.payback.book_notices import book_notices
from domain.payback.campaigns import Campaigns
from domain.payback.groups import Customers
from domain.payback.roles import BookRoles
from domain.payback.spend import CountedSpend, DataSource, SpendLine
from domain.payback.statement import Notice
from domain.shared.columns import total
from domain.shared.money import decimal_text
from domain.shared.periods import Month, Period

_FIXED_WINDOWS = (60, 90)
_RETURNING_SHARE = 0.3

NO_FACTS = Notice(code="no_facts", message="there are no orders and no spend to report on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the notices are drawn from; `told` are the days that each order source tells of. `as_of_asked`: the day was
    named, and not taken from the facts."""

    as_of: date
    as_of_asked: bool
    currency: str
    told: dict[DataSource, Period]
    roles: BookRoles
    books: OpenBooks
    customers: Customers
    campaigns: Campaigns
    spend: CountedSpend
    foreign: CountedSpend

    @property
    def ends(self) -> dict[DataSource, date]:
        return {source: days.end for source, days in self.told.items()}

    @property
    def book(self) -> Book:
        """The one that the table is computed from."""
        return self.books.ours


def notices(seen: Circumstances) -> tuple[Notice, ...]:
    """All that applies, in the order in which a reader would ask."""
    drawn = (
        _no_orders,
        _stopped_early,
        _ended_early,
        _began_in_the_middle,
        _in_two_books,
        _by_leads,
        _assumed,
        _overlaps,
        _accounts,
        _not_counted,
    )
    return tuple(notice for draw in drawn for notice in draw(seen))


def _stopped_early(seen: Circumstances) -> Iterator[Notice]:
    """Where no day is asked for, the source that ends first sets it, however little it tells."""
    last = max(seen.ends.values(), default=seen.as_of)
    if seen.as_of_asked or last <= seen.as_of:
        return
    first = ", ".join(_name(*source) for source, end in sorted(seen.ends.items()) if end == seen.as_of)
    message = (
        f"the report stops at {seen.as_of}, where the orders of {first} end; other orders go on to {last}: ask for that"
        " as-of day to count them"
    )
    yield Notice(code="as_of_early", message=message)


def _ended_early(seen: Circumstances) -> Iterator[Notice]:
    """Months that a source does not tell of to their end are censored, and named: never shown as quiet."""
    complete = _last_complete_month(seen.as_of)
    for (platform, account), end in sorted(seen.ends.items()):
        if (own := _last_complete_month(end)) < complete:
            first, last = str(Month(own.index + 1)), str(complete)
            months = first if first == last else f"{first} to {last}"
            yield Notice(
                code="orders_end_early",
                message=(
                    f"the orders of {_name(platform, account)} end on {end}: orders of {months} may be missing,"
                    " and every LTV that needs them is left blank"
                ),
            )


def _began_in_the_middle(seen: Circumstances) -> Iterator[Notice]:
    day = seen.book.day[seen.book.paid]
    if len(day) == 0:
        return
    first, window = day.min(), int((day.max() - day.min()).astype(int)) + 1
    if any(abs(window - fixed) <= 1 for fixed in _FIXED_WINDOWS):
        reason = f"the orders span {window} days, as an export with a fixed window does"
    elif (share := _returning_share(seen, first)) > _RETURNING_SHARE:
        reason = f"{share:.0%} of the customers of the first month came back within it"
    else:
        return
    message = f"the order history may start in the middle ({reason}): early new customers may be old ones"
    yield Notice(code="history_starts_in_the_middle", message=message)


def _returning_share(seen: Circumstances, first: np.datetime64) -> float:
    """Of the customers of the first calendar month, the share with more than one counting order in it."""
    book = seen.book
    early = book.counting & (book.customer >= 0) & (book.day.astype("datetime64[M]") == first.astype("datetime64[M]"))
    orders = np.unique(book.customer[early], return_counts=True)[1]
    return float((orders > 1).mean()) if len(orders) >= 10 else 0.0


def _in_two_books(seen: Circumstances) -> Iterator[Notice]:
    return book_notices(seen.books, seen.told, seen.roles, seen.currency)


def _by_leads(seen: Circumstances) -> Iterator[Notice]:
    if found := int(seen.customers.by_lead.sum()):
        customers = "1 customer has" if found == 1 else f"{found} customers have"
        message = f"{customers} the source of the last lead before the first order, which tells none itself"
        yield Notice(code="sources_from_leads", message=message)


def _assumed(seen: Circumstances) -> Iterator[Notice]:
    orders = int((seen.book.facts.currency == "").sum())
    lines = sum(line.currency == "" for line in seen.spend.counted)
    if orders or lines:
        what = " and ".join(text for count, text in ((orders, _orders(orders)), (lines, "spend")) if count)
        yield Notice(code="currency_assumed", message=f"{what} without a currency: read as {seen.currency}")


def _orders(count: int) -> str:
    return "1 order" if count == 1 else f"{count} orders"


def _overlaps(seen: Circumstances) -> Iterator[Notice]:
    by_source: dict[tuple[str, str], list[SpendLine]] = {}
    for line in (*seen.spend.overlapping, *seen.foreign.overlapping):
        by_source.setdefault((line.source, line.currency or seen.currency), []).append(line)
    for (source, currency), lines in sorted(by_source.items()):
        spent = decimal_text(sum(line.spend or 0 for line in lines))
        message = f"{spent} {currency} of {source} overlaps with other spend data and is counted once{_days(lines)}"
        yield Notice(code="spend_overlaps", message=message)


def _accounts(seen: Circumstances) -> Iterator[Notice]:
    """A file with and one without an account name may be of the same account."""
    sources = {line.data_source for line in seen.spend.counted if line.platform}
    for platform in sorted({platform for platform, account in sources if not account}):
        named = sorted(account for other, account in sources if other == platform and account)
        if named:
            message = (
                f"spend of {platform} is told for {', '.join(named[:5])} and without an account: if both are the same"
                " account it is counted twice; name it"
            )
            yield Notice(code="account_unnamed", message=message)


def _days(lines: Iterable[SpendLine]) -> str:
    periods = [line.period for line in lines if line.period]
    if not periods:
        return ""
    return f" ({min(period.start for period in periods)} to {max(period.end for period in periods)})"


def _not_counted(seen: Circumstances) -> Iterator[Notice]:
    unpaid = ~seen.book.paid
    statuses = seen.book.facts.status
    listed = [
        f"{int((mine := unpaid & (statuses == status)).sum())} {status}"
        f" ({decimal_text(total(seen.book.told[mine]) or 0)} {seen.currency})"
        for status in sorted(set(statuses[unpaid]))
    ]
    if listed:
        message = f"orders that do not count by their status: {', '.join(listed)}"
        yield Notice(code="orders_not_counted", message=message)


def _no_orders(seen: Circumstances) -> Iterator[Notice]:
    if not seen.ends:
        yield Notice(code="no_orders", message="there are no orders: customers and revenue are not known")


def _last_complete_month(day: date) -> Month:
    month = Month.of(day)
    return month if day == month.last_day else Month(month.index - 1)


def _name(platform: str, account: str) -> str:
    return f"{platform} ({account})" if account else platform

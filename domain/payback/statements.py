"""From facts and a question to a statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.payback.book import Book, local_order_days, open_book
from domain.payback.campaigns import UNMATCHED, Campaigns
from domain.payback.currencies import other_currencies
from domain.payback.facts import CoveredDays, OrderFacts, Rate, SpendFacts
from domain.payback.groups import Customers
from domain.payback.months import by_month, no_campaign
from domain.payback.notices import NO_FACTS, Circumstances, notices
from domain.payback.question import By, PaybackQuestion
from domain.payback.rates import Exchange
from domain.payback.sources import UNKNOWN, SourceAliases, order_campaigns, order_sources
from domain.payback.spend import CountedSpend, DataSource
from domain.payback.spend_lines import count_in_currency, spend_lines
from domain.payback.statement import PaybackStatement
from domain.payback.table import PaybackTable
from domain.science.cohorts import first_positions
from domain.shared.columns import Days, as_date
from domain.shared.periods import LAST_DAY, Month, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class PaybackFactSet:
    """All that is known, `currency` being the one of the report."""

    currency: str
    orders: OrderFacts
    daily_spend: SpendFacts
    period_spend: SpendFacts
    coverage: tuple[CoveredDays, ...]
    rates: tuple[Rate, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is neither an order nor spend."""
        return not (len(self.orders) or len(self.daily_spend) or len(self.period_spend))


def payback_statement(facts: PaybackFactSet, question: PaybackQuestion, aliases: SourceAliases) -> PaybackStatement:
    """The answer to `question`."""
    day = local_order_days(facts.orders, question.zone)
    ends = order_ends(facts.orders, day)
    told_as_of = question.as_of or _default_as_of(ends, facts.coverage)
    as_of = told_as_of or LAST_DAY  # where nothing has a day, no day is too late
    exchange = Exchange(facts.rates, facts.currency)
    book, *foreign_books = open_book(facts.orders, day, as_of, question, exchange)
    lines = spend_lines((facts.daily_spend, facts.period_spend), exchange)
    spend, foreign_spend = count_in_currency(lines, facts.coverage, as_of)
    campaigns = Campaigns((*spend.counted, *spend.overlapping, *spend.unallocated))
    customers = _customers(book, aliases, campaigns)
    seen = Circumstances(
        as_of=as_of,
        currency=facts.currency,
        ends=ends,
        book=book,
        customers=customers,
        campaigns=campaigns,
        spend=spend,
        foreign=foreign_spend,
    )
    return PaybackStatement(
        question=question,
        as_of=told_as_of,
        currency=facts.currency,
        rows=_table(seen, question).rows(question.by is By.CAMPAIGN),
        customers=int(customers.known.sum()),
        customers_with_known_source=int((customers.known & (customers.source != UNKNOWN)).sum()),
        customers_matched=int((customers.known & (customers.campaign != UNMATCHED)).sum()),
        orders_without_identity=int((book.counting & (book.customer < 0)).sum()),
        free_orders=int((book.paid & (book.facts.gross == 0)).sum()),
        unallocated=spend.unallocated,
        other_currencies=other_currencies(foreign_books, foreign_spend),
        notices=notices(seen) if not facts.is_empty else (NO_FACTS,),
    )


def order_ends(facts: OrderFacts, day: Days) -> dict[DataSource, date]:
    """The last day that each order source (platform and account) tells of."""
    ends: dict[DataSource, date] = {}
    for platform in sorted(set(facts.platform)):
        for account in sorted(set(facts.account[facts.platform == platform])):
            mine = (facts.platform == platform) & (facts.account == account)
            ends[platform, account] = as_date(day[mine].max())
    return ends


def _default_as_of(ends: Mapping[DataSource, date], coverage: tuple[CoveredDays, ...]) -> date | None:
    """The earliest end among the order sources; without orders, the last day of which any spend is known, if any is."""
    return min(ends.values(), default=max((covered.end for covered in coverage), default=None))


def _customers(book: Book, aliases: SourceAliases, campaigns: Campaigns) -> Customers:
    first = first_positions(book.customer, book.by_time, book.counting)
    source = order_sources(book.facts, first, aliases)
    matched = campaigns.match_all(source, order_campaigns(book.facts, first))
    return Customers(first=first, source=source, campaign=matched)


def _table(seen: Circumstances, question: PaybackQuestion) -> PaybackTable:
    return PaybackTable(
        book=seen.book,
        customers=seen.customers,
        spend=by_month(
            seen.spend,
            seen.as_of,
            _months(seen.book, seen.spend, seen.as_of),
            seen.campaigns.of_line if question.by is By.CAMPAIGN else no_campaign,
        ),
        margin=question.margin,
        complete_through=min([seen.as_of, *seen.ends.values()]),
        told=_told_days(seen),
    )


def _told_days(seen: Circumstances) -> Period | None:
    """From the first order to the last day that any order source tells of; None without orders."""
    if not len(seen.book.day):
        return None
    return Period(as_date(seen.book.day.min()), max(seen.ends.values()))


def _months(book: Book, spend: CountedSpend, as_of: date) -> range:
    """The month indexes from the first thing known to the as-of day."""
    starts = [date.fromordinal(min(days)) for days in spend.covered.values() if days]
    if len(book.day):
        starts.append(as_date(book.day.min()))
    return range(Month.of(min([as_of, *starts])).index, Month.of(as_of).index + 1)

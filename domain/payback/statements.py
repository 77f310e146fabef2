"""From facts and a question to a statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.payback.book import Book, local_order_days, open_book
from domain.payback.campaigns import UNMATCHED, Campaigns
from domain.payback.coverage import covered_orders, covered_spend, order_days
from domain.payback.currencies import other_currencies
from domain.payback.customers import customer_columns
from domain.payback.facts import CoveredDays, OrderFacts, Rate, SpendFacts
from domain.payback.groups import Customers
from domain.payback.months import by_month
from domain.payback.notices import NO_FACTS, Circumstances, notices
from domain.payback.question import By, PaybackQuestion
from domain.payback.rates import Exchange
from domain.payback.sources import UNKNOWN, SourceAliases, order_campaigns, order_sources
from domain.payback.spend import CountedSpend, DataSource
from domain.payback.spend_lines import count_in_currency, spend_lines
from domain.payback.spend_rows import SpendRows
from domain.payback.statement import PaybackStatement
from domain.payback.table import PaybackTable
from domain.science.cohorts import first_positions
from domain.shared.columns import as_date
from domain.shared.periods import LAST_DAY, Month, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class PaybackFactSet:
    """All that is known, `currency` being the one of the report, `id_key` the database's own for public ids."""

    id_key: bytes = field(repr=False)
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
    told_days = order_days(facts.orders, day)
    told_as_of = question.as_of or _default_as_of(told_days, facts.coverage)
    as_of = told_as_of or LAST_DAY  # where nothing has a day, no day is too late
    exchange = Exchange(facts.rates, facts.currency)
    book, *foreign_books = open_book(facts.orders, day, as_of, question, exchange)
    lines = spend_lines((facts.daily_spend, facts.period_spend), exchange)
    spend, foreign_spend = count_in_currency(lines, facts.coverage, as_of)
    campaigns = Campaigns((*spend.counted, *spend.overlapping, *spend.unallocated), lines.rows)
    customers = _customers(book, aliases, campaigns)
    seen = Circumstances(
        as_of=as_of,
        as_of_asked=question.as_of is not None,
        currency=facts.currency,
        ends={source: days.end for source, days in told_days.items()},
        book=book,
        customers=customers,
        campaigns=campaigns,
        spend=spend,
        foreign=foreign_spend,
    )
    rows, calendar = _table(seen, lines.rows, question).made(question.by is By.CAMPAIGN)
    return PaybackStatement(
        question=question,
        as_of=told_as_of,
        currency=facts.currency,
        rows=rows,
        calendar=calendar if told_as_of else (),
        covered=(*covered_spend(spend), *covered_orders(told_days, as_of)),
        people=customer_columns(book, customers, facts.id_key),
        customers=int(customers.known.sum()),
        customers_with_known_source=int((customers.known & (customers.source != UNKNOWN)).sum()),
        customers_matched=int((customers.known & (customers.campaign != UNMATCHED)).sum()),
        orders_without_identity=book.orders_without_identity,
        free_orders=book.free_orders,
        unallocated=spend.unallocated,
        other_currencies=other_currencies(foreign_books, foreign_spend),
        notices=notices(seen) if not facts.is_empty else (NO_FACTS,),
    )


def _default_as_of(orders: Mapping[DataSource, Period], coverage: tuple[CoveredDays, ...]) -> date | None:
    """The earliest end among the order sources; without orders, the last day of which any spend is known, if any is."""
    last_spend = max((covered.end for covered in coverage), default=None)
    return min((days.end for days in orders.values()), default=last_spend)


def _customers(book: Book, aliases: SourceAliases, campaigns: Campaigns) -> Customers:
    first = first_positions(book.customer, book.by_time, book.counting)
    source = order_sources(book.facts, first, aliases)
    matched = campaigns.match_all(source, order_campaigns(book.facts, first))
    return Customers(first=first, source=source, campaign=matched)


def _table(seen: Circumstances, rows: SpendRows, question: PaybackQuestion) -> PaybackTable:
    months = _months(seen.book, seen.spend, seen.as_of)
    return PaybackTable(
        book=seen.book,
        customers=seen.customers,
        spend=by_month(
            seen.spend,
            seen.as_of,
            months,
            rows,
            seen.campaigns.of_row if question.by is By.CAMPAIGN else None,
        ),
        margin=question.margin,
        complete_through=min([seen.as_of, *seen.ends.values()]),
        told=_told_days(seen),
        months=months,
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

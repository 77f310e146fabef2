"""From facts and a question to a statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from domain.payback.attribution import attributed
from domain.payback.book import Book, local_order_days, open_books, orders_until
from domain.payback.books import named_platform
from domain.payback.campaigns import UNMATCHED, Campaigns
from domain.payback.coverage import covered_orders, covered_spend, order_days
from domain.payback.currencies import other_currencies
from domain.payback.customers import customer_columns
from domain.payback.facts import CoveredDays, LeadFacts, OrderFacts, Rate, SpendFacts
from domain.payback.leads import leads_until
from domain.payback.months import by_month
from domain.payback.notices import NO_FACTS, Circumstances, notices
from domain.payback.question import By, PaybackQuestion
from domain.payback.rates import Exchange
from domain.payback.sources import UNKNOWN, SourceAliases
from domain.payback.spend import CountedSpend, DataSource
from domain.payback.spend_lines import count_in_currency, spend_lines
from domain.payback.spend_rows import SpendRows
from domain.payback.statement import PaybackStatement
from domain.payback.table import PaybackTable
from domain.shared.columns import as_date
from domain.shared.periods import LAST_DAY, Month, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class PaybackFactSet:
    """All that is known, `currency` being the one of the report, `id_key` the database's own for public ids."""

    id_key: bytes = field(repr=False)
    currency: str
    orders: OrderFacts
    leads: LeadFacts
    daily_spend: SpendFacts
    period_spend: SpendFacts
    coverage: tuple[CoveredDays, ...]
    rates: tuple[Rate, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is neither an order nor spend."""
        return not (len(self.orders) or len(self.daily_spend) or len(self.period_spend))


def payback_statement(facts: PaybackFactSet, question: PaybackQuestion, aliases: SourceAliases) -> PaybackStatement:
    """The answer to `question`; InvalidValue if it names a platform that has no orders."""
    if question.orders_from is not None:
        question = replace(question, orders_from=named_platform(question.orders_from, facts.orders))
    day = local_order_days(facts.orders, question.zone)
    told = order_days(facts.orders, day)
    as_of = question.as_of or _default_as_of(told, facts.coverage)
    exchange = Exchange(facts.rates, facts.currency)
    latest = as_of or LAST_DAY  # where nothing has a day, no day is too late
    books = open_books(*orders_until(facts.orders, day, latest), question, exchange, aliases.books)
    lines = spend_lines((facts.daily_spend, facts.period_spend), exchange)
    spend, foreign_spend = count_in_currency(lines, facts.coverage, latest)
    campaigns = Campaigns((*spend.counted, *spend.overlapping, *spend.unallocated), lines.rows)
    leads = leads_until(facts.leads, question.zone, latest)
    seen = Circumstances(
        as_of=latest,
        as_of_asked=question.as_of is not None,
        currency=facts.currency,
        told=told,
        roles=aliases.books,
        books=books,
        customers=attributed(books.ours, leads, aliases, campaigns, question.zone),
        campaigns=campaigns,
        spend=spend,
        foreign=foreign_spend,
    )
    return _statement(seen, _table(seen, lines.rows, question), question, as_of, facts)


def _statement(
    seen: Circumstances, table: PaybackTable, question: PaybackQuestion, as_of: date | None, facts: PaybackFactSet
) -> PaybackStatement:
    """`as_of` None: no fact tells a day."""
    book, customers = seen.book, seen.customers
    rows, calendar = table.made(question.by is By.CAMPAIGN)
    return PaybackStatement(
        question=question,
        as_of=as_of,
        currency=facts.currency,
        rows=rows,
        calendar=calendar if as_of else (),
        covered=(*covered_spend(seen.spend), *covered_orders(seen.told, seen.as_of)),
        people=customer_columns(book, customers, facts.id_key),
        customers=int(customers.known.sum()),
        customers_with_known_source=int((customers.known & (customers.source != UNKNOWN)).sum()),
        customers_matched=int((customers.known & (customers.campaign != UNMATCHED)).sum()),
        orders_without_identity=book.orders_without_identity,
        free_orders=book.free_orders,
        unallocated=seen.spend.unallocated,
        other_currencies=other_currencies(seen.books.foreign, seen.foreign),
        notices=notices(seen) if not facts.is_empty else (NO_FACTS,),
    )


def _default_as_of(orders: Mapping[DataSource, Period], coverage: tuple[CoveredDays, ...]) -> date | None:
    """The earliest end among the order sources; without orders, the last day of which any spend is known, if any is."""
    last_spend = max((covered.end for covered in coverage), default=None)
    return min((days.end for days in orders.values()), default=last_spend)


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

"""Leads as the missing join: which of them came before a customer's first order."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from domain.payback.book import Book
from domain.payback.facts import LeadFacts, OrderFacts, take
from domain.payback.sources import UNKNOWN, SourceAliases, told_sources
from domain.science.identities import NOBODY, Identifiers
from domain.shared.columns import Instants, Ints, Texts
from domain.shared.periods import business_days, zone_instants

_MOMENT, _DAY = np.timedelta64(1, "us"), np.timedelta64(1, "D")


def leads_until(leads: LeadFacts, zone: ZoneInfo, as_of: date) -> LeadFacts:
    """Those that there are by the as-of day."""
    return take(leads, business_days(leads.created_at, leads.created_local, zone) <= np.datetime64(as_of, "D"))


def last_leads(leads: LeadFacts, book: Book, first: Ints, aliases: SourceAliases, zone: ZoneInfo) -> Ints:
    """Of each customer, shape (customers,), the position of the last lead that names one of their identifiers, tells a
    source and was made no later than the order at `first`; -1 for none, and where `first` is -1."""
    last = np.full(len(first), -1, np.int64)
    useful = told_sources(leads, np.arange(len(leads)), aliases) != UNKNOWN
    if not useful.any():
        return last
    person, lead = _meetings(leads, np.flatnonzero(useful), book.identifiers, len(first))
    ordered, until = first >= 0, np.full(len(first), np.datetime64("NaT", "us"))
    until[ordered] = _latest(book.facts, first[ordered], zone)
    created = _created(leads, zone)
    before = created[lead] <= until[person]  # never so for NaT
    person, lead = person[before], lead[before]
    by_time = np.lexsort((lead, created[lead]))
    last[person[by_time]] = lead[by_time]  # the latest is written last, and stays
    return last


def _meetings(leads: LeadFacts, useful: Ints, identifiers: tuple[Identifiers, ...], persons: int) -> tuple[Ints, Ints]:
    """Persons below a bound, and the useful leads that name an e-mail or phone of theirs, in columns of one length."""
    _, emails, phones = identifiers
    whose = np.concatenate([_named(leads.email[useful], emails), _named(leads.phone[useful], phones)])
    there = (whose >= 0) & (whose < persons)
    return whose[there], np.tile(useful, 2)[there]


def _named(column: Texts, kind: Identifiers) -> Ints:
    """The person whose identifier each text is, shape (n,), `NOBODY` where it is nobody's."""
    told = column.tolist()
    asked = set(told)
    known = zip(kind.texts.tolist(), kind.person.tolist(), strict=True)
    whose = {text: person for text, person in known if text in asked}
    return np.fromiter((whose.get(text, NOBODY) for text in told), np.int64, len(told))


def _created(leads: LeadFacts, zone: ZoneInfo) -> Instants:
    """A lead of a bare day was there from its first moment on."""
    return np.where(np.isnat(leads.created_at), zone_instants(leads.created_local, zone), leads.created_at)


def _latest(facts: OrderFacts, at: Ints, zone: ZoneInfo) -> Instants:
    """The instant of the orders at those positions; the last one of the day where a file tells only that."""
    instant, bare = facts.ordered_at[at], facts.ordered_local[at].astype("datetime64[us]")
    is_day = bare == bare.astype("datetime64[D]")
    return np.where(np.isnat(instant), zone_instants(np.where(is_day, bare + _DAY - _MOMENT, bare), zone), instant)

"""Where customers came from: their first counting order, else another book's record of it, else the lead before it."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import numpy as np

from domain.payback.book import Book
from domain.payback.campaigns import Campaigns
from domain.payback.facts import LeadFacts
from domain.payback.groups import Customers
from domain.payback.leads import last_leads
from domain.payback.sources import UNKNOWN, Attributed, SourceAliases, told_campaigns, told_sources
from domain.science.cohorts import first_positions
from domain.shared.columns import Ints


def attributed(book: Book, leads: LeadFacts, aliases: SourceAliases, campaigns: Campaigns, zone: ZoneInfo) -> Customers:
    """The persons of a book with the source and the campaign of each, the latter as the platform calls it."""
    first = first_positions(book.customer, book.by_time, book.counting)
    evidence = _Evidence(book.facts, first, aliases)
    for at in _doubles(book, first):
        evidence.add(book.doubles, at)
    asked = np.where(evidence.source == UNKNOWN, first, -1)  # "" where there is no order
    last = last_leads(leads, book, asked, aliases, zone)
    evidence.add(leads, last)
    return Customers(
        first=first,
        source=evidence.source,
        campaign=campaigns.match_all(evidence.source, evidence.campaign),
        by_lead=last >= 0,
    )


class _Evidence:
    """What the records say, one after the other, of shape (customers,): the first that tells a source tells it, and the
    campaign is the first that a record names which tells of that source or of none."""

    def __init__(self, facts: Attributed, at: Ints, aliases: SourceAliases) -> None:
        self._aliases = aliases
        self.source, self.campaign = told_sources(facts, at, aliases), told_campaigns(facts, at)

    def add(self, facts: Attributed, at: Ints) -> None:
        """A further record at the position of each customer, none where that is -1."""
        here = np.flatnonzero(at >= 0)
        source, campaign = told_sources(facts, at[here], self._aliases), told_campaigns(facts, at[here])
        known = self.source[here]
        self.source[here] = now = np.where(known == UNKNOWN, source, known)
        fits = (self.campaign[here] == "") & ((source == now) | (source == UNKNOWN))
        self.campaign[here] = np.where(fits, campaign, self.campaign[here])


def _doubles(book: Book, first: Ints) -> Iterator[Ints]:
    """The positions of the other records of the orders at `first`, shape (customers,): one of each order, then the next
    one of those with several."""
    by_order = np.argsort(book.double_of, kind="stable")
    order = book.double_of[by_order]
    nth = np.arange(len(order)) - np.searchsorted(order, order)
    for n in range(int(nth.max(initial=-1)) + 1):
        record = np.full(len(book.facts) + 1, -1, np.int64)  # nothing at the end, for those without an order
        record[order[nth == n]] = by_order[nth == n]
        yield record[first]

"""The rows' grouping of customers: all of them, by source, or by campaign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress, repeat

import numpy as np

from domain.payback.sources import ALL
from domain.shared.columns import Flags, Ints, Texts

Group = tuple[str, str]
"""A source and one of its campaigns; "" stands for the whole source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customers:
    """One element per customer, shape (customers,): the position in the book of the first counting order (-1: none),
    their source and campaign ("" without such an order), and whether a lead told these."""

    first: Ints
    source: Texts
    campaign: Texts
    by_lead: Flags

    @property
    def known(self) -> Flags:
        """Who has a counting order, and so is a customer."""
        return np.asarray(self.first >= 0, dtype=np.bool_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """`names` of the groups; the group of each customer, shape (customers,), -1 for one without a counting order."""

    names: list[Group]
    of_customer: Ints
    campaigns: bool = False

    @classmethod
    def whole(cls, customers: Customers) -> Groups:
        return cls(names=[(ALL, "")], of_customer=np.where(customers.known, 0, -1))

    @classmethod
    def by_source(cls, customers: Customers) -> Groups:
        return cls._named(zip(customers.source.tolist(), repeat("")), customers, campaigns=False)

    @classmethod
    def by_campaign(cls, customers: Customers) -> Groups:
        pairs = zip(customers.source.tolist(), customers.campaign.tolist(), strict=True)
        return cls._named(pairs, customers, campaigns=True)

    @property
    def is_whole(self) -> bool:
        return self.names == [(ALL, "")]

    def of_booking(self, customer: Ints) -> Ints:
        """The group of each booking, shape (n,): for the whole also those that name nobody."""
        if self.is_whole:
            return np.zeros(len(customer), np.int64)
        return np.append(self.of_customer, -1)[customer]

    @classmethod
    def _named(cls, groups: Iterable[Group], customers: Customers, *, campaigns: bool) -> Groups:
        of_person = list(groups)
        names = list(dict.fromkeys(compress(of_person, customers.known.tolist())))
        numbers = dict(zip(names, range(len(names)), strict=True))
        found = np.fromiter((numbers.get(group, -1) for group in of_person), np.int64, len(of_person))
        return cls(names=names, of_customer=np.where(customers.known, found, -1), campaigns=campaigns)

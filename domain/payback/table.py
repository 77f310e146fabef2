"""The rows of the payback table: cohorts beside the spend that won them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

import numpy as np

from domain.payback.book import Book
from domain.payback.groups import Customers, Group, Groups
from domain.payback.months import MonthlySpend
from domain.payback.sources import ALL, UNKNOWN
from domain.payback.statement import CalendarMonth, PaybackRow, PaybackStatus
from domain.science.cohorts import Activity, Cohort, activity, cohorts
from domain.science.payback import acquisition_cost, lifetime_values, payback_month
from domain.shared.columns import Flags, Ints, grouped_sums
from domain.shared.money import quotient
from domain.shared.periods import Month, Period, month_index

NO_ONE = Cohort(customers=0, net_by_age={}, active_by_age={})
Cell = tuple[Group, int]
"""A group and a month, by its index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """Some groups side by side: their cohorts, and the net revenue booked in a calendar month."""

    groups: Groups
    cohorts: dict[Cell, Cohort]
    booked: dict[Cell, int]


@dataclass(frozen=True, kw_only=True)
class PaybackTable:
    """What the rows are computed from.

    `complete_through` is the last day of which every order source tells all, `told` the days of which any tells,
    `months` those (indexes) from the first thing known to the as-of day.
    """

    book: Book
    customers: Customers
    spend: MonthlySpend
    margin: Fraction
    complete_through: date
    told: Period | None
    months: range

    def made(self, by_campaign: bool) -> tuple[tuple[PaybackRow, ...], tuple[CalendarMonth, ...]]:
        """The rows, and the calendar months beside them: `all` first, then the sources by name (or their campaigns),
        `unknown` last; each by month."""
        parts = Groups.by_campaign(self.customers) if by_campaign else Groups.by_source(self.customers)
        sections = [self._section(groups) for groups in (Groups.whole(self.customers), parts)]
        return (
            tuple(row for section in sections for row in self._rows(section)),
            tuple(month for section in sections for month in self._calendar(section)),
        )

    def _section(self, groups: Groups) -> _Section:
        month = np.where(self.customers.known, self._booked_month[self.customers.first], -1)
        found = cohorts(
            groups.of_customer,
            month,
            self._activity,
            customer=self.book.customer,
            booked_month=self._booked_month,
            net=self.book.net,
        )
        cells = {(groups.names[group], month): cohort for (group, month), cohort in found.items()}
        return _Section(groups=groups, cohorts=cells, booked=self._revenue(groups))

    def _rows(self, section: _Section) -> Iterator[PaybackRow]:
        for group, month in sorted({*section.cohorts, *self._spending(section.groups)}, key=_place):
            cohort = section.cohorts.get((group, month), NO_ONE)
            yield self._row(group, month, cohort, self._booked(section, (group, month)))

    def _calendar(self, section: _Section) -> Iterator[CalendarMonth]:
        every = {((ALL, ""), month) for month in self.months} if section.groups.is_whole else set()
        cells = {*section.cohorts, *section.booked, *self._spending(section.groups), *every}
        for (source, campaign), month in sorted(cells, key=_place):
            cell = (source, campaign), month
            yield CalendarMonth(
                source=source,
                campaign=campaign or None,
                month=Month(month),
                spend=self.spend.spend(source, month, campaign),
                spend_partial=self.spend.partial(source, month),
                booked=self._booked(section, cell),
                claimed_value=self.spend.value(source, month, campaign),
                new_customers=section.cohorts.get(cell, NO_ONE).customers,
            )

    def _booked(self, section: _Section, cell: Cell) -> int | None:
        return section.booked.get(cell, 0) if self._is_told(cell[1]) else None

    def _row(self, group: Group, month: int, cohort: Cohort, booked: int | None) -> PaybackRow:
        source, campaign = group
        spend, claimed = self.spend.spend(source, month, campaign), self.spend.value(source, month, campaign)
        cost = acquisition_cost(spend, cohort.customers)
        ages = self._mature_ages(month, cohort)
        values = list(lifetime_values(cohort, self.margin, len(ages) - 1)) if cohort.customers else []
        paid_back = payback_month(values, cost)
        return PaybackRow(
            source=source,
            campaign=campaign or None,
            cohort=Month(month),
            spend=spend,
            spend_partial=self.spend.partial(source, month),
            new_customers=cohort.customers,
            cac=cost,
            ltv=tuple(values),
            revenue=tuple(cohort.net_by_age.get(age, 0) for age in ages),
            active=tuple(cohort.active_by_age.get(age, 0) for age in ages),
            mature_through=self._mature_through(month),
            payback_month=paid_back,
            status=_status(spend, cohort.customers, paid_back),
            booked=booked,
            claimed_value=claimed,
            claimed_roas=quotient(claimed, spend),
            blended_roas=quotient(booked, spend) if source == ALL else None,
            attributed_roas=quotient(booked, spend) if source != ALL else None,
        )

    def _is_told(self, month: int) -> bool:
        """Whether any order source tells of a month at all: revenue that nobody told of is not known, and not 0."""
        told = self.told
        return told is not None and Month(month).first_day <= told.end and told.start <= Month(month).last_day

    def _mature_ages(self, month: int, cohort: Cohort) -> range:
        """The months of a cohort that are told of to their end; of a cohort of nobody, none where no order source tells
        of its own month."""
        mature = self._mature_through(month)
        there = mature is not None and (cohort.customers > 0 or self._is_told(month))
        return range(mature + 1) if mature is not None and there else range(0)

    def _mature_through(self, month: int) -> int | None:
        """The oldest mature month m of a cohort: its last day has come, and every order source tells of it."""
        running = Month.of(self.complete_through)
        last = running.index - (self.complete_through < running.last_day)
        return last - month if last >= month else None

    def _spending(self, groups: Groups) -> set[Cell]:
        """The groups and months that have a row because of spend: a whole source where its spend is known, a campaign
        where it spent or claimed."""
        if groups.campaigns:
            cells = {
                cell for figures in (self.spend.sums, self.spend.values) for cell, figure in figures.items() if figure
            }
            return {((source, campaign), month) for source, campaign, month in cells if campaign}
        return {((ALL if groups.is_whole else source, ""), month) for source, month in self.spend.known}

    def _revenue(self, groups: Groups) -> dict[Cell, int]:
        """Net revenue booked in a month: of everybody (guests too) for `all`, else of the customers of the group."""
        group = groups.of_booking(self.book.customer)
        mine: Flags = group >= 0
        sums = grouped_sums(self.book.net[mine], group[mine], self._booked_month[mine])
        return {(groups.names[at], month): net for (at, month), net in sums.items()}

    @cached_property
    def _activity(self) -> Activity:
        return activity(self.book.customer, self._booked_month, self.book.counting)

    @cached_property
    def _booked_month(self) -> Ints:
        return month_index(self.book.day)


def _status(spend: int | None, customers: int, paid_back: int | None) -> PaybackStatus:
    if spend is None:
        return PaybackStatus.NO_SPEND_DATA
    if customers == 0:
        return PaybackStatus.NO_CUSTOMERS
    return PaybackStatus.NOT_YET if paid_back is None else PaybackStatus.PAID_BACK


def in_order(group: Group, month: int) -> tuple[int, str, str, int]:
    """Where a group's month stands in the table, for sorting."""
    source, campaign = group
    return {ALL: 0, UNKNOWN: 2}.get(source, 1), source, campaign, month


def _place(cell: Cell) -> tuple[int, str, str, int]:
    return in_order(*cell)

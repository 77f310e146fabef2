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
from domain.payback.statement import PaybackRow, PaybackStatus
from domain.science.cohorts import Cohort, cohorts
from domain.science.payback import acquisition_cost, lifetime_values, payback_month
from domain.shared.columns import Flags, Ints, grouped_sums
from domain.shared.money import quotient
from domain.shared.periods import Month, Period, month_index

NO_ONE = Cohort(customers=0, net_by_age={})


@dataclass(frozen=True, kw_only=True)
class PaybackTable:
    """What the rows are computed from.

    `complete_through` is the last day of which every order source tells all, `told` the days of which any tells.
    """

    book: Book
    customers: Customers
    spend: MonthlySpend
    margin: Fraction
    complete_through: date
    told: Period | None

    def rows(self, by_campaign: bool) -> tuple[PaybackRow, ...]:
        """`all` first, then the sources by name (or their campaigns), `unknown` last; each by month."""
        parts = Groups.by_campaign(self.customers) if by_campaign else Groups.by_source(self.customers)
        return (*self._rows(Groups.whole(self.customers)), *self._rows(parts))

    def _rows(self, groups: Groups) -> Iterator[PaybackRow]:
        month = np.where(self.customers.known, self._booked_month[self.customers.first], -1)
        found = cohorts(
            groups.of_customer,
            month,
            customer=self.book.customer,
            booked_month=self._booked_month,
            net=self.book.net,
        )
        cells = {(groups.names[group], month): cohort for (group, month), cohort in found.items()}
        revenue = self._revenue(groups)
        for group, at in sorted({*cells, *self._spending(groups)}, key=_in_order):
            booked = revenue.get((group, at), 0) if self._is_told(at) else None
            yield self._row(group, at, cells.get((group, at), NO_ONE), booked)

    def _row(self, group: Group, month: int, cohort: Cohort, revenue: int | None) -> PaybackRow:
        source, campaign = group
        spend = self.spend.spend(source, month, campaign)
        cost = acquisition_cost(spend, cohort.customers)
        values = self._mature_values(month, cohort)
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
            mature_through=self._mature_through(month),
            payback_month=paid_back,
            status=_status(spend, cohort.customers, paid_back),
            claimed_roas=quotient(self.spend.value(source, month, campaign), spend),
            blended_roas=quotient(revenue, spend) if source == ALL else None,
            attributed_roas=quotient(revenue, spend) if source != ALL else None,
        )

    def _is_told(self, month: int) -> bool:
        """Whether any order source tells of a month at all: revenue that nobody told of is not known, and not 0."""
        told = self.told
        return told is not None and Month(month).first_day <= told.end and told.start <= Month(month).last_day

    def _mature_values(self, month: int, cohort: Cohort) -> list[Fraction]:
        mature = self._mature_through(month)
        if mature is None or cohort.customers == 0:
            return []
        return list(lifetime_values(cohort, self.margin, mature))

    def _mature_through(self, month: int) -> int | None:
        """The oldest mature month m of a cohort: its last day has come, and every order source tells of it."""
        running = Month.of(self.complete_through)
        last = running.index - (self.complete_through < running.last_day)
        return last - month if last >= month else None

    def _spending(self, groups: Groups) -> set[tuple[Group, int]]:
        """The groups and months that have a row because of spend: a whole source where its spend is known, a campaign
        where it spent or claimed."""
        if groups.campaigns:
            cells = {
                cell for figures in (self.spend.sums, self.spend.values) for cell, figure in figures.items() if figure
            }
            return {((source, campaign), month) for source, campaign, month in cells if campaign}
        return {((ALL if groups.is_whole else source, ""), month) for source, month in self.spend.known}

    def _revenue(self, groups: Groups) -> dict[tuple[Group, int], int]:
        """Net revenue booked in a month: of everybody (guests too) for `all`, else of the customers of the group."""
        group = groups.of_booking(self.book.customer)
        mine: Flags = group >= 0
        sums = grouped_sums(self.book.net[mine], group[mine], self._booked_month[mine])
        return {(groups.names[at], month): net for (at, month), net in sums.items()}

    @cached_property
    def _booked_month(self) -> Ints:
        return month_index(self.book.day)


def _status(spend: int | None, customers: int, paid_back: int | None) -> PaybackStatus:
    if spend is None:
        return PaybackStatus.NO_SPEND_DATA
    if customers == 0:
        return PaybackStatus.NO_CUSTOMERS
    return PaybackStatus.NOT_YET if paid_back is None else PaybackStatus.PAID_BACK


def _in_order(cell: tuple[Group, int]) -> tuple[int, str, str, int]:
    (source, campaign), month = cell
    return {ALL: 0, UNKNOWN: 2}.get(source, 1), source, campaign, month

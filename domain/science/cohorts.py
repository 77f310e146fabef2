"""Cohorts: customers by the calendar month of their first counting order, and what they have spent since."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.shared.columns import Flags, Ints, grouped_sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """`customers` of one group who first ordered in one month.

    `net_by_age` is their net revenue by month of age, 0 = the cohort's own month, in micro-units; months without any
    are left out. What was booked before the first counting order (a refund, say) stands in month 0. `active_by_age` is
    the number of them with a counting order in that month; months without any are left out too.
    """

    customers: int
    net_by_age: dict[int, int]
    active_by_age: dict[int, int]


def first_positions(customer: Ints, order: Ints, counting: Flags) -> Ints:
    """The position of the first counting record of each customer, shape (customers,), -1 where there is none.

    `customer` (n,) is numbered from 0, negative for nobody; `order` (n,) holds positions in the order of time.
    """
    first = np.full(int(customer.max(initial=-1)) + 1, -1, np.int64)
    latest_first = order[::-1]
    chosen = latest_first[counting[latest_first] & (customer[latest_first] >= 0)]
    first[customer[chosen]] = chosen  # the earliest is written last, and stays
    return first


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Each customer once for each month with a counting order of theirs, in arrays of one length."""

    customer: Ints
    month: Ints


def activity(customer: Ints, booked_month: Ints, counting: Flags) -> Activity:
    """Who was active when; all arrays (n,), `customer` negative for nobody."""
    mine = counting & (customer >= 0)
    width = int(booked_month.max(initial=0)) + 1
    cells = np.sort(customer[mine] * width + booked_month[mine])
    distinct = cells[np.diff(cells, prepend=-1) > 0]
    return Activity(customer=distinct // width, month=distinct % width)


def cohorts(
    group: Ints, month: Ints, active: Activity, *, customer: Ints, booked_month: Ints, net: Ints
) -> dict[tuple[int, int], Cohort]:
    """The cohorts by (group, month of first order).

    `group` and `month` are per customer, shape (customers,), negative for customers without a counting order;
    `customer`, `booked_month` and `net` (micro-units) are per booking, shape (n,).
    """
    there = group >= 0
    sizes = grouped_sums(there[there].astype(np.int64), group[there], month[there])
    mine = np.append(group, -1)[customer] >= 0  # nobody (-1) finds the appended -1
    nets = _by_age(group, month, customer[mine], booked_month[mine], net[mine])
    actives = _by_age(group, month, active.customer, active.month, np.ones(len(active.month), np.int64))
    return {
        (cell[0], cell[1]): Cohort(customers=size, net_by_age=nets.get(cell, {}), active_by_age=actives.get(cell, {}))
        for cell, size in sizes.items()
    }


def _by_age(group: Ints, month: Ints, customer: Ints, at: Ints, amount: Ints) -> dict[tuple[int, ...], dict[int, int]]:
    """Sums of `amount` by cohort and by age, the number of months from the cohort's own to `at`."""
    age = np.maximum(at - month[customer], 0)
    sums: dict[tuple[int, ...], dict[int, int]] = {}
    for (*cell, months), sum_ in grouped_sums(amount, group[customer], month[customer], age).items():
        sums.setdefault(tuple(cell), {})[months] = sum_
    return sums

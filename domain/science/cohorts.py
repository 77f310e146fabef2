"""Cohorts: customers by the calendar month of their first counting order, and what they have spent since."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.shared.columns import Flags, Ints, grouped_sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """`customers` of one group who first ordered in one month.

    `net_by_age` is their net revenue by month of age, 0 = the cohort's own month, in micro-units; months without any
    are left out. What was booked before the first counting order (a refund, say) stands in month 0.
    """

    customers: int
    net_by_age: dict[int, int]


def first_positions(customer: Ints, order: Ints, counting: Flags) -> Ints:
    """The position of the first counting record of each customer, shape (customers,), -1 where there is none.

    `customer` (n,) is numbered from 0, negative for nobody; `order` (n,) holds positions in the order of time.
    """
    first = np.full(int(customer.max(initial=-1)) + 1, -1, np.int64)
    latest_first = order[::-1]
    chosen = latest_first[counting[latest_first] & (customer[latest_first] >= 0)]
    first[customer[chosen]] = chosen  # the earliest is written last, and stays
    return first


def cohorts(
    group: Ints, month: Ints, *, customer: Ints, booked_month: Ints, net: Ints
) -> dict[tuple[int, int], Cohort]:
    """The cohorts by (group, month of first order).

    `group` and `month` are per customer, shape (customers,), negative for customers without a counting order;
    `customer`, `booked_month` and `net` (micro-units) are per booking, shape (n,).
    """
    there = group >= 0
    sizes = grouped_sums(there[there].astype(np.int64), group[there], month[there])
    mine = np.append(group, -1)[customer] >= 0  # nobody (-1) finds the appended -1
    who = customer[mine]
    age = np.maximum(booked_month[mine] - month[who], 0)
    nets: dict[tuple[int, ...], dict[int, int]] = {cell: {} for cell in sizes}
    for (*cell, months), amount in grouped_sums(net[mine], group[who], month[who], age).items():
        nets[tuple(cell)][months] = amount
    return {(cell[0], cell[1]): Cohort(customers=size, net_by_age=nets[cell]) for cell, size in sizes.items()}

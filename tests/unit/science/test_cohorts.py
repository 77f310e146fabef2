"""Cohort arithmetic, also against a slow and obvious way."""

from collections import Counter, defaultdict
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.science.cohorts import Cohort, activity, cohorts, first_positions
from domain.science.identities import connected_identities
from domain.science.payback import acquisition_cost, lifetime_values, payback_month
from domain.shared.columns import exact_sums, ints, texts

BOOKING = st.tuples(st.integers(-1, 5), st.integers(0, 8), st.integers(-50, 100), st.booleans())


@given(st.lists(BOOKING, max_size=40))
def test_cohorts_agree_with_going_through_the_bookings_one_by_one(bookings: list[tuple[int, int, int, bool]]) -> None:
    customer, month, net = (ints(column) for column in (list(zip(*bookings, strict=True)) or [(), (), ()])[:3])
    counting = np.array([booking[3] for booking in bookings], dtype=np.bool_)
    order = np.argsort(month, kind="stable")
    first = first_positions(customer, order, counting)
    began = np.where(first >= 0, np.append(month, -1)[first], -1)
    active = activity(customer, month, counting)
    found = cohorts(np.where(first >= 0, 0, -1), began, active, customer=customer, booked_month=month, net=net)
    assert found == _one_by_one(bookings)


def _one_by_one(bookings: list[tuple[int, int, int, bool]]) -> dict[tuple[int, int], Cohort]:
    began: dict[int, int] = {}
    for who, when, _, counts in sorted(bookings, key=lambda booking: booking[1]):
        if counts and who >= 0:
            began.setdefault(who, when)
    nets: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for who, when, amount, _ in bookings:
        if who in began:
            nets[began[who]][max(when - began[who], 0)] += amount
    actives: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for who, when, _, counts in bookings:
        if counts and who >= 0:
            actives[began[who]].add((who, when - began[who]))
    sizes = {month: sum(start == month for start in began.values()) for month in began.values()}
    return {
        (0, month): Cohort(
            customers=size, net_by_age=dict(nets[month]), active_by_age=dict(Counter(age for _, age in actives[month]))
        )
        for month, size in sizes.items()
    }


def test_lifetime_value_divides_by_the_silent_customers_too() -> None:
    cohort = Cohort(customers=4, net_by_age={0: 10_000_000, 2: 2_000_000}, active_by_age={0: 4, 2: 1})
    assert list(lifetime_values(cohort, Fraction(1, 2), 3)) == [
        Fraction(5, 4),
        Fraction(5, 4),
        Fraction(3, 2),
        Fraction(3, 2),
    ]


def test_payback_compares_unrounded() -> None:
    cost = acquisition_cost(10_000_001, 1)
    assert payback_month([Fraction(10)], cost) is None
    assert payback_month([Fraction(10), Fraction(11)], cost) == 1


def test_there_is_no_cost_of_acquisition_without_spend_data_or_without_customers() -> None:
    assert acquisition_cost(None, 5) is None
    assert acquisition_cost(5, 0) is None
    assert acquisition_cost(0, 5) == 0


def test_sums_stay_exact_where_64_bits_would_wrap() -> None:
    big = 2**62
    assert exact_sums(ints([big, big, big, -5]), ints([0, 0, 0, 1]), 2) == [3 * big, -5]


def test_records_that_share_an_identifier_through_others_share_a_person() -> None:
    ids = texts(["c1", "", "c2", "", ""])
    mails = texts(["", "a@x", "a@x", "b@x", ""])
    phones = texts(["1", "1", "", "", ""])
    person = connected_identities(ids, mails, phones).person
    assert person[0] == person[1] == person[2] != person[3]
    assert person[4] == -1


def test_equal_texts_of_different_kinds_are_different_identifiers() -> None:
    person = connected_identities(texts(["1", ""]), texts(["", "1"])).person
    assert person[0] != person[1]
    assert connected_identities(texts([]), texts([])).person.shape == (0,)

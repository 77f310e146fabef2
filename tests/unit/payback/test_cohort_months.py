"""What a cohort did in each month: the tiny shop of the known answer by hand, and any shop against the slow way."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.payback.question import By
from domain.payback.statement import PaybackStatement
from domain.shared.money import MICROS
from domain.shared.periods import Period
from tests.unit.payback.building import ask, covered, month_spend, orders, row_of, spend

GOOGLE = {"click_id": "gclid"}


@pytest.fixture
def statement() -> PaybackStatement:
    """January: ann (paid 100, in February 40 less 10, in April 500) and bob (50); March: cara (200)."""
    january = month_spend("2025-01", "90")
    return ask(
        orders(
            {"who": "ann@example.com", "at": "2025-01-05", "gross": "100", **GOOGLE},
            {"who": "bob@example.com", "at": "2025-01-20", "gross": "50"},
            {"who": "bob@example.com", "at": "2025-01-21", "gross": "0"},
            {"who": "ann@example.com", "at": "2025-02-10", "gross": "40", "refunded": "10"},
            {"who": "ann@example.com", "at": "2025-02-11", "gross": "7", "status": "voided"},
            {"who": "", "at": "2025-02-25", "gross": "25"},
            {"who": "cara@example.com", "at": "2025-03-03", "gross": "200"},
            {"who": "ann@example.com", "at": "2025-04-02", "gross": "500"},
            {"who": "bob@example.com", "at": "2025-05-02", "gross": "1"},
        ),
        daily=spend({"day": "2025-01-10", "spend": "30", "value": "75"}),
        period=spend(january[0]),
        coverage=(january[1], covered("2025-01-01", "2025-01-31")),
        as_of="2025-05-15",
        margin="0.5",
    )


def test_the_customers_of_a_cohort_are_active_in_the_months_of_their_counting_orders(
    statement: PaybackStatement,
) -> None:
    assert row_of(statement, "all", "2025-01").active == (2, 1, 0, 1)
    assert row_of(statement, "google_ads", "2025-01").active == (1, 1, 0, 1)
    assert row_of(statement, "unknown", "2025-01").active == (1, 0, 0, 0)
    assert row_of(statement, "all", "2025-03").active == (1, 0)


def test_the_revenue_of_a_cohort_is_that_of_its_customers_by_month_of_age(statement: PaybackStatement) -> None:
    assert row_of(statement, "all", "2025-01").revenue == (150_000_000, 30_000_000, 0, 500_000_000)
    assert row_of(statement, "unknown", "2025-01").revenue == (50_000_000, 0, 0, 0)
    assert row_of(statement, "all", "2025-01").ltv[-1] == Fraction(1, 2) * Fraction(680, 2)


def test_what_the_shop_booked_in_a_month_has_guests_and_old_customers_in_it(statement: PaybackStatement) -> None:
    booked = {str(month.month): month.booked for month in statement.calendar if month.source == "all"}
    assert booked == {
        "2025-01": 150_000_000,
        "2025-02": 55_000_000,
        "2025-03": 200_000_000,
        "2025-04": 500_000_000,
        "2025-05": 1_000_000,
    }
    assert row_of(statement, "all", "2025-01").booked == 150_000_000


def test_a_month_without_new_customers_is_in_the_calendar_of_their_source_all_the_same(
    statement: PaybackStatement,
) -> None:
    google = {
        str(month.month): (month.booked, month.new_customers)
        for month in statement.calendar
        if month.source == "google_ads"
    }
    assert google == {"2025-01": (100_000_000, 1), "2025-02": (30_000_000, 0), "2025-04": (500_000_000, 0)}


def test_claimed_value_stands_beside_what_was_booked(statement: PaybackStatement) -> None:
    january = row_of(statement, "google_ads", "2025-01")
    assert (january.claimed_value, january.booked) == (75_000_000, 100_000_000)
    assert row_of(statement, "unknown", "2025-01").claimed_value is None


def test_nobody_knows_the_revenue_of_a_month_that_no_order_source_tells_of() -> None:
    january = month_spend("2025-01", "90")
    statement = ask(
        orders({"who": "a@example.com", "at": "2025-02-28"}), period=spend(january[0]), coverage=(january[1],)
    )
    first, *_ = statement.calendar
    assert (str(first.month), first.booked) == ("2025-01", None)
    empty = row_of(statement, "all", "2025-01")
    assert (empty.revenue, empty.active, empty.ltv) == ((), (), ())


def test_a_month_with_spend_and_no_customers_has_a_quiet_cohort() -> None:
    february = month_spend("2025-02", "90")
    rows = orders({"who": "a@example.com", "at": "2025-01-31"}, {"who": "a@example.com", "at": "2025-03-31"})
    statement = ask(rows, period=spend(february[0]), coverage=(february[1],))
    empty = row_of(statement, "all", "2025-02")
    assert (empty.revenue, empty.active, empty.ltv) == ((0, 0), (0, 0), ())


def test_covered_days_are_merged_per_source_of_data(statement: PaybackStatement) -> None:
    told = {(one.kind, one.platform): one.periods for one in statement.covered}
    assert told == {
        ("spend", ""): (Period(date(2025, 1, 1), date(2025, 1, 31)),),
        ("spend", "google_ads"): (Period(date(2025, 1, 1), date(2025, 1, 31)),),
        ("orders", "shopify"): (Period(date(2025, 1, 5), date(2025, 5, 2)),),
    }


def test_covered_days_with_a_gap_are_two_periods_and_end_by_the_as_of_day() -> None:
    statement = ask(
        orders(
            {"who": "a@example.com", "at": "2025-01-02"},
            {"who": "a@example.com", "at": "2025-03-02"},
            {"who": "a@example.com", "at": "2025-04-02", "account": "later"},
        ),
        coverage=(
            covered("2025-01-01", "2025-01-03"),
            covered("2025-01-03", "2025-01-04"),
            covered("2025-01-06", "2026-01-01"),
        ),
        as_of="2025-01-31",
    )
    days = [(one.kind, one.account, [(str(p.start), str(p.end)) for p in one.periods]) for one in statement.covered]
    assert days == [
        ("spend", "", [("2025-01-01", "2025-01-04"), ("2025-01-06", "2025-01-31")]),
        ("orders", "", [("2025-01-02", "2025-01-31")]),
    ]


WHO = st.sampled_from(["", "a@example.com", "b@example.com", "c@example.com", "d@example.com"])
FROM = st.sampled_from([{}, GOOGLE, {"utm_source": "newsletter"}, {"source": "podcast"}])
CENTS = st.integers(-5_000, 50_000).map(lambda cents: f"{cents / 100:.2f}")
SHOP = st.lists(
    st.builds(
        lambda who, day, gross, status, came: {
            "who": who, "at": str(date(2025, 1, 1) + timedelta(day)), "gross": gross, "status": status, **came
        },
        WHO, st.integers(0, 300), CENTS, st.sampled_from(["paid", "paid", "paid", "voided"]), FROM,
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip


@settings(deadline=None)
@given(SHOP, st.sampled_from(["1", "0.6", "0.333"]), st.sampled_from(By))
def test_ltv_is_the_sum_of_the_revenues_shown_times_the_margin_over_all_customers(
    shop: list[dict[str, str | None]], margin: str, by: By
) -> None:
    for row in ask(orders(*shop), margin=margin, by=by, as_of="2025-10-31").rows:
        sums = [sum(row.revenue[: month + 1]) for month in range(len(row.revenue))]
        assert row.ltv == tuple(Fraction(margin) * sum_ / (row.new_customers * MICROS) for sum_ in sums)
        mature = 0 if row.mature_through is None else row.mature_through + 1
        assert len(row.active) == len(row.revenue) == mature
        assert row.active[:1] == (row.new_customers,) * min(mature, 1)


@settings(deadline=None)
@given(SHOP, st.sampled_from(By))
def test_the_sources_add_up_to_all_in_every_month_of_age_and_of_the_calendar(
    shop: list[dict[str, str | None]], by: By
) -> None:
    named = [order | {"who": order["who"] or "somebody@example.com"} for order in shop]
    statement = ask(orders(*named), by=by)
    for cohort in {row.cohort for row in statement.rows}:
        everyone, *parts = (row for row in statement.rows if row.cohort == cohort)
        assert everyone.source == "all"
        assert everyone.active == tuple(map(sum, zip(*(part.active for part in parts), strict=True)))
        assert everyone.revenue == tuple(map(sum, zip(*(part.revenue for part in parts), strict=True)))
    assert _booked(statement, "all") == _booked(statement) + _of_nobody(statement)


def _booked(statement: PaybackStatement, only: str | None = None) -> int:
    """Net revenue of all calendar months, of `all` or of the sources together."""
    return sum(month.booked or 0 for month in statement.calendar if (month.source == "all") == (only == "all"))


def _of_nobody(statement: PaybackStatement) -> int:
    """Net revenue of people who never became customers: it may be negative."""
    histories = statement.people.histories
    return int(histories.net[histories.customer < 0].sum())

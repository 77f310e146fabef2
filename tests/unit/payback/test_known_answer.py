"""A tiny shop whose answer was worked out by hand: 2 customers in January at CAC 45, paid back in their first month."""

from fractions import Fraction

import pytest

from domain.payback.statement import PaybackStatement, PaybackStatus
from tests.unit.payback.building import ask, exactly, month_spend, orders, row_of, spend


@pytest.fixture
def statement() -> PaybackStatement:
    january, march, april = month_spend("2025-01", "90"), month_spend("2025-03", "400"), month_spend("2025-04", "100")
    return ask(
        orders(
            {"who": "ann@example.com", "at": "2025-01-05T15:00:00Z", "gross": "100", "refunded": "0"},
            {"who": "bob@example.com", "at": "2025-01-20T14:30:00Z", "gross": "50", "refunded": "0"},
            {"who": "ann@example.com", "at": "2025-02-10T20:12:00Z", "gross": "40", "refunded": "10"},
            {"who": "", "at": "2025-01-25T16:00:00Z", "gross": "25", "refunded": "0"},
            {"who": "bob@example.com", "at": "2025-01-20T23:45:00Z", "gross": "0", "refunded": "0"},
            {"who": "cara@example.com", "at": "2025-03-03T13:00:00Z", "gross": "200", "refunded": "0"},
            {"who": "ann@example.com", "at": "2025-04-02T16:00:00Z", "gross": "500", "refunded": "0"},
            {"who": "dana@example.com", "at": "2025-02-05T15:10:00Z", "gross": "80", "refunded": "0"},
        ),
        period=spend(january[0], march[0], april[0]),
        coverage=(january[1], march[1], april[1]),
        as_of="2025-04-15",
        margin="0.6",
    )


def test_the_january_cohort_has_two_customers_at_45_each_and_paid_back_at_once(statement: PaybackStatement) -> None:
    january = row_of(statement, "all", "2025-01")
    assert (january.new_customers, january.cac) == (2, Fraction(45))
    assert january.ltv == exactly(45, 54, 54)
    assert january.mature_through == 2
    assert (january.payback_month, january.status) == (0, PaybackStatus.PAID_BACK)


def test_a_month_without_spend_data_is_not_a_month_without_spend(statement: PaybackStatement) -> None:
    february = row_of(statement, "all", "2025-02")
    assert (february.spend, february.cac, february.status) == (None, None, PaybackStatus.NO_SPEND_DATA)
    assert february.new_customers == 1


def test_a_month_with_spend_and_no_customers_has_its_row(statement: PaybackStatement) -> None:
    april = row_of(statement, "all", "2025-04")
    assert (april.spend, april.new_customers, april.cac) == (100_000_000, 0, None)
    assert (april.status, april.ltv) == (PaybackStatus.NO_CUSTOMERS, ())


def test_the_month_that_is_not_over_is_left_blank(statement: PaybackStatement) -> None:
    assert len(row_of(statement, "all", "2025-03").ltv) == 1
    assert len(row_of(statement, "all", "2025-01").ltv) == 3


def test_guests_count_in_the_revenue_of_the_month_and_make_no_customer(statement: PaybackStatement) -> None:
    assert statement.orders_without_identity == 1
    assert row_of(statement, "all", "2025-01").blended_roas == Fraction(175, 90)


def test_free_orders_are_counted_apart(statement: PaybackStatement) -> None:
    assert statement.free_orders == 1


def test_platform_less_spend_and_untagged_customers_belong_to_unknown(statement: PaybackStatement) -> None:
    unknown, everyone = row_of(statement, "unknown", "2025-01"), row_of(statement, "all", "2025-01")
    assert (unknown.spend, unknown.new_customers) == (everyone.spend, everyone.new_customers)
    assert unknown.attributed_roas == Fraction(150, 90)
    assert statement.customers_with_known_source == 0

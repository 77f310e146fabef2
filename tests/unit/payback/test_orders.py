"""Orders: who counts, in which month, with how much."""

from datetime import date
from fractions import Fraction

from domain.payback.facts import Rate
from domain.shared.periods import business_zone
from tests.unit.payback.building import ask, covered, exactly, orders, row_of, spend

ANN, BOB = "ann@example.com", "bob@example.com"


def test_a_customer_begins_with_the_first_counting_order_not_with_a_free_or_unpaid_one() -> None:
    statement = ask(
        orders(
            {"who": ANN, "at": "2025-01-05", "gross": "0"},
            {"who": ANN, "at": "2025-01-06", "gross": "10", "status": "voided"},
            {"who": ANN, "at": "2025-02-06", "gross": "10"},
        ),
        as_of="2025-02-28",
    )
    assert [(row.source, str(row.cohort)) for row in statement.rows] == [("all", "2025-02"), ("unknown", "2025-02")]
    assert (statement.free_orders, statement.customers) == (1, 1)
    assert "orders that do not count by their status: 1 voided (10.00 USD)" in [
        notice.message for notice in statement.notices
    ]


def test_an_order_refunded_whole_makes_no_customer() -> None:
    assert ask(orders({"who": ANN, "gross": "10", "refunded": "10"}), as_of="2025-01-31").customers == 0


def test_a_refund_lowers_the_month_of_its_order() -> None:
    facts = orders(
        {"who": ANN, "at": "2025-01-05", "gross": "10", "number": "A"},
        {"who": ANN, "at": "2025-03-05", "gross": "-4", "refund_of": "A", "number": "A-refund"},
    )
    assert row_of(ask(facts, as_of="2025-03-05"), "all", "2025-01").ltv == exactly(6, 6)


def test_a_refund_after_the_as_of_day_has_not_happened_yet() -> None:
    facts = orders(
        {"who": ANN, "at": "2025-01-05", "gross": "10", "number": "A"},
        {"who": ANN, "at": "2025-03-05", "gross": "-10", "refund_of": "A", "number": "A-refund"},
    )
    assert row_of(ask(facts, as_of="2025-02-28"), "all", "2025-01").ltv == exactly(10, 10)
    assert ask(facts, as_of="2025-03-31").customers == 0


def test_a_refund_that_names_no_order_lowers_its_own_month() -> None:
    facts = orders({"who": ANN, "at": "2025-01-05", "gross": "10"}, {"who": ANN, "at": "2025-02-05", "gross": "-3"})
    assert row_of(ask(facts, as_of="2025-02-05"), "all", "2025-01").ltv == exactly(10)
    assert row_of(ask(facts, as_of="2025-02-28"), "all", "2025-01").ltv == exactly(10)  # the orders end on the 5th
    later = orders(
        {"who": ANN, "at": "2025-01-05", "gross": "10"},
        {"who": ANN, "at": "2025-02-05", "gross": "-3"},
        {"who": BOB, "at": "2025-02-28", "gross": "1"},
    )
    assert row_of(ask(later, as_of="2025-02-28"), "all", "2025-01").ltv == exactly(10, 7)


def test_identifiers_that_meet_on_an_order_are_one_customer_over_the_whole_history() -> None:
    facts = orders(
        {"who": ANN, "at": "2025-01-05"},
        {"who": "ann@work.example", "at": "2025-02-05"},
        {"who": ANN, "phone": "+61200000", "at": "2025-03-05"},
        {"who": "ann@work.example", "phone": "+61200000", "at": "2025-04-05", "status": "pending"},
    )
    assert ask(facts, as_of="2025-03-31").customers == 2
    joined = ask(facts, as_of="2025-04-30")
    assert (joined.customers, [str(row.cohort) for row in joined.rows]) == (1, ["2025-01", "2025-01"])


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows: list[dict[str, str | None]] = [
        {"who": ANN, "at": "2025-01-05", "number": "A", "utm_source": "google", "utm_medium": "cpc"},
        {"who": ANN, "at": "2025-02-05", "number": "B", "utm_source": "facebook", "utm_medium": "cpc"},
        {"who": BOB, "at": "2025-01-05", "number": "C"},
    ]
    assert ask(orders(*rows), as_of="2025-02-28").rows == ask(orders(*reversed(rows)), as_of="2025-02-28").rows


def test_an_instant_falls_on_its_local_day_and_a_bare_day_never_shifts() -> None:
    facts = orders({"who": ANN, "at": "2025-01-31T14:00:00Z"}, {"who": BOB, "at": "2025-01-31"})
    utc = ask(facts, as_of="2025-02-28")
    sydney = ask(facts, as_of="2025-02-28", zone=business_zone("Australia/Sydney"))
    assert [(str(row.cohort), row.new_customers) for row in utc.rows if row.source == "all"] == [("2025-01", 2)]
    assert [(str(row.cohort), row.new_customers) for row in sydney.rows if row.source == "all"] == [
        ("2025-01", 1),
        ("2025-02", 1),
    ]


def test_months_that_an_order_source_does_not_tell_of_are_left_blank_and_named() -> None:
    facts = orders(
        {"who": ANN, "at": "2025-01-05"},
        {"who": BOB, "at": "2025-04-30"},
        {"who": ANN, "at": "2025-02-10", "platform": "plain"},
    )
    statement = ask(facts, as_of="2025-04-30")
    assert row_of(statement, "all", "2025-01").mature_through == 0
    assert [notice.code for notice in statement.notices] == ["orders_end_early"]
    assert "plain end on 2025-02-10: orders of 2025-02 to 2025-04 may be missing" in statement.notices[0].message


def test_as_of_is_by_default_the_earliest_end_among_the_order_sources() -> None:
    facts = orders({"who": ANN, "at": "2025-04-30"}, {"who": ANN, "at": "2025-02-10", "platform": "plain"})
    statement = ask(facts)
    assert statement.as_of == date(2025, 2, 10)
    [notice] = statement.notices
    assert notice.code == "as_of_early"
    assert "stops at 2025-02-10, where the orders of plain end; other orders go on to 2025-04-30" in notice.message


def test_a_day_that_was_asked_for_or_that_all_sources_reach_needs_no_explanation() -> None:
    facts = orders({"who": ANN, "at": "2025-01-31"}, {"who": ANN, "at": "2025-01-31", "platform": "plain"})
    assert ask(facts).notices == ()
    later = orders({"who": ANN, "at": "2025-01-31"}, {"who": ANN, "at": "2025-02-01", "platform": "plain"})
    assert ask(later, as_of="2025-01-31").notices == ()


def test_another_currency_is_reported_apart_or_converted_line_by_line_at_the_rate_of_its_day() -> None:
    facts = orders(
        {"who": ANN, "at": "2025-01-05", "gross": "10", "currency": "USD"},
        {"who": ANN, "at": "2025-01-15", "gross": "10", "currency": "EUR"},
        {"who": BOB, "at": "2025-01-31", "gross": "0.50", "currency": "EUR"},
    )
    apart = ask(facts, as_of="2025-01-31")
    assert [(other.currency, other.orders, other.net) for other in apart.other_currencies] == [("EUR", 2, 10_500_000)]
    assert row_of(apart, "all", "2025-01").ltv == exactly(10)
    rates = (
        Rate(day=date(2025, 1, 1), currency="EUR", into="USD", rate="1.05"),
        Rate(day=date(2025, 1, 31), currency="EUR", into="USD", rate="1.07"),
    )
    converted = ask(facts, as_of="2025-01-31", rates=rates)
    assert converted.other_currencies == ()
    # 10 + 10.50 + 0.535, which is a tie and goes to the even cent
    assert row_of(converted, "all", "2025-01").ltv == exactly(Fraction(10_000_000 + 10_500_000 + 540_000, 2_000_000))


def test_tax_and_shipping_are_in_unless_excluded_and_a_refund_takes_its_share_of_them() -> None:
    facts = orders({"who": ANN, "gross": "110", "refunded": "55", "tax": "10", "shipping": "5", "at": "2025-01-31"})
    assert row_of(ask(facts), "all", "2025-01").ltv == exactly(55)
    assert row_of(ask(facts, exclude_tax=True), "all", "2025-01").ltv == exactly(50)
    assert row_of(ask(facts, exclude_tax=True, exclude_shipping=True), "all", "2025-01").ltv == exactly(Fraction(95, 2))
    whole = orders({"who": ANN, "gross": "110", "tax": "10", "shipping": "5", "at": "2025-01-31"})
    assert row_of(ask(whole, exclude_tax=True, exclude_shipping=True), "all", "2025-01").ltv == exactly(95)


def test_the_share_of_the_tax_that_a_refund_leaves_is_whole_cents() -> None:
    part = {"gross": "30", "refunded": "10.01", "tax": "1", "at": "2025-01-31"}
    facts = orders({"who": ANN, **part}, {"who": BOB, **part})
    # 19.99 less 19.99/30 of 1.00, which is 0.66633
    assert row_of(ask(facts, exclude_tax=True), "all", "2025-01").revenue[0] == 2 * 19_320_000


def test_the_share_of_the_tax_in_a_currency_without_cents_is_whole_units() -> None:
    facts = orders(
        {"who": ANN, "gross": "3000", "refunded": "1001", "tax": "100", "at": "2025-01-31", "currency": "JPY"}
    )
    assert row_of(ask(facts, exclude_tax=True, currency="JPY"), "all", "2025-01").revenue == (1_932_000_000,)


def test_without_any_facts_there_is_nothing_to_report() -> None:
    statement = ask(orders(), currency="")
    assert (statement.rows, statement.as_of) == ((), None)
    assert [notice.code for notice in statement.notices] == ["no_facts"]


def test_without_orders_revenue_is_not_known_and_that_is_said() -> None:
    statement = ask(
        orders(), daily=spend({"day": "2025-01-10", "spend": "5"}), coverage=(covered("2025-01-01", "2025-01-31"),)
    )
    assert row_of(statement, "all", "2025-01").blended_roas is None
    assert [notice.code for notice in statement.notices] == ["no_orders"]


def test_revenue_of_a_month_that_no_order_source_tells_of_is_not_known() -> None:
    statement = ask(
        orders({"who": ANN, "at": "2025-01-31"}),
        daily=spend({"day": "2025-01-10", "spend": "5"}, {"day": "2025-02-10", "spend": "5"}),
        coverage=(covered("2025-01-01", "2025-02-28"),),
        as_of="2025-02-28",
    )
    assert row_of(statement, "all", "2025-01").blended_roas == 2
    assert row_of(statement, "all", "2025-02").blended_roas is None


def test_a_history_that_starts_in_the_middle_is_warned_of() -> None:
    facts = orders({"who": ANN, "at": "2025-01-01"}, {"who": BOB, "at": "2025-03-01"})
    assert "history_starts_in_the_middle" in [notice.code for notice in ask(facts).notices]


def test_a_refund_at_another_rate_does_not_void_its_order() -> None:
    facts = orders(
        {"who": ANN, "at": "2025-01-05", "gross": "100", "currency": "EUR", "number": "A"},
        {"who": ANN, "at": "2025-02-05", "gross": "-50", "currency": "EUR", "refund_of": "A", "number": "A-refund"},
        {"who": BOB, "at": "2025-02-28", "gross": "1"},
    )
    rates = tuple(
        Rate(day=date(2025, month, 1), currency="EUR", into="USD", rate=rate) for month, rate in ((1, "1"), (2, "2"))
    )
    assert row_of(ask(facts, rates=rates), "all", "2025-01").ltv == exactly(50, 50)

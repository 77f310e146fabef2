"""The same sale in a shop's book and in a payment processor's: found, and counted once."""

from __future__ import annotations

import pytest

from domain.payback.question import By
from domain.payback.statement import PaybackStatement
from domain.shared.errors import InvalidValue
from domain.shared.periods import business_zone
from tests.unit.payback.building import ask, covered, orders, row_of, spend

ANN, BOB = "ann@example.com", "bob@example.com"
NOON = "2025-01-05T12:00:00Z"
Row = dict[str, str | None]


def shop(name: str = "#1", /, **more: str | None) -> Row:
    return {"who": ANN, "at": NOON, "gross": "30", "number": name, **more}


def payment(name: str = "ch_1", /, **more: str | None) -> Row:
    return {**shop(name), "platform": "stripe", "at": "2025-01-05T12:00:40Z", **more}


def asked(*rows: Row, **question: object) -> PaybackStatement:
    return ask(orders(*rows), **{"as_of": "2025-01-31", **question})  # type: ignore[arg-type]


def net(statement: PaybackStatement) -> int:
    """All net revenue, in whole units."""
    return sum(month.booked or 0 for month in statement.calendar if month.source == "all") // 1_000_000


def told(statement: PaybackStatement, code: str) -> list[str]:
    return [notice.message for notice in statement.notices if notice.code == code]


def booked(statement: PaybackStatement) -> list[tuple[str, str]]:
    """Platform and number of everything that customers have in their histories."""
    histories = statement.people.histories
    return sorted(zip(histories.platform.tolist(), histories.number.tolist(), strict=True))


def test_a_sale_in_both_books_is_counted_once_as_the_shop_tells_it() -> None:
    statement = asked(shop(), payment())
    assert (net(statement), statement.customers, booked(statement)) == (30, 1, [("shopify", "#1")])
    assert told(statement, "two_books") == [
        "shopify and stripe share 1 sale (30.00 USD): each counted once, from shopify"
    ]


def test_the_notice_adds_up_each_currency_by_itself() -> None:
    statement = asked(
        *(shop("#1"), payment("ch_1"), shop("#2", currency=""), payment("ch_2", currency="USD")),
        *(shop("#3", currency="EUR", gross="7"), payment("ch_3", currency="EUR", gross="7")),
    )
    assert told(statement, "two_books") == [
        "shopify and stripe share 3 sales (7.00 EUR, 60.00 USD): each counted once, from shopify"
    ]
    assert [(other.currency, other.orders, other.net) for other in statement.other_currencies] == [
        ("EUR", 1, 7_000_000)
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"who": BOB},
        {"currency": "EUR"},
        {"gross": "30.000001"},
        {"at": "2025-01-05T13:00:01Z"},
        {"at": "2025-01-05T10:59:59Z"},
        {"at": "2025-01-05"},
        {"platform": "shopify", "account": "second shop"},
        {"platform": "woocommerce"},
        {"platform": "plain"},
    ],
)
def test_what_differs_in_customer_currency_amount_hour_or_book_is_another_sale(other: Row) -> None:
    statement = asked(shop(), payment(**other))
    assert len(statement.people.histories.key) + sum(one.orders for one in statement.other_currencies) == 2
    assert told(statement, "two_books") == []


@pytest.mark.parametrize("at", ["2025-01-05T13:00:00Z", "2025-01-05T11:00:00Z", NOON])
def test_an_hour_before_or_after_is_within_the_hour(at: str) -> None:
    assert net(asked(shop(), payment(at=at))) == 30


def test_orders_that_name_nobody_are_never_the_same_sale() -> None:
    statement = asked(shop(who=""), payment(who=""))
    assert (net(statement), statement.orders_without_identity) == (60, 2)


def test_customers_are_compared_as_they_are_joined_over_all_orders() -> None:
    joining = shop("#0", at="2025-01-02T08:00:00Z", gross="5", phone="+4912345678")
    statement = asked(joining, shop(), payment(who="", phone="+4912345678"))
    assert (net(statement), statement.customers) == (35, 1)
    later = {**joining, "at": "2025-02-01T08:00:00Z"}
    assert net(asked(later, shop(), payment(who="", phone="+4912345678"))) == 60  # by then nobody knew


def test_what_has_no_counterpart_yet_counts_by_itself() -> None:
    rows = [shop(at="2025-02-01T00:10:00Z"), payment(at="2025-01-31T23:50:00Z")]
    assert booked(asked(*rows)) == [("stripe", "ch_1")]
    assert booked(asked(*rows, as_of="2025-02-01")) == [("shopify", "#1")]


def test_a_local_time_is_taken_in_the_business_zone() -> None:
    rows = [shop(platform="woocommerce", at="2025-01-05T13:00:10"), payment()]
    assert net(asked(*rows, zone=business_zone("Europe/Berlin"))) == 30
    assert net(asked(*rows, zone=business_zone("America/New_York"))) == 60


def test_a_local_time_of_summer_is_taken_in_summer_time() -> None:
    rows = [shop(platform="woocommerce", at="2025-07-05T13:00:10"), payment(at="2025-07-05T11:00:00Z")]
    assert net(asked(*rows, as_of="2025-07-31", zone=business_zone("Europe/Berlin"))) == 30


def test_midnight_of_an_instant_is_a_time_and_of_a_bare_day_is_none() -> None:
    midnight = payment(at="2025-01-05T00:00:00Z")
    assert net(asked(shop(at="2025-01-05T00:00:00Z"), midnight)) == 30
    assert net(asked(shop(at="2025-01-05"), midnight)) == 60


def test_each_order_takes_one_payment_the_nearest_first() -> None:
    statement = asked(
        shop("#1", at="2025-01-05T12:00:00Z"),
        shop("#2", at="2025-01-05T12:20:00Z"),
        payment("ch_1", at="2025-01-05T12:19:00Z"),
        payment("ch_2", at="2025-01-05T12:21:30Z"),
        payment("ch_3", at="2025-01-05T12:40:00Z"),
    )
    assert booked(statement) == [("shopify", "#1"), ("shopify", "#2"), ("stripe", "ch_3")]
    [message] = told(statement, "payments_without_order")
    assert message.startswith("1 of 3 payments in stripe without an order in shopify, which tells of their days")


def test_payments_of_days_that_no_shop_tells_of_need_no_order() -> None:
    statement = asked(shop(), payment(), payment("ch_2", at="2025-01-20T12:00:00Z"))
    assert (net(statement), told(statement, "payments_without_order")) == (60, [])


def test_two_accounts_of_a_processor_are_two_payments() -> None:
    statement = asked(shop(), payment("ch_1", account="de"), payment("ch_2", account="us"))
    assert (net(statement), len(booked(statement))) == (60, 2)


def test_a_sale_in_three_books_is_counted_once() -> None:
    sheet = {**payment("row 1"), "platform": "plain"}
    rows = [shop(), payment(), sheet]
    assert net(asked(*rows)) == 60
    statement = asked(*rows, orders_from="plain")
    assert booked(statement) == [("plain", "row 1")]
    assert told(statement, "two_books") == [
        "plain and shopify share 1 sale (30.00 USD): each counted once, from plain",
        "plain and stripe share 1 sale (30.00 USD): each counted once, from plain",
    ]


def test_the_platform_that_is_asked_for_wins() -> None:
    statement = asked(shop(refunded="30", status="refunded"), payment(), orders_from="Stripe")
    assert (net(statement), booked(statement)) == (30, [("stripe", "ch_1")])
    assert statement.question.orders_from == "stripe"
    assert told(statement, "two_books") == [
        "stripe and shopify share 1 sale (30.00 USD): each counted once, from stripe"
    ]
    assert booked(asked(shop(), payment(), orders_from="shopify")) == [("shopify", "#1")]


def test_what_the_other_book_alone_has_counts_whoever_wins() -> None:
    rows = [shop(), payment(), shop("#2", who=BOB), payment("ch_2", at="2025-01-06T12:00:00Z")]
    assert net(asked(*rows)) == net(asked(*rows, orders_from="stripe")) == 90


def test_a_platform_without_orders_cannot_win_and_those_that_can_are_named() -> None:
    with pytest.raises(InvalidValue, match="no orders from 'paypal': there are orders from shopify, stripe") as refused:
        asked(shop(), payment(), orders_from="paypal")
    assert refused.value.code == "orders_from"
    with pytest.raises(InvalidValue, match="no orders from 'paypal': there are no orders"):
        asked(orders_from="paypal")


def test_a_sale_that_was_refunded_in_the_shop_does_not_come_back_by_its_payment() -> None:
    statement = asked(shop(status="refunded", refunded="30"), payment())
    assert (net(statement), statement.customers) == (0, 0)


@pytest.mark.parametrize("status", ["cancelled", "voided"])
def test_what_the_shop_cancelled_takes_its_payment_along(status: str) -> None:
    rows = [shop(status=status), payment()]
    assert net(asked(*rows)) == 0
    assert net(asked(*rows, orders_from="stripe")) == 30


@pytest.mark.parametrize("status", ["pending", "authorized", "unpaid", "expired"])
def test_an_order_that_was_never_paid_is_no_sale_and_takes_no_payment_along(status: str) -> None:
    assert booked(asked(shop(status=status), payment())) == [("shopify", "#1"), ("stripe", "ch_1")]
    assert net(asked(shop(status=status), payment())) == 30


@pytest.mark.parametrize("wins", [None, "stripe"])
@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_a_failed_attempt_to_pay_hides_neither_the_order_nor_the_payment_after_it(
    status: str, wins: str | None
) -> None:
    attempt = payment("ch_0", at=NOON, status=status)
    assert net(asked(shop(), attempt, payment(at="2025-01-05T12:30:00Z"), orders_from=wins)) == 30
    assert net(asked(shop(), attempt, orders_from=wins)) == 30


def test_a_cancelled_order_leaves_the_payment_to_the_one_that_was_paid() -> None:
    statement = asked(shop("#1", status="cancelled"), shop("#2", at="2025-01-05T12:30:00Z"), payment())
    assert net(statement) == 30
    assert ("stripe", "ch_1") not in booked(statement)
    near_both = payment("ch_1", at="2025-01-05T12:29:00Z")
    of_the_other = payment("ch_2", at="2025-01-05T12:50:00Z")
    assert (
        net(asked(shop("#1", status="cancelled"), shop("#2", at="2025-01-05T12:30:00Z"), near_both, of_the_other)) == 30
    )


def test_refunds_and_amounts_are_those_of_the_book_that_wins() -> None:
    rows = [shop(refunded="10", status="partially_refunded"), payment(refunded="30", status="refunded")]
    assert net(asked(*rows)) == 20
    assert net(asked(*rows, orders_from="stripe")) == 0


def test_a_refund_goes_with_the_order_that_does_not_count() -> None:
    refund = payment("re_1", at="2025-01-09T12:00:00Z", gross="-10", refund_of="ch_1")
    statement = asked(shop(refunded="10", status="partially_refunded"), payment(), refund)
    assert (net(statement), booked(statement)) == (20, [("shopify", "#1")])
    assert told(statement, "two_books") == [
        "shopify and stripe share 1 sale (30.00 USD) and 1 refund: each counted once, from shopify"
    ]
    assert net(asked(payment(), refund)) == 20
    elsewhere = {**refund, "account": "second"}
    assert net(asked(shop(), payment(), elsewhere)) == 20  # of another account's order of that number


def test_the_same_refund_in_both_books_lowers_revenue_once() -> None:
    rows = [
        shop("r1", at="2025-01-09T12:00:00Z", gross="-10"),
        payment("re_1", at="2025-01-09T12:01:00Z", gross="-10"),
    ]
    assert net(asked(shop(), payment(), *rows)) == 20


def test_a_free_order_in_both_books_is_one_free_order() -> None:
    assert asked(shop(gross="0"), payment(gross="0")).free_orders == 1


def test_the_other_book_still_tells_where_the_customer_came_from() -> None:
    link: Row = {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "Brand"}
    statement = asked(shop(), payment(**link), by=By.CAMPAIGN)
    assert (statement.people.source.tolist(), statement.customers_with_known_source) == (["google_ads"], 1)
    assert asked(shop(), payment(click_id="fbclid")).people.source.tolist() == ["meta_ads"]
    own = shop(utm_source="facebook", utm_medium="cpc")
    assert asked(own, payment(**link)).people.source.tolist() == ["meta_ads"]


def test_the_other_book_tells_the_campaign_of_the_same_source() -> None:
    campaign: Row = {"day": "2025-01-03", "spend": "5", "campaign": "Brand"}
    daily, told_of = spend(campaign, {**campaign, "platform": "meta_ads"}), (covered("2025-01-01", "2025-01-31"),)

    def campaigns(own: Row) -> list[str]:
        link: Row = {"utm_source": "google", "utm_medium": "cpc", "utm_campaign": "Brand"}
        found = ask(orders(shop(**own), payment(**link)), daily, None, told_of, as_of="2025-01-31", by=By.CAMPAIGN)
        return list(found.people.campaign)

    assert campaigns({}) == campaigns({"click_id": "gclid"}) == ["Brand"]
    assert campaigns({"click_id": "fbclid"}) == ["unmatched"]


def test_the_other_book_of_a_later_order_tells_nothing_of_the_first() -> None:
    later = "2025-01-07T12:00:00Z"
    statement = asked(shop("#1"), shop("#2", at=later), payment("ch_2", at=later, click_id="gclid"))
    assert statement.people.source.tolist() == ["unknown"]


def test_the_identifiers_of_both_books_are_one_customer_from_then_on() -> None:
    subscribed = payment("ch_9", who="", customer_id="stripe:cus_1", at="2025-01-20T12:00:00Z")
    statement = asked(shop(), payment(customer_id="stripe:cus_1"), subscribed)
    assert (statement.customers, statement.people.orders.tolist(), net(statement)) == (1, [2], 60)
    assert row_of(statement, "all", "2025-01").new_customers == 1


def test_the_example_of_the_definitions_comes_out() -> None:
    rows = [
        shop(refunded="10", status="partially_refunded"),
        payment("ch_1", utm_source="google", utm_medium="cpc"),
        payment("ch_2", at="2025-01-05T15:00:00Z"),
    ]
    statement = asked(*rows)
    assert (net(statement), statement.people.source.tolist()) == (50, ["google_ads"])
    assert told(statement, "payments_without_order")[0].startswith("1 of 2 payments in stripe without an order")
    assert net(asked(*rows, orders_from="stripe")) == 60

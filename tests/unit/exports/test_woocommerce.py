"""WooCommerce: its analytics page, and the exports of the plugins."""

from __future__ import annotations

from datetime import datetime

import pytest

from domain.shared.columns import MISSING
from tests.unit.exports.files import codes, money, orders, reading, rejected, told

ANALYTICS = """"Date","Order #","Status","Customer","Customer type","Product(s)","Items sold","Coupon(s)",\
"N. Revenue","Attribution"
"2024-03-01 10:00:00","501","completed","Ann Lee","new","2× Lamp","2","","45.5","Source: Google"
"2024-03-02 11:00:00","502","processing","Bob Roy","returning","1× Bulb","1","","5","Organic: Google"
"2024-03-02 12:00:00","503","refunded","Cy Doe","new","1× Lamp","1","","20","Direct"
"2024-03-04 09:00:00","503","refunded","Cy Doe","new","1× Lamp","-1","","-20","Direct"
"2024-03-05 09:00:00","504","on-hold","Di Fox","new","1× Lamp","1","","20","Referral: blog.example"
"2024-03-06 09:00:00","505","shipped","Ed Gay","new","1× Lamp","1","","20","Unknown"
"""
PLUGIN = """Order ID,Billing Email,Order Date,Order Status,Currency,Order Subtotal Amount,Order Total Amount,\
Order Refund Amount,\
Order Shipping Amount,Order Total Tax Amount,Customer User ID,Billing Phone,Item Name
501,Ann@Example.org,2024-03-01 10:00,Completed,EUR,40.00,45.50,0.00,3.00,2.50,7,+49301234567,Lamp
501,Ann@Example.org,2024-03-01 10:00,Completed,EUR,40.00,45.50,0.00,3.00,2.50,7,+49301234567,Bulb
502,bob@example.org,2024-03-02 11:00,Processing,EUR,5.00,5.00,1.25,0.00,0.00,0,,Bulb
503,,2024-03-02 12:00,Pending payment,EUR,20.00,20.00,,0.00,0.00,0,+49301234568,Lamp
"""
TOOLKIT = """order_id,order_number,order_date,paid_date,status,shipping_total,shipping_tax_total,tax_total,\
cart_discount,order_total,\
order_subtotal,order_currency,payment_method_title,customer_user,billing_email,billing_phone,\
meta:_wc_order_attribution_utm_source
77,77,2024-03-01 10:00:00,2024-03-01 10:01:00,wc-completed,3.00,0.50,2.50,0.00,45.50,40.00,EUR,Card,0,\
ann@example.org,,newsletter
78,78,2024-03-01 11:00:00,,wc-refunded,3.00,0.50,2.50,0.00,45.50,40.00,EUR,Card,0,ann@example.org,,
"""


def test_the_analytics_page_tells_net_sales_of_nobody_in_no_currency() -> None:
    result = reading(ANALYTICS)
    facts = orders(result)
    assert (result.platform, result.kind, result.rows, result.currency) == ("woocommerce", "orders", 6, None)
    assert facts.gross.tolist()[:2] == [45_500_000, 5_000_000]
    assert set(facts.customer_id) | set(facts.email) | set(facts.phone) == {""}
    assert facts.ordered_local.tolist()[0] == datetime.fromisoformat("2024-03-01T10:00:00")
    assert facts.key[0] == "woocommerce|shop|501"
    assert set(facts.tax) == set(facts.shipping) == {MISSING}


def test_a_refund_of_the_analytics_page_is_a_line_of_its_own_and_counts_once() -> None:
    facts = orders(reading(ANALYTICS))
    assert facts.refund_of.tolist() == ["", "", "", "503", "", ""]
    assert (facts.refunded.tolist(), facts.key[3]) == ([0] * 6, "woocommerce|shop|503|refund|2024-03-04|0")
    assert money(facts.gross[2:4]) == "0.00"


def test_completed_and_processing_are_paid_and_an_unknown_word_is_kept_and_told() -> None:
    result = reading(ANALYTICS)
    assert orders(result).status.tolist() == ["paid", "paid", "refunded", "refunded", "pending", "shipped"]
    assert told(result) == {
        "remark": "amounts are net sales: tax and shipping are not in them; nobody is named, so these orders make no"
        " customer",
        "unknown_status": 'orders with a status that is not known are kept and do not count as paid: 1 "shipped"',
    }


def test_the_attribution_gives_the_source() -> None:
    facts = orders(reading(ANALYTICS))
    assert facts.utm_source.tolist() == ["Google", "Google", "Direct", "Direct", "blog.example", "Unknown"]
    assert facts.utm_medium.tolist() == ["", "organic", "", "", "referral", ""]


@pytest.mark.parametrize("name", ["N. Revenue", "Net Sales"])
def test_the_amount_has_two_names(name: str) -> None:
    assert money(orders(reading(ANALYTICS.replace("N. Revenue", name))).gross) == "90.50"


def test_a_plugin_tells_the_whole_order_on_each_of_its_lines() -> None:
    result = reading(PLUGIN)
    facts = orders(result)
    assert (result.platform, result.rows, len(facts), result.currency) == ("woocommerce", 4, 3, "EUR")
    assert (money(facts.gross), money(facts.refunded)) == ("70.50", "1.25")
    assert (facts.tax[0], facts.shipping[0]) == (2_500_000, 3_000_000)
    assert facts.status.tolist() == ["paid", "paid", "pending"]


def test_the_billing_e_mail_identifies_and_the_billing_phone_does_not() -> None:
    facts = orders(reading(PLUGIN))
    assert facts.email.tolist() == ["ann@example.org", "bob@example.org", ""]
    assert facts.phone.tolist() == ["", "", ""]


def test_a_guest_is_nobodys_customer_number() -> None:
    assert orders(reading(PLUGIN)).customer_id.tolist() == ["woocommerce:shop:7", "", ""]


def test_the_raw_words_of_the_shop_are_read() -> None:
    result = reading(TOOLKIT)
    facts = orders(result)
    assert (facts.status.tolist(), facts.utm_source.tolist()) == (["paid", "refunded"], ["newsletter", ""])
    assert (facts.refunded.tolist(), codes(result)) == ([0, 45_500_000], [])
    assert facts.ordered_local.tolist()[1] == datetime.fromisoformat("2024-03-01T11:00:00")


def test_a_line_that_says_another_total_is_rejected() -> None:
    other = PLUGIN.replace(
        "40.00,45.50,0.00,3.00,2.50,7,+49301234567,Bulb", "40.00,46.50,0.00,3.00,2.50,7,+49301234567,Bulb"
    )
    assert rejected(reading(other)) == {
        3: 'Order Total Amount "46.50" says otherwise than line 2 of the same order; the first is kept'
    }

"""A shop's orders and a payment processor's payments for them in one folder, and leads beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.exports import SHOP, folder_of
from tests.cli.running import Said, in_process

STRIPE = """\
id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Status,Customer ID,Customer Email,UTM Source,UTM Medium
ch_1,2025-01-06 16:00:41,100.00,0.00,usd,TRUE,Paid,cus_1,MIA@example.com,google,cpc
ch_2,2025-01-21 13:15:09,50.00,0.00,usd,TRUE,Paid,cus_2,noah@example.com,,
ch_3,2025-02-11 21:41:00,40.00,0.00,usd,TRUE,Paid,cus_1,mia@example.com,,
ch_4,2025-03-04 12:45:30,200.00,0.00,usd,TRUE,Paid,cus_3,olga@example.com,,
ch_5,2025-03-20 12:00:00,15.00,0.00,usd,TRUE,Paid,cus_3,olga@example.com,,
ch_6,2025-04-03 17:10:20,500.00,0.00,usd,TRUE,Paid,cus_1,mia@example.com,,
"""
"""The payments of SHOP but for one order, one more, and without the refund of #2003."""

LEADS = """\
id,created_time,email,full_name,campaign_name,adset_name,ad_name,form_name,is_organic,lead_status
l:1,2025-01-20T10:00:00+00:00,Noah@Example.com,Noah,Spring,Set,Ad,Newsletter,false,CREATED
"""
ASKED = ("--as-of", "2025-04-15", "--currency", "USD", "--json")


def asked(here: Path, *options: str, **files: str) -> Said:
    return in_process("payback", folder_of(here / "exports", orders_csv=SHOP, **files), *ASKED, *options)


def all_of(said: Said) -> list[dict[str, Any]]:
    return [row for row in said.json["payback"] if row["source"] == "all"]


def told(said: Said, code: str) -> list[str]:
    return [warning["message"] for warning in said.json["warnings"] if warning["code"] == code]


def january(said: Said) -> str:
    [row] = [row for row in all_of(said) if row["cohort"] == "2025-01"]
    return str(row["ltv"]["m1"])


def test_the_payments_for_the_shops_orders_are_counted_once_and_told_apart(here: Path) -> None:
    said = asked(here, stripe_csv=STRIPE)
    assert (said.code, said.json["orders_from"], said.json["coverage"]["customers"]) == (0, None, 4)
    assert january(said) == "90.000000"  # (100 + 50 + 40 - 10) / 2
    assert told(said, "two_books") == ["shopify and stripe share 5 sales (890.00 USD): each counted once, from shopify"]
    [alone] = told(said, "payments_without_order")
    assert alone.startswith("1 of 6 payments in stripe without an order in shopify")
    assert {row["source"] for row in said.json["payback"]} == {"all", "google_ads", "unknown"}


@pytest.mark.parametrize("name", ["stripe", "Stripe"])
def test_orders_from_names_the_book_that_counts(here: Path, name: str) -> None:
    said = asked(here, "--orders-from", name, stripe_csv=STRIPE)
    assert (said.code, said.json["orders_from"]) == (0, "stripe")
    assert january(said) == "95.000000"  # the refund of 10 is known to the shop alone
    assert told(said, "two_books") == ["stripe and shopify share 5 sales (890.00 USD): each counted once, from stripe"]


def test_the_screen_and_the_report_say_whose_orders_count(here: Path) -> None:
    folder = folder_of(here / "exports", orders_csv=SHOP, stripe_csv=STRIPE)
    said = in_process("payback", folder, *ASKED[:-1], "--orders-from", "stripe")
    assert "sales in two books from stripe" in said.out
    assert "! stripe and shopify share 5 sales (890.00 USD): each counted once, from stripe" in said.out
    page = (here / "out" / "report.html").read_text(encoding="utf-8")
    assert "Orders from" in page
    assert "stripe and shopify share 5 sales (890.00 USD): each counted once, from stripe" in page


def test_a_platform_without_orders_is_refused_with_those_that_there_are(here: Path) -> None:
    said = asked(here, "--orders-from", "paypal", stripe_csv=STRIPE)
    assert (said.code, said.json["error"]["code"]) == (2, "orders_from")
    assert said.json["error"]["message"] == "there are no orders from 'paypal': there are orders from shopify, stripe"
    assert asked(here, "--orders-from", " ").json["error"]["code"] == "orders_from"


def test_a_lead_before_the_first_order_tells_where_the_customer_came_from(here: Path) -> None:
    said = asked(here, leads_csv=LEADS)
    assert told(said, "sources_from_leads") == [
        "1 customer has the source of the last lead before the first order, which tells none itself"
    ]
    assert [(row["source"], row["cohort"]) for row in said.json["payback"] if row["source"] == "meta_ads"] == [
        ("meta_ads", "2025-01")
    ]
    assert all_of(said) == all_of(asked(here / "other"))

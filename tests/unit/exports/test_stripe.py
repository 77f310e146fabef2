"""Stripe: the payments export, and what moved the balance."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from tests.unit.exports.files import SHOP, money, orders, reading, refusal, rejected, told

HEADER = (
    "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Currency,Fee,Status,"
    "Customer ID,Customer Email,Invoice Number,UTM Source,UTM Medium,UTM Campaign,gclid\n"
)
PAID = (
    "ch_1,2024-05-29 07:56:17,15.00,0.00,usd,TRUE,534.80,thb,35.40,Paid,cus_a,Ann@Example.org,INV-1,google,cpc,brand,\n"
)
BARE = """\
Created date (UTC);Amount;Currency;Captured;Converted Amount;Converted Currency;Fee;Status;Customer ID;Invoice Number
2024-05-29 07:56:17;15.00;usd;TRUE;534.80;thb;35.40;Paid;cus_a;INV-1
2024-05-29 02:46:45;9.00;eur;TRUE;350.06;thb;26.63;Paid;cus_b;INV-2
2024-05-29 02:46:45;9.00;eur;TRUE;350.06;thb;26.63;Paid;;
2024-05-29 02:46:45;9.00;eur;TRUE;350.06;thb;26.63;Paid;;
2024-05-28 08:51:18;1440.00;mxn;TRUE;2943.86;thb;149.83;Paid;cus_a;INV-3
"""
BALANCE = """id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description,\
Customer Facing Amount,\
Customer Facing Currency,utm_source (metadata)
txn_1,charge,ch_1,534.80,35.40,499.40,thb,2024-05-29 07:56,2024-06-02 00:00,Order,15.00,usd,google
txn_2,refund,ch_1,-178.20,0.00,-178.20,thb,2024-06-03 10:00,2024-06-03 00:00,Refund,-5.00,usd,
txn_3,stripe_fee,,-20.00,0.00,-20.00,thb,2024-06-03 10:00,2024-06-03 00:00,Billing,,,
txn_4,payout,po_1,-300.00,0.00,-300.00,thb,2024-06-03 10:00,2024-06-03 00:00,STRIPE PAYOUT,,,
"""
ITEMISED = """balance_transaction_id,created_utc,created,currency,gross,fee,net,reporting_category,source_id,\
customer_facing_amount,\
customer_facing_currency,customer_email,charge_id,payment_metadata[utm_source]
txn_1,2024-05-29 07:56:17,2024-05-29 14:56:17,thb,534.80,35.40,499.40,charge,ch_1,15.00,usd,ann@example.org,ch_1,google
txn_2,2024-06-03 10:00:00,2024-06-03 17:00:00,thb,-178.20,0.00,-178.20,refund,re_1,-5.00,usd,ann@example.org,ch_1,google
"""


def test_a_payment_is_an_order_in_the_currency_of_the_customer() -> None:
    result = reading(HEADER + PAID)
    facts = orders(result)
    assert (result.platform, result.kind, result.rows, result.rejects) == ("stripe", "orders", 1, ())
    assert (money(facts.gross), facts.currency[0], facts.status[0]) == ("15.00", "USD", "paid")
    assert (facts.customer_id[0], facts.email[0]) == ("stripe:shop:cus_a", "ann@example.org")
    assert (facts.utm_source[0], facts.utm_medium[0], facts.utm_campaign[0]) == ("google", "cpc", "brand")
    assert facts.key[0] == "stripe|shop|ch_1"


def test_a_time_under_a_header_that_says_utc_is_an_instant() -> None:
    facts = orders(reading(HEADER + PAID))
    assert facts.ordered_at.tolist() == [datetime.fromisoformat("2024-05-29T07:56:17")]
    assert np.isnat(facts.ordered_local).all()


def test_a_day_without_a_time_is_no_instant_under_whatever_header() -> None:
    facts = orders(reading(HEADER + PAID.replace(" 07:56:17", "")))
    assert np.isnat(facts.ordered_at).all()
    assert facts.ordered_local.tolist() == [datetime.fromisoformat("2024-05-29")]


def test_a_time_under_another_header_stays_what_it_is() -> None:
    facts = orders(reading(HEADER.replace("Created date (UTC)", "Created") + PAID))
    assert np.isnat(facts.ordered_at).all()


def test_a_file_saved_again_with_semicolons_and_without_ids_keeps_every_payment_in_its_currency() -> None:
    result = reading(BARE)
    facts = orders(result)
    assert (result.rows, result.currency, len(set(facts.key))) == (5, None, 5)
    by_currency = {code: money(facts.gross[facts.currency == code]) for code in ("USD", "EUR", "MXN")}
    assert by_currency == {"USD": "15.00", "EUR": "27.00", "MXN": "1440.00"}
    assert facts.customer_id.tolist() == ["stripe:shop:cus_a", "stripe:shop:cus_b", "", "", "stripe:shop:cus_a"]


def test_a_payment_without_an_id_is_named_by_its_invoice_among_others() -> None:
    one, other = (orders(reading(BARE.replace("INV-1", invoice))) for invoice in ("INV-1", "INV-9"))
    assert one.key[0] != other.key[0]
    assert one.key[1:].tolist() == other.key[1:].tolist()


def test_converted_amounts_are_not_read() -> None:
    without = "\n".join(";".join(line.split(";")[:4] + line.split(";")[6:]) for line in BARE.splitlines()) + "\n"
    assert orders(reading(without)).gross.tolist() == orders(reading(BARE)).gross.tolist()


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("Paid", "paid"),
        ("Failed", "failed"),
        ("Canceled", "cancelled"),
        ("Requires payment method", "failed"),
        ("requires_payment_method", "failed"),
        ("requires_capture", "authorized"),
        ("Partial Refund", "partially_refunded"),
        ("Disputed", "disputed"),
    ],
)
def test_only_what_is_paid_is_paid(written: str, status: str) -> None:
    assert orders(reading(HEADER + PAID.replace(",Paid,", f",{written},"))).status.tolist() == [status]


def test_what_was_authorised_and_not_captured_did_not_come_in() -> None:
    assert orders(reading(HEADER + PAID.replace("TRUE", "FALSE"))).status.tolist() == ["authorized"]
    failed = PAID.replace("TRUE", "FALSE").replace(",Paid,", ",Failed,")
    assert orders(reading(HEADER + failed)).status.tolist() == ["failed"]


def test_refunds_are_those_of_the_column() -> None:
    facts = orders(reading(HEADER + PAID.replace(",0.00,usd", ",5.00,usd").replace(",Paid,", ",Partial Refund,")))
    assert (money(facts.refunded), facts.status[0]) == ("5.00", "partially_refunded")


def test_a_refunded_payment_without_a_figure_is_refunded_whole() -> None:
    facts = orders(reading(BARE.replace("Paid;cus_b", "Refunded;cus_b")))
    assert facts.refunded.tolist() == [0, 9_000_000, 0, 0, 0]
    assert facts.status.tolist()[1] == "refunded"


def test_a_refund_in_part_without_a_figure_is_told() -> None:
    result = reading(BARE.replace("Paid;cus_b", "Partial Refund;cus_b"))
    assert orders(result).refunded.tolist() == [0] * 5
    assert told(result) == {
        "unknown_refund": "1 order is refunded in part and the file does not say how much: the whole amount counts"
    }


def test_metadata_tells_the_campaign() -> None:
    header = HEADER.replace("UTM Source,UTM Medium", "utm_source (metadata),payment_metadata[utm_medium]")
    facts = orders(reading(header + PAID))
    assert (facts.utm_source[0], facts.utm_medium[0]) == ("google", "cpc")


def test_a_click_id_has_a_column_of_its_own() -> None:
    assert orders(reading(HEADER + PAID.replace("brand,", "brand,abc"))).click_id.tolist() == ["gclid"]


def test_charges_of_the_balance_are_orders_and_refunds_stand_by_themselves() -> None:
    result = reading(BALANCE)
    facts = orders(result)
    assert (result.platform, result.rows, facts.gross.tolist()) == ("stripe", 2, [15_000_000, -5_000_000])
    assert (facts.currency.tolist(), facts.refund_of.tolist()) == (["USD", "USD"], ["", "ch_1"])
    assert facts.key.tolist() == ["stripe|shop|ch_1", "stripe|shop|ch_1|refund|2024-06-03|0"]
    assert facts.ordered_at.tolist()[0] == datetime.fromisoformat("2024-05-29T07:56:00")
    assert facts.utm_source.tolist() == ["google", ""]


def test_fees_and_payouts_are_no_orders_and_are_told() -> None:
    assert told(reading(BALANCE)) == {
        "remark": "refunds stand by themselves here: beside the payments export of the same account they would count"
        " twice",
        "other_rows": 'rows that are neither orders nor refunds are left out: 1 "stripe_fee", 1 "payout"',
    }


def test_the_itemised_report_tells_the_charge_of_a_refund_and_the_customer() -> None:
    facts = orders(reading(ITEMISED))
    assert (facts.number.tolist(), facts.refund_of.tolist()) == (["ch_1", "ch_1"], ["", "ch_1"])
    assert (set(facts.email), set(facts.utm_source), money(facts.gross)) == ({"ann@example.org"}, {"google"}, "10.00")
    assert facts.ordered_at.tolist()[0] == datetime.fromisoformat("2024-05-29T07:56:17")


def test_a_charge_has_one_key_in_all_exports() -> None:
    assert orders(reading(HEADER + PAID)).key[0] == orders(reading(BALANCE)).key[0] == orders(reading(ITEMISED)).key[0]


def test_a_balance_in_converted_amounts_only_is_not_read() -> None:
    lines = [",".join(line.split(",")[:10]) for line in BALANCE.splitlines()]
    assert refusal("\n".join(lines) + "\n").startswith("unrecognised")


def test_a_payment_without_an_amount_is_rejected() -> None:
    assert rejected(reading(HEADER + PAID.replace(",15.00,", ",,"), hints=SHOP)) == {
        2: "Amount is blank: an order needs its amount"
    }

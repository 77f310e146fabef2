"""Online Retail: an invoice is the exact sum of its lines, a return an invoice of its own."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from domain.imports.summary import order_sums
from tests.unit.exports.files import money, orders, reading, refusal, rejected

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
INVOICES = (
    HEADER
    + """536365,85123A,"HANGER, WHITE",6,12/1/2010 8:26,2.55,17850,United Kingdom
536365,71053,LANTERN,6,12/1/2010 8:26,3.39,17850,United Kingdom
536366,22633,HAND WARMER,3,12/1/2010 8:28,1.853,NA,United Kingdom
C536367,85123A,"HANGER, WHITE",-1,12/14/2010 9:00,2.55,17850,United Kingdom
536368,22139,,-12,12/14/2010 9:05,0,NA,United Kingdom
536369,21730,CANDLE,48,12/15/2010 9:05,0,,France
"""
)
SECOND = """Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country
489434,85048,BALL,12,2009-12-01 07:45:00,6.95,13085.0,United Kingdom
"""


def line(invoice: str, quantity: str, price: str, customer: str = "17850", at: str = "12/25/2010 8:26") -> str:
    return f"{invoice},X,Thing,{quantity},{at},{price},{customer},United Kingdom\n"


def test_the_lines_of_an_invoice_make_one_order_of_their_exact_sum() -> None:
    result = reading(INVOICES)
    facts = orders(result)
    assert (result.platform, result.kind, result.rows, len(facts), result.rejects) == ("plain", "orders", 6, 5, ())
    assert facts.number.tolist() == ["536365", "536366", "C536367", "536368", "536369"]
    assert facts.gross.tolist() == [35_640_000, 5_559_000, -2_550_000, 0, 0]
    assert facts.line.tolist() == [2, 4, 5, 6, 7]
    assert facts.ordered_local.tolist()[0] == datetime.fromisoformat("2010-12-01T08:26:00")


def test_a_return_stands_alone_and_belongs_to_no_invoice() -> None:
    facts = orders(reading(INVOICES))
    assert set(facts.refund_of) == {""}
    assert facts.key.tolist()[2] == "plain|shop|C536367"
    sums = order_sums(facts)
    assert (sums.orders, sums.customers, sums.without_identity) == (4, 1, 3)
    assert (sums.by_currency[0].gross, sums.by_currency[0].refunds) == (41_199_000, 2_550_000)


def test_nobody_is_no_customer() -> None:
    facts = orders(reading(INVOICES))
    assert facts.customer_id.tolist() == ["plain:shop:17850", "", "plain:shop:17850", "", ""]


def test_the_second_edition_has_other_headers() -> None:
    facts = orders(reading(SECOND))
    assert (money(facts.gross), facts.number[0]) == ("83.40", "489434")


def test_an_invoice_of_positive_and_negative_lines_nets() -> None:
    facts = orders(reading(HEADER + line("1", "2", "10.00") + line("1", "-1", "4.50")))
    assert facts.gross.tolist() == [15_500_000]


def test_equal_lines_are_two_items() -> None:
    assert orders(reading(HEADER + line("1", "2", "10.00") * 2)).gross.tolist() == [40_000_000]


def test_lines_of_an_invoice_may_stand_anywhere_and_the_first_that_names_a_customer_tells() -> None:
    text = HEADER + line("1", "1", "1.00", customer="") + line("2", "1", "2.00") + line("1", "1", "4.00", customer="99")
    facts = orders(reading(text))
    assert sorted(zip(facts.number, facts.gross.tolist(), facts.customer_id, strict=True)) == [
        ("1", 5_000_000, "plain:shop:99"),
        ("2", 2_000_000, "plain:shop:17850"),
    ]


def test_a_quantity_may_be_a_fraction() -> None:
    assert orders(reading(HEADER + line("1", "1.5", "3.33") + line("1", "0.25", "0.01"))).gross.tolist() == [4_997_500]


@pytest.mark.parametrize(
    ("quantity", "price", "reason"),
    [
        ("", "2.00", "Quantity is blank: an item needs its quantity and its price"),
        ("2", "", "UnitPrice is blank: an item needs its quantity and its price"),
        ("two", "2.00", 'Quantity "two" is not an amount'),
        ("90000000000", "90000000000", "quantity times price is more than is ever read"),
    ],
)
def test_an_invoice_with_a_line_that_cannot_be_read_is_rejected_whole(quantity: str, price: str, reason: str) -> None:
    text = HEADER + line("1", "1", "1.00") + line("1", quantity, price) + line("2", "1", "7.00")
    result = reading(text)
    assert (orders(result).number.tolist(), result.rows) == (["2"], 1)
    assert rejected(result) == {2: "belongs to an order of which line 3 was rejected", 3: reason}


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("1,X,Thing,1,12/25/2010 8:26,1.00,17850,United Kingdom,\n", "has 9 cells where the header has 8"),
        ("1,X,1,12/25/2010 8:26,1.00,17850,United Kingdom\n", "has 7 cells where the header has 8"),
        ('1,X,"Thing,1,12/25/2010 8:26,1.00,17850,France\n', "has a quotation mark that is opened and not closed"),
    ],
)
def test_an_invoice_with_a_line_of_another_width_is_rejected_whole(broken: str, reason: str) -> None:
    result = reading(HEADER + line("1", "1", "1.00") + broken + line("2", "1", "7.00"))
    assert (orders(result).number.tolist(), result.rows) == (["2"], 1)
    assert rejected(result) == {2: "belongs to an order of which line 3 was rejected", 3: reason}


def test_items_that_add_up_to_more_than_is_read_reject_their_order() -> None:
    result = reading(HEADER + line("1", "1", "90000000000") * 2 + line("2", "1", "7.00"))
    assert orders(result).number.tolist() == ["2"]
    assert rejected(result) == {
        2: "the items of the order add up to more than is ever read",
        3: "belongs to the order on line 2, which was rejected",
    }


def test_an_invoice_of_two_customers_is_rejected_whole() -> None:
    result = reading(HEADER + line("1", "1", "1.00") + line("1", "1", "1.00", customer="99") + line("2", "1", "7.00"))
    assert orders(result).number.tolist() == ["2"]
    assert rejected(result) == {
        2: "belongs to an order of which line 3 was rejected",
        3: 'CustomerID "99" says otherwise than line 2 of the same order',
    }


def test_lines_without_a_number_belong_to_nothing() -> None:
    result = reading(HEADER + line("", "1", "1.00") + line("2", "1", "7.00"))
    assert list(rejected(result)) == [2]
    assert orders(result).gross.tolist() == [7_000_000]


def test_a_minute_more_is_still_the_same_invoice() -> None:
    text = HEADER + line("1", "1", "1.00") + line("1", "1", "1.00", at="12/25/2010 8:27")
    facts = orders(reading(text))
    assert (len(facts), facts.gross.tolist()) == (1, [2_000_000])
    assert np.isnat(facts.ordered_at).all()


def test_a_file_without_quantities_is_no_such_file() -> None:
    assert refusal(INVOICES.replace("Quantity", "Pieces")).startswith("unrecognised")

"""Orders as people keep them, and the CDNOW sample."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from domain.shared.columns import MISSING
from domain.shared.periods import Period
from tests.unit.exports.files import codes, money, orders, reading, rejected

NUMBERED = """customer_id,date,amount,order_id,currency,source,campaign
c1,2025-01-05,100.00,A1,USD,google,brand
c2,2025-01-06,50.00,A2,USD,,
"""
CDNOW = """ 00004 0001 19970101  2   29.33
 00004 0001 19970118  2   29.73
 00021 0002 19970101  3   63.34
 00021 0002 19970101  3   63.34
"""
CDNOW_FULL = """ 00001 19970101  1   11.77
 00002 19970112  1   12.00
 00002 19970112  5   77.00
00002 19970112 1234   93.77
"""


def test_the_plain_layout_needs_no_more_than_three_columns() -> None:
    result = reading("customer_id,date,amount\nc1,2025-01-05,10\nc1,2025-01-05,10\nc2,2025-02-01,5.50\n")
    facts = orders(result)
    assert (result.platform, result.rows, result.currency) == ("plain", 3, None)
    assert facts.customer_id.tolist() == ["plain:shop:c1", "plain:shop:c1", "plain:shop:c2"]
    assert facts.ordered_local.tolist()[0] == datetime.fromisoformat("2025-01-05")
    assert np.isnat(facts.ordered_at).all()
    assert len(set(facts.key)) == 3
    assert set(facts.status) == {"paid"}
    assert result.period == Period(date(2025, 1, 5), date(2025, 2, 1))


def test_columns_may_stand_in_any_order_and_under_other_names() -> None:
    facts = orders(reading("Revenue;Order date;Customer;Order number\n10.00;2025-01-05;c9;B7\n"))
    assert (facts.gross[0], facts.customer_id[0], facts.number[0], facts.key[0]) == (
        10_000_000,
        "plain:shop:c9",
        "B7",
        "plain|shop|B7",
    )


def test_what_was_not_refunded_is_nothing_and_what_is_not_told_is_missing() -> None:
    facts = orders(reading(NUMBERED))
    assert (facts.refunded.tolist(), facts.tax.tolist(), facts.shipping.tolist()) == (
        [0, 0],
        [MISSING] * 2,
        [MISSING] * 2,
    )


def test_a_customer_id_that_is_an_address_is_an_address() -> None:
    facts = orders(reading("customer_id,date,amount\n Ann@Example.org ,2025-01-05,10\nN/A,2025-01-06,10\n"))
    assert (facts.email.tolist(), facts.customer_id.tolist()) == (["ann@example.org", ""], ["", ""])


def test_an_offset_makes_the_date_an_instant() -> None:
    facts = orders(reading("customer_id,date,amount\nc1,2025-01-05T23:00:00-05:00,10\n"))
    assert facts.ordered_at.tolist() == [datetime.fromisoformat("2025-01-06T04:00:00")]
    assert np.isnat(facts.ordered_local).all()


def test_an_order_says_its_source_and_campaign() -> None:
    facts = orders(reading(NUMBERED))
    assert (facts.source.tolist(), facts.campaign.tolist()) == (["google", ""], ["brand", ""])
    assert facts.key.tolist() == ["plain|shop|A1", "plain|shop|A2"]


def test_an_order_said_twice_is_one_and_said_otherwise_is_rejected() -> None:
    row = "c1,2025-01-05,100.00,A1,USD,google,brand\n"
    result = reading(NUMBERED + row + row.replace("100.00", "90.00"))
    assert (result.rows, money(orders(result).gross), codes(result)) == (2, "150.00", ["duplicates"])
    assert rejected(result) == {5: "says otherwise than line 2 of the same order; the first is kept"}


def test_a_negative_amount_is_a_refund_of_its_order() -> None:
    text = NUMBERED + "c1,2025-02-01,-30.00,A1,USD,,\nc1,2025-02-01,-30.00,A1,USD,,\nc3,2025-02-02,-5.00,,USD,,\n"
    facts = orders(reading(text))
    assert facts.refund_of.tolist() == ["", "", "A1", "A1", ""]
    assert facts.gross.tolist()[2:] == [-30_000_000, -30_000_000, -5_000_000]
    assert facts.key.tolist()[2:4] == ["plain|shop|A1|refund|2025-02-01|0", "plain|shop|A1|refund|2025-02-01|1"]
    assert money(facts.gross) == "85.00"


def test_a_refund_in_a_file_of_its_own_never_takes_the_place_of_its_order() -> None:
    refund = orders(reading("customer_id,date,amount,order_id\nc1,2025-02-01,-30.00,A1\n"))
    order = orders(reading(NUMBERED))
    assert not set(refund.key) & set(order.key)


def test_identical_rows_without_a_number_all_count() -> None:
    text = "customer_id,date,amount,order_id\nc1,2025-01-05,10,\nc1,2025-01-05,10,\nc1,2025-01-05,11,\n"
    result = reading(text)
    assert (result.rows, money(orders(result).gross)) == (3, "31.00")
    assert orders(reading(text)).key.tolist() == orders(result).key.tolist()


def test_refunds_taxes_and_statuses_are_read_where_they_stand() -> None:
    text = "customer,date,total,refund,tax,status,email,phone\nc1,2025-01-05,10,2.50,1,Completed,x@y.z,0400 000 000\n"
    facts = orders(reading(text))
    assert (facts.refunded[0], facts.tax[0], facts.status[0]) == (2_500_000, 1_000_000, "paid")
    assert (facts.email[0], facts.phone[0]) == ("x@y.z", "0400000000")


@pytest.mark.parametrize("cell", ["1,2,3", "1.2.3", "abc", ""])
def test_an_amount_that_cannot_be_right_rejects_its_row(cell: str) -> None:
    result = reading(f'customer_id,date,amount\nc1,2025-01-05,"{cell}"\nc2,2025-01-05,1\n')
    assert (result.rows, list(rejected(result))) == (1, [2])


def test_a_total_line_is_no_order() -> None:
    result = reading(NUMBERED + "Total,,150.00,,,,\n")
    assert (result.rows, result.total_rows, money(orders(result).gross)) == (2, 1, "150.00")


def test_cdnow_lines_are_purchases_identical_ones_too() -> None:
    result = reading(CDNOW.replace("\n", "\r\n"))
    facts = orders(result)
    assert (result.platform, result.kind, result.rows, money(facts.gross)) == ("plain", "orders", 4, "185.74")
    assert facts.customer_id.tolist()[0] == "plain:shop:0001"
    assert facts.ordered_local.tolist()[1] == datetime.fromisoformat("1997-01-18")
    assert len(set(facts.key)) == 4
    assert facts.line.tolist() == [1, 2, 3, 4]


def test_the_full_cdnow_file_has_one_number_less_a_line() -> None:
    result = reading(CDNOW_FULL.replace("\n", "\r\n"))
    facts = orders(result)
    assert (result.platform, result.kind, result.rows, money(facts.gross)) == ("plain", "orders", 4, "194.54")
    assert facts.customer_id.tolist() == [f"plain:shop:{number}" for number in ("00001", "00002", "00002", "00002")]
    assert facts.ordered_local.tolist()[1] == datetime.fromisoformat("1997-01-12")
    assert (len(set(facts.key)), result.rejects) == (4, ())


def test_cdnow_lines_of_other_quantities_are_other_purchases() -> None:
    one, two = (orders(reading(f" 00001 19970101  {quantity}   11.77\n")) for quantity in (1, 2))
    assert one.key[0] != two.key[0]


def test_the_two_cdnow_files_are_not_mixed() -> None:
    assert list(rejected(reading(CDNOW_FULL + CDNOW))) == [5, 6, 7, 8]
    assert list(rejected(reading(CDNOW + CDNOW_FULL))) == [5, 6, 7, 8]


def test_a_cdnow_line_of_another_shape_is_rejected() -> None:
    result = reading(CDNOW + " 00021 0002 19970230  3   63.34\n 00021 0002 1997\n")
    assert rejected(result) == {
        5: 'at "19970230" is not a day of the calendar',
        6: "does not have the shape of the other lines",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Bestellnummer;Bestelldatum;Kundennummer;Betrag (EUR);Zahlungsstatus\nB7;05.01.2025;k9;1.010,50;Bezahlt\n",
        "N° de commande;Date de commande;Client;Montant (EUR);Statut\nB7;2025-01-05;k9;1 010,50;Payée\n",
        "Número de pedido;Fecha;Cliente;Importe (EUR);Estado\nB7;2025-01-05;k9;1.010,50;Completado\n",
        "Número do pedido;Data do pedido;Código do cliente;Valor (EUR);Situação\nB7;2025-01-05;k9;1.010,50;Pago\n",
        "Numero ordine;Data ordine;Codice cliente;Importo (EUR);Stato\nB7;2025-01-05;k9;1.010,50;Pagato\n",
        "Bestelnummer;Besteldatum;Klantnummer;Bedrag (EUR);Betaalstatus\nB7;2025-01-05;k9;1.010,50;Betaald\n",
        "注文番号,注文日,会員番号,金額,ステータス,通貨\nB7,2025/01/05,k9,1010.50,支払済み,EUR\n",
    ],
)
def test_a_sheet_may_be_kept_in_another_language(text: str) -> None:
    result = reading(text)
    facts = orders(result)
    assert (facts.number[0], facts.gross[0], facts.currency[0]) == ("B7", 1_010_500_000, "EUR")
    assert (facts.customer_id[0], facts.status[0], result.messages) == ("plain:shop:k9", "paid", ())
    assert facts.ordered_local.tolist() == [datetime.fromisoformat("2025-01-05")]


def test_a_refunded_order_without_a_figure_is_refunded_whole_but_not_twice() -> None:
    head = "customer_id,date,amount,order_id,status\nc1,2025-01-05,100.00,A1,refunded\n"
    assert orders(reading(head)).refunded.tolist() == [100_000_000]
    booked = orders(reading(head + "c1,2025-02-05,-100.00,A1,refunded\n"))
    assert (booked.refunded.tolist(), booked.refund_of.tolist()) == ([0, 0], ["", "A1"])


def test_free_orders_are_kept() -> None:
    facts = orders(reading("customer_id,date,amount\nc1,2025-01-05,0\n"))
    assert (facts.gross.tolist(), facts.status.tolist()) == ([0], ["paid"])

"""Shopify orders: several lines an order, statuses, identity, where the customer came from."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from domain.imports.hints import Hints
from domain.shared.columns import MISSING
from domain.shared.periods import Period
from tests.unit.exports.files import money, orders, reading, rejected, told

KNOWN_ANSWER = """Name,Email,Created at,Total,Refunded Amount,Currency,Lineitem name
#2001,ann@example.org,2025-01-05 10:00:00 -0500,100.00,0.00,USD,Lamp
#2001,,,,,,Bulb
#2002,bob@example.org,2025-01-20 09:30:00 -0500,50.00,0.00,USD,Lamp
#2003,ann@example.org,2025-02-10 15:12:00 -0500,40.00,10.00,USD,Shade
#2004,,2025-01-25 11:00:00 -0500,25.00,0.00,USD,Lamp
#2005,bob@example.org,2025-01-20 18:45:00 -0500,0.00,0.00,USD,Sample
#2006,cara@example.org,2025-03-03 08:00:00 -0500,200.00,0.00,USD,Set
#2007,ann@example.org,2025-04-02 12:00:00 -0400,500.00,0.00,USD,Chandelier
#2008,dana@example.org,2025-02-05 10:10:00 -0500,80.00,0.00,USD,Lamp
"""
HEADER = (
    "Name,Email,Financial Status,Currency,Shipping,Taxes,Total,Created at,Lineitem name,Billing Phone,"
    "Note Attributes,Cancelled at,Refunded Amount,Source,Phone\n"
)
ROW = (
    "#1,Ann@Example.org ,paid,eur,5.00,1.90,24.90,2025-03-30 01:30:00 +0100,Lamp,+61400000000,,,0.00,web,"
    '"\'+44 20 7946 0000"\n'
)


def test_the_known_answer_has_nine_lines_and_eight_orders() -> None:
    result = reading(KNOWN_ANSWER)
    facts = orders(result)
    assert (result.platform, result.rows, len(facts), result.currency) == ("shopify", 9, 8, "USD")
    assert (money(facts.gross), money(facts.refunded)) == ("995.00", "10.00")
    assert set(facts.email) - {""} == {f"{name}@example.org" for name in ("ann", "bob", "cara", "dana")}
    assert set(facts.status) == {"paid"}
    assert facts.line.tolist() == [2, 4, 5, 6, 7, 8, 9, 10]
    assert result.period == Period(date(2025, 1, 5), date(2025, 4, 2))
    assert result.coverage == ()


def test_the_moment_is_an_instant_by_the_offset_of_its_row() -> None:
    facts = orders(reading(KNOWN_ANSWER))
    assert facts.ordered_at[[0, 6]].tolist() == [
        datetime.fromisoformat("2025-01-05T15:00:00"),
        datetime.fromisoformat("2025-04-02T16:00:00"),
    ]
    assert np.isnat(facts.ordered_local).all()


def test_the_key_is_platform_account_number_and_creation() -> None:
    facts = orders(reading(KNOWN_ANSWER, hints=Hints(account="north")))
    assert facts.key[0] == "shopify|north|#2001|2025-01-05T15:00:00.000000Z"
    assert facts.account[0] == "north"


def test_an_order_is_read_with_all_that_it_tells() -> None:
    facts = orders(reading(HEADER + ROW))
    assert (facts.number[0], facts.email[0], facts.phone[0], facts.customer_id[0]) == (
        "#1",
        "ann@example.org",
        "+442079460000",
        "",
    )
    assert (facts.currency[0], facts.status[0], facts.source[0], facts.refund_of[0]) == ("EUR", "paid", "", "")
    assert (facts.gross[0], facts.tax[0], facts.shipping[0], facts.refunded[0]) == (24_900_000, 1_900_000, 5_000_000, 0)


def test_tax_and_shipping_that_the_file_does_not_give_are_not_known() -> None:
    facts = orders(reading(KNOWN_ANSWER))
    assert set(facts.tax) == set(facts.shipping) == {MISSING}


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("paid", "paid"),
        ("Partially_Refunded", "partially_refunded"),
        ("refunded", "refunded"),
        ("Pending", "pending"),
        ("voided", "voided"),
        ("authorized", "authorized"),
        ("expired", "expired"),
        ("partially_paid", "partially_paid"),
        ("", "unknown"),
    ],
)
def test_statuses_are_kept_and_a_blank_one_is_unknown(written: str, status: str) -> None:
    assert orders(reading(HEADER + ROW.replace("paid", written))).status.tolist() == [status]


def test_a_word_that_is_not_known_is_told_and_not_paid() -> None:
    result = reading(HEADER + ROW.replace("paid", "Settling") + ROW.replace("paid", "").replace("#1", "#2"))
    assert orders(result).status.tolist() == ["settling", "unknown"]
    assert told(result) == {
        "unknown_status": "orders with a status that is not known are kept and do not count as paid: "
        '1 "settling", 1 blank'
    }


def test_the_figure_of_a_refund_goes_before_its_status() -> None:
    refunded = ROW.replace("paid", "refunded")
    assert orders(reading(HEADER + refunded.replace("0.00,web", "4.90,web"))).refunded.tolist() == [4_900_000]
    assert orders(reading(HEADER + refunded.replace("0.00,web", ",web"))).refunded.tolist() == [24_900_000]
    assert orders(reading(HEADER + ROW.replace("0.00,web", ",web"))).refunded.tolist() == [0]


def test_a_cancelled_order_did_not_come_in() -> None:
    row = ROW.replace(",,,0.00", ",,2025-04-01 10:00:00 +0100,0.00")
    assert orders(reading(HEADER + row)).status.tolist() == ["cancelled"]


def test_a_billing_phone_identifies_nobody() -> None:
    blank = ROW.replace('"\'+44 20 7946 0000"', "")
    assert orders(reading(HEADER + blank)).phone.tolist() == [""]
    assert orders(reading(HEADER.replace(",Phone\n", ",Risk Level\n") + ROW)).phone.tolist() == [""]


def test_further_lines_may_repeat_the_order_word_for_word() -> None:
    result = reading(HEADER + ROW + ROW.replace("Lamp", "Bulb"))
    assert (result.rows, len(orders(result)), result.rejects) == (2, 1, ())


def test_a_line_that_says_otherwise_of_its_order_is_rejected_and_the_first_is_kept() -> None:
    result = reading(HEADER + ROW + ROW.replace("24.90", "25.90") + ROW.replace("#1", "#2"))
    assert (result.rows, money(orders(result).gross)) == (2, "49.80")
    assert rejected(result) == {3: 'Total "25.90" says otherwise than line 2 of the same order; the first is kept'}


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("", "Total is blank: an order needs its amount"), ("abc", 'Total "abc" is not an amount')],
)
def test_an_order_without_a_readable_total_is_rejected_with_all_its_lines(cell: str, reason: str) -> None:
    further = "#1,,,,,,,,Bulb,,,,,,\n"
    result = reading(HEADER + ROW.replace("24.90", cell) + further + ROW.replace("#1", "#2"))
    assert (result.rows, len(orders(result))) == (1, 1)
    assert rejected(result) == {2: reason, 3: "belongs to the order on line 2, which was rejected"}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("2025-03-30 01:30:00 +0100", "", "Created at is blank where a date must stand"),
        (
            "2025-03-30 01:30:00 +0100",
            "2025-02-30 01:30:00 +0100",
            'Created at "2025-02-30 01:30:00 +0100" is not a day of the calendar',
        ),
        (",eur,", ",euros,", 'Currency "euros" is not a currency code of three letters'),
        (",0.00,web", ",-5.00,web", "Refunded Amount is below 0; a refund is written without a sign"),
        ("#1,", ",", "Name is blank: there is no order that the line belongs to"),
    ],
)
def test_what_cannot_be_right_is_rejected_by_name(old: str, new: str, reason: str) -> None:
    assert rejected(reading(HEADER + ROW.replace(old, new, 1))) == {2: reason}


def test_a_time_without_an_offset_is_a_local_time() -> None:
    facts = orders(reading(HEADER + ROW.replace(" +0100", "")))
    assert np.isnat(facts.ordered_at).all()
    assert facts.ordered_local.tolist() == [datetime.fromisoformat("2025-03-30T01:30:00")]
    assert facts.key[0] == "shopify|shop|#1|2025-03-30T01:30:00"


def test_the_line_of_an_order_is_counted_through_cells_with_newlines() -> None:
    noted = ROW.replace(
        "+61400000000,,", '+61400000000,"gift: yes\nutm_source: Newsletter\n\nutm_medium: email\nutm_campaign: May",'
    )
    result = reading(HEADER + noted + ROW.replace("#1", "#2"))
    facts = orders(result)
    assert facts.line.tolist() == [2, 7]
    assert (facts.utm_source[0], facts.utm_medium[0], facts.utm_campaign[0]) == ("Newsletter", "email", "May")
    assert facts.utm_source[1] == ""


def test_notes_and_landing_pages_tell_the_campaign_and_the_kind_of_click() -> None:
    note = '"landing: https://shop.example/?utm_source=google&utm_medium=cpc&gclid=abc123&utm_campaign=spring%20sale"'
    facts = orders(reading(HEADER + ROW.replace("+61400000000,,", f"+61400000000,{note},")))
    assert (facts.utm_source[0], facts.utm_campaign[0], facts.click_id[0]) == ("google", "spring sale", "gclid")
    page = orders(
        reading(HEADER.replace("Phone\n", "Phone,Landing site\n") + ROW.replace("\n", ",/lamps?fbclid=xyz\n"))
    )
    assert (page.click_id[0], page.utm_source[0]) == ("fbclid", "")


def test_a_column_wins_over_a_note() -> None:
    header = HEADER.replace("Phone\n", "Phone,utm_source,msclkid\n")
    row = ROW.replace("+61400000000,,", '+61400000000,"utm_source: note\ngclid: 1",').replace("\n", ",column,77\n")
    row = row.replace("note,column,77\n", "note\n")
    facts = orders(reading(header + row))
    assert (facts.utm_source[0], facts.click_id[0]) == ("column", "msclkid")


def test_a_hundred_orders_keep_their_own_cells() -> None:
    rows = [ROW.replace("#1", f"#{n}").replace("24.90", f"{n}.25") for n in range(100)]
    facts = orders(reading(HEADER + "".join(rows)))
    assert facts.gross.tolist() == [n * 1_000_000 + 250_000 for n in range(100)]


CONTINUED = "#1,,,,,,,,Bulb,,,,,,\n"


def test_an_order_counts_with_its_full_line_wherever_that_stands() -> None:
    result = reading(HEADER + CONTINUED + ROW.replace("#1", "#2") + ROW + CONTINUED)
    facts = orders(result)
    assert (facts.number.tolist(), facts.line.tolist(), result.rows, result.rejects) == (["#2", "#1"], [3, 4], 4, ())


@pytest.mark.parametrize("cell", ["", "abc", "--"])
def test_a_line_that_was_rejected_never_stands_for_its_order(cell: str) -> None:
    result = reading(HEADER + ROW.replace("24.90", cell) + ROW + CONTINUED)
    facts = orders(result)
    assert (facts.line.tolist(), money(facts.gross)) == ([3], "24.90")
    assert list(rejected(result)) == ([2] if cell == "abc" else [])


def test_a_full_line_that_cannot_be_right_is_no_measure_for_the_next() -> None:
    wrong = ROW.replace("24.90", "abc").replace("eur", "usd")
    result = reading(HEADER + wrong + ROW.replace("24.90", "30.00"))
    assert (money(orders(result).gross), orders(result).currency.tolist()) == ("30.00", ["EUR"])
    assert rejected(result) == {2: 'Total "abc" is not an amount'}


def test_a_partial_line_above_that_says_otherwise_is_rejected_and_the_full_line_is_kept() -> None:
    partial = ROW.replace("24.90", "").replace("eur", "usd")
    result = reading(HEADER + partial + ROW)
    assert (result.rows, orders(result).line.tolist()) == (1, [3])
    assert rejected(result) == {2: 'Currency "usd" says otherwise than line 3 of the same order, which is kept'}


def test_an_order_of_no_full_line_is_rejected_with_all_its_lines() -> None:
    result = reading(HEADER + CONTINUED + CONTINUED + ROW.replace("#1", "#2"))
    assert orders(result).number.tolist() == ["#2"]
    assert rejected(result) == {
        2: "Created at is blank where a date must stand",
        3: "belongs to the order on line 2, which was rejected",
    }

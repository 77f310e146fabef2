"""What names a customer, an order or a campaign is read whole, or its row is rejected."""

from __future__ import annotations

import pytest

from domain.shared.text import LONGEST_TEXT
from tests.unit.exports.files import ads, orders, reading, rejected

LONG = "x" * LONGEST_TEXT
SPEND = "date,spend,{0}\n2025-01-05,5,{1}\n2025-01-05,6,{2}\n"
GOOGLE = "Day,Cost,Impr.,{0}\n2025-01-05,5,1,{1}\n2025-01-05,6,1,{2}\n"
ORDERS = "email,date,amount,{0}\na@b.c,2025-01-05,5,{1}\na@b.c,2025-01-05,6,{2}\n"


@pytest.mark.parametrize(
    ("template", "header"),
    [
        (SPEND, "campaign"), (SPEND, "campaign_id"), (SPEND, "account"), (GOOGLE, "Campaign"), (GOOGLE, "Campaign ID"),
        (GOOGLE, "Ad group"), (GOOGLE, "Ad group ID"), (GOOGLE, "Ad"), (GOOGLE, "Ad ID"), (GOOGLE, "Keyword"),
        (GOOGLE, "Search term"), (SPEND, "platform"), (ORDERS, "order_id"), (ORDERS, "campaign"),
    ],
)  # fmt: skip
def test_an_identifier_beyond_the_limit_rejects_its_row(template: str, header: str) -> None:
    result = reading(template.format(header, LONG + "a", LONG + "b"))
    said = f"{header} is longer than 1,000 characters"
    assert rejected(result) == {2: said, 3: said}
    kept = reading(template.format(header, LONG[1:] + "a", LONG[1:] + "b"))
    assert (kept.rows, kept.rejects) == (2, ())


def test_a_letter_that_becomes_two_counts_as_two() -> None:
    assert list(rejected(reading(SPEND.format("campaign", "\u0958" * 501, "Brand")))) == [2]


def test_a_customer_is_named_together_with_the_shop_and_never_cut() -> None:
    longest = LONGEST_TEXT - len("plain:shop:")
    header = "customer_id,date,amount\n"
    kept = orders(reading(f"{header}{'x' * (longest - 1)}a,2025-01-05,5\n{'x' * (longest - 1)}b,2025-01-05,5\n"))
    assert len(set(kept.customer_id)) == 2
    long = reading(f"{header}{'x' * longest}a,2025-01-05,5\n{'x' * longest}b,2025-01-05,5\n")
    said = "customer_id is longer than 989 characters"
    assert rejected(long) == {2: said, 3: said}


def test_an_address_beyond_the_limit_rejects_its_row() -> None:
    row = f"{LONG}@b.c,2025-01-05,5\n"
    assert rejected(reading(f"email,date,amount\n{row}")) == {2: "email is longer than 1,000 characters"}


def test_a_shopify_number_beyond_the_limit_takes_all_lines_of_its_order() -> None:
    text = f"Name,Created at,Total,Lineitem name\n#{LONG},2025-01-05,5,Lamp\n#{LONG},,,Bulb\n"
    assert rejected(reading(text)) == {
        2: "Name is longer than 1,000 characters",
        3: "belongs to the order on line 2, which was rejected",
    }


def test_a_text_that_names_nothing_may_be_long() -> None:
    result = reading(f"date,spend,notes\n2025-01-05,5,{LONG}a\n")
    assert (len(ads(result)), result.rejects) == (1, ())

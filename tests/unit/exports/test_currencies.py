"""The currency of a row: what a column, the header or a mark beside its amounts says, and never a guess."""

from __future__ import annotations

import pytest

from domain.shared.columns import MISSING
from infrastructure.exports.shared.words import words
from tests.unit.exports.files import ads, money, orders, reading, rejected


def test_a_code_or_the_sign_of_one_currency_beside_an_amount_names_that_of_its_row() -> None:
    facts = ads(reading("Month,Spend\n2025-01,20 USD\n2025-02,€5\n2025-03,£5\n2025-04,A$ 7.50\n2025-05,9\n"))
    assert facts.currency.tolist() == ["USD", "EUR", "GBP", "AUD", ""]
    assert facts.spend.tolist() == [20_000_000, 5_000_000, 5_000_000, 7_500_000, 9_000_000]
    assert facts.shape.tolist() == ["currency"] * 5


def test_a_mark_beside_an_amount_makes_the_same_key_as_a_column_would() -> None:
    beside = ads(reading("Month,Spend\n2025-01,20 USD\n2025-01,€5\n"))
    column = ads(reading("Month,Spend,Currency\n2025-01,20,USD\n2025-01,5,EUR\n"))
    assert beside.key.tolist() == column.key.tolist()


def test_a_mark_of_another_currency_than_the_row_is_in_rejects_the_row() -> None:
    result = reading("Month,Spend,Currency\n2025-01,€5,USD\n2025-02,5 USD,USD\n2025-03,GBP 5,\n")
    assert ads(result).currency.tolist() == ["USD", "GBP"]
    assert rejected(result) == {2: 'Spend "€5" is in EUR and its row is in USD'}
    assert rejected(reading("Month,Spend (AUD)\n2025-01,£5\n")) == {
        2: 'Spend (AUD) "£5" is in GBP and its row is in AUD'
    }


def test_two_amounts_of_a_row_in_two_currencies_reject_it() -> None:
    result = reading("customer_id,date,amount,refunded\nc1,2025-01-05,€9,£1\nc2,2025-01-05,€9,€1\nc3,2025-01-05,9,£1\n")
    assert orders(result).currency.tolist() == ["EUR", "GBP"]
    assert rejected(result) == {2: 'refunded "£1" is in GBP and its row is in EUR'}


@pytest.mark.parametrize("sign", words().currency_signs)
def test_every_sign_that_has_a_meaning_is_read_beside_an_amount(sign: str) -> None:
    meant = words().currency_signs[sign]
    told = ads(reading(f"Month,Spend\n2025-01,{sign}5\n"))
    assert (told.currency.tolist(), money(told.spend)) == ([meant[0] if len(meant) == 1 else ""], "5.00")


@pytest.mark.parametrize("sign", "$€£¥₹₩₽₺₪฿₫₴₦₱")
def test_every_sign_that_is_read_has_a_meaning(sign: str) -> None:
    assert words().currency_signs[sign]


@pytest.mark.parametrize("cell", ["€5 USD", "EUR 5 USD", "$5¥", "Z$5"])
def test_a_cell_whose_marks_do_not_name_one_known_currency_is_rejected(cell: str) -> None:
    assert list(rejected(reading(f"Month,Spend\n2025-01,{cell}\n2025-02,5\n"))) == [2]


@pytest.mark.parametrize(
    ("cell", "currency"),
    [("$5", "USD"), ("$5", "AUD"), ("$5", "MXN"), ("-$5.00", "CAD"), ("¥5", "JPY"), ("¥5", "CNY"), ("C$5", "CAD")],
)
def test_a_sign_of_several_currencies_goes_with_each_of_them(cell: str, currency: str) -> None:
    for text in (f"Month,Spend,Currency\n2025-01,{cell},{currency}\n", f"Month,Spend ({currency})\n2025-01,{cell}\n"):
        assert ads(reading(text)).currency.tolist() == [currency]


@pytest.mark.parametrize(("cell", "currency"), [("$5", "EUR"), ("$5", "JPY"), ("¥5", "USD"), ("C$5", "AUD")])
def test_a_sign_of_several_currencies_goes_with_no_other(cell: str, currency: str) -> None:
    sign = cell.removesuffix("5")
    result = reading(f"Month,Spend,Currency\n2025-01,{cell},{currency}\n2025-02,5,{currency}\n")
    assert rejected(result) == {2: f'Spend "{cell}" carries the sign {sign} and its row is in {currency}'}
    assert ads(result).currency.tolist() == [currency]


def test_a_code_says_which_currency_the_sign_of_its_cell_means() -> None:
    assert ads(reading("Month,Spend\n2025-01,$5 CAD\n2025-02,AUD$6\n")).currency.tolist() == ["CAD", "AUD"]
    assert rejected(reading("Month,Spend\n2025-01,$5 EUR\n")) == {
        2: 'Spend "$5 EUR" carries the sign $ and its row is in EUR'
    }


def test_one_sign_in_the_whole_file_is_read_and_names_no_currency() -> None:
    result = reading('Month,Spend,conversion_value\n2025-01,$20,"$1,000.50"\n2025-02,-$5,\n2025-03,7,(¤)\n')
    assert (ads(result).currency.tolist(), money(ads(result).spend)) == (["", ""], "15.00")
    assert list(rejected(result)) == [4]


@pytest.mark.parametrize("other", ["¥5", "€5", "5 USD", "US$5", "$6 USD", '"12,50 €"'])
def test_a_sign_of_several_currencies_is_no_guess_where_the_file_mixes_signs(other: str) -> None:
    result = reading(f"Month,Spend\n2025-01,$20\n2025-02,{other}\n2025-03,7\n")
    said = 'Spend "$20" carries the sign $: the file mixes currency signs; name the currency in a column'
    assert rejected(result)[2] == said
    assert "" in ads(result).currency.tolist()


def test_signs_are_mixed_also_where_they_stand_in_different_columns() -> None:
    result = reading("customer_id,date,amount,tax\nc1,2025-01-05,$9,\nc2,2025-01-05,9,¥1\n")
    assert list(rejected(result)) == [2, 3]
    assert "mixes currency signs" in rejected(result)[3]


def test_words_that_are_no_amounts_are_no_marks() -> None:
    result = reading("Month,Spend\n2025-01,$20\n2025-02,TBD\n2025-03,NAN\n2025-04,PENDING\n")
    assert ads(result).spend.tolist() == [20_000_000, MISSING]
    assert list(rejected(result)) == [3, 5]


def test_the_orders_of_a_shop_are_held_to_their_marks_as_well() -> None:
    header = "customer_id,date,amount,order_id,currency\n"
    result = reading(f"{header}c1,2025-01-05,€5,A1,\nc1,2025-01-05,$5,A2,NZD\nc1,2025-01-05,$5,A3,\n")
    assert (orders(result).number.tolist(), orders(result).currency.tolist()) == (["A1", "A2"], ["EUR", "NZD"])
    assert list(rejected(result)) == [4]


def test_orders_without_a_number_differ_by_the_currency_beside_their_amounts() -> None:
    beside = orders(reading("customer_id,date,amount\nc1,2025-01-05,5 EUR\nc1,2025-01-05,5 GBP\n"))
    column = orders(reading("customer_id,date,amount,currency\nc1,2025-01-05,5,EUR\nc1,2025-01-05,5,GBP\n"))
    assert beside.key.tolist() == column.key.tolist()


def test_the_total_of_a_sheet_may_carry_a_sign() -> None:
    result = reading("Month,Spend\n2025-01,$20\nTotal,$20.00\n")
    assert [total.figures for total in result.totals] == [{"spend": 20_000_000}]

"""Two columns that claim to be the same thing: never is one of them believed in silence."""

from __future__ import annotations

import pytest

from tests.unit.exports.files import ads, codes, money, orders, rates, reading, refusal, rejected

GOOGLE = "Day,Campaign,Device,Cost,Impr.,{}\n2025-01-01,Brand,Mobile,5,10,{}\n"
META = "Reporting starts,Reporting ends,Campaign name,Amount spent (AUD),{}\n2025-01-01,2025-01-01,Brand,5,{}\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("customer_id,date,amount,amount\nc1,2025-01-05,5,600\n", "amount"),
        ("customer_id,date, Amount ,AMOUNT\nc1,2025-01-05,5,600\n", "Amount"),
        ("customer_id,date,amount,order_id,order_id\nc1,2025-01-05,5,A,A\nc1,2025-01-05,5,A,B\n", "order_id"),
        ("date,spend,spend\n2025-01-05,5,\n", "spend"),
        ("date,currency,rate,rate\n2025-01-05,EUR,1.1,1.2\n", "rate"),
        (GOOGLE.format("Cost", "6"), "Cost"),
        (GOOGLE.format("Device", "Tablet"), "Device"),
        (META.format("Amount spent (AUD)", "6"), "Amount spent (AUD)"),
    ],
)
def test_a_column_that_stands_twice_and_differs_makes_the_file_unreadable(text: str, name: str) -> None:
    said = refusal(text)
    assert said.startswith(f'duplicate_column: the header has "{name}" 2 times')
    assert "keep one of these columns" in said


def test_the_line_on_which_two_such_columns_first_differ_is_named() -> None:
    text = "customer_id,date,amount,amount\nc1,2025-01-05,5,5\nc1,2025-01-06,5,6\nc1,2025-01-07,5,7\n"
    assert "differ on line 3;" in refusal(text)


def test_a_column_that_stands_thrice_is_compared_with_all_of_them() -> None:
    assert "3 times" in refusal("customer_id,date,amount,amount,amount\nc1,2025-01-05,5,5,600\n")


def test_a_column_that_stands_twice_with_equal_cells_is_read_once_and_said() -> None:
    result = reading("customer_id,date,amount,amount\nc1,2025-01-05,5, 5\nc2,2025-01-06,7,7\n")
    assert (money(orders(result).gross), codes(result), result.rejects) == ("12.00", ["duplicate_column"], ())
    assert result.messages[0].message == 'the header has "amount" 2 times; the cells are equal and are read once'


@pytest.mark.parametrize("text", [GOOGLE.format("CTR,CTR", "1%,2%"), META.format("Results,Results", "1,2")])
def test_a_column_that_nobody_reads_may_stand_twice(text: str) -> None:
    result = reading(text)
    assert (result.rows, result.messages, result.rejects) == (1, (), ())


def test_two_names_of_one_field_that_differ_reject_the_row_by_both() -> None:
    text = "customer_id,date,amount,total\nc1,2025-01-05,5,600\nc2,2025-01-06,7,7.00\nc3,2025-01-07,8,\n"
    result = reading(text)
    assert money(orders(result).gross) == "15.00"
    assert rejected(result) == {2: 'amount "5" and total "600" differ; keep one of these columns'}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("customer_id,date,amount,total\nc1,2025-01-05,,600\n", 'amount "" and total "600"'),
        ("customer_id,date,total,Amount (EUR)\nc1,2025-01-05,5,6\n", 'Amount (EUR) "6" and total "5"'),
        ("customer_id,date,Amount (EUR),Amount (USD)\nc1,2025-01-05,5,6\n", 'Amount (EUR) "5" and Amount (USD) "6"'),
        ("customer_id,date,created_at,amount\nc1,2025-01-05,2025-01-06 10:00,5\n", 'date "2025-01-05" and created_at'),
        ("date,spend,cost\n2025-01-05,5,6\n", 'spend "5" and cost "6"'),
        ("date,currency,rate,fx_rate\n2025-01-05,EUR,1.1,1.2\n", 'rate "1.1" and fx_rate "1.2"'),
    ],
)
def test_every_field_of_a_plain_file_has_one_say(text: str, reason: str) -> None:
    assert rejected(reading(text))[2].startswith(reason)


@pytest.mark.parametrize(
    "text",
    [
        "customer_id,date,order_date,amount\nc1,2025-01-05,2025-01-05 10:00,5\n",
        'customer_id,date,amount,total\nc1,2025-01-05,"1,000","$1,000.00"\n',
        "customer_id,date,amount,source,channel\nc1,2025-01-05,5,Google, google\n",
        "customer_id,date,amount,source,channel\nc1,2025-01-05,5,Google,--\n",
    ],
)
def test_the_same_said_in_two_ways_is_the_same(text: str) -> None:
    result = reading(text)
    assert (result.rows, result.rejects) == (1, ())


def test_rates_that_agree_under_two_names_are_read() -> None:
    assert rates(reading("date,currency,rate,fx_rate\n2025-01-05,EUR,1.1,1.1\n")).rate.tolist() == ["1.1"]


def test_a_platform_may_have_several_columns_for_a_field_and_the_best_is_read() -> None:
    result = reading(META.format("Clicks (all),Link clicks", "9,4"))
    assert (ads(result).clicks.tolist(), result.messages, result.rejects) == ([4], (), ())


@pytest.mark.parametrize("month", ["2025-01", "January 2025", "Jan", "1", "2025-01-05", "", "--"])
def test_a_day_of_spend_may_stand_beside_its_month(month: str) -> None:
    result = reading(f"date,month,spend\n2025-01-05,{month},5\n")
    assert (result.rows, result.rejects) == (1, ())


@pytest.mark.parametrize("month", ["2025-02", "2024-01", "February", "2", "2025-02-05", "spring"])
def test_a_day_of_spend_in_another_month_than_its_row_says_is_rejected(month: str) -> None:
    result = reading(f"Date,Month,spend\n2025-01-05,{month},5\n2025-01-06,2025-01,7\n")
    assert money(ads(result).spend) == "7.00"
    assert rejected(result) == {
        2: f'Date "2025-01-05" and Month "{month}" do not name the same month; keep one of these columns'
    }


def test_a_name_beside_an_id_is_no_contradiction() -> None:
    result = reading("customer_id,customer,date,amount,order_id,order_number\nc1,Ann,2025-01-05,5,012,12\n")
    assert (len(result.facts), result.rejects) == (1, ())

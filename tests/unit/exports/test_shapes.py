"""The shape of a row: which optional columns of its file name it."""

from __future__ import annotations

import pytest

from tests.unit.exports.files import ads, reading

META = "Reporting starts,Reporting ends,Campaign name,Amount spent (AUD)"


@pytest.mark.parametrize(
    ("header", "row", "shape"),
    [
        ("Month,Spend", "2025-01,5", ""),
        ("Month,Spend,campaign", "2025-01,5,Brand", ""),
        ("Month,Spend,currency", "2025-01,5,USD", "currency"),
        ("Month,Spend (EUR)", "2025-01,5", "currency"),
        ("Month,Spend,campaign id,currency", "2025-01,5,17,USD", "campaign_id currency"),
        (META, "2025-01-01,2025-01-01,Brand,5", "currency"),
        (
            f"{META},Age,Ad ID,Campaign ID,Ad set ID,Device platform",
            "2025-01-01,2025-01-01,Brand,5,18-24,3,1,2,mobile",
            "campaign_id adset_id ad_id currency age device_platform",
        ),
        (
            "Day,Campaign,Cost,Impr.,Network (with search partners)",
            "2025-01-01,B,5,1,",
            "network_(with_search_partners)",
        ),
    ],
)
def test_it_names_ids_then_the_currency_then_the_columns_that_divide_rows(header: str, row: str, shape: str) -> None:
    assert ads(reading(f"{header}\n{row}\n")).shape.tolist() == [shape]


def test_the_rows_of_one_file_have_one_shape_because_they_never_tell_of_the_same_spend_twice() -> None:
    rows = "2025-01,5,,\n2025-02,5,17,\n2025-03,5,--,USD\n2025-04,5,17,USD\n"
    facts = ads(reading(f"Month,Spend,campaign_id,currency\n{rows}"))
    assert facts.shape.tolist() == ["campaign_id currency"] * 4


def test_a_file_without_rows_has_no_shapes() -> None:
    assert ads(reading("Month,Spend,campaign_id\n")).shape.tolist() == []

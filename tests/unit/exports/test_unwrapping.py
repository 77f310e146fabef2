"""What programs put around cells is gone, and what people write into them stays."""

from __future__ import annotations

import pytest

from infrastructure.exports.delimited.unwrapping import unwrapped
from tests.unit.exports.columns import cells_in
from tests.unit.exports.files import ads, money, orders, reading

CELLS = {
    '="0012"': "0012",
    '="1,234.50"': "1,234.50",
    '=""': "",
    "[9]": "9",
    "[436534626]": "436534626",
    " [0.50] ": "0.50",
    "[ 1,234 ]": "1,234",
    "[-5]": "-5",
    "[12%]": "12%",
    "'+49 30 1234": "+49 30 1234",
    "'=1+1": "=1+1",
    "'-5": "-5",
    "'@name": "@name",
    "'0012": "0012",
    '\'="0012"': "0012",
}
AS_THEY_ARE = [
    "[SEARCH] Foo", "[Brand]", "[FB] Części", "[1] Brand", "[1][2]", "[]", "[[9]]", "[CLICK]", "'Brand'", "''80s",
    "O'Neill", "=1+1", "=cmd|' /C calc'!A0", '="a"&"b"', "5'", "[1", "1]", "", "-5",
]  # fmt: skip


@pytest.mark.parametrize(("cell", "bare"), CELLS.items())
def test_a_number_or_text_is_taken_out_of_what_is_put_around_it(cell: str, bare: str) -> None:
    assert unwrapped(cell) == bare


@pytest.mark.parametrize("cell", AS_THEY_ARE)
def test_a_name_stays_as_it_is(cell: str) -> None:
    assert unwrapped(cell) == cell


def test_whole_columns_are_unwrapped_as_single_cells_are() -> None:
    cells = [cell for cell in (*CELLS, *AS_THEY_ARE) if cell]
    rows = "".join(f'c{at},2025-01-05,1,"{cell.replace(chr(34), chr(34) * 2)}"\n' for at, cell in enumerate(cells))
    read = cells_in(f"customer_id,date,amount,campaign\n{rows}")
    assert read.series("campaign").to_list() == list(map(unwrapped, cells))


def test_a_formula_around_a_cell_need_not_stand_in_quotes_of_its_own_and_may_hold_the_delimiter() -> None:
    result = reading(
        'Day,="Campaign",Cost,Impr.,Clicks,Campaign ID\n2025-01-01,="Brand, new",="5.50",="10",1,="0012"\n'
    )
    facts = ads(result)
    assert (facts.campaign.tolist(), facts.campaign_id.tolist(), money(facts.spend)) == (
        ["Brand, new"],
        ["0012"],
        "5.50",
    )
    assert result.rejects == ()


def test_figures_in_brackets_are_figures_and_campaigns_in_brackets_keep_them() -> None:
    result = reading("Day,Campaign,Cost,Impr.,Clicks,Campaign ID\n2025-01-01,[Brand],[5.50],[10],[1],[436534626]\n")
    facts = ads(result)
    assert (facts.campaign.tolist(), facts.campaign_id.tolist()) == (["[Brand]"], ["436534626"])
    assert (money(facts.spend), facts.impressions.tolist(), facts.clicks.tolist()) == ("5.50", [10], [1])


def test_a_guarded_phone_is_the_phone() -> None:
    result = reading("email,date,amount,phone\na@b.c,2025-01-05,5,'+49 30 123456\n")
    assert orders(result).phone.tolist() == ["+4930123456"]

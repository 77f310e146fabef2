"""Pinterest: bracketed cells, the dust of binary fractions, names that repeat, only the conversions of the checkout."""

from __future__ import annotations

from domain.shared.columns import MISSING
from tests.unit.exports.files import ads, codes, money, reading, rejected

DAILY = """Date,Campaign name,Ad group name,Ad name,Ad entity status,Ad ID,Spend in account currency,Impressions,\
Result,Cost per result,Pin clicks,CTR,Outbound clicks,Total conversions (Checkout),Total order value (Checkout),\
Total conversions (Add to cart),Total order value (Add to cart)
2026-06-18,Sales,Group,Video,ACTIVE,PP687,7.48,578,[9],[0.93],8,0.0138,8,1,175.70874807416476,7,1748.00
2026-06-18,Sales,Other group,Video,ACTIVE,PP688,9.949999999999999,595,[17],[1.42],7,0.0117,6,0,0,0,0
2026-06-19,Sales,Group,Video,PAUSED,PP687,[0],[12],[0],[0],0,0,[2],,,1,9.00
"""


def test_daily_rows_are_read_with_outbound_clicks_and_the_checkout() -> None:
    result = reading(DAILY)
    facts = ads(result)
    assert (result.platform, result.rows, result.currency, rejected(result)) == ("pinterest_ads", 3, None, {})
    assert facts.spend.tolist() == [7_480_000, 9_950_000, 0]
    assert (facts.impressions.tolist(), facts.clicks.tolist()) == ([578, 595, 12], [8, 6, 2])
    assert facts.conversions.tolist() == [1_000_000, 0, MISSING]
    assert facts.conversion_value.tolist() == [175_708_748, 0, MISSING]


def test_ads_of_one_name_are_told_apart_by_their_ids() -> None:
    facts = ads(reading(DAILY))
    assert (set(facts.level), len(set(facts.key)), facts.ad.tolist()) == ({"ad"}, 3, ["Video"] * 3)


def test_clicks_on_pins_stand_in_where_outbound_clicks_are_not_told() -> None:
    assert ads(reading(DAILY.replace("Outbound clicks", "Saves"))).clicks.tolist() == [8, 7, 0]


def test_conversions_of_carts_and_results_are_never_taken() -> None:
    text = DAILY.replace("(Checkout)", "(Signup)")
    facts = ads(reading(text))
    assert facts.conversions.tolist() == facts.conversion_value.tolist() == [MISSING] * 3


def test_a_header_may_name_the_currency() -> None:
    assert reading(DAILY.replace("Spend in account currency", "Spend (AUD)")).currency == "AUD"


def test_the_same_ad_and_day_twice_is_once_or_a_conflict() -> None:
    again = DAILY.splitlines()[1]
    result = reading(DAILY + again + "\n" + again.replace("7.48", "8.00") + "\n")
    assert (result.rows, codes(result)) == (3, ["duplicates"])
    assert list(rejected(result)) == [6]
    assert money(ads(result).spend) == "17.43"

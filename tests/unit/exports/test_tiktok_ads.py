"""TikTok Ads Manager: the destination's clicks, and a last row that counts the rows."""

from __future__ import annotations

import pytest

from domain.imports.reconciliation import ROWS
from domain.shared.columns import MISSING
from tests.unit.exports.files import ads, money, reading, rejected

DAILY = """Campaign name,Campaign ID,By Day,Primary status,Cost,Impressions,Clicks (destination),Clicks (all),\
CTR (destination),CPC (destination),Conversions,Total complete payment value,Results,Currency
Spring,17890,2025-03-13,Active,120.50,10000,150,400,1.50%,0.80,3,250.00,150,USD
Spring,17890,2025-03-14,Active,80.25,8000,100,300,1.25%,0.80,0,0.00,100,USD
Autumn,17891,2025-03-14,Not delivering,0,0,0,0,0.00%,0.00,-,-,-,USD
Total of 3 results,-,-,-,200.75,18000,250,700,1.39%,0.80,3,250.00,250,USD
"""
JAPANESE = """キャンペーン名,一級ステータス,キャンペーン予算,コスト,CPC（誘導先）,CPM,インプレッション,\
クリック（誘導先）,CTR（誘導先）,コンバージョン,結果,通貨
初売り,一時停止中,5000,0,0,0,0,0,0.00%,0,-,JPY
訴求　※オフ,配信中,7200,80000,145,400,200062,551,0.28%,1,-,JPY
全2件の結果,-,-,80000,145,400,200062,551,0.28%,1,-,JPY
"""


def test_daily_rows_are_read_with_the_clicks_of_the_destination() -> None:
    result = reading(DAILY)
    facts = ads(result)
    assert (result.platform, result.rows, result.currency, rejected(result)) == ("tiktok_ads", 3, "USD", {})
    assert (money(facts.spend), facts.impressions.sum(), facts.clicks.tolist()) == ("200.75", 18000, [150, 100, 0])
    assert facts.conversions.tolist() == [3_000_000, 0, MISSING]
    assert money(facts.conversion_value) == "250.00"
    assert [str(day) for day in facts.start] == ["2025-03-13", "2025-03-14", "2025-03-14"]


def test_all_clicks_stand_in_where_the_destination_has_none() -> None:
    text = DAILY.replace("Clicks (destination)", "Shop visits")
    assert ads(reading(text)).clicks.tolist() == [400, 300, 0]


def test_results_are_never_conversions() -> None:
    text = DAILY.replace(",Conversions,", ",Leads,")
    assert ads(reading(text)).conversions.tolist() == [MISSING] * 3


@pytest.mark.parametrize("label", ["Total of 3 results", "3 results", "Total: 3 results", "TOTAL OF 3 RESULTS"])
def test_the_last_row_is_a_total_and_tells_how_many_rows_there_are(label: str) -> None:
    result = reading(DAILY.replace("Total of 3 results", label))
    assert (result.rows, result.total_rows) == (3, 1)
    assert [(one.label, one.figures[ROWS], one.figures["spend"], one.binding) for one in result.totals] == [
        (label, 3, 200_750_000, True)
    ]


def test_a_campaign_that_is_called_like_a_total_is_a_campaign() -> None:
    result = reading(DAILY.replace("Autumn,17891", "5 results,17891"))
    assert (result.rows, result.total_rows, ads(result).campaign.tolist()[2]) == (3, 1, "5 results")


def test_a_japanese_export_in_its_own_encoding_is_read() -> None:
    result = reading(JAPANESE.encode("cp932"))
    facts = ads(result)
    assert (result.platform, result.encoding, result.rows, result.currency) == ("tiktok_ads", "cp932", 2, "JPY")
    assert (money(facts.spend), facts.impressions.sum(), facts.clicks.sum()) == ("80000.00", 200062, 551)
    assert [(one.label, one.figures[ROWS]) for one in result.totals] == [("全2件の結果", 2)]


def test_hours_of_a_day_are_segments() -> None:
    text = DAILY.replace("By Day", "By Day,By Hour").replace("results,-,-", "results,-,-,-")
    text = text.replace("-03-13,", "-03-13,09:00,").replace("-03-14,", "-03-14,10:00,")
    assert ads(reading(text)).segment.tolist() == ["by hour=09:00", "by hour=10:00", "by hour=10:00"]

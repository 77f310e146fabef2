"""Platforms of one country, or of one shop: each is a table of its headers and a file here."""

from __future__ import annotations

from typing import Any

import pytest

from domain.shared.columns import total
from tests.unit.exports.files import ads, money, reading, rejected

YANDEX = """Отчет по кампаниям;;;;;;;
;;;;;;;
Дата;Кампания;№ Кампании;Показы;Клики;Расход (руб.);Отказы (%);Конверсии
13.03.2025;Бренд;100;1000;20;1 500,50;12,5;3
14.03.2025;Бренд;100;200;5;100,25;10,0;-
Всего;;;1200;25;1 600,75;12,0;3
"""
NAVER = """캠페인보고서(2025.03.01.~2025.03.31.)
일별,캠페인,광고그룹,노출수,클릭수,클릭률(%),"총비용(VAT포함,원)",총 전환수,총 전환매출액(원)
2025.03.13.,브랜드,그룹,"1,000",20,2.00,"15,500",3,"120,000"
2025.03.14.,브랜드,그룹,200,5,2.50,"1,000",0,0
"""
YAHOO = """日,キャンペーン名,キャンペーンID,インプレッション数,クリック数,クリック率,平均CPC,\
コスト,コンバージョン数,コンバージョン率,コンバージョンの価値
2025/03/13,ブランド,900,"1,000",20,2.00%,75,"1,500",3.0,15.00%,12000
2025/03/14,ブランド,900,200,5,2.50%,20,100,0.0,0.00%,0
合計,--,--,"1,200",25,2.08%,64,"1,600",3.0,12.00%,12000
"""
AMAZON = """Date,Portfolio name,Currency,Campaign Name,Ad Group Name,Impressions,Clicks,Click-Thru Rate (CTR),\
Cost Per Click (CPC),Spend,7 Day Total Sales ,Total Advertising Cost of Sales (ACOS) ,7 Day Total Orders (#)
2025-03-13,P,USD,Brand,Group,"1,000",20,2.0000%,$0.75,$15.00,$120.00,12.5000%,3
2025-03-14,P,USD,Brand,Group,200,5,2.5000%,$0.20,$1.00,$0.00,,0
"""
APPLE = """Date,App Name,Campaign Name,Campaign ID,Spend,Currency,Impressions,Taps,Installs (Total),\
New Downloads (Total),TTR,Avg CPT
2025-03-13,App,Brand,900,15.00,USD,1000,20,3,2,2.00%,0.75
2025-03-14,App,Brand,900,1.00,USD,200,5,0,0,2.50%,0.20
"""
REDDIT = """Date,Campaign Name,Ad Group Name,Impressions,Amount Spent (USD),Clicks,CPC,CTR,eCPM
2025-03-13,Brand,Group,1000,15.00,20,0.75,2.00,15.00
2025-03-14,Brand,Group,200,1.00,5,0.20,2.50,5.00
"""


@pytest.mark.parametrize(
    ("text", "platform", "expected"),
    [
        (YANDEX, "yandex_direct", (1, "1600.75", 1200, 25, "3.00", None)),
        (NAVER, "naver_ads", (0, "16500.00", 1200, 25, "3.00", "120000.00")),
        (YAHOO, "yahoo_japan_ads", (1, "1600.00", 1200, 25, "3.00", "12000.00")),
        (AMAZON, "amazon_ads", (0, "16.00", 1200, 25, "3.00", "120.00")),
        (REDDIT, "reddit_ads", (0, "16.00", 1200, 25, None, None)),
        (APPLE, "apple_search_ads", (0, "16.00", 1200, 25, "3.00", None)),
    ],
)  # fmt: skip
def test_a_file_of_the_platform_is_read(text: str, platform: str, expected: tuple[Any, ...]) -> None:
    result = reading(text)
    facts = ads(result)
    assert (result.platform, result.rows, rejected(result)) == (platform, 2, {})
    assert expected == (
        result.total_rows, money(facts.spend), total(facts.impressions), total(facts.clicks), money(facts.conversions),
        money(facts.conversion_value),
    )  # fmt: skip
    assert [str(day) for day in facts.start] == ["2025-03-13", "2025-03-14"]
    for one in result.totals:
        assert (one.figures["spend"], one.figures["clicks"], one.binding) == (total(facts.spend), 25, True)

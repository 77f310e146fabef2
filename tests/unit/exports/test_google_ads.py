"""Google Ads in English: preamble, totals, unknown figures, grains."""

from __future__ import annotations

from datetime import date

import pytest

from domain.imports.reconciliation import reconcile
from domain.imports.rows import Coverage
from domain.shared.columns import MISSING
from domain.shared.periods import Period
from tests.unit.exports.files import ads, codes, money, reading, rejected

CAMPAIGNS = """Campaign report
"January 1, 2025 - January 31, 2025"
Campaign status,Campaign,Budget,Campaign type,Impr.,Interactions,Currency code,Cost,Avg. CPC,Clicks,Conversions
Enabled,Brand,4.00,Search,"1,000",55,USD,100.25,< 10%,50,3.50
Paused,"Shoes, winter",10.00,Display,"2,000",99,USD,"1,200.50", --, --,0.00
Total: Campaigns, --, --, --,"3,000",154,USD,1300.75, --,50,3.50
Total: Account,,,,"3,500",160,USD,1400.75,,60,3.50
Total: Search,,,Search,"1,500",61,USD,200.25,,60,3.50
"""
DAILY = """Campaign report
"January 1, 2025 - January 31, 2025"
Day,Campaign,Campaign ID,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value
2025-01-02,Brand,11,EUR,1.10,10,1,0.50,7.00
2025-01-03,Brand,11,EUR,2.20,20,2,0.00,0.00
"""


def test_rows_of_a_whole_period_take_the_period_of_the_preamble() -> None:
    result = reading(CAMPAIGNS)
    facts = ads(result)
    assert (result.platform, result.encoding, result.rows, result.total_rows, result.currency) == (
        "google_ads",
        "utf-8",
        2,
        3,
        "USD",
    )
    assert result.period == Period(date(2025, 1, 1), date(2025, 1, 31))
    assert facts.campaign.tolist() == ["Brand", "Shoes, winter"]
    assert facts.start.tolist() == [date(2025, 1, 1)] * 2
    assert facts.end.tolist() == [date(2025, 1, 31)] * 2
    assert facts.line.tolist() == [4, 5]
    assert (money(facts.spend), money(facts.conversions)) == ("1300.75", "3.50")
    assert facts.impressions.tolist() == [1000, 2000]
    assert set(facts.level) == {"campaign"}


def test_clicks_are_never_interactions_and_blank_is_not_zero() -> None:
    facts = ads(reading(CAMPAIGNS))
    assert facts.clicks.tolist() == [50, MISSING]
    assert facts.conversion_value.tolist() == [MISSING, MISSING]


def test_totals_reconcile_or_say_that_they_count_more() -> None:
    campaigns, account, search = reading(CAMPAIGNS).totals
    figures = {"spend": 1_300_750_000, "impressions": 3_000, "clicks": 50, "conversions": 3_500_000}
    assert (campaigns.label, campaigns.line, campaigns.figures) == ("Total: Campaigns", 6, figures)
    assert (campaigns.binding, campaigns.scope) == (True, None)
    assert (account.label, account.binding, account.figures["spend"]) == ("Total: Account", False, 1_400_750_000)
    assert search.scope is not None
    assert (search.label, search.binding, search.scope.tolist()) == ("Total: Search", False, [True, False])


@pytest.mark.parametrize(
    ("label", "binding"),
    [
        ("Total: Campaign", True),
        ("total: filtered campaigns", True),
        ("Total: All but removed keywords", True),
        ("Total: Video", False),
    ],
)
def test_each_kind_of_total_is_left_out(label: str, binding: bool) -> None:
    result = reading(CAMPAIGNS.replace("Total: Campaigns", label))
    assert (result.rows, result.total_rows, result.totals[0].binding) == (2, 3, binding)


def test_a_type_total_speaks_for_no_rows_where_no_column_tells_the_type() -> None:
    result = reading(CAMPAIGNS.replace("Campaign type", "Bid type"))
    assert (result.totals[2].scope, result.totals[2].binding) == (None, False)


def test_a_total_is_found_in_the_third_column_too() -> None:
    text = """Search keyword report
"January 1, 2025 - January 31, 2025"
Keyword status,Search keyword,Campaign,Ad group,Match type,Currency code,Cost,Impr.,Clicks
Enabled,running shoes,Brand,Shoes,Broad match,USD,5.00,10,1
Enabled,running shoes,Brand,Shoes,Exact match,USD,6.00,10,1
 --, --,Total: All but removed keywords, --, --,USD,11.00,20,2
"""
    result = reading(text)
    assert (result.rows, result.total_rows) == (2, 1)
    assert set(ads(result).level) == {"keyword"}
    assert ads(result).segment.tolist() == ["match type=Broad match", "match type=Exact match"]


def test_a_campaign_called_total_is_a_campaign() -> None:
    named = CAMPAIGNS.replace("Enabled,Brand", "Enabled,Total: Wine")
    assert ads(reading(named)).campaign.tolist()[0] == "Total: Wine"


def test_all_time_is_no_period() -> None:
    result = reading(CAMPAIGNS.replace('"January 1, 2025 - January 31, 2025"', "All time"))
    assert (result.period, result.coverage, codes(result)) == (None, (), ["no_period"])
    assert ads(result).start.astype(str).tolist() == ["NaT", "NaT"]


def test_daily_rows_cover_the_whole_stated_period() -> None:
    result = reading(DAILY)
    january = {"start": date(2025, 1, 1), "end": date(2025, 1, 31)}
    assert result.coverage == (
        Coverage(platform="google_ads", account="shop", level="campaign", daily=True, **january),
    )
    assert ads(result).start.tolist() == ads(result).end.tolist() == [date(2025, 1, 2), date(2025, 1, 3)]
    assert money(ads(result).conversion_value) == "7.00"


def test_daily_rows_without_a_stated_period_cover_their_first_to_their_last_day() -> None:
    result = reading(DAILY.replace('"January 1, 2025 - January 31, 2025"', "All time"))
    assert [(one.daily, one.start, one.end) for one in result.coverage] == [(True, date(2025, 1, 2), date(2025, 1, 3))]
    assert result.period == Period(date(2025, 1, 2), date(2025, 1, 3))


def test_whole_period_rows_cover_their_period_and_not_as_days() -> None:
    assert [(one.daily, one.start.day, one.end.day) for one in reading(CAMPAIGNS).coverage] == [(False, 1, 31)]


def test_a_report_without_rows_still_says_that_nothing_was_spent() -> None:
    result = reading("".join(DAILY.splitlines(keepends=True)[:3]))
    assert (result.rows, codes(result)) == (0, ["no_data"])
    assert [(one.level, one.daily, one.start.day, one.end.day) for one in result.coverage] == [
        ("campaign", True, 1, 31)
    ]


def test_weeks_are_cut_at_the_edges_of_the_stated_period() -> None:
    text = DAILY.replace("Day,", "Week,").replace("2025-01-02", "2024-12-30").replace("2025-01-03", "2025-01-27")
    facts = ads(reading(text))
    assert facts.start.tolist() == [date(2025, 1, 1), date(2025, 1, 27)]
    assert facts.end.tolist() == [date(2025, 1, 5), date(2025, 1, 31)]


def test_months_are_whole_months() -> None:
    text = DAILY.replace("Day,", "Month,").replace("2025-01-02", "2025-01").replace("2025-01-03", "Feb 2025")
    facts = ads(reading(text))
    assert (facts.start.tolist(), facts.end.tolist()) == (
        [date(2025, 1, 1), date(2025, 2, 1)],
        [date(2025, 1, 31), date(2025, 2, 28)],
    )


def test_the_key_holds_the_grain_and_escapes_what_would_blur_it() -> None:
    keys = ads(reading(DAILY)).key.tolist()
    assert keys[0] == "google_ads|shop|EUR|campaign|11|||||2025-01-02|2025-01-02"
    one = ads(reading(DAILY.replace(",11,", ",,").replace("Brand", "a|b"))).key[0]
    other = ads(reading(DAILY.replace(",11,", ",,").replace("Brand", "a\\|b"))).key[0]
    assert one == "google_ads|shop|EUR|campaign|a\\|b|||||2025-01-02|2025-01-02"
    assert one != other


def test_segments_keep_rows_of_a_campaign_and_day_apart() -> None:
    text = (
        DAILY.replace("Day,", "Day,Device,")
        .replace("2025-01-02,", "2025-01-02,Mobile,")
        .replace("2025-01-03,", "2025-01-02,Desktop,")
    )
    result = reading(text)
    assert (result.rows, ads(result).segment.tolist()) == (2, ["device=Mobile", "device=Desktop"])
    assert len(set(ads(result).key)) == 2


def test_an_identical_row_is_counted_once_and_a_differing_one_is_rejected() -> None:
    row = "2025-01-02,Brand,11,EUR,1.10,10,1,0.50,7.00\n"
    result = reading(DAILY + row + row.replace("1.10", "1.11"))
    assert (result.rows, money(ads(result).spend), codes(result)) == (2, "3.30", ["duplicates"])
    assert rejected(result) == {7: "says otherwise than line 4 of the same campaign and period; the first is kept"}


def test_an_account_column_names_the_account() -> None:
    text = (
        DAILY.replace("Campaign,", "Campaign,Account name,", 1)
        .replace("Brand,", "Brand,Acme AU,", 1)
        .replace("Brand,11", "Brand, --,11")
    )
    assert ads(reading(text)).account.tolist() == ["Acme AU", "shop"]


def test_the_excel_download_is_read_like_the_plain_one() -> None:
    plain = CAMPAIGNS.replace('"January 1, 2025 - January 31, 2025"', "1 January 2025 - 31 January 2025")
    tabs = (
        plain.replace('"Shoes, winter"', "Shoes; winter").replace(",", "\t").replace("Shoes; winter", "Shoes, winter")
    )
    tabs = tabs.replace('"1\t', '"1,').replace('"2\t', '"2,').replace('"3\t', '"3,')
    result = reading("\ufeff".encode("utf-16-le") + tabs.encode("utf-16-le"))
    assert (result.encoding, result.rows, result.total_rows) == ("utf-16-le", 2, 3)
    assert ads(result).key.tolist() == ads(reading(CAMPAIGNS)).key.tolist()
    assert ads(result).spend.tolist() == ads(reading(CAMPAIGNS)).spend.tolist()


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ('"1,2,3"', "is not an amount"),
        ('"12,50"', "is not written with a decimal point, as the other cells of its column are"),
        ('"1.234,56"', "is not written with a decimal point, as the other cells of its column are"),
        ("abc", "is not an amount"),
    ],
)
def test_an_amount_that_cannot_be_right_rejects_its_row_by_name(cell: str, reason: str) -> None:
    result = reading(DAILY.replace("1.10", cell) + "2025-01-04,Brand,11,EUR,3.30,30,3,0.00,0.00\n")
    assert result.rows == 2
    assert rejected(result) == {4: f'Cost "{cell.strip(chr(34))}" {reason}'}
    assert result.rejects[0].raw == f"2025-01-02,Brand,11,EUR,{cell},10,1,0.50,7.00"


def test_a_file_of_nothing_but_rejects_is_still_a_reading() -> None:
    result = reading(DAILY.replace("2025-01-02", "30 February").replace("2025-01-03", ""))
    assert (result.rows, len(ads(result))) == (0, 0)
    assert rejected(result) == {
        4: 'Day "30 February" is not a date; write it as YYYY-MM-DD',
        5: "Day is blank where a date must stand",
    }


def test_ad_groups_make_an_export_of_ad_groups() -> None:
    text = DAILY.replace("Campaign ID", "Ad group").replace(",11,", ",Shoes,")
    assert set(ads(reading(text)).level) == {"adset"}
    assert ads(reading(text)).adset.tolist() == ["Shoes", "Shoes"]


def test_the_total_of_a_type_that_no_row_has_is_held_against_no_row() -> None:
    video = reading(CAMPAIGNS + "Total: Video,,,Video,7,1,USD,3.00,,1,0.00\n").totals[-1]
    assert (video.label, video.binding) == ("Total: Video", False)
    assert video.scope is not None
    assert not video.scope.any()


def test_totals_below_and_above_the_tolerance_of_half_a_cent_a_row() -> None:
    def agrees(spend: str) -> bool:
        result = reading(CAMPAIGNS.replace("1300.75", spend))
        return next(one.agrees for one in reconcile(ads(result), result.totals) if one.metric == "spend")

    assert (agrees("1300.76"), agrees("1300.74"), agrees("1300.761"), agrees("1300.73")) == (True, True, False, False)


def test_a_total_that_does_not_match_tells_both_figures() -> None:
    result = reading(CAMPAIGNS.replace('"3,000",154', '"3,100",154'))
    found = [one for one in reconcile(ads(result), result.totals) if one.metric == "impressions"]
    assert [(one.total, one.file, one.rows, one.agrees, one.binding) for one in found] == [
        ("Total: Campaigns", 3100, 3000, False, True),
        ("Total: Account", 3500, 3000, False, False),
        ("Total: Search", 1500, 1000, False, False),
    ]


def test_a_row_without_any_name_is_no_campaign() -> None:
    result = reading(CAMPAIGNS + ' --, --, --, --,"3,000",154,USD,1300.75, --,50,3.50\n')
    assert (result.rows, result.total_rows) == (2, 4)
    assert [one.label for one in result.totals][-1] == "Total (unnamed row)"


def test_a_row_without_a_name_on_a_day_of_its_own_is_rejected() -> None:
    result = reading(DAILY + "2025-01-04,,,EUR,9.00,9,1,0.00,0.00\n2025-01-03, --, --,EUR,2.20,20,2,0.00,0.00\n")
    assert rejected(result) == {6: "names nothing that its figures are of"}
    (total,) = result.totals
    assert total.scope is not None
    assert (total.scope.tolist(), total.figures["spend"]) == ([False, True], 2_200_000)


def test_rows_that_all_name_nothing_are_those_of_the_account() -> None:
    result = reading(DAILY.replace("Brand,11", ","))
    assert (result.rows, result.total_rows, set(ads(result).level)) == (2, 0, {"account"})


def test_a_line_of_words_below_the_table_is_no_campaign() -> None:
    result = reading(CAMPAIGNS + "Conversions may still arrive,,,,,,,,,,\n")
    assert (result.rows, rejected(result)) == (2, {9: "holds nothing but one text"})


def test_the_decimal_mark_of_a_file_may_differ_from_its_bare_integers() -> None:
    result = reading(PORTUGUESE)
    facts = ads(result)
    assert (result.rows, result.total_rows, result.currency, result.rejects) == (2, 4, "BRL", ())
    assert (money(facts.spend), facts.impressions.tolist(), facts.clicks.tolist()) == ("1685.87", [29, 1488], [1, 34])
    assert result.period == Period(date(2026, 5, 5), date(2026, 5, 15))
    assert [(one.label, one.binding) for one in result.totals] == [
        ("Total: Campanhas", True),
        ("Total: Campanhas filtradas", True),
        ("Total: Conta", False),
        ("Total: Pesquisa", False),
    ]
    assert all(one.agrees for one in reconcile(facts, result.totals))
    assert result.totals[3].scope is not None
    assert result.totals[3].scope.tolist() == [True, True]


def test_japanese_campaigns_are_read_like_english_ones() -> None:
    result = reading(JAPANESE)
    facts = ads(result)
    assert (result.rows, result.total_rows, result.currency, result.rejects) == (2, 3, "JPY", ())
    assert (money(facts.spend), facts.impressions.tolist(), facts.clicks.tolist()) == ("12345.00", [1200, 80], [30, 2])
    assert (money(facts.conversions), money(facts.conversion_value)) == ("1.50", "9800.00")
    assert result.period == Period(date(2026, 1, 1), date(2026, 1, 31))
    assert [(one.label, one.binding) for one in result.totals] == [
        ("合計: キャンペーン", True),
        ("合計: アカウント", False),
        ("合計: 検索", False),
    ]
    assert all(one.agrees for one in reconcile(facts, result.totals))


def test_a_time_of_day_divides_a_day() -> None:
    text = DAILY.replace("Day,", "Day,Hour of day,").replace("2025-01-02,", "2025-01-02,7,")
    assert ads(reading(text.replace("2025-01-03,", "2025-01-02,8,"))).segment.tolist() == [
        "hour of day=7",
        "hour of day=8",
    ]


PORTUGUESE = """Relatório de campanha
5 de maio de 2026 - 15 de maio de 2026
Status da campanha,Campanha,Orçamento,Código da moeda,Tipo de campanha,Impr.,CTR,Custo,Cliques,Conversões,Custo / conv.
Ativada,[SEARCH] REGIÃO,"15,00",BRL,Pesquisa,29,"3,45%","2,87",1,"1,00","2,87"
Ativada,"Marca, geral","25,00",BRL,Pesquisa,"1.488","6,76%","1.683,00",34,"13,00","129,46"
Total: Campanhas, --, --,BRL, --,"1.517","6,55%","1.685,87",35,"14,00","120,42"
Total: Campanhas filtradas, --, --,BRL, --,"1.517","6,55%","1.685,87",35,"14,00","120,42"
Total: Conta,,,BRL,,"1.517","6,55%","1.685,87",35,"14,00","120,42"
Total: Pesquisa,,,BRL,Pesquisa,"1.517","6,55%","1.685,87",35,"14,00","120,42"
"""
JAPANESE = """キャンペーン レポート
2026年1月1日～2026年1月31日
キャンペーンの状態,キャンペーン,予算,通貨コード,キャンペーン タイプ,\
表示回数,クリック数,費用,コンバージョン,コンバージョン値
有効,指名,"5,000",JPY,検索,"1,200",30,"12,000",1.50,"9,800.00"
一時停止,一般, --,JPY,検索,80,2,345,0.00,0.00
合計: キャンペーン, --, --,JPY, --,"1,280",32,"12,345",1.50,"9,800.00"
合計: アカウント,,,JPY,,"1,280",32,"12,345",1.50,"9,800.00"
合計: 検索,,,JPY,検索,"1,280",32,"12,345",1.50,"9,800.00"
"""

"""Meta Ads Manager: currency in a header, purchases, the total without a name, the languages."""

from __future__ import annotations

from datetime import date

import pytest

from domain.imports.reconciliation import reconcile
from domain.shared.columns import MISSING
from domain.shared.periods import Period
from tests.unit.exports.files import ads, codes, money, reading, rejected, told

DAILY = """\ufeffDay,"Campaign name",Reach,Impressions,Currency,"Amount spent (AUD)","Clicks (all)","Link clicks",\
Results,Purchases,"Purchases conversion value","Reporting starts","Reporting ends"
2026-06-25,Bundles,2240,4457,AUD,79.62,123,97,9,,,2026-06-25,2026-06-25
2026-06-24,Bundles,3477,6654,AUD,114.46,122,104,9,3,895.11,2026-06-24,2026-06-24
2026-06-24,"RB | Traffic",1787,2059,AUD,9.68,54,,9,0,4.17,2026-06-24,2026-06-24
"""
PERIOD = """Reporting starts,Reporting ends,Campaign name,Ad set name,Ad name,Results,Impressions,Amount spent (USD)
2026-06-01,2026-06-30,,,,30,900,30.00
2026-06-01,2026-06-30,Sales,Women,Video,10,400,10.00
2026-06-01,2026-06-30,Sales,Women,Photo,20,500,20.00
"""


def test_daily_rows_are_read_with_link_clicks_and_purchases() -> None:
    result = reading(DAILY)
    facts = ads(result)
    assert (result.platform, result.encoding, result.rows, result.currency) == ("meta_ads", "utf-8-sig", 3, "AUD")
    assert facts.clicks.tolist() == [97, 104, MISSING]
    assert facts.conversions.tolist() == [MISSING, 3_000_000, 0]
    assert money(facts.spend) == "203.76"
    assert money(facts.conversion_value) == "899.28"
    assert [(one.daily, one.start, one.end) for one in result.coverage] == [
        (True, date(2026, 6, 24), date(2026, 6, 25))
    ]


def test_all_clicks_stand_in_where_link_clicks_are_not_told() -> None:
    assert ads(reading(DAILY.replace("Link clicks", "Shop clicks"))).clicks.tolist() == [123, 122, 54]


def test_results_are_never_conversions() -> None:
    facts = ads(reading(DAILY.replace("Purchases,", "Leads,").replace('"Purchases conversion value"', "Value")))
    assert facts.conversions.tolist() == facts.conversion_value.tolist() == [MISSING] * 3


def test_the_unnamed_first_row_is_the_total() -> None:
    result = reading(PERIOD)
    (total,) = result.totals
    assert (result.rows, result.total_rows, set(ads(result).level)) == (2, 1, {"ad"})
    assert (total.line, total.figures, total.binding, total.scope) == (
        2,
        {"spend": 30_000_000, "impressions": 900},
        True,
        None,
    )
    assert result.period == Period(date(2026, 6, 1), date(2026, 6, 30))
    assert [(one.daily, one.level) for one in result.coverage] == [(False, "ad")]


def test_one_reported_day_is_a_daily_row_and_more_are_a_period() -> None:
    result = reading(
        PERIOD.replace("2026-06-01,2026-06-30,Sales,Women,Video", "2026-06-07,2026-06-07,Sales,Women,Video")
    )
    assert [(one.daily, one.start.day, one.end.day) for one in result.coverage] == [(True, 7, 7), (False, 1, 30)]


def test_an_empty_export_is_no_error() -> None:
    result = reading(
        '"Reporting starts","Reporting ends","Campaign name",Results,"Amount spent (USD)",Ends\n"No data available."\n'
    )
    assert (result.rows, result.total_rows, result.rejects, result.currency) == (0, 0, (), "USD")
    assert (codes(result), result.coverage) == (["no_data"], ())


def test_a_row_in_another_currency_than_the_header_is_rejected() -> None:
    result = reading(DAILY.replace("AUD,9.68", "NZD,9.68"))
    assert rejected(result) == {4: "the row is in NZD and the header says AUD"}


def test_the_header_alone_may_name_the_currency() -> None:
    assert set(ads(reading(PERIOD)).currency) == {"USD"}
    nowhere = reading(PERIOD.replace(" (USD)", ""))
    assert (nowhere.currency, set(ads(nowhere).currency)) == (None, {""})


def test_a_period_that_ends_before_it_starts_is_rejected() -> None:
    result = reading(
        PERIOD.replace("2026-06-01,2026-06-30,Sales,Women,Video", "2026-06-30,2026-06-01,Sales,Women,Video")
    )
    assert list(rejected(result)) == [3]


def test_people_by_age_are_segments() -> None:
    text = DAILY.replace("Day,", "Day,Age,").replace("2026-06-25,", "2026-06-25,25-34,", 1)
    text = text.replace("2026-06-24,B", "2026-06-24,35-44,B").replace('2026-06-24,"', '2026-06-24,,"')
    assert ads(reading(text)).segment.tolist() == ["age=25-34", "age=35-44", "age="]


def test_the_unnamed_total_may_stand_last() -> None:
    first, total, *rows = PERIOD.splitlines()
    result = reading("\n".join([first, *rows, total]))
    assert (result.rows, result.total_rows, result.totals[0].line) == (2, 1, 4)
    assert all(one.agrees for one in reconcile(ads(result), result.totals))


def test_an_unnamed_total_of_a_day_speaks_for_the_rows_of_that_day() -> None:
    result = reading(DAILY + "2026-06-24,,,8713,AUD,124.14,176,104,18,3,899.28,2026-06-24,2026-06-24\n")
    assert (result.rows, result.total_rows) == (3, 1)
    assert [one.agrees for one in reconcile(ads(result), result.totals)] == [True] * 5


def test_a_campaign_that_goes_on_and_custom_columns_are_no_matter() -> None:
    header, *rows = DAILY.splitlines()
    text = "\n".join([f"{header},Ends,ATC OC to LPV", *(f"{row},Ongoing,12.5" for row in rows)])
    result = reading(text)
    assert (result.rows, result.rejects, result.messages) == (3, (), ())


def test_the_column_of_the_ads_may_be_called_ads() -> None:
    facts = ads(reading(PERIOD.replace("Ad name", "Ads")))
    assert (set(facts.level), facts.ad.tolist()) == ({"ad"}, ["Video", "Photo"])


@pytest.mark.parametrize("cell", ["No data available.", "No data available.,,,,", "Brak dostępnych danych."])
def test_no_data_is_a_notice_and_no_campaign(cell: str) -> None:
    result = reading(f"Reporting starts,Reporting ends,Campaign name,Results,Amount spent (USD)\n{cell}\n")
    assert (result.rows, result.rejects, codes(result)) == (0, (), ["no_data"])


def test_a_header_without_rows_is_said() -> None:
    assert codes(reading("Reporting starts,Reporting ends,Campaign name,Results,Amount spent (USD)\n")) == ["no_data"]


def test_a_row_of_the_period_beside_daily_rows_of_the_campaign_is_said() -> None:
    text = PERIOD.replace("2026-06-01,2026-06-30,Sales,Women,Photo", "2026-06-07,2026-06-07,Sales,Women,Video")
    result = reading(text.replace("2026-06-01,2026-06-30,,,,30,900,30.00\n", ""))
    assert (result.rows, codes(result)) == (2, ["mixed_periods"])
    assert "1 row stands for a period" in told(result)["mixed_periods"]
    apart = reading(text.replace("Sales,Women,Video,10", "Sales,Women,Other,10"))
    assert codes(apart) == []


POLISH = """Nazwa kampanii,Dzień,Kliknięcia linku,Zasięg,Wyświetlenia,Typ wyniku,Wyniki,Koszt/wynik,Wydana kwota (PLN),\
Początek okresu raportowania,Koniec okresu raportowania
[FB] Części,2026-05-14,4,558,609,,,,4.99,2026-05-14,2026-05-14
"[FB] Ciągniki, używane",2026-05-13,1,342,432,Kontakty,3,1.6,1204.8,2026-05-13,2026-05-13
"""
JAPANESE = """キャンペーン名,消化金額 (JPY),インプレッション,クリック(すべて),\
リンクのクリック,購入,購入のコンバージョン値,レポート開始日,レポート終了日
夏,1500,609,9,4,1,9800,2026-05-14,2026-05-14
冬,320,432,2,1,,,2026-05-13,2026-05-13
"""
GERMAN = """Name der Kampagne,Tag,Impressionen,Link-Klicks,Klicks (alle),Käufe,Conversion-Wert für Käufe,\
Ausgegebener Betrag (EUR),Berichtsbeginn,Berichtsende
Sommer,2026-05-14,609,4,9,1,9.8,4.99,2026-05-14,2026-05-14
Winter,2026-05-13,432,1,2,,,1204.8,2026-05-13,2026-05-13
"""
SPANISH = """Nombre de la campaña,Día,Impresiones,Clics en el enlace,Clics (todos),Resultados,Compras,\
Valor de conversión de compras,Importe gastado (MXN),Inicio del informe,Fin del informe
Verano,2026-05-14,609,4,9,77,1,9.8,4.99,2026-05-14,2026-05-14
Invierno,2026-05-13,432,1,2,7,,,1204.8,2026-05-13,2026-05-13
"""
PORTUGUESE = """Nome da campanha,Dia,Impressões,Cliques no link,Cliques (todos),Resultados,Compras,\
Valor de conversão da compra,Valor usado (BRL),Início dos relatórios,Encerramento dos relatórios
Verão,14 de mai. de 2026,609,4,9,77,1,9.8,4.99,2026-05-14,2026-05-14
Inverno,13 de mai. de 2026,432,1,2,7,,,1204.8,2026-05-13,2026-05-13
"""
FRENCH = """Nom de la campagne,Jour,Impressions,Clics sur un lien,Clics (tous),Résultats,Achats,\
Valeur de conversion des achats,Montant dépensé (CHF),Début des rapports,Fin des rapports
Été,2026-05-14,609,4,9,77,1,9.8,4.99,2026-05-14,2026-05-14
Hiver,2026-05-13,432,1,2,7,,,1204.8,2026-05-13,2026-05-13
"""


@pytest.mark.parametrize(
    ("text", "currency"),
    [(POLISH, "PLN"), (JAPANESE, "JPY"), (GERMAN, "EUR"), (SPANISH, "MXN"), (PORTUGUESE, "BRL"), (FRENCH, "CHF")],
)
def test_the_same_table_in_other_languages(text: str, currency: str) -> None:
    result = reading(text)
    facts = ads(result)
    assert (result.platform, result.rows, result.rejects, result.currency) == ("meta_ads", 2, (), currency)
    assert facts.start.tolist() == [date(2026, 5, 14), date(2026, 5, 13)]
    assert (facts.impressions.tolist(), facts.clicks.tolist()) == ([609, 432], [4, 1])
    assert money(facts.spend) == ("1820.00" if currency == "JPY" else "1209.79")
    bought = money(facts.conversions), money(facts.conversion_value)
    assert bought == {"PLN": (None, None), "JPY": ("1.00", "9800.00")}.get(currency, ("1.00", "9.80"))

"""Files that share a few words with a platform and are not of it: they are proposed, and nothing of them is lost."""

from __future__ import annotations

import pytest

from domain.imports.reading import Proposal, Reading, Unreadable
from infrastructure.exports.recognition.recognition import recognise
from tests.unit.exports.files import ads, money, outcome, reading, refusal


def proposal(text: str) -> Proposal:
    """How a file that no layout is for may be read."""
    result = outcome(text)
    assert isinstance(result, Unreadable)
    assert result.proposal
    return result.proposal


SHEETS = [
    "Fecha;Campaña;Importe gastado (EUR);Impresiones;Clics",
    "Date;Campagne;Montant dépensé (EUR);Impressions;Clics",
    "Datum;Kampagne;Ausgegebener Betrag (EUR);Impressionen;Klicks",
    "Data;Kampania;Wydana kwota (PLN);Wyświetlenia;Kliknięcia",
    "Data;Campagna;Importo speso (EUR);Impressioni;Clic",
    "Data;Campanha;Valor gasto (BRL);Impressões;Cliques",
    "Datum;Kampaň;Vynaložená částka (CZK);Imprese;Kliknutí",
    "Date;Campaign;Amount Spent (USD);Impressions;Clicks",
    "Date;Montant dépensé (EUR);Impressions;Clics",
    "Date;Campaign Name;Impressions;Clicks;CTR;Average CPC;Spend",
    "Date;Campaign;Impressions;Clicks;CTR (%);Spend",
    "Fecha;Campaña;Gasto;Impresiones;Clics;CPC promedio",
    "Date;Campaign;Impressions;Clicks;Avg. CPC;Cost",
    "Datum;Kampagne;Impressionen;Klicks;Durchschn. CPC;Kosten",
]


@pytest.mark.parametrize("header", SHEETS)
def test_a_sheet_with_a_word_or_two_of_a_platform_is_not_of_that_platform(header: str) -> None:
    row = ";".join(["2026-01-13", *("1" for _ in header.split(";")[1:])])
    assert refusal(f"{header}\n{row}\n").startswith("unrecognised: ")


def test_such_a_sheet_is_proposed_with_its_campaigns_its_clicks_and_its_total() -> None:
    result = proposal(f"{SHEETS[0]}\n2026-01-13;A;10,50;1.000;10\n2026-01-14;B;12,50;1.200;12\nTotal;;23,00;2.200;22\n")
    found = {column.field for column in result.columns}
    assert {"date", "campaign", "spend", "impressions", "clicks"} <= found


@pytest.mark.parametrize(
    "header",
    [
        "Kampagnenname,Tag,Ausgegebener Betrag (EUR)",
        "Nombre de la campaña,Importe gastado (EUR),Impresiones,Clics en el enlace",
        "Account name,Day,Amount spent (USD),Impressions",
        "Ads,Amount spent (AUD),Impressions,Reporting starts",
    ],
)
def test_what_a_platform_says_in_its_own_words_is_of_that_platform(header: str) -> None:
    assert recognise(header.encode() + b"\n").layout.platform == "meta_ads"


CARD = "Campaign Name,Campaign Group Name,Campaign Status,Cost,Clicks,CTR\n"


def test_the_campaigns_card_of_google_tells_its_campaigns_apart() -> None:
    result = reading(CARD + 'Oslo,,Paused,"NOK1,799.89","6,519",7.03%\nBergen,,Enabled,"NOK788.54",74,1.83%\n')
    assert (result.platform, result.rows, result.currency) == ("google_ads", 2, "NOK")
    assert money(ads(result).spend) == "2588.43"


def test_the_same_card_in_portuguese() -> None:
    result = reading(
        "Nome da campanha,Nome do grupo de campanhas,Status da campanha,Custo,Cliques,CTR\n"
        'A,,Ativado,"R$ 236,86",58,"6,68%"\nB,,Pausado,"R$ 23,14",2,"6,90%"\n'
    )
    assert (result.platform, result.rows, money(ads(result).spend)) == ("google_ads", 2, "260.00")


def test_keywords_of_a_portuguese_report_are_told_apart_by_their_match_type_too() -> None:
    result = reading(
        "Palavra-chave de pesquisa\n5 de maio de 2026 - 15 de maio de 2026\n"
        "Pesquisar palavra-chave,Pesquisar tipo de correspondência de palavra-chave,Campanha,Grupo de anúncios,"
        "Código da moeda,Cliques,Impr.,Custo\n"
        'a,Correspondência de frase,C,G,BRL,9,173,"29,39"\na,Correspondência exata,C,G,BRL,1,2,"1,00"\n'
        'b,Correspondência exata,C,G,BRL,0,0,"0,00"\n'
    )
    assert (result.rows, result.rejects, money(ads(result).spend)) == (3, (), "30.39")


def test_hours_of_a_day_are_rows_of_their_own() -> None:
    result = reading(
        "Day,Hour of the day,Campaign,Currency code,Cost,Impr.,Clicks\n"
        "2026-01-01,0,Brand,USD,50.00,10,1\n2026-01-01,1,Brand,USD,1.00,10,1\n"
    )
    assert (result.rows, result.rejects, money(ads(result).spend)) == (2, (), "51.00")


@pytest.mark.parametrize(
    ("header", "row", "total"),
    [
        ("Ημερομηνία;Καμπάνια;Δαπάνη;Εμφανίσεις;Κλικ", "31/01/2026;Α;12,34;100;10", "Σύνολο;;12,34;100;10"),
        ("תאריך;קמפיין;עלות;חשיפות;קליקים", "31/01/2026;א;12,34;100;10", "סך הכל;;12,34;100;10"),
        ("التاريخ;الحملة;التكلفة;مرات الظهور;النقرات", "31/01/2026;ا;12,34;100;10", "المجموع;;12,34;100;10"),
        ("Tarih;Kampanya;Harcama;Gösterim;Tıklama", "31/01/2026;A;12,34;100;10", "TOPLAM;;12,34;100;10"),
    ],
)
def test_sheets_of_more_languages_are_proposed_and_their_totals_known(header: str, row: str, total: str) -> None:
    found = proposal(f"{header}\n{row}\n{total}\n")
    assert {column.field for column in found.columns} == {"date", "campaign", "spend", "impressions", "clicks"}
    assert isinstance(found.read, Reading)
    assert (found.read.rows, found.read.total_rows, found.read.rejects) == (1, 1, ())


def test_rows_that_nothing_names_are_told_apart_by_the_column_in_which_they_differ() -> None:
    found = proposal("Device,Cost,Clicks\nComputers,3.38,3\nTablets,0.48,1\n")
    assert ("segment", "Device") in {(column.field, column.header) for column in found.columns}


def test_the_lines_above_a_summary_of_microsoft_tell_it_and_without_them_it_is_anybodys() -> None:
    table = (
        "Account name,Campaign name,Impressions,Clicks,CTR (%),Average CPC,Spend\nAcc,Brand,1000,10,1.00%,1.05,10.50\n"
    )
    above = '"Report Name: Campaigns"\n"Report Time: 1/1/2026-1/31/2026"\n"Rows: 1"\n\n'
    assert reading(above + table).platform == "microsoft_ads"
    assert refusal(table).startswith("unrecognised: ")


def test_the_plainest_answer_of_the_snapchat_api_is_in_millionths() -> None:
    result = reading(
        "start_time,end_time,campaign_id,impressions,swipes,spend\n"
        "2026-01-01T00:00:00.000-08:00,2026-01-01T01:00:00.000-08:00,abc,1000,10,12340000\n"
    )
    assert (result.platform, money(ads(result).spend)) == ("snapchat_ads", "12.34")


def test_one_word_out_of_three_is_no_layout_nearby() -> None:
    said = refusal("amazon-order-id,currency,sku\n1,USD,x\n")
    assert "nearest" not in said

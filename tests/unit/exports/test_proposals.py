"""Files that no layout is for: what is proposed for them, by which evidence, and what the proposal reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.imports.hints import Hints
from domain.imports.mapping import FIELDS, ColumnMapping
from domain.imports.notation import DateOrder, DecimalMark
from domain.imports.reading import Proposal, Reading, Unreadable
from domain.imports.record import Kind, Message
from infrastructure.exports import FileExportReader
from infrastructure.exports.proposing.finding import find_table
from infrastructure.exports.proposing.profiles import profile
from infrastructure.exports.recognition.vocabulary import HeaderWords, vocabulary
from infrastructure.exports.shared.words import words
from tests.unit.exports.files import ads, money, orders, outcome

SPANISH = """Informe de anuncios
Fecha;Campaña;Impresiones;Clics;Coste (EUR);CTR;Coste por clic;Presupuesto
2026-01-01;Alfa;1.200;30;12,50;2,50 %;0,42;20
2026-01-01;Beta;800;10;7,25;1,25 %;0,73;20
2026-01-02;Alfa;1.300;25;13,00;1,92 %;0,52;20
Total;;3.300;65;32,75;1,97 %;0,50;
"""
CHINESE = """日期,推广计划,推广单元,展现,点击,消费,点击率,平均点击价格
2026-01-01,品牌词,核心,"1,200",30,45.50,2.50%,1.52
2026-01-02,品牌词,核心,"1,300",28,40.10,2.15%,1.43
总计,,,"2,500",58,85.60,2.32%,1.48
"""
RUSSIAN = (
    "День\tКампания\tПоказы\tКлики\tРасход\tСредний CPC\n13.01.2026\tПоиск\t1200\t30\t1 250,50\t41,68\n"
    "14.01.2026\tПоиск\t1300\t28\t1 100,00\t39,29\n"
)
INVENTED = """jaj,ghob,wej,chong,Huch,CTR,CPC
2026-01-01,alpha,1200,30,12.00,2.50,0.40
2026-01-02,alpha,1300,25,12.00,1.92,0.48
2026-01-03,beta,900,17,8.50,1.89,0.50
"""
GERMAN_ORDERS = """Bestellnummer;Bestelldatum;Kunden-E-Mail;Gesamtbetrag;Währung;Versandkosten;MwSt
1001;31.01.2026;anna@example.com;119,00;EUR;4,90;19,00
1002;01.02.2026;Bob@example.com;1.059,50;EUR;0,00;169,16
"""
FRENCH_LEADS = """Horodateur,Nom complet,Adresse e-mail,Numéro de téléphone,Source
2026-01-05 10:00:00,Ann A,ann@example.com,+33 6 12 34 56 78,Google
2026-01-06 11:30:00,Bob B,bob@example.com,+33 6 12 34 56 79,Meta
"""
EVENTS = "profile;action type;when\nu1;login;2026-01-01T10:00:00Z\nu2;purchase;2026-01-01T11:00:00Z\n"
TWO_COSTS = "Fecha,Campaña,Cost,Spend,Clics\n2026-01-01,A,10.00,12.00,3\n2026-01-02,A,11.00,13.50,4\n"
UNDECIDED = ColumnMapping(fingerprint="", kind=Kind.UNRECOGNISED, platform="", columns=())


def found(text: str | bytes, decided: ColumnMapping | None = None, **hints: object) -> Proposal | Unreadable:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "unknown.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return FileExportReader().propose(path, replace(Hints(), **hints), decided)  # type: ignore[arg-type]


def proposal(text: str | bytes, decided: ColumnMapping | None = None, **hints: object) -> Proposal:
    result = found(text, decided, **hints)
    assert isinstance(result, Proposal), result.reason.message
    return result


def told(*columns: tuple[str, str], **others: object) -> ColumnMapping:
    return replace(UNDECIDED, columns=columns, **others)  # type: ignore[arg-type]


def read(result: Proposal) -> Reading:
    assert isinstance(result.read, Reading), result.read.message
    return result.read


def unclear(result: Proposal) -> str:
    assert isinstance(result.read, Message)
    return f"{result.read.code}: {result.read.message}"


def columns(result: Proposal) -> dict[str, str]:
    return dict(result.mapping.columns)


def evidence(result: Proposal, field: str) -> str:
    return next(column.evidence for column in result.columns if column.field == field)


def test_a_platform_that_nobody_knows_is_proposed_by_its_headers_and_its_total_is_left_out_and_used() -> None:
    result = proposal(SPANISH)
    assert result.mapping.kind is Kind.AD_METRICS
    assert columns(result) == {
        "date": "Fecha",
        "campaign": "Campaña",
        "impressions": "Impresiones",
        "clicks": "Clics",
        "spend": "Coste (EUR)",
    }
    assert result.unread == ("CTR", "Coste por clic", "Presupuesto")
    facts, taken = ads(read(result)), read(result)
    assert (taken.rows, taken.total_rows, taken.currency, money(facts.spend)) == (3, 1, "EUR", "32.75")
    assert (facts.impressions.sum(), facts.clicks.sum()) == (3300, 65)
    assert taken.totals[0].figures == {"spend": 32_750_000, "impressions": 3300, "clicks": 65}


@pytest.mark.parametrize(
    ("text", "spend", "clicks"), [(CHINESE, "85.60", 58), (RUSSIAN, "2350.50", 58)], ids=["chinese", "russian"]
)
def test_other_scripts_and_notations_are_read_too(text: str, spend: str, clicks: int) -> None:
    facts = ads(read(proposal(text)))
    assert (len(facts), money(facts.spend), facts.clicks.sum()) == (2, spend, clicks)


def test_ratio_columns_prove_which_columns_they_are_of_in_any_language() -> None:
    result = proposal(INVENTED)
    assert columns(result) == {"date": "jaj", "impressions": "wej", "clicks": "chong", "spend": "Huch"}
    assert evidence(result, "impressions") == "CTR is chong by wej; 3 of 3 cells are whole numbers"
    assert evidence(result, "date") == "the only column of dates; 3 of 3 cells are dates"
    assert money(ads(read(result)).spend) == "32.50"


def test_ratios_prove_nothing_where_two_pairs_of_columns_would_do() -> None:
    doubled = "\n".join(f"{line},{line.split(',')[3]}" for line in INVENTED.splitlines()).replace("CPC,chong", "CPC,x")
    assert "clicks" not in columns(proposal(doubled))


def test_a_ratio_is_never_taken_for_the_figure_that_it_divides() -> None:
    text = "Date,Campaign,Cost per click,Avg. cost,Coût par clic,Kosten pro Klick,予算,费用占比,Impressions\n"
    result = proposal(text + "2026-01-01,A,1.10,2.20,3.30,4.40,5.50,6.60,70\n")
    assert "spend" not in columns(result)
    assert unclear(result).startswith("missing_columns: to be read as ad_metrics it needs a column for spend")


def test_orders_are_told_by_amount_day_and_customer() -> None:
    result = proposal(GERMAN_ORDERS)
    assert result.mapping.kind is Kind.ORDERS
    assert columns(result) == {
        "number": "Bestellnummer",
        "at": "Bestelldatum",
        "email": "Kunden-E-Mail",
        "amount": "Gesamtbetrag",
        "currency": "Währung",
        "shipping": "Versandkosten",
        "tax": "MwSt",
    }
    assert money(orders(read(result)).gross) == "1178.50"


def test_leads_are_told_by_a_contact_and_a_moment_without_an_amount() -> None:
    result = proposal(FRENCH_LEADS)
    assert result.mapping.kind is Kind.LEADS
    assert set(columns(result)) == {"at", "name", "email", "phone", "source"}
    assert read(result).rows == 2


def test_the_same_with_an_amount_are_orders() -> None:
    text = "Horodateur,Adresse e-mail,Montant total\n2026-01-05 10:00:00,ann@example.com,10.50\n"
    assert proposal(text).mapping.kind is Kind.ORDERS


def test_activity_is_told_by_who_what_and_when() -> None:
    result = proposal(EVENTS)
    assert result.mapping.kind is Kind.ACTIVITY
    assert columns(result) == {"customer": "profile", "event": "action type", "at": "when"}
    assert read(result).rows == 2


def test_a_column_that_names_known_platforms_makes_it_a_sheet_of_spend() -> None:
    text = "Jour;Canal;Dépenses;Clics\n2026-01-01;google ads;10,50;3\n2026-01-01;facebook;20,25;4\n"
    result = proposal(text)
    assert (result.mapping.kind, columns(result)["named_platform"]) == (Kind.SPEND, "Canal")
    assert sorted(ads(read(result)).platform) == ["google_ads", "meta_ads"]


def test_columns_of_words_divide_the_rows_that_would_be_one_and_figures_never_do() -> None:
    text = (
        "Fecha,Campaña,Dispositivo,Alcance,Coste,Clics\n2026-01-01,A,Móvil,80,1.50,10\n"
        "2026-01-01,A,Ordenador,180,2.50,20\n2026-01-02,A,Móvil,45,1.00,5\n"
    )
    result = proposal(text)
    assert columns(result)["segment"] == "Dispositivo"
    assert "Alcance" in result.unread
    assert money(ads(read(result)).spend) == "5.00"
    whole = proposal(text.replace("01-01,A,Ordenador", "01-03,A,Ordenador"))
    assert "segment" not in columns(whole)


def test_cells_in_millionths_are_read_as_such_by_their_header() -> None:
    result = proposal("fecha,campaña,coste_micros,clics\n2026-01-01,A,12500000,3\n2026-01-02,B,7250000,1\n")
    assert money(ads(read(result)).spend) == "19.75"


def test_a_currency_that_the_header_of_the_money_names_is_that_of_the_file() -> None:
    text = "fecha,campaña,coste_usd,clics\n2026-01-01,A,12.50,3\n"
    result = proposal(text)
    assert (result.mapping.currency, read(result).currency) == ("USD", "USD")


def test_two_columns_that_are_as_good_are_not_chosen_between() -> None:
    result = proposal(TWO_COSTS)
    assert unclear(result) == 'ambiguous_columns: spend may be "Spend" or "Cost"; tell which with --set spend=HEADER'
    settled = proposal(TWO_COSTS, told(("spend", "Cost")))
    assert money(ads(read(settled)).spend) == "21.00"
    assert evidence(settled, "spend") == "as decided; 2 of 2 cells are amounts"
    equal = TWO_COSTS.replace("12.00", "10.00").replace("13.50", "11.00")
    assert money(ads(read(proposal(equal))).spend) == "21.00"


def test_what_is_decided_wins_and_a_field_without_a_header_is_not_read() -> None:
    decided = told(("conversions", "Presupuesto"), ("clicks", ""), platform="Acme Ads")
    result = proposal(SPANISH, decided)
    assert columns(result)["conversions"] == "Presupuesto"
    assert "clicks" not in columns(result)
    assert "Clics" in result.unread
    assert set(ads(read(result)).platform) == {"acme_ads"}


def test_a_column_that_is_not_to_be_read_as_one_thing_is_not_proposed_as_another() -> None:
    text = "Fecha,Campaña,Grupo de anuncios,Coste\n2026-01-01,A,Uno,1.50\n"
    assert columns(proposal(text))["adset"] == "Grupo de anuncios"
    assert "Grupo de anuncios" in proposal(text, told(("adset", ""))).unread


def test_a_header_is_named_whatever_its_case_and_one_that_is_not_there_is_told_with_those_that_are() -> None:
    assert columns(proposal(TWO_COSTS, told(("spend", " cOST "))))["spend"] == "Cost"
    result = found(TWO_COSTS, told(("spend", "Kost")))
    assert isinstance(result, Unreadable)
    assert result.reason.code == "no_such_header"
    assert result.reason.message == 'there is no header "Kost"; there are "Fecha, Campaña, Cost, Spend, Clics"'


def test_a_kind_that_is_told_is_taken_and_says_what_it_lacks() -> None:
    result = proposal(SPANISH, told(kind=Kind.ORDERS))
    assert result.mapping.kind is Kind.ORDERS
    assert unclear(result).startswith("missing_columns: to be read as orders it needs a column for")


def test_a_field_that_the_kind_does_not_have_is_refused() -> None:
    result = found(SPANISH, told(("email", "Campaña"), kind=Kind.AD_METRICS))
    assert isinstance(result, Unreadable)
    assert result.reason.code == "no_such_field"


def test_what_was_saved_for_the_header_is_the_ground_for_what_is_decided_next() -> None:
    saved = proposal(SPANISH, told(("conversions", "Presupuesto"), platform="acme")).mapping
    again = proposal(SPANISH, mappings=(saved,))
    assert (again.mapping.platform, columns(again)["conversions"]) == ("acme", "Presupuesto")
    moved = proposal(SPANISH, told(("conversion_value", "Presupuesto")), mappings=(saved,))
    assert columns(moved)["conversion_value"] == "Presupuesto"
    assert "conversions" not in columns(moved)


def test_the_header_is_known_again_in_another_order_and_with_other_rows() -> None:
    saved = proposal(SPANISH).mapping
    turned = (
        "Clics;Fecha;Campaña;Impresiones;Presupuesto;Coste (EUR);CTR;Coste por clic\n7;2026-02-01;A;70;9;3,25;1;1\n"
    )
    result = outcome(turned, hints=Hints(mappings=(saved,)))
    assert isinstance(result, Reading)
    assert money(ads(result).spend) == "3.25"
    assert isinstance(outcome(turned.replace("Clics", "Klics"), hints=Hints(mappings=(saved,))), Unreadable)


def test_days_that_could_be_two_are_told_and_settled_by_who_imports_and_kept() -> None:
    text = "Fecha,Campaña,Coste,Clics\n03/04/2026,A,10.00,3\n05/06/2026,B,11.00,4\n"
    assert unclear(proposal(text)).startswith('ambiguous_dates: Fecha "03/04/2026"')
    result = proposal(text, date_order=DateOrder.DAY_FIRST)
    assert ads(read(result)).start[0].item().isoformat() == "2026-04-03"
    saved = outcome(text, hints=Hints(mappings=(result.mapping,)))
    assert isinstance(saved, Reading)


def test_amounts_that_could_be_two_are_settled_by_who_imports() -> None:
    text = "Fecha;Campaña;Coste\n2026-01-01;A;1.234\n2026-01-02;B;2.345\n"
    assert money(ads(read(proposal(text, decimal=DecimalMark.COMMA))).spend) == "3579.00"
    assert money(ads(read(proposal(text, decimal=DecimalMark.POINT))).spend) == "3.579"


def test_a_file_that_no_layout_is_for_is_refused_with_the_proposal_and_how_to_go_on() -> None:
    result = outcome(SPANISH)
    assert isinstance(result, Unreadable)
    assert result.reason.code == "unrecognised"
    assert result.reason.message.endswith("; to go on: succotash imports map FILE")
    assert result.proposal is not None
    assert read(result.proposal).rows == 3


@pytest.mark.parametrize("text", ["just some words\nand others\n", "a,b,c\n1,2,3\n", "Name,City\nAnn,Rome\nBob,Oslo\n"])
def test_a_text_without_a_plausible_table_is_refused_without_a_proposal(text: str) -> None:
    result = outcome(text)
    assert isinstance(result, Unreadable)
    assert result.proposal is None


def test_where_there_is_no_table_nothing_is_proposed() -> None:
    result = found("word\n" * 30)
    assert isinstance(result, Unreadable)
    assert result.reason.code == "no_table"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_what_parts_most_cells_and_a_preamble_is_no_header(delimiter: str) -> None:
    rows = [["Fecha", "Campaña", "Coste"], *([f"2026-01-{day:02}", "A, B; C", "1"] for day in range(1, 20))]
    lines = ["Report: of all, campaigns; as | they\tare", "", *(delimiter.join(f'"{c}"' for c in row) for row in rows)]
    table = find_table("\n".join(lines).encode())
    assert table is not None
    assert table.names == ("Fecha", "Campaña", "Coste")
    assert len(table.columns[0]) == 19


def test_a_proposal_looks_at_a_part_and_its_reading_at_all_rows() -> None:
    rows = "".join(f"2026-{m:02}-{d:02},C{n},1.00\n" for n in range(30) for m in range(1, 13) for d in range(1, 29))
    result = proposal("Fecha,Campaña,Coste\n" + rows)
    assert evidence(result, "spend") == "the header says coste; 399 of 399 cells are amounts"
    assert read(result).rows == 30 * 12 * 28


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Werbekosten", "spend"), ("AdSpend", "spend"), ("GASTO TOTAL", "spend"), ("総費用", "spend"),
        ("depenses (EUR)", "spend"),
        ("Ad_Group_Name", "adset"), ("Klicks", "clicks"), ("Impressions (served)", "impressions"), ("광고비", "spend"),
    ],
)  # fmt: skip
def test_headers_are_understood_by_words_and_parts_of_words(header: str, field: str) -> None:
    says = vocabulary(Kind.AD_METRICS).says(HeaderWords.of(header))
    assert max(says, key=lambda name: says[name].points) == field


@pytest.mark.parametrize(
    "header", ["CustomerID", "Discount", "Campaign budget", "Accost", "% of spend", "Kosten/Klick"]
)
def test_a_word_that_only_begins_or_ends_like_spend_is_not_spend(header: str) -> None:
    assert "spend" not in vocabulary(Kind.AD_METRICS).says(HeaderWords.of(header))


@pytest.mark.parametrize(
    ("cells", "look"),
    [
        (["1,234.50", "R$ 12,28", "(3.00)", "¥120"], "amounts"), (["31.01.2026", "2026-01-31", "5 mai 2026"],
         "moments"), (["ann@example.com"], "emails"), (["+33 6 12 34 56 78", "416-810-9897x752"], "phones"),
        (["2.5 %", "< 10%"], "percents"),
        (["usd", "EUR"], "codes"), (['="1200"', "[7]", "'9"], "counts"),
    ],
)  # fmt: skip
def test_cells_are_told_apart_by_their_looks(cells: list[str], look: str) -> None:
    looks = profile(cells)
    assert getattr(looks, look) == looks.filled == len(cells)


@pytest.mark.parametrize("cell", ["1,23,456.00", "１２３４", "1234.50-", "1.2E+3", "−3.2", "1’234.50", "1 234,5"])
def test_whatever_is_read_as_an_amount_looks_like_one(cell: str) -> None:
    assert profile([cell]).amounts == 1


def test_an_amount_beside_any_known_currency_looks_like_one() -> None:
    cells = [cell for sign in words().currency_signs for cell in (f"{sign} 1234.56", f"1.234,56 {sign}")]
    assert len(cells) > 100
    assert profile(cells).amounts == len(cells)


@settings(deadline=None)
@given(st.text(st.sampled_from('ab1.,;\t|"\n €日-/@%= '), max_size=400))
def test_no_text_makes_a_proposal_fail(text: str) -> None:
    result = found(text)
    if isinstance(result, Unreadable):
        assert result.reason.code != "reader_failed"
    else:
        assert {field for field, _ in result.mapping.columns} <= set(FIELDS[result.mapping.kind])

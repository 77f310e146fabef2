"""Headers that a person has mapped are known again and read by the decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.imports.hints import Hints
from domain.imports.mapping import ColumnMapping
from domain.imports.notation import DateOrder, DecimalMark
from domain.imports.record import Kind
from infrastructure.exports.recognition.mapped import fingerprint
from tests.unit.exports.files import ads, money, orders, reading, refusal, rejected

HEADER = "Nom,Jour de diffusion,Budget consommé (EUR),Affichages,Appareil"
TEXT = f"{HEADER}\nÉté,2026-05-14,1.50,10,mobile\nTotal,,4.00,30,\nHiver,2026-05-14,2.50,20,desktop\n"
MAPPING = ColumnMapping(
    fingerprint=fingerprint(HEADER.split(",")),
    kind=Kind.AD_METRICS,
    platform="criteo",
    columns=(
        ("campaign", "Nom"),
        ("date", "Jour de diffusion"),
        ("spend", "Budget consommé (EUR)"),
        ("impressions", "Affichages"),
        ("segment", "Appareil"),
        ("clicks", ""),
    ),
)
KNOWN = Hints(account="shop", mappings=(MAPPING,))


def test_a_header_nobody_knows_is_refused_without_its_mapping_and_read_with_it() -> None:
    assert refusal(TEXT).startswith("unrecognised: ")
    result = reading(TEXT, hints=KNOWN)
    facts = ads(result)
    assert (result.kind, result.platform, result.rows, result.total_rows) == (Kind.AD_METRICS, "criteo", 2, 1)
    assert (result.currency, result.rejects, money(facts.spend)) == ("EUR", (), "4.00")
    assert (facts.campaign.tolist(), facts.segment.tolist()) == (
        ["Été", "Hiver"],
        ["appareil=mobile", "appareil=desktop"],
    )
    assert facts.start.tolist() == [date(2026, 5, 14)] * 2
    assert [(one.label, one.figures["spend"]) for one in result.totals] == [("Total", 4_000_000)]


def test_a_fingerprint_is_of_the_names_and_not_of_how_they_stand() -> None:
    known = fingerprint(["Day", "Spend (EUR)", "Campaign"])
    assert known == fingerprint(["\ufeffcampaign ", "  SPEND  (USD)", "", "day"])
    assert known != fingerprint(["Day", "Spend", "Campaign"])
    assert known != fingerprint(["Day", "Spend (net)", "Campaign"])
    assert len(known) == 64


def test_another_currency_in_the_header_is_the_same_header() -> None:
    result = reading(TEXT.replace("(EUR)", "(CHF)"), hints=KNOWN)
    assert (result.currency, result.rows) == ("CHF", 2)


def test_columns_in_another_order_below_a_title_are_the_same_header() -> None:
    rows = [line.split(",")[::-1] for line in TEXT.splitlines()]
    text = "Rapport;;\n\n" + "\n".join(";".join(row) for row in rows)
    assert money(ads(reading(text, hints=KNOWN)).spend) == "4.00"


def test_a_mapping_goes_before_every_layout() -> None:
    text = "Day,Campaign,Cost,Impr.,Clicks\n2026-05-14,Brand,1.50,10,2\n"
    names = text.splitlines()[0].split(",")
    mine = ColumnMapping(
        fingerprint=fingerprint(names),
        kind=Kind.AD_METRICS,
        platform="mine",
        columns=(("date", "Day"), ("spend", "Cost")),
    )
    assert reading(text).platform == "google_ads"
    result = reading(text, hints=replace(KNOWN, mappings=(MAPPING, mine)))
    assert (result.platform, set(ads(result).level)) == ("mine", {"account"})


def test_what_the_mapping_says_of_notation_and_currency_holds_unless_the_file_or_the_person_says_otherwise() -> None:
    header = "Kunde,Am,Betrag"
    mapping = ColumnMapping(
        fingerprint=fingerprint(header.split(",")),
        kind=Kind.ORDERS,
        platform="plain",
        columns=(("customer", "Kunde"), ("at", "Am"), ("amount", "Betrag")),
        date_order=DateOrder.DAY_FIRST,
        decimal=DecimalMark.COMMA,
        currency="CHF",
    )
    text = f'{header}\nc1,3/4/2026,"1,234"\n'
    facts = orders(reading(text, hints=Hints(account="shop", mappings=(mapping,))))
    assert (facts.ordered_local.astype("datetime64[D]").tolist(), facts.gross.tolist()) == (
        [date(2026, 4, 3)],
        [1_234_000],
    )
    assert facts.currency.tolist() == ["CHF"]
    said = Hints(account="shop", mappings=(mapping,), date_order=DateOrder.MONTH_FIRST, decimal=DecimalMark.POINT)
    facts = orders(reading(text, hints=said))
    assert (facts.ordered_local.astype("datetime64[D]").tolist(), facts.gross.tolist()) == (
        [date(2026, 3, 4)],
        [1_234_000_000],
    )


@pytest.mark.parametrize("label", ["Total", "Grand total", "Total: Account", "Gesamt: Konto", "Search total"])
def test_totals_are_no_campaigns_of_a_mapped_file_either(label: str) -> None:
    result = reading(TEXT.replace("Total,,", f"{label},,"), hints=KNOWN)
    assert (result.rows, result.total_rows, rejected(result)) == (2, 1, {})


def test_a_row_without_a_name_is_no_campaign_of_a_mapped_file_either() -> None:
    result = reading(TEXT.replace("Total,,", ",,"), hints=KNOWN)
    assert (result.rows, result.total_rows) == (2, 1)

"""Spend as people keep it, and exchange rates."""

from __future__ import annotations

from datetime import date

import pytest

from domain.shared.columns import MISSING
from domain.shared.periods import Period
from tests.unit.exports.files import ads, codes, money, rates, reading, refusal, rejected

MONTHS = "Month,Spend\n2025-01,90\n2025-03,400\n2025-04,100\n"


def test_months_of_spend_that_no_platform_is_named_for() -> None:
    result = reading(MONTHS)
    facts = ads(result)
    assert (result.kind, result.platform, result.rows, result.currency) == ("spend", "plain", 3, None)
    assert (set(facts.platform), set(facts.level), set(facts.currency), set(facts.account)) == (
        {""},
        {"account"},
        {""},
        {"shop"},
    )
    assert facts.start.tolist() == [date(2025, 1, 1), date(2025, 3, 1), date(2025, 4, 1)]
    assert facts.end.tolist() == [date(2025, 1, 31), date(2025, 3, 31), date(2025, 4, 30)]
    assert money(facts.spend) == "590.00"
    assert facts.impressions.tolist() == [MISSING] * 3
    assert [(one.daily, one.start.month, one.end.day) for one in result.coverage] == [
        (False, 1, 31),
        (False, 3, 31),
        (False, 4, 30),
    ]
    assert result.period == Period(date(2025, 1, 1), date(2025, 4, 30))


@pytest.mark.parametrize(
    ("name", "platform"),
    [
        ("Google", "google_ads"), ("adwords", "google_ads"), ("Facebook", "meta_ads"), ("fb", "meta_ads"),
        ("Bing", "microsoft_ads"), ("LinkedIn", "linkedin_ads"), ("TikTok", "tiktok_ads"),
        ("pinterest", "pinterest_ads"), ("Snapchat", "snapchat_ads"), ("Twitter", "x_ads"), ("meta_ads", "meta_ads"),
        ("Podcast Sponsors", "podcast_sponsors"), ("", ""), (" -- ", ""),
    ],
)  # fmt: skip
def test_platforms_have_one_id_whatever_people_call_them(name: str, platform: str) -> None:
    assert ads(reading(f"date,platform,cost\n2025-01-05,{name},5\n")).platform.tolist() == [platform]


def test_days_campaigns_and_currencies() -> None:
    result = reading(
        "date,channel,campaign,amount spent,currency\n2025-01-05,google,Brand,5.00,AUD\n2025-01-06,google,,6.00,AUD\n"
    )
    facts = ads(result)
    assert (facts.level.tolist(), facts.campaign.tolist(), result.currency) == (
        ["campaign", "campaign"],
        ["Brand", ""],
        "AUD",
    )
    assert {(one.level, one.daily, one.start.day, one.end.day) for one in result.coverage} == {("campaign", True, 5, 6)}


def test_the_same_month_twice_is_once_or_a_conflict() -> None:
    result = reading(MONTHS + "2025-01,90.00\n2025-03,401\n")
    assert (result.rows, codes(result), money(ads(result).spend)) == (3, ["duplicates"], "590.00")
    assert rejected(result) == {6: "says otherwise than line 3 of the same period; the first is kept"}


def test_the_header_may_name_the_currency() -> None:
    assert set(ads(reading("Month,Spend (EUR)\n2025-01,90\n")).currency) == {"EUR"}


def test_a_total_line_reconciles() -> None:
    result = reading(MONTHS + "Total,590.00\n")
    assert (result.rows, result.total_rows) == (3, 1)
    assert [(total.label, total.figures, total.binding) for total in result.totals] == [
        ("Total", {"spend": 590_000_000}, True)
    ]


def test_a_subtotal_of_a_month_is_not_counted_beside_its_parts() -> None:
    text = "month,platform,spend\n2025-01,google,60\n2025-01,meta,30\n2025-01,Total,90\nTotal,,90\n"
    result = reading(text)
    assert (result.rows, result.total_rows, money(ads(result).spend)) == (2, 2, "90.00")
    assert [total.binding for total in result.totals] == [False, True]


def test_a_month_without_a_figure_is_not_known_and_not_covered() -> None:
    result = reading(MONTHS + "2025-05,\n")
    assert ads(result).spend.tolist()[-1] == MISSING
    assert date(2025, 5, 1) not in {one.start for one in result.coverage}


def test_a_month_that_is_none_is_rejected() -> None:
    assert rejected(reading(MONTHS + "2025-13,5\n1/2025,5\n")) == {
        5: 'Month "2025-13" is not a day of the calendar',
        6: 'Month "1/2025" is not a date; write it as YYYY-MM-DD',
    }


def test_rates_are_exact_decimals_by_day() -> None:
    result = reading(
        'date,currency,rate,into\n2025-01-01,EUR,1.0345000,usd\n2025-01-01,jpy,0.0063719845123,USD\n2025-01-02,EUR,"1,000",USD\n'
    )
    facts = rates(result)
    assert (result.kind, result.rows, result.currency) == ("rates", 3, None)
    assert facts.rate.tolist() == ["1.0345", "0.0063719845123", "1000"]
    assert (facts.currency.tolist(), set(facts.into)) == (["EUR", "JPY", "EUR"], {"USD"})
    assert facts.day.tolist()[2] == date(2025, 1, 2)
    assert result.period == Period(date(2025, 1, 1), date(2025, 1, 2))


def test_what_meta_calls_its_spend_does_not_make_a_sheet_meta_s() -> None:
    facts = ads(reading("日付;消化金額;プラットフォーム\n2025-01-01;1,5;google\n2025-01-02;1,25;meta\n"))
    assert (facts.platform.tolist(), money(facts.spend)) == (["google_ads", "meta_ads"], "2.75")


@pytest.mark.parametrize(
    "header",
    ["Datum;Ausgegebener Betrag;Plattform", "Date;Montant dépensé;Plateforme", "Fecha;Importe gastado;Plataforma"],
)
def test_a_sheet_in_meta_s_words_is_not_taken_for_meta_s(header: str) -> None:
    assert "unrecognised" in refusal(f"{header}\n2025-01-01;1,5;google\n2025-01-02;1,25;meta\n")


def test_rates_without_a_target_are_into_the_currency_of_the_report() -> None:
    assert rates(reading("Date,Currency,Rate\n2025-01-01,EUR,1.1\n")).into.tolist() == [""]


@pytest.mark.parametrize("cell", ["0", "0.000", "-1", "abc", "1,1,1", "1e", ""])
def test_a_rate_is_above_nothing(cell: str) -> None:
    assert list(rejected(reading(f'date,currency,rate\n2025-01-01,EUR,"{cell}"\n'))) == [2]


@pytest.mark.parametrize(("cell", "rate"), [("1,1", "1.1"), ("1.100", "1.1"), ("1e3", "1000")])
def test_a_rate_is_read_in_the_notation_that_it_proves(cell: str, rate: str) -> None:
    text = f'date,currency,rate\n2025-01-01,EUR,"{cell}"\n2025-01-02,EUR,"{cell}1"\n'
    assert rates(reading(text)).rate.tolist()[0] == rate


def test_two_rates_of_a_day_conflict() -> None:
    result = reading(
        "date,currency,rate\n2025-01-01,EUR,1.1\n2025-01-01,EUR,1.10\n2025-01-01,EUR,1.2\n2025-01-01,,1.2\n"
    )
    assert (result.rows, codes(result)) == (1, ["duplicates"])
    assert list(rejected(result)) == [4, 5]

"""LinkedIn Campaign Manager: lines above the header, days in either order, leads apart from conversions."""

from __future__ import annotations

from datetime import date

from domain.imports.hints import Hints
from domain.imports.notation import DateOrder
from domain.shared.periods import Period
from tests.unit.exports.files import SHOP, ads, codes, money, reading, refusal, rejected

ABOVE = """Campaign Performance Report (in UTC)
"Report Start: September 1, 2024, 12:00 AM"
"Report End: September 30, 2024, 11:59 PM"
"Date Generated: October 4, 2024, 2:22 PM"

"""
HEADER = (
    "Start Date (in UTC)\tAccount Name\tCurrency\tCampaign Group Name\tCampaign Group ID\tCampaign ID\tCampaign Name\t"
    "Campaign Objective\tCampaign Status\tTotal Spent\tImpressions\tClicks\tClick Through Rate\tConversions\tLeads\t"
    "Total Conversion Value\tCampaign Start Date\n"
)
DAILY = (
    ABOVE
    + HEADER
    + "09/13/2024\tAcme\tUSD\tG\t71\t901\tBrand\tLeads\tOn\t1,234.50\t1,000\t1,008\t100.8%\t2\t9\t300.00\t5/25/2024\n"
    + "09/14/2024\tAcme\tUSD\tG\t71\t901\tBrand\tLeads\tOn\t10.25\t500\t4\t0.8%\t0\t1\t0.00\t5/25/2024\n"
    + "09/14/2024\tAcme\tUSD\tGroup\t71\t902\tBrand\tEngagement\tPaused\t0.00\t0\t0\t0%\t0\t\t0.00\t5/1/2024\n"
)
PORTUGUESE = (
    "Data de início (em UTC)\tNome da conta\tMoeda\tNome do grupo de campanhas\tCódigo da campanha\tNome da campanha\t"
    "Status da campanha\tOrçamento diário\tData de início da campanha\tTotal investido\tImpressões\tCliques\t"
    "Taxa de cliques\tConversões\tValor total da conversão\tLeads\n"
    '01/09/2023\tAcme\tUSD\tG\t226\tConversa A\tAtivo\t"10,00"\t25/05/2023\t"454,06"\t3309\t3169\t"95,769%"\t0\t0\t4\n'
    '01/09/2023\tAcme\tUSD\tG\t230\tConversa B\tAtivo\t"10,00"\t18/07/2023\t"453,91"\t995\t1003\t"100,804%"\t0\t0\t0\n'
)


def test_an_english_export_with_lines_above_is_read() -> None:
    result = reading(DAILY.encode("utf-16"))
    facts = ads(result)
    assert (result.platform, result.encoding, result.rows, result.rejects) == ("linkedin_ads", "utf-16-le", 3, ())
    assert (money(facts.spend), facts.impressions.sum(), facts.clicks.tolist()) == ("1244.75", 1500, [1008, 4, 0])
    assert (money(facts.conversions), money(facts.conversion_value)) == ("2.00", "300.00")
    assert (result.currency, set(facts.account), set(facts.level)) == ("USD", {"Acme"}, {"campaign"})
    assert [str(day) for day in facts.start] == ["2024-09-13", "2024-09-14", "2024-09-14"]
    assert result.period == Period(date(2024, 9, 1), date(2024, 9, 30))
    assert [(one.daily, one.start.day, one.end.day) for one in result.coverage] == [(True, 13, 14)]


def test_a_line_above_that_is_long_is_not_searched_for_days() -> None:
    """A search that tries each of its blanks anew would take hours."""
    without_days = (
        DAILY.replace("Start Date (in UTC)\t", "Goal\t").replace("09/13/2024", "x").replace("09/14/2024", "x")
    )
    long = without_days.replace("September 1, 2024, 12:00 AM", "1" + " " * 500_000 + "x")
    assert reading(without_days).period == Period(date(2024, 9, 1), date(2024, 9, 30))
    assert reading(long).period is None


def test_more_clicks_than_impressions_are_right() -> None:
    """Openings of messages are clicks."""
    facts = ads(reading(DAILY))
    assert facts.clicks[0] > facts.impressions[0]


def test_leads_are_never_conversions() -> None:
    without = DAILY.replace("Conversions\tLeads", "Other\tLeads")
    assert money(ads(reading(without)).conversions) is None


def test_campaigns_of_one_name_are_told_apart_by_their_ids() -> None:
    assert ads(reading(DAILY)).campaign_id.tolist() == ["901", "901", "902"]
    assert len(set(ads(reading(DAILY)).key)) == 3


def test_portuguese_with_days_first_and_decimal_commas() -> None:
    """25/05/2023 in another column proves which number is the day; every row begins with a month, and is that month."""
    result = reading(PORTUGUESE.encode("utf-16"))
    facts = ads(result)
    assert (result.rows, result.rejects, result.currency) == (2, (), "USD")
    assert (money(facts.spend), facts.clicks.tolist(), money(facts.conversions)) == ("907.97", [3169, 1003], "0.00")
    assert result.period == Period(date(2023, 9, 1), date(2023, 9, 30))


def test_days_that_nothing_proves_are_asked_for() -> None:
    open_days = PORTUGUESE.replace("25/05/2023", "05/05/2023").replace("18/07/2023", "08/07/2023")
    assert refusal(open_days).startswith("ambiguous_dates: Data de início (em UTC)")
    told = reading(open_days, hints=Hints(account="shop", date_order=DateOrder.MONTH_FIRST))
    assert {str(day) for day in ads(told).start} == {"2023-01-09"}


def test_a_new_file_calls_what_were_campaigns_ad_sets() -> None:
    text = (
        "Start Date (in UTC)\tCampaign Name\tCampaign ID\tAd Set Name\tAd Set ID\tCurrency\t"
        "Total Spent\tImpressions\tClicks\n"
        "10/13/2026\tParent\t7\tChild\t8\tEUR\t5.00\t10\t1\n"
    )
    facts = ads(reading(text))
    assert (facts.level.tolist(), facts.campaign.tolist(), facts.adset.tolist()) == (["adset"], ["Parent"], ["Child"])


def test_a_total_line_is_left_out_and_reconciles() -> None:
    total = "Total\t\t\t\t\t\t\t\t\t1,244.75\t1500\t1012\t\t2\t10\t300.00\t\n"
    result = reading(DAILY + total, hints=SHOP)
    assert (result.rows, result.total_rows, codes(result), rejected(result)) == (3, 1, [], {})
    assert [(one.figures["spend"], one.figures["clicks"], one.binding) for one in result.totals] == [
        (1_244_750_000, 1012, True)
    ]


def test_a_list_of_customers_with_what_they_spent_is_no_export_of_linkedin() -> None:
    text = "Customer ID,First Name,Email,Total Spent,Total Orders\n1,Ada,ada@example.com,90.00,2\n"
    assert refusal(text).startswith("unrecognised")

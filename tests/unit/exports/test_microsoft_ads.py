"""Microsoft Advertising: tables of its web interface, and the reports that it delivers."""

from __future__ import annotations

from datetime import date

import pytest

from domain.imports.hints import Hints
from domain.imports.notation import DateOrder
from domain.imports.reconciliation import reconcile
from domain.shared.periods import Period
from tests.unit.exports.files import ads, codes, money, reading, refusal, rejected, told

CAMPAIGNS = """\ufeffCampaign ID,Status,Campaign,Budget,Budget Type,Spend,Delivery,Campaign Type,Clicks,Impr.,\
CTR,Avg. CPC,Conv.
[436534626],Enabled,[RCK] Search - Serviços,15,Daily,512.24,Limited by budget,Search,320,25389,1.32%,1.28,0
[530467992],Enabled,Summer total,10,Daily,3.12,Eligible,Audience,28,79,35.44%,0.11,0
Search total,-,-,-,-,487.25,-,-,389,28514,1.36%,1.25,0
Audience total,-,-,-,-,3.12,-,-,28,79,35.44%,0.11,0
Performance Max total,-,-,-,-,0,-,-,0,0,0%,0,0
"""
REPORT = """"Report Name: Campaign performance"
"Report Time: 2/1/2025-2/28/2025"
"Time Zone: (GMT-08:00) Pacific Time"
"Last Completed Available Day: 3/18/2025 11:59:00 PM"
"Last Completed Available Hour: 3/18/2025 11:59:00 PM"
"Report Aggregation: Daily"
"Report Filter: "
"Potential Incomplete Data: true"
"Rows: 2"

"Gregorian date","Account name","Campaign name","Impressions","Clicks","CTR (%)","Average CPC",\
"Spend","Conversions","Revenue"
"2/3/2025","Acme","Brand","1,200","30","2.50","0.41","12.30","2","99.50"
"2/14/2025","Acme","Shoes","80","2","2.50","1.00","2.00","0","0"
"©2025 Microsoft Corporation. All rights reserved. "
"""


def test_the_totals_of_types_are_held_against_the_rows_of_their_type() -> None:
    result = reading(CAMPAIGNS)
    facts = ads(result)
    assert (result.platform, result.rows, result.total_rows, result.currency, result.rejects) == (
        "microsoft_ads",
        2,
        3,
        None,
        (),
    )
    assert facts.campaign_id.tolist() == ["436534626", "530467992"]
    assert facts.campaign.tolist() == ["[RCK] Search - Serviços", "Summer total"]
    spends = {
        one.total: (one.file, one.rows, one.agrees, one.binding)
        for one in reconcile(facts, result.totals)
        if one.metric == "spend"
    }
    assert spends == {
        "Search total": (487_250_000, 512_240_000, False, False),
        "Audience total": (3_120_000, 3_120_000, True, False),
        "Performance Max total": (0, None, True, False),
    }


def test_a_report_tells_its_period_zone_rows_and_what_is_missing() -> None:
    result = reading(REPORT)
    facts = ads(result)
    assert (result.platform, result.rows, result.total_rows, result.rejects) == ("microsoft_ads", 2, 1, ())
    assert result.period == Period(date(2025, 2, 1), date(2025, 2, 28))
    assert facts.start.tolist() == [date(2025, 2, 3), date(2025, 2, 14)]
    assert (set(facts.account), money(facts.spend), money(facts.conversion_value)) == ({"Acme"}, "14.30", "99.50")
    assert sorted(codes(result)) == ["incomplete", "time_zone"]
    assert "(GMT-08:00) Pacific Time" in told(result)["time_zone"]
    (rows,) = reconcile(facts, result.totals)
    assert (rows.total, rows.metric, rows.file, rows.rows, rows.agrees) == ("Rows: 2", "rows", 2, 2, True)


def test_a_row_that_is_not_there_is_missed() -> None:
    result = reading(REPORT.replace("Rows: 2", "Rows: 3"))
    assert [(one.file, one.rows, one.agrees, one.binding) for one in reconcile(ads(result), result.totals)] == [
        (3, 2, False, True)
    ]


@pytest.mark.parametrize("said", ['"Potential Incomplete Data: false"', '"Report Filter: none"'])
def test_complete_data_is_not_remarked(said: str) -> None:
    assert codes(reading(REPORT.replace('"Potential Incomplete Data: true"', said))) == ["time_zone"]


@pytest.mark.parametrize(
    "footer",
    [
        "©2025 Microsoft Corporation. All rights reserved.",
        "@2026 Microsoft Corporation. All rights reserved. ",
        "© 2025 Microsoft",
    ],
)
def test_the_copyright_line_is_a_footer_whatever_its_width(footer: str) -> None:
    line = '"©2025 Microsoft Corporation. All rights reserved. "'
    for written in (f'"{footer}"', f'"{footer}",,,,,,,,,'):
        result = reading(REPORT.replace(line, written))
        assert (result.rows, result.total_rows, result.rejects) == (2, 1, ())


def test_a_month_in_a_column_of_periods_is_no_day() -> None:
    monthly = REPORT.replace("Daily", "Monthly").replace("Gregorian date", "TimePeriod").replace("2/3/2025", "2/1/2025")
    facts = ads(reading(monthly.replace("2/14/2025", "2/1/2025")))
    assert facts.start.tolist() == [date(2025, 2, 1)] * 2
    assert facts.end.tolist() == [date(2025, 2, 28)] * 2


def test_a_week_in_a_column_of_periods_is_no_day() -> None:
    weekly = REPORT.replace("Daily", "Weekly").replace("Gregorian date", "TimePeriod").replace("2/3/2025", "2/2/2025")
    facts = ads(reading(weekly.replace("2/14/2025", "2/23/2025")))
    assert facts.end.tolist() == [date(2025, 2, 8), date(2025, 2, 28)]


SUMMARY = (
    "\n".join(line for line in REPORT.splitlines())
    .replace('"Gregorian date",', "")
    .replace('"2/3/2025",', "")
    .replace('"2/14/2025",', "")
)


def test_a_summary_takes_the_period_of_the_preamble() -> None:
    facts = ads(reading(SUMMARY))
    assert (facts.start.tolist(), facts.end.tolist()) == ([date(2025, 2, 1)] * 2, [date(2025, 2, 28)] * 2)


OPEN = SUMMARY.replace("2/1/2025-2/28/2025", "2/1/2025-3/4/2025").replace("3/18/2025 11:59:00 PM", "")


def test_a_period_that_could_be_two_is_asked_about() -> None:
    assert refusal(OPEN) == (
        'ambiguous_dates: the period "2/1/2025-3/4/2025" could be 2025-01-02 to 2025-04-03 '
        "or 2025-02-01 to 2025-03-04; say --date-order dmy or --date-order mdy"
    )


@pytest.mark.parametrize(
    ("order", "period"),
    [
        (DateOrder.DAY_FIRST, Period(date(2025, 1, 2), date(2025, 4, 3))),
        (DateOrder.MONTH_FIRST, Period(date(2025, 2, 1), date(2025, 3, 4))),
    ],
)
def test_the_person_who_imports_settles_the_period(order: DateOrder, period: Period) -> None:
    assert reading(OPEN, hints=Hints(account="shop", date_order=order)).period == period


def test_a_delivered_report_with_the_names_of_the_api() -> None:
    text = "TimePeriod,AccountName,CampaignName,CampaignId,CurrencyCode,Impressions,Clicks,Spend,Conversions,Revenue\n"
    result = reading(text + "2025-02-03,Acme,Brand,7,EUR,10,1,1.5,0,0\n")
    assert (result.currency, ads(result).campaign_id.tolist(), money(ads(result).spend)) == ("EUR", ["7"], "1.50")


def test_a_line_that_is_cut_is_rejected_and_not_taken_for_a_footer() -> None:
    assert list(rejected(reading(REPORT + '"2/15/2025","Acme"\n'))) == [15]

"""Too little and too much: nothing is made up, and what is drawn stays bounded."""

from __future__ import annotations

import re

import pytest

from application.payback.report_views import ReportView
from tests.report.building import a_year, cohort, covered, days_after, entry, months_from, nothing, page, report
from tests.report.reading import Element, grid, read


def section(made: ReportView, name: str) -> Element:
    return read(page(made)).one("section", id=name)


def test_without_facts_the_page_says_so_and_shows_no_figure() -> None:
    root = read(page(nothing()))
    [section] = root.all("section")
    assert "nothing to report on yet" in section.text
    assert "succotash payback FOLDER" in section.text
    assert "POST /api/v1/imports" in section.text
    assert root.all("table") == root.all("nav") == []
    assert root.all("dl", class_="figures") == []
    assert "no known day" not in root.text
    assert [one for one in root.all("svg") if "aria-hidden" not in one.attributes] == []


def test_files_that_tell_of_no_day_up_to_the_one_asked_for_stay_listed() -> None:
    root = read(page({**nothing(), "payback": {**nothing()["payback"], "as_of": "2020-01-01"}}, [entry()]))
    assert [one.attributes["id"] for one in root.all("section")] == ["answer", "coverage", "assumed", "imports"]
    assert "no orders and no spend up to 2020-01-01" in root.one("section", id="answer").text
    links = [link.attributes["href"] for link in root.one("nav").all("a")]
    assert links == ["#coverage", "#assumed", "#imports"]


def test_facts_in_another_currency_are_told_with_what_to_do() -> None:
    made = nothing()
    made["payback"]["currency"] = "EUR"
    made["payback"]["other_currencies"] = [{"currency": "USD", "orders": 2, "net": "50.50", "spend": "9.00"}]
    answer = section(made, "answer").text
    assert "found are in USD, none in EUR: give exchange rates with --fx" in answer
    assert "--currency USD" in answer


def test_spend_without_orders() -> None:
    spent = [cohort(month, 3, customers=0) for month in months_from("2026-01", 3)]
    made = report(spent, warnings=[{"code": "no_orders", "message": "there are no orders"}])
    for month in made["calendar"]:
        month["revenue"] = None
    assert "there are no orders: what customers are worth is not known" in section(made, "answer").text
    assert [row[1] for row in grid(section(made, "payback").one("table"))] == ["6,000.00"] * 3
    assert [row[-3] for row in grid(section(made, "payback").one("table"))] == ["no customers"] * 3
    assert section(made, "cohorts").all("table") == []
    assert section(made, "months").all("circle") == []
    assert len(section(made, "months").all("rect", class_="spend")) == 3


def test_orders_without_spend() -> None:
    made = report([cohort(month, 3, spend=None) for month in months_from("2026-01", 3)])
    assert "whether customers have paid back is not known" in section(made, "answer").text
    assert section(made, "months").all("rect") == []
    assert len(section(made, "months").all("circle", class_="dot")) == 3
    assert "No file of a platform claims any revenue" in section(made, "claims").text
    assert section(made, "curves").all("line", class_="cac") == []
    figures = {one.one("dt").text: one.all("dd")[0].text for one in section(made, "answer").one("dl").all("div")}
    assert figures["Spend"] == "—"
    assert figures["Cohorts paid back"] == "—"


@pytest.mark.parametrize("open_month", [True, False])
def test_one_month_only(open_month: bool) -> None:
    made = report([cohort("2026-06", 1, open_month=open_month)])
    assert len(grid(section(made, "payback").one("table"))) == 1
    assert ("too early to say" in section(made, "answer").text) == open_month
    assert ("there is no curve to draw" in section(made, "curves").text) == open_month
    assert not re.search("nan|inf\\b", page(made).lower())


def test_a_single_source_needs_no_choice() -> None:
    root = read(page(report([cohort("2026-01", 3)])))
    assert root.all("select") == []
    assert [option.text for option in read(page(a_year())).one("select").all("option")] == [
        "All sources",
        "google_ads",
        "meta_ads",
        "organic",
    ]


def test_revenue_below_zero_is_drawn_below_the_line() -> None:
    made = report([cohort("2026-01", 3, first="80.00", later="-200.00"), cohort("2026-02", 2)])
    made["calendar"][0] |= {"revenue": "-500.00", "claimed_value": "-1.00"}
    html = page(made)
    root = read(html)
    bars = root.one("section", id="claims").all("rect", class_="revenue")
    zero = float(root.one("section", id="claims").one("line", class_="zero").attributes["y1"])
    assert float(bars[0].attributes["y"]) == zero
    assert float(bars[1].attributes["y"]) < zero
    assert all(float(one.attributes["height"]) >= 0 for one in root.all("rect"))
    assert "-120.00" in root.one("section", id="cohorts").text
    assert not re.search(r"-0(\.0+)?\b[^.\d-]", re.sub(r"\d{4}-\d\d-\d\d", "", root.text))


def test_months_of_nothing_but_zeros_are_drawn() -> None:
    made = report([cohort("2026-01", 2, spend="0.00", first="0.00", later="0.00")])
    made["calendar"][0]["revenue"] = "0.00"
    assert section(made, "months").all("rect", class_="spend")[0].attributes["height"] == "0.0"


def campaigns(number: int) -> ReportView:
    """Campaign 0 has spent the least."""
    made = [cohort("2026-01", 6)]
    for place in range(number):
        name, spend = f"Campaign {place:04}", f"{1000 + place}.00"
        made.append(cohort("2026-01", 6, source="meta_ads", campaign=name, spend=spend))
    return report(made, by="campaign")


def test_of_five_hundred_campaigns_the_twelve_largest_are_drawn_and_the_others_counted() -> None:
    html, fitting = page(campaigns(500)), read(page(campaigns(12)))
    assert len(html) < 1_000_000
    root = read(html)
    for tag in ("table", "svg", "tr", "path", "rect"):
        assert len(root.all(tag)) == len(fitting.all(tag)) > 0
    names = [option.text for option in root.one("select").all("option")]
    assert names == ["All sources", *(f"meta_ads · Campaign {place:04}" for place in range(499, 487, -1))]
    assert "488 more stand in payback.csv" in root.text
    assert "more stand in payback.csv" not in page(campaigns(12))


def test_of_ten_years_the_newest_cohorts_and_the_first_two_years_of_each_are_drawn() -> None:
    names = months_from("2016-07", 120)
    made = report([cohort(month, 120 - place) for place, month in enumerate(names)])
    html = page(made)
    root = read(html)
    assert len(html) < 1_000_000
    triangle = root.one("section", id="cohorts").one("div", data_metric="ltv")
    rows = grid(triangle.one("table"))
    assert (len(rows), len(rows[0])) == (36, 27)
    assert rows[-1][0] == "2026-06 so far"
    assert "84 older cohorts" in triangle.text
    assert "months after m24 are not drawn" in triangle.text
    assert "60 older cohorts are in payback.csv" in root.one("section", id="payback").text
    assert "84 older months are not drawn" in root.one("section", id="months").text


def test_a_scattered_coverage_is_cut_and_counted() -> None:
    periods = [(day, day) for day in (days_after("2020-01-01", 2 * at) for at in range(1_000))]
    made = report([cohort("2026-01", 3)])
    made["covered"] = [covered("spend", f"source {place}", *periods) for place in range(40)]
    coverage = section(made, "coverage")
    assert len(coverage.all("rect", class_="span")) == 30 * 120
    assert "and 994 more periods" in coverage.text
    assert "10 more sources of data are not drawn" in coverage.text


def test_many_totals_of_a_file_are_cut_and_counted() -> None:
    listed = entry()
    listed["reconciliation"] *= 100
    imports = read(page(a_year(), [listed])).one("section", id="imports")
    assert len(grid(imports.one("details").one("table"))) == 40
    assert "60 more" in imports.text

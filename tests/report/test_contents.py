"""What the sections show: the view's figures, all of them right, and nothing that is not in the view."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest

from application.payback.report_views import ReportView
from tests.report.building import a_year, cohort, covered, entry, orders_entry, page, report
from tests.report.reading import Element, grid, read


def section(root: Element, name: str) -> Element:
    return root.one("section", id=name)


def known_figures(*views: object) -> set[Decimal]:
    """Every figure in the views, and what is left of it where it is rounded to two decimals or to none."""
    texts = re.findall(r'"(-?\d+(?:\.\d+)?)"|[:,] (-?\d+)', json.dumps(views))
    found = {Decimal(one or other) for one, other in texts}
    cent, whole = Decimal("0.01"), Decimal(1)
    return found | {one.quantize(cent) for one in found} | {one.quantize(whole) for one in found}


def test_no_figure_of_a_table_is_one_that_the_views_do_not_hold() -> None:
    made, imports = a_year(), [entry(), orders_entry()]
    made["payback"]["unallocated_spend"] = []
    root = read(page(made, imports))
    known = known_figures(made, imports)
    shown = [cell for table in root.all("table") for row in grid(table) for cell in row[1:]]
    figures = [cell.rstrip("*~").removesuffix(" AUD").replace(",", "") for cell in shown]
    numbers = [Decimal(cell) for cell in figures if re.fullmatch(r"-?\d+(\.\d+)?", cell)]
    assert len(numbers) > 500
    assert sorted(set(numbers) - known) == []


def test_a_figure_that_the_views_do_not_hold_would_be_found() -> None:
    assert Decimal("12.35") in known_figures({"a": "12.345678"}, {"b": 7}) >= {Decimal(7)}
    assert Decimal("12.34") not in known_figures({"a": "12.345678"})


def test_the_payback_table_shows_each_row_of_the_view() -> None:
    one = cohort("2026-01", 5, customers=100, spend="9000.00", first="80.00", later="5.00")
    root = read(page(report([one])))
    [row] = grid(section(root, "payback").one("table"))
    ltv = ["80.00", "85.00", "90.00", "95.00", "—", "—"]
    assert row == ["2026-01", "9,000.00", "100", "90.00", *ltv, "m2", "2.35", "1.77"]


def test_what_is_not_known_is_a_dash_and_never_a_zero() -> None:
    one = cohort("2026-01", 2, spend=None, open_month=True)
    root = read(page(report([one])))
    [row] = grid(section(root, "payback").one("table"))
    assert row == ["2026-01", "—", "100", "—", "80.00", "—", "—", "—", "—", "—", "no spend data", "—", "—"]


def test_spend_of_a_part_of_the_month_is_marked_in_the_tables_and_hatched_in_the_chart() -> None:
    one = cohort("2026-01", 2)
    one["spend_partial"] = True
    root = read(page(report([one])))
    assert "6,000.00~" in section(root, "payback").text
    assert "~ spend known for a part of the month" in section(root, "payback").text
    assert section(root, "months").all("rect", class_="partial")
    assert not section(read(page(report([cohort("2026-01", 2)]))), "months").all("rect", class_="partial")


@pytest.mark.parametrize(
    ("metric", "first_row"),
    [
        ("ltv", ["2025-11", "100", "80.00", "100.00", "120.00", "not over"]),
        ("revenue", ["2025-11", "100", "8,000", "2,000", "2,000", "not over"]),
        ("customers", ["2025-11", "100", "100", "20", "16", "not over"]),
    ],
)
def test_the_triangle_has_a_row_per_cohort_and_no_figure_for_a_month_that_is_not_over(
    metric: str, first_row: list[str]
) -> None:
    cohorts = [cohort("2025-11", 4, open_month=True), cohort("2025-12", 3, open_month=True)]
    triangle = section(read(page(report(cohorts))), "cohorts").one("div", data_metric=metric)
    first, second = grid(triangle.one("table"))
    assert first == first_row
    assert second[-2:] == ["not over", ""]
    assert "open" in triangle.all("td")[4].classes
    assert "not known, not 0" in triangle.text


def test_small_cohorts_are_grey_and_it_is_said() -> None:
    root = read(page(report([cohort("2026-01", 3, customers=29), cohort("2026-02", 2, customers=30)])))
    triangle = section(root, "cohorts").one("div", data_metric="ltv")
    small, large = triangle.one("tbody").all("tr")
    assert (small.classes, large.classes) == ({"small"}, set())
    assert {name for cell in small.all("td") for name in cell.classes} == {"n", "plain"}
    assert "29*" in small.text
    assert "fewer than 30 customers" in triangle.text
    assert "*" in section(root, "payback").all("tr")[1].text
    large_only = section(read(page(report([cohort("2026-02", 2, customers=30)]))), "cohorts")
    assert "fewer than" not in large_only.text


def test_the_higher_figure_has_the_stronger_shade() -> None:
    triangle = section(read(page(a_year())), "cohorts").one("div", data_part="all").one("div", data_metric="ltv")
    cells = [
        (Decimal(cell.text), int(name[1]))
        for cell in triangle.all("td")
        for name in cell.classes
        if re.fullmatch(r"h\d", name)
    ]
    shades = [shade for _, shade in sorted(cells)]
    assert shades == sorted(shades)
    assert set(shades) == set(range(9))


def test_a_curve_is_marked_where_it_reaches_the_cost_and_not_elsewhere() -> None:
    paid = cohort("2026-01", 5, spend="11000.00", first="80.00", later="20.00")
    not_yet = cohort("2026-02", 4, spend="20000.00", first="80.00", later="10.00")
    unknown = cohort("2026-03", 3, spend=None)
    one, two, three = section(read(page(report([paid, not_yet, unknown]))), "curves").all("li")
    across = [float(x) for x in re.findall(r"[ML]([\d.]+) ", one.one("path", class_="curve").attributes["d"])]
    assert float(one.one("circle", class_="mark").attributes["cx"]) == across[2]
    assert "CAC 110.00" in one.text
    assert "paid back in m2" in one.text
    assert two.all("circle", class_="mark") == three.all("circle", class_="mark") == []
    assert len(one.all("line", class_="cac")) == len(two.all("line", class_="cac")) == 1
    assert three.all("line", class_="cac") == []
    assert "no spend data" in three.text


def test_a_cost_far_above_every_curve_is_told_and_does_not_press_the_curves_flat() -> None:
    dear = cohort("2026-01", 4, spend="1000000.00")
    drawn = section(read(page(report([dear]))), "curves").one("li")
    assert drawn.all("line", class_="cac") == []
    assert "CAC above ↑" in drawn.text
    heights = [float(y) for y in re.findall(r" ([\d.]+)(?=L|$)", drawn.one("path", class_="curve").attributes["d"])]
    assert max(heights) - min(heights) > 20


def test_spend_is_bars_and_revenue_a_line_that_breaks_where_it_is_not_known() -> None:
    made = report([cohort(f"2026-0{month}", 7 - month) for month in range(1, 7)])
    made["calendar"][2]["revenue"] = None
    months = section(read(page(made)), "months")
    assert len(months.all("rect", class_="spend")) == 6
    assert len(months.all("circle", class_="dot")) == 5
    assert [len(line.attributes["points"].split()) for line in months.all("polyline")] == [2, 3]
    assert {"Spend", "Net revenue"} <= {label.text for label in months.all("text", class_="name")}


def test_spend_that_is_not_known_leaves_a_hatched_gap() -> None:
    made = report([cohort("2026-01", 3), cohort("2026-02", 2, spend=None), cohort("2026-03", 1)])
    months = section(read(page(made)), "months")
    [gap] = months.all("rect", class_="gap")
    assert gap.attributes["data-tip"] == "2026-02: Spend not known"
    assert "not known, not 0" in months.text


def test_claimed_and_booked_revenue_stand_side_by_side_on_one_scale() -> None:
    made = report([cohort("2026-01", 1)])
    made["calendar"][0] |= {"claimed_value": "3000.00", "revenue": "1500.00"}
    drawing = section(read(page(made)), "claims").one("svg")
    [claimed], [booked] = drawing.all("rect", class_="claimed"), drawing.all("rect", class_="revenue")
    taller, lower = (float(one.attributes["height"]) for one in (claimed, booked))
    assert taller == pytest.approx(2 * lower, abs=0.2)
    assert claimed.attributes["data-tip"] == "2026-01: Claimed 3,000.00 AUD"


def test_covered_days_are_bars_and_a_gap_stays_a_gap() -> None:
    made = report([cohort("2026-01", 3)], as_of="2026-03-31")
    made["covered"] = [
        covered("spend", "meta_ads", ("2026-01-01", "2026-01-31"), ("2026-03-01", "2026-03-31"), account="west"),
        covered("orders", "shopify", ("2026-01-01", "2026-03-31")),
    ]
    coverage = section(read(page(made)), "coverage")
    assert grid(coverage.one("table")) == [
        ["meta_ads (west)", "spend", "2026-01-01 to 2026-01-31, 2026-03-01 to 2026-03-31"],
        ["shopify", "orders", "2026-01-01 to 2026-03-31"],
    ]
    first, second, whole = (
        (float(bar.attributes["x"]), float(bar.attributes["width"])) for bar in coverage.all("rect", class_="span")
    )
    assert second[0] - (first[0] + first[1]) == pytest.approx(whole[1] * 28 / 90, abs=0.5)
    assert "as of 2026-03-31" in coverage.text


def test_the_ledger_shows_whether_each_file_adds_up_and_to_what() -> None:
    wrong = entry(3, file="wrong.csv", reconciles=False, rejected_rows=2)
    wrong["reconciliation"][0] |= {"rows": "60000.00", "agrees": False}
    wrong["rejects"] = [{"line": 7, "reason": "no day", "raw": "secret cell"}]
    ledger = section(read(page(a_year(), [wrong, orders_entry(), entry()])), "imports")
    rows = grid(ledger.one("table", class_="ledger"))
    assert [row[-1] for row in rows] == ["✗ no", "no total in file", "✓ yes"]
    assert [row[-2] for row in rows] == ["63,310.32 AUD", "985.00 AUD", "63,310.32 AUD"]
    details = ledger.all("details")
    assert grid(details[0].one("table")) == [["Total: Campaigns", "spend", "63,310.32", "60,000.00", "✗ no"]]
    assert "line 7 was left out: no day" in details[0].text
    assert "1 more row left out" in details[0].text
    assert "secret cell" not in ledger.text


def test_a_total_of_more_than_the_rows_listed_is_explained() -> None:
    made = entry()
    made["reconciliation"].append({**made["reconciliation"][0], "total": "Total: Account", "agrees": False})
    notes = section(read(page(a_year(), [made])), "imports").one("details").one("ul")
    assert notes.text == "Total: Account: more than the rows that the file lists; the others add up"
    assert not section(read(page(a_year(), [entry()])), "imports").one("details").all("ul")


def test_a_ledger_that_goes_on_is_said_to() -> None:
    assert "Older imports are left out" in page(a_year(), [entry()], more=True)
    assert "Older imports are left out" not in page(a_year(), [entry()])


def test_all_that_was_assumed_or_left_out_is_told() -> None:
    made = report([cohort("2026-01", 3)], exclude_tax=True)
    made["payback"]["warnings"] = [{"code": "x", "message": "orders that do not count: 92 cancelled"}]
    made["payback"]["other_currencies"] = [{"currency": "EUR", "orders": 2, "net": "50.50", "spend": None}]
    made["payback"]["unallocated_spend"] = [
        {
            "file": "meta.csv",
            "source": "meta_ads",
            "campaign": "Spring",
            "period": {"start": "2026-01-20", "end": "2026-02-10"},
            "spend": "75.00",
            "currency": "AUD",
        }
    ]
    assumed = section(read(page(made, [entry(file="bare.csv", currency_assumed=True)])), "assumed")
    apart, others = (grid(table) for table in assumed.all("table"))
    assert apart == [["meta_ads · Spring", "2026-01-20 to 2026-02-10", "75.00 AUD", "meta.csv"]]
    assert others == [["EUR", "2", "50.50", "—"]]
    terms = {term.one("dt").text: term.one("dd").text for term in assumed.one("dl").all("div")}
    assert terms["Net revenue"].startswith("without tax")
    assert terms["Known source"].startswith("74.83 %")
    assert terms["Currency assumed"].startswith("bare.csv")
    assert "92 cancelled" in assumed.text


def outcome(made: ReportView) -> str:
    return section(read(page(made)), "answer").one("p", class_="verdict").text


def test_the_answer_counts_the_cohorts_of_the_view() -> None:
    early, late = (cohort("2026-01", 5, spend=spend) for spend in ("6000.00", "11000.00"))
    never = cohort("2026-02", 4, spend="90000.00")
    begun = cohort("2026-05", 1, open_month=True)
    assert outcome(report([early])) == (
        "All sources together: the one monthly cohort with spend has paid back, within the month of the first order."
    )
    assert "of 2 monthly cohorts with spend, 1 has paid back, in month m2. For 2026-05" in outcome(
        report([late, never, begun])
    )
    assert "all 2 monthly cohorts with spend have paid back, the fastest in m0, the slowest in m2." in outcome(
        report([early, late])
    )
    assert "of 1 monthly cohort with spend, none has paid back yet." in outcome(report([never]))


def test_the_answer_tells_of_each_source_that_costs_something() -> None:
    made = report(
        [
            cohort("2026-01", 3),
            cohort("2026-01", 3, source="google_ads", spend="6000.00"),
            cohort("2026-01", 3, source="meta_ads", spend="90000.00"),
            cohort("2026-01", 3, source="organic", spend=None),
        ]
    )
    listed = section(read(page(made)), "answer").one("dl", class_="by-source")
    assert {one.one("dt").text: one.one("dd").text for one in listed.all("div")} == {
        "google_ads": "1 of 1 cohort paid back",
        "meta_ads": "0 of 1 cohort paid back; not yet: 2026-01",
    }


def test_the_headline_figures_are_sums_of_the_view() -> None:
    made = report([cohort("2026-01", 3, spend="6000.10"), cohort("2026-02", 2, spend=None, customers=40)])
    figures = section(read(page(made)), "answer").one("dl", class_="figures")
    told = {one.one("dt").text: one.all("dd")[0].text for one in figures.all("div")}
    assert told == {
        "Cohorts paid back": "1 of 1",
        "Customers": "140",
        "Spend": "6,000.10 AUD",
        "Net revenue": "12,772.20 AUD",
        "Known source": "74.83 %",
    }

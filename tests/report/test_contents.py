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
    ltv = ["80.00", "85.00", "90.00", "95.00"]
    assert row == ["2026-01", "9,000.00", "100", "90.00", *ltv, "m2", "2.35", "1.77"]


def test_what_is_not_known_is_a_dash_and_never_a_zero() -> None:
    one = cohort("2026-01", 2, spend=None, open_month=True)
    root = read(page(report([one])))
    [row] = grid(section(root, "payback").one("table"))
    assert row == ["2026-01", "—", "100", "—", "80.00", "no spend data", "—", "—"]


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
    made = report([cohort(f"2026-0{month}", 7 - month) for month in range(1, 7)], as_of="2026-06-30")
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


def test_a_total_that_may_tell_of_more_than_the_rows_stands_apart_and_is_no_fault() -> None:
    made = entry()
    more = {**made["reconciliation"][0], "total": "Total: Account", "file": "70000.00", "agrees": False}
    made["reconciliation"].append({**more, "binding": False})  # type: ignore[typeddict-item]
    details = section(read(page(a_year(), [made])), "imports").one("details")
    own, beyond = (grid(table) for table in details.all("table"))
    assert own == [["Total: Campaigns", "spend", "63,310.32", "63,310.32", "✓ yes"]]
    assert beyond == [["Total: Account", "spend", "70,000.00", "63,310.32", "differ"]]
    assert "may tell of more than the rows listed" in details.one("p", class_="how").text
    assert "✗" not in details.text
    assert not section(read(page(a_year(), [entry()])), "imports").one("details").all("p", class_="how")


def test_totals_decide_where_none_of_them_is_binding() -> None:
    made = entry(reconciles=False)
    made["reconciliation"][0] |= {"binding": False, "agrees": False}
    [table] = section(read(page(a_year(), [made])), "imports").one("details").all("table")
    assert grid(table)[0][-1] == "✗ no"


def test_a_metric_that_the_rows_do_not_tell_is_not_compared() -> None:
    made = entry()
    made["reconciliation"].append({**made["reconciliation"][0], "metric": "clicks", "file": "0", "rows": None})
    table = section(read(page(a_year(), [made])), "imports").one("details").one("table")
    assert [row[-1] for row in grid(table)] == ["✓ yes", "not compared"]


def test_the_ledger_tells_what_became_of_the_rows_and_that_a_row_told_twice_counts_once() -> None:
    again = entry(inserted=1_543, updated=9, unchanged=0)
    imports = section(read(page(a_year(), [again])), "imports")
    assert grid(imports.one("table", class_="ledger"))[0][4] == "574 1,543 new 9 changed"
    assert "A row that a later file tells again counts once" in imports.text


def test_a_ledger_that_goes_on_is_said_to() -> None:
    assert "Older imports are left out" in page(a_year(), [entry()], goes_on=True)
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
    assumed = section(read(page(made, assumed_files=["bare.csv"], assumed=1)), "assumed")
    apart, others = (grid(table) for table in assumed.all("table"))
    assert apart == [["meta_ads · Spring", "2026-01-20 to 2026-02-10", "75.00 AUD", "meta.csv"]]
    assert others == [["EUR", "2", "50.50", "—"]]
    terms = {term.one("dt").text: term.one("dd").text for term in assumed.one("dl").all("div")}
    assert terms["Net revenue"].startswith("without tax")
    assert terms["Known source"].startswith("74.83 %")
    assert terms["Currency assumed"].startswith("bare.csv")
    assert "92 cancelled" in assumed.text


def test_a_long_list_of_what_was_assumed_says_how_much_more_there_is() -> None:
    made = report([cohort("2026-01", 3)])
    made["payback"]["warnings"] = [{"code": "x", "message": f"warning {number}"} for number in range(1_252)]
    files = [f"file {number}.csv" for number in range(50)]
    assumed = section(read(page(made, assumed_files=files, assumed=1_062)), "assumed")
    told = assumed.one("ul", class_="warnings").all("li")
    assert (len(told), told[-1].text) == (50, "warning 49")
    assert "1,202 more: all of them with --json" in assumed.text
    assert "file 49.csv and 1,012 more These files" in assumed.text
    few = section(read(page(report([cohort("2026-01", 3)]), assumed_files=files[:1], assumed=1)), "assumed")
    assert "more" not in few.text


def test_a_cohort_whose_first_month_is_not_over_is_called_the_same_in_every_place() -> None:
    made = report([cohort("2026-01", 5, spend="90000.00"), cohort("2026-05", 1, spend="90000.00", open_month=True)])
    root = read(page(made))
    assert "For 2026-05 it is too early to say." in section(root, "answer").text
    old, young = grid(section(root, "payback").one("table"))
    assert (old[-3], young[-3]) == ("not yet", "too early")
    assert len(section(root, "payback").all("td", class_="not_yet")) == 1
    assert [row["payback_status"] for row in made["payback"]["payback"]] == ["not_yet", "not_yet"]


def test_a_part_goes_by_the_ids_of_its_cohorts_unless_its_name_is_odd() -> None:
    made = [cohort("2026-01", 3), cohort("2026-01", 3, source="google_ads", campaign="Spring")]
    odd = cohort("2026-01", 3, source="<b>", campaign="Spring")
    parts = [
        part.attributes["data-part"]
        for part in section(read(page(report([*made, odd]))), "payback").all("div", class_="part")
    ]
    plain = [one["id"].partition("~")[2] for one in made]
    assert set(plain) < set(parts)
    assert all(part.replace("~", "").replace("_", "").isalnum() for part in parts)


def outcome(made: ReportView) -> str:
    return section(read(page(made)), "answer").one("p", class_="verdict").text


def test_the_answer_counts_the_cohorts_of_the_view() -> None:
    early, late = (cohort("2026-01", 5, spend=spend) for spend in ("6000.00", "11000.00"))
    never = cohort("2026-02", 4, spend="90000.00")
    begun = cohort("2026-05", 1, open_month=True)
    assert outcome(report([early])) == (
        "All customers together, also those whom no ad brought: the one monthly cohort with spend has paid back,"
        " within the month of the first order."
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


def test_the_headline_figures_are_the_totals_of_the_view() -> None:
    made = report([cohort("2026-01", 3, spend="6000.10"), cohort("2026-02", 2, spend=None, customers=40)])
    made["totals"] |= {"customers": 1_234, "spend": "6000.20", "net_revenue": "12772.20", "paid_back": 3, "not_yet": 4}
    figures = section(read(page(made)), "answer").one("dl", class_="figures")
    told = {one.one("dt").text: one.all("dd")[0].text for one in figures.all("div")}
    assert told == {
        "Cohorts paid back": "3 of 7",
        "Customers": "1,234",
        "Spend": "6,000.20 AUD",
        "Net revenue": "12,772.20 AUD",
        "Known source": "74.83 %",
    }


def test_without_a_margin_the_answer_says_that_it_counts_revenue() -> None:
    assert outcome(report([cohort("2026-01", 3)], margin="1")).endswith("Counted on revenue: no margin was given.")
    assert "no margin" not in outcome(report([cohort("2026-01", 3)], margin="0.6"))


def test_sources_beyond_those_that_spent_most_are_counted() -> None:
    sources = [cohort("2026-01", 3, source=f"s{number}", spend=f"{100 + number}.00") for number in range(20)]
    answer = section(read(page(report([cohort("2026-01", 3), *sources]))), "answer")
    assert [one.text for one in answer.all("dt")[:6]] == ["s19", "s18", "s17", "s16", "s15", "s14"]
    assert "those who spent most first" in answer.text
    assert "14 more with less spend" in answer.text
    assert "more with less" not in section(read(page(a_year())), "answer").text


def test_the_figures_say_that_they_are_of_all_sources() -> None:
    notes = section(read(page(a_year())), "answer").all("dd", class_="under")
    assert len(notes) == 5
    assert all(note.text.startswith("all sources") for note in notes)


def test_free_orders_are_those_of_an_amount_of_zero() -> None:
    assert "86 Orders of an amount of 0: they make no customer." in section(read(page(a_year())), "assumed").text


def test_the_month_that_is_not_over_is_open_in_every_chart_and_marked_in_every_table() -> None:
    root = read(page(report([cohort(f"2026-0{month}", 7 - month) for month in range(1, 7)], as_of="2026-06-10")))
    months, claims = section(root, "months"), section(root, "claims")
    assert [bar.attributes["class"] for bar in months.all("rect")] == ["spend"] * 5 + ["spend so-far"]
    assert [dot.attributes["class"] for dot in months.all("circle")] == ["dot"] * 5 + ["dot so-far"]
    whole, dashed = months.all("polyline")
    assert (len(whole.attributes["points"].split()), len(dashed.attributes["points"].split())) == (5, 2)
    assert "so-far" in dashed.classes
    assert [len(claims.all("rect", class_=kind)) for kind in ("claimed", "revenue", "so-far")] == [6, 6, 2]
    assert months.all("rect")[-1].attributes["data-tip"].endswith("AUD (10 days so far)")
    for part in (months, claims):
        assert part.one("text", class_="so-far-name").text == "Jun: 10 days so far"
        assert "10 days of a month that is not over on 2026-06-10" in part.one("p", class_="legend").text
    for name in ("months", "payback"):
        firsts = [row[0] for row in grid(section(root, name).one("table"))]
        assert firsts[-2:] == ["2026-05", "2026-06 so far, 10 days"]
    assert grid(section(root, "cohorts").all("table")[0])[-1][0] == "2026-06 so far"


def test_a_report_that_stops_with_a_month_has_none_that_is_not_over() -> None:
    root = read(page(report([cohort("2026-05", 2), cohort("2026-06", 1)], as_of="2026-06-30")))
    assert "so far" not in root.text
    assert root.all("rect", class_="so-far") == root.all("circle", class_="so-far") == []


def test_months_with_a_part_of_their_spend_are_marked_where_claims_are_drawn() -> None:
    made = report([cohort("2026-01", 3), cohort("2026-02", 2)])
    made["calendar"][1]["spend_partial"] = True
    claims = section(read(page(made)), "claims")
    assert [bar.attributes["class"] for bar in claims.all("rect", class_="claimed")] == ["claimed", "claimed partial"]
    assert "claimed for a part of the month" in claims.text


def test_a_month_of_life_that_no_cohort_has_reached_has_no_column() -> None:
    def titles(made: ReportView) -> list[str]:
        return [cell.text for cell in section(read(page(made)), "payback").one("thead").all("th")][4:-3]

    assert titles(report([cohort("2026-01", 4)])) == ["LTV m0", "m1", "m2", "m3"]
    assert titles(report([cohort("2025-06", 13)])) == ["LTV m0", "m1", "m2", "m3", "m6", "m12"]
    assert titles(report([cohort("2026-06", 1, open_month=True)])) == ["LTV m0"]


def test_names_of_series_stand_once() -> None:
    claims = section(read(page(report([cohort("2026-01", 3)]))), "claims")
    assert claims.all("text", class_="name") == []
    assert "claimed by the platform" in claims.one("p", class_="keys").text


def test_the_time_line_names_months_and_the_years_below() -> None:
    made = report([cohort("2026-01", 3)], as_of="2026-03-31")
    made["covered"] = [covered("spend", "meta_ads", ("2025-11-01", "2026-03-31"))]
    texts = [text.text for text in section(read(page(made)), "coverage").one("g", class_="grid").all("text")]
    assert texts == ["Nov", "Dec", "Jan", "Feb", "Mar", "2025", "2026"]


def test_the_unknown_source_is_the_last_choice() -> None:
    made = report(
        [
            cohort("2026-01", 3),
            cohort("2026-01", 3, source="unknown", spend=None, customers=900),
            cohort("2026-01", 3, source="organic", spend=None),
            cohort("2026-01", 3, source="meta_ads"),
        ]
    )
    names = [option.text for option in read(page(made)).one("select").all("option")]
    assert names == ["All sources", "meta_ads", "organic", "unknown"]

"""The page as such: whole in itself, safe against what files say, and made for everybody."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pytest

from application.payback.report_views import ReportView
from interfaces.report.page import report_csp
from tests.report.building import a_year, cohort, covered, entry, nothing, orders_entry, page, report
from tests.report.reading import read

SECTIONS = ("answer", "payback", "cohorts", "curves", "months", "claims", "coverage", "assumed", "imports")
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style><svg onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "'; DROP TABLE",
    "x" * 1_000,
    "\u202egnp.exe\u2066",
    "a\x00b\ud800",
)


@pytest.mark.parametrize(("made", "names"), [(a_year(), SECTIONS), (nothing(), ["answer"])], ids=["a year", "nothing"])
def test_every_section_is_there_with_its_heading(made: ReportView, names: Sequence[str]) -> None:
    root = read(page(made))
    assert [section.attributes["id"] for section in root.all("section")] == list(names)
    for section in root.all("section"):
        assert section.one("h2").attributes["id"] == section.attributes["aria-labelledby"]
        assert section.one("h2").text


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [int(one.tag[1]) for one in read(page(a_year(), [entry()])).all() if re.fullmatch("h[1-6]", one.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_the_page_asks_for_nothing_from_outside() -> None:
    html = page(a_year(), [entry(), orders_entry()])
    root = read(html)
    assert not re.search(r"https?:|//[a-z]|@import|@font-face", html)
    links = [one.attributes[name] for one in root.all() for name in ("href", "src") if name in one.attributes]
    assert links
    assert [link for link in links if not link.startswith(("#", "data:"))] == []
    assert root.one("link").attributes == {"rel": "icon", "href": "data:,"}


def test_one_script_and_one_style_and_no_attribute_that_runs_or_styles() -> None:
    root = read(page(a_year(), [entry()]))
    assert len(root.all("script")) == len(root.all("style")) == 1
    names = Counter(name for one in root.all() for name in one.attributes)
    assert [name for name in names if name.startswith("on") or name == "style"] == []


def test_the_policy_allows_the_page_its_own_script_and_style_and_nothing_else() -> None:
    html = page(a_year())
    root = read(html)

    def allowed(tag: str) -> str:
        text = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)[0]
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    policy = report_csp().split("; ")
    assert policy == [
        "default-src 'none'",
        f"script-src {allowed('script')}",
        f"style-src {allowed('style')}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
    [meta] = [one for one in root.all("meta") if one.attributes.get("http-equiv") == "Content-Security-Policy"]
    assert meta.attributes["content"].split("; ") == policy[:-1]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_is_text_and_nothing_else(name: str) -> None:
    made = report([cohort("2026-01", 3), cohort("2026-01", 3, source=name, campaign=name)], currency="AUD")
    made["payback"]["warnings"] = [{"code": "x", "message": name}]
    made["payback"]["unallocated_spend"] = [
        {"file": name, "source": name, "campaign": name, "period": {"start": None, "end": None}, "spend": "1.00"}
        | {"currency": "AUD"}  # type: ignore[list-item]
    ]
    made["covered"] = [covered("spend", name, ("2026-01-01", "2026-01-31"), account=name)]
    message = {"code": "x", "message": name}
    listed = entry(file=name, account=name, platform=name, messages=[message])
    listed["reconciliation"][0]["total"] = name
    html = page(made, [listed])
    root = read(html)
    plain = read(page(report([cohort("2026-01", 3), cohort("2026-01", 3, source="a", campaign="a")]), [entry()]))
    assert {one.tag for one in root.all()} - {one.tag for one in plain.all()} <= {"li", "ul", "dl"}
    assert len(root.all("script")) == 1
    assert root.all("img") == []
    assert not [attribute for one in root.all() for attribute in one.attributes if attribute.startswith("on")]
    assert not re.search("[\x00\u202e\u2066\ud800]", html)
    assert "xx" * 250 not in html
    html.encode()


def test_marks_that_cannot_be_seen_are_shown_as_escapes() -> None:
    root = read(page(report([cohort("2026-01", 3, source="\u202egnp")])))
    assert "\\u202egnp" in root.one("section", id="payback").text


def test_every_table_has_a_caption_and_every_heading_its_scope() -> None:
    made = a_year()
    made["payback"]["other_currencies"] = [{"currency": "EUR", "orders": 2, "net": "50.50", "spend": None}]
    root = read(page(made, [entry(), orders_entry()]))
    tables = root.all("table")
    assert len(tables) > 10
    for table in tables:
        assert table.one("caption").text
        headings = table.all("th")
        assert {heading.attributes.get("scope") for heading in headings} == {"row", "col"}


def test_every_drawing_says_what_it_shows() -> None:
    root = read(page(a_year(), [entry()]))
    drawings = [one for one in root.all("svg") if "aria-hidden" not in one.attributes]
    assert len(drawings) > 10
    for drawing in drawings:
        title, desc = drawing.one("title"), drawing.one("desc")
        assert title.text
        assert desc.text
        assert drawing.attributes["role"] == "img"
        named = drawing.attributes["aria-labelledby"].split()
        assert named == [title.attributes["id"], desc.attributes["id"]]


def test_no_id_stands_twice_and_every_reference_finds_its_own() -> None:
    root = read(page(a_year(), [entry()]))
    ids = Counter(one.attributes["id"] for one in root.all() if "id" in one.attributes)
    assert [name for name, times in ids.items() if times > 1] == []
    references = {one.attributes["href"][1:] for one in root.all() if one.attributes.get("href", "").startswith("#")}
    references |= {one.attributes["for"] for one in root.all("label") if "for" in one.attributes}
    assert references
    assert references - set(ids) == set()


def test_every_chart_and_table_of_figures_says_how_it_is_computed() -> None:
    root = read(page(a_year(), [entry()]))
    for name in ("payback", "cohorts", "curves", "months", "claims", "coverage", "imports"):
        assert len(root.one("section", id=name).all("p", class_="how")[0].text) > 60
    assert all(triangle.all("p", class_="how") for triangle in root.all("div", class_="metric-part"))


def test_every_box_that_scrolls_is_reached_by_the_keyboard_and_has_a_name() -> None:
    boxes = read(page(a_year(), [entry()])).all("div", class_="scroll")
    assert boxes
    assert all(box.attributes["tabindex"] == "0" and box.attributes["aria-label"] for box in boxes)


def test_the_controls_are_hidden_where_there_is_no_script_to_serve_them() -> None:
    root = read(page(a_year()))
    assert "hidden" in root.one("div", class_="controls").attributes
    assert "hidden" in root.one("fieldset", class_="metric").attributes
    assert not [one for one in root.all("div", class_="part") if "hidden" in one.attributes]

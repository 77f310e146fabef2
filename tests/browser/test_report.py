"""The report in a real browser: at rest, in the hand, in the dark, on paper and without its script."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import PHONE, Opened, chromium_path, in_print
from tests.report.building import a_year, cohort, entry, nothing, page, report

pytestmark = pytest.mark.browser

SECTIONS = ["answer", "payback", "cohorts", "curves", "months", "claims", "coverage", "assumed", "imports"]
ON_SCREEN = "one => one.getClientRects().length > 0 && getComputedStyle(one).visibility === 'visible'"
CONTRASTS = """() => {
    const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const over = (colour, below) => {
        paint.fillStyle = `rgb(${below.join(' ')})`; paint.fillRect(0, 0, 1, 1);
        paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1);
        return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = rgb => rgb.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
    const ground = one => {
        const above = []; for (let at = one; at; at = at.parentElement) above.unshift(at);
        return above.reduce((below, at) => over(getComputedStyle(at).backgroundColor, below), [255, 255, 255]);
    };
    const found = [];
    const silent = '.away, .skip, option, script, style, title, desc';
    for (const one of document.querySelectorAll('body *')) {
        const own = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (!own || !one.getClientRects().length || one.closest(silent)) continue;
        const style = getComputedStyle(one), below = ground(one);
        const ink = over(one.closest('svg') ? style.fill : style.color, below);
        const [high, low] = [light(ink), light(below)].sort((a, b) => b - a);
        found.push([(high + 0.05) / (low + 0.05), one.outerHTML.slice(0, 120)]);
    }
    return found;
}"""


def wide(page: Any) -> tuple[int, int]:
    """How wide the page is, and how wide the window."""
    root = "document.documentElement"
    return page.evaluate(f"{root}.scrollWidth"), page.evaluate(f"{root}.clientWidth")


def on_screen(page: Any, selector: str) -> list[str]:
    """The texts of the elements that can be seen."""
    return [one.inner_text() for one in page.query_selector_all(selector) if one.evaluate(ON_SCREEN)]


def shown_parts(page: Any) -> list[str]:
    """The headings of the sources in the payback section that can be seen."""
    return on_screen(page, "#payback h3")


@pytest.mark.parametrize("media", [{}, {"color_scheme": "dark"}, {"viewport": PHONE, "has_touch": True}])
def test_nothing_is_said_on_the_console_and_nothing_is_asked_for(opened: Opened, media: dict[str, Any]) -> None:
    seen = opened("#source=meta_ads&metric=revenue", **media)
    seen.page.select_option("#source", "google_ads")
    seen.page.hover("#months rect.spend >> visible=true >> nth=0")
    seen.page.wait_for_timeout(200)
    assert seen.said == []
    assert len(seen.requests) == 1
    assert seen.requests[0].startswith("file:")


def test_where_there_is_no_browser_a_test_fails_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(pytest.fail.Exception, match="these tests need Chromium, and there is none: install it"):
        chromium_path()


def test_what_the_policy_forbids_is_told_here(opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(page(nothing()).replace("<header>", '<header><img src="https://example.com/x.png">'))
    seen = opened(file=file)
    assert any("Content Security Policy" in said for said in seen.said)


def test_the_source_is_chosen_by_keyboard_and_survives_a_reload(opened: Opened) -> None:
    seen = opened()
    assert shown_parts(seen.page) == ["All sources"]
    seen.page.focus("#source")
    seen.page.keyboard.press("m")  # as in meta_ads
    assert shown_parts(seen.page) == ["meta_ads"]
    assert "source=meta_ads" in seen.page.url
    seen.page.reload()
    assert shown_parts(seen.page) == ["meta_ads"]
    assert seen.page.input_value("#source") == "meta_ads"


def test_the_metric_is_chosen_by_keyboard_and_survives_a_reload(opened: Opened) -> None:
    seen = opened("#source=meta_ads")
    assert on_screen(seen.page, "#cohorts h4") == ["LTV"]
    seen.page.focus("input[name=metric]:checked")
    seen.page.keyboard.press("ArrowRight")
    assert on_screen(seen.page, "#cohorts h4") == ["Revenue"]
    seen.page.keyboard.press("ArrowRight")
    seen.page.reload()
    assert on_screen(seen.page, "#cohorts h4") == ["Customers"]
    assert shown_parts(seen.page) == ["meta_ads"]


def test_everything_that_can_be_operated_is_reached_by_the_tab_key(opened: Opened) -> None:
    seen, reached = opened(), set()
    for _ in range(40):
        seen.page.keyboard.press("Tab")
        reached.add(
            seen.page.evaluate(
                "document.activeElement.id || document.activeElement.name || "
                "document.activeElement.className || document.activeElement.tagName"
            )
        )
    assert {"skip", "A", "source", "metric", "SUMMARY"} <= reached
    assert any(name.startswith("scroll") for name in reached)


def test_a_link_to_a_section_goes_there_and_keeps_what_is_chosen(opened: Opened) -> None:
    seen = opened("#source=meta_ads&metric=customers")
    seen.page.click("nav a[href='#coverage']")
    top = "document.getElementById('coverage').getBoundingClientRect().top"
    assert 0 <= seen.page.evaluate(top) < 200
    seen.page.reload()
    assert 0 <= seen.page.evaluate(top) < 200
    assert shown_parts(seen.page) == ["meta_ads"]


@pytest.mark.parametrize("hash_", ["#source=nobody&metric=x", "#payback", "#source=%3Cscript%3E", "#%"])
def test_an_address_that_means_nothing_shows_all(opened: Opened, hash_: str) -> None:
    seen = opened(hash_)
    assert shown_parts(seen.page) == ["All sources"]
    assert seen.said == []


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
@pytest.mark.parametrize("script", [True, False])
def test_the_page_never_scrolls_sideways(opened: Opened, width: int, script: bool) -> None:
    seen = opened(viewport={"width": width, "height": 812}, java_script_enabled=script)
    page_width, window = wide(seen.page)
    assert page_width <= window == width


def test_hostile_names_neither_run_nor_widen_the_page(opened: Opened, tmp_path: Path) -> None:
    names = ["<script>alert(1)</script>" * 20, "x" * 1_000, "\u202e" * 50 + "gnp", '"><img src=x onerror=alert(1)>']
    file = tmp_path / "report.html"
    file.write_text(page(report([cohort("2026-01", 3)] + [cohort("2026-01", 3, source=name) for name in names])))
    for viewport in (PHONE, {"width": 1280, "height": 900}):
        seen = opened(file=file, viewport=viewport)
        for at in range(1, 5):
            seen.page.select_option("#source", index=at)
            page_width, window = wide(seen.page)
            assert page_width <= window
        assert seen.said == []
        assert len(seen.requests) == 1


def test_what_is_wider_than_a_phone_scrolls_in_its_own_box_and_says_so(opened: Opened) -> None:
    seen = opened(viewport=PHONE)
    box = "document.querySelector('#payback .part:not([hidden]) .scroll')"
    assert seen.page.evaluate(f"{box}.scrollWidth > {box}.clientWidth")
    assert "scroll sideways for more →" in on_screen(seen.page, "#payback .cue")
    assert seen.page.evaluate(f"getComputedStyle({box}).maskImage") != "none"
    seen.page.evaluate(f"{box}.scrollLeft = 10000")
    seen.page.wait_for_function(f"getComputedStyle({box}).maskImage === 'none'")
    first = seen.page.evaluate(f"{box}.querySelector('tbody th').getBoundingClientRect().left")
    assert first == pytest.approx(16, abs=1)  # the cohort stays in sight
    assert on_screen(opened().page, "#payback .cue") == []


def test_without_its_script_every_source_and_metric_is_there(opened: Opened) -> None:
    seen = opened(java_script_enabled=False)
    sources = ["All sources", "google_ads", "meta_ads", "organic"]
    assert shown_parts(seen.page) == sources
    assert on_screen(seen.page, "#cohorts h4") == ["LTV", "Revenue", "Customers"] * 4
    assert on_screen(seen.page, ".controls, .metric") == []
    assert on_screen(seen.page, "#imports details table caption") != []
    assert on_screen(seen.page, "#imports details tbody th") == ["Total: Campaigns"]


def test_print_has_every_section_of_what_is_chosen_without_controls_and_in_the_light(opened: Opened) -> None:
    seen = opened("#source=meta_ads&metric=revenue", color_scheme="dark")
    with in_print(seen.page):
        assert shown_parts(seen.page) == ["meta_ads"]
        assert on_screen(seen.page, "#cohorts h4") == ["Revenue"]
        assert [name for name in SECTIONS if on_screen(seen.page, f"#{name} h2")] == SECTIONS
        assert on_screen(seen.page, ".controls, .metric, nav, .cue") == []
        assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert seen.page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX") == "visible"


def test_without_its_script_paper_has_all_and_the_sources_with_spend_by_ltv(opened: Opened) -> None:
    seen = opened(java_script_enabled=False)
    with in_print(seen.page):
        assert shown_parts(seen.page) == ["All sources", "google_ads", "meta_ads"]
        assert on_screen(seen.page, "#cohorts h4") == ["LTV"] * 3


def test_a_report_of_a_year_and_eight_sources_is_printed_on_few_pages(opened: Opened, tmp_path: Path) -> None:
    others = [f"s{number}" for number in range(5)]
    file = tmp_path / "report.html"
    file.write_text(page(a_year(["all", "google_ads", "meta_ads", *others]), [entry(at) for at in range(1, 5)]))
    pdf = opened(file=file).page.pdf(prefer_css_page_size=True)
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 10


def test_on_paper_no_table_is_wider_than_the_sheet(opened: Opened) -> None:
    sheet = {"width": 1031, "height": 703}  # A4, on its side, within its margins, at 96 dots per inch
    seen = opened(viewport=sheet)
    with in_print(seen.page):
        page_width, window = wide(seen.page)
        assert page_width <= window
        tables = "[...document.querySelectorAll('table, svg')].map(one => one.getBoundingClientRect().right)"
        assert max(seen.page.evaluate(tables)) <= sheet["width"]


def test_the_details_of_the_ledger_are_open_on_paper_and_closed_again_after(opened: Opened) -> None:
    seen = opened()
    assert seen.page.evaluate("document.querySelectorAll('details[open]').length") == 0
    seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert seen.page.evaluate("document.querySelectorAll('details:not([open])').length") == 0
    seen.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert seen.page.evaluate("document.querySelectorAll('details[open]').length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("source", ["all", "meta_ads", "organic"])
def test_every_text_stands_out_from_its_ground(opened: Opened, scheme: str, source: str) -> None:
    seen = opened(f"#source={source}&metric=ltv", color_scheme=scheme)
    grounds = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (grounds == "rgb(255, 255, 255)") == (scheme == "light")
    found = seen.page.evaluate(CONTRASTS)
    assert len(found) > 200
    assert [one for one in found if one[0] < 4.5] == []


def test_a_mark_tells_its_figure_when_it_is_pointed_at(opened: Opened) -> None:
    seen = opened("#source=meta_ads")
    first = seen.page.query_selector("#months .part:not([hidden]) rect.spend")
    assert first is not None
    first.scroll_into_view_if_needed()
    first.hover()
    [told] = on_screen(seen.page, ".tip")
    assert told == first.get_attribute("data-tip")
    assert re.fullmatch(r"2025-07: Spend [\d,.]+ AUD", told)
    seen.page.mouse.move(2, 2)
    assert on_screen(seen.page, ".tip") == []


@pytest.mark.parametrize("made", [nothing(), a_year(months=1), report([cohort("2026-01", 3, later="-90.00")])])
def test_a_page_of_little_is_quiet_and_narrow_too(opened: Opened, tmp_path: Path, made: Any) -> None:
    file = tmp_path / "report.html"
    file.write_text(page(made))
    seen = opened(file=file, viewport=PHONE)
    assert seen.said == []
    page_width, window = wide(seen.page)
    assert page_width <= window

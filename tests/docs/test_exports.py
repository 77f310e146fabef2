"""docs/exports.md tells of every layout and language what is true, and its example of a new platform is read by it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from domain.imports.reconciliation import reconcile, verdict
from domain.imports.record import Kind
from domain.shared.columns import total
from infrastructure.exports.layouts.layout import ENGLISH, Layout, layouts, read_layout
from infrastructure.exports.recognition import recognition
from infrastructure.exports.shared.words import fold
from tests.architecture.source_tree import REPOSITORY
from tests.unit.exports.files import ads, money, outcome, reading

PAGE = (REPOSITORY / "docs" / "exports.md").read_text(encoding="utf-8")
FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.AD_METRICS: ("spend", "clicks", "conversions", "conversion_value"),
    Kind.ORDERS: ("amount", "refunded"),
    Kind.LEADS: ("at", "status", "number"),
}
"""What the columns of a kind's table tell, from the fourth on."""
LANGUAGE = re.compile(r"[a-z]{2}(?:-[a-z]{2})?")
NEW = "billboard_ads"


def rows() -> dict[str, list[str]]:
    """The cells of each line of the tables by its layout."""
    lines = (line.strip("|").split(" | ") for line in PAGE.splitlines() if line.startswith("| `"))
    return {cells[0].strip(" `"): [cell.strip() for cell in cells] for cells in lines}


def blocks(kind: str) -> dict[str, str]:
    """The files that the page shows, by name."""
    return dict(re.findall(rf"```{kind} (\S+)\n(.*?)```", PAGE, flags=re.DOTALL))


def facts(layout: Layout) -> str:
    """What a line of the page must say, for the message of a test that misses it."""
    languages = ", ".join(sorted(language.name for language in layout.languages if language.name != ENGLISH)) or "—"
    headers = [
        " · ".join(f"`{one}`" for one in layout.aliases.get(field, ())[:1]) for field in FIELDS.get(layout.kind, ())
    ]
    return " | ".join([f"`{layout.name}`", "…", languages, *(header or "—" for header in headers)])


def test_every_layout_has_a_line_and_no_other_has_one() -> None:
    told, there = rows(), {layout.name: layout for layout in layouts()}
    assert len(there) > 30
    assert [facts(layout) for name, layout in there.items() if name not in told] == []
    assert told.keys() - there.keys() == set()


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: str(layout.name))
def test_a_layouts_line_names_its_languages(layout: Layout) -> None:
    told = set(LANGUAGE.findall(rows()[layout.name][2]))
    assert told == {language.name for language in layout.languages} - {ENGLISH}, facts(layout)


@pytest.mark.parametrize(
    ("layout", "field"),
    [(layout, field) for layout in layouts() for field in FIELDS.get(layout.kind, ()) if layout.aliases.get(field)],
    ids=lambda value: value.name if isinstance(value, Layout) else value,
)
def test_a_line_names_the_headers_that_are_read_first(layout: Layout, field: str) -> None:
    told = [
        fold(header) for header in re.findall(r"`([^`]+)`", rows()[layout.name][3 + FIELDS[layout.kind].index(field)])
    ]
    assert told, facts(layout)
    assert tuple(told) == layout.aliases[field][: len(told)], facts(layout)


def test_no_cell_of_a_layouts_line_is_blank() -> None:
    assert [name for name, cells in rows().items() if not all(cells)] == []


@pytest.mark.parametrize(
    ("platform", "layout"),
    [
        ("Google Ads", "google_ads"),
        ("Meta", "meta_ads"),
        ("Microsoft Advertising", "microsoft_report"),
        ("LinkedIn", "linkedin_ads"),
        ("TikTok", "tiktok_ads"),
        ("Pinterest", "pinterest_ads"),
    ],
)
def test_the_readme_counts_the_languages_that_there_are(platform: str, layout: str) -> None:
    [told] = re.findall(rf"{platform} \((\d+)(?: languages)?\)", (REPOSITORY / "README.md").read_text("utf-8"))
    [found] = [len(one.languages) for one in layouts() if one.name == layout]
    assert int(told) == found


@pytest.fixture
def with_the_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """The layouts that there are, and the one of the page."""
    for name, text in blocks("toml").items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    made = read_layout(tmp_path / "layouts" / f"{NEW}.toml")
    every = (*layouts(), made)
    monkeypatch.setattr(recognition, "layouts", lambda: every)
    return made


@pytest.mark.parametrize("file", ["billboard.csv", "werbung.csv"])
@pytest.mark.usefixtures("with_the_new_one")
def test_the_example_of_a_new_platform_is_read_in_both_languages(file: str) -> None:
    read = reading(blocks("text")[file])
    found = ads(read)
    assert {*found.platform} == {NEW}
    assert (money(found.spend), total(found.impressions), total(found.clicks)) == ("2214.50", 75110, 1467)
    assert {*found.currency} == {"EUR"}
    assert [str(day) for day in found.start] == ["2026-04-13", "2026-04-14"]
    assert verdict(reconcile(found, read.totals)) is True


@pytest.mark.parametrize("file", ["billboard.csv", "werbung.csv"])
def test_it_is_that_table_of_words_that_reads_it(file: str) -> None:
    assert NEW not in str(outcome(blocks("text")[file]))
    assert "unrecognised" in str(outcome(blocks("text")[file]))


def test_the_page_names_no_place_that_is_not_there() -> None:
    links = re.findall(r"\]\((?!http|#)([^)#]+)\)", PAGE)
    assert len(links) > 5
    assert [link for link in links if not (REPOSITORY / "docs" / link).exists()] == []

"""The layouts are data: what the data must keep to, and that importing the package stays cheap."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from domain.imports.notation import DecimalMark
from domain.imports.record import Kind
from infrastructure.exports.layouts import layout as layout_module
from infrastructure.exports.layouts.fact_rules import LeadRules, OrderRules
from infrastructure.exports.layouts.layout import Layout, layouts
from infrastructure.exports.layouts.rules import PreambleRules
from infrastructure.exports.recognition.header import HeaderCells, matched
from infrastructure.exports.recognition.recognition import recognise
from infrastructure.exports.shared.words import fold, platform_id, platform_names

PLATFORMS = [
    "google_ads",
    "meta_ads",
    "microsoft_ads",
    "linkedin_ads",
    "tiktok_ads",
    "pinterest_ads",
    "snapchat_ads",
    "x_ads",
    "reddit_ads",
    "yandex_direct",
    "naver_ads",
    "yahoo_japan_ads",
    "amazon_ads",
    "apple_search_ads",
    "shopify",
    "stripe",
    "woocommerce",
    "hubspot",
    "typeform",
    "google_forms",
    "meta_lead_ads",
    "plain",
]
FOLDER = Path(layout_module.__file__).parent
FILES = sorted(FOLDER.glob("*.toml"))
LANGUAGES = sorted(FOLDER.glob("*/*.toml"))
WORDS = {"decimal", "aliases", "segments", "totals", "notices", "preamble"}
KEYS = WORDS | {"platform", "kind", "recognise", "unnamed_total", "orders", "leads", "units", "constants"}
KEYS_OF_A_LANGUAGE = WORDS | {"distinctive", "foreign"}
PARTS = {
    "recognise": {"required", "distinctive", "least", "least_below", "foreign", "foreign_unless", "first", "shape"},
    "segments": {"columns"},
    "totals": {"labels", "binding", "scope", "value", "unless"},
    "unnamed_total": {"blank", "label", "binding"},
    "notices": {"empty", "footers"},
    "preamble": {field.name for field in fields(PreambleRules)},
    "units": {"micros"},
    "orders": {field.name for field in fields(OrderRules)},
    "leads": {field.name for field in fields(LeadRules)},
}
LANGUAGE_NAME = re.compile(r"[a-z]{2}(-[a-z]{2})?")
ANY = [pytest.param(layout, id=layout.name) for layout in layouts()]


@pytest.mark.parametrize("layout", ANY)
def test_a_layout_names_a_known_platform_and_only_fields_it_has(layout: Layout) -> None:
    assert layout.platform in PLATFORMS
    assert all(layout.required) or layout.shape
    fields = {*layout.aliases, *(layout.shape.groupindex if layout.shape else ())}
    wanted = {field for alternatives in layout.required for field in alternatives}
    of_totals = {field for rule in layout.totals for field in (*rule.unless, *filter(None, [rule.scope]))}
    assert wanted | of_totals | {*layout.orders.key, *layout.orders.content} <= fields
    assert layout.foreign_unless in fields | {""}


@pytest.mark.parametrize("layout", ANY)
def test_units_and_constants_are_of_fields_that_mean_something(layout: Layout) -> None:
    assert layout.micros <= set(layout.aliases)
    assert not set(layout.constants) & set(layout.aliases)
    assert all(map(fold, layout.constants.values()))


@pytest.mark.parametrize("layout", ANY)
def test_no_label_of_a_total_would_match_whatever_stands_there(layout: Layout) -> None:
    for rule in layout.totals:
        assert rule.label.replace("{rows}", "").strip("*: ")
        assert rule.label.count("*") == rule.label.endswith("*")
    assert layout.label_start == "" or not re.match(layout.label_start, "")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_layout_file_holds_nothing_that_would_be_passed_over(file: Path) -> None:
    assert list(faults(tomllib.loads(file.read_text("utf-8")), KEYS)) == []


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_language_file_holds_words_for_what_its_layout_knows(file: Path) -> None:
    data = tomllib.loads(file.read_text("utf-8"))
    assert list(faults(data, KEYS_OF_A_LANGUAGE)) == []
    english = tomllib.loads(file.parent.with_suffix(".toml").read_text("utf-8"))
    assert LANGUAGE_NAME.fullmatch(file.stem)
    assert set(data.get("aliases", {})) <= set(english["aliases"])


def faults(data: dict[str, Any], keys: set[str]) -> Iterator[object]:
    """Keys that nobody reads, and words that say nothing."""
    yield from set(data) - keys
    if data.get("decimal", "point") not in {"point", "comma"}:
        yield data["decimal"]
    for part, known in PARTS.items():
        yield from {key for entry in _listed(data.get(part, {})) for key in entry} - known
    for one in _lists(data):
        yield from (word for word in one if not fold(word))


def _lists(data: object) -> Iterator[list[str]]:
    """Every list of words in the data."""
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        if isinstance(inner, list) and not any(isinstance(one, dict) for one in inner):
            yield inner
        else:
            yield from _lists(inner)


def _listed(part: object) -> list[dict[str, object]]:
    return part if isinstance(part, list) else [part] if isinstance(part, dict) else []


@pytest.mark.parametrize("layout", ANY)
def test_no_header_belongs_to_two_fields_of_a_layout(layout: Layout) -> None:
    headers = [alias for aliases in layout.aliases.values() for alias in aliases]
    assert len(headers) == len(set(headers))
    assert not set(headers) & set(layout.segments)
    assert headers == [fold(alias) for alias in headers]


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_each_language_is_recognised_by_its_own_words(file: Path) -> None:
    data = tomllib.loads(file.read_text("utf-8"))
    english = tomllib.loads(file.parent.with_suffix(".toml").read_text("utf-8"))
    own = [headers[0].replace("(*)", "(EUR)") for headers in data.get("aliases", {}).values()]
    foreign = set(map(fold, english["recognise"].get("foreign", [])))
    cells = dict.fromkeys((*own, *data.get("distinctive", ())))
    found = recognise("\t".join(name for name in cells if fold(name) not in foreign).encode())
    assert found.layout.name == file.parent.name
    told = data.get("decimal")
    assert found.usual_decimal in {told and DecimalMark(told), None}


@pytest.mark.parametrize("layout", [layout for layout in layouts() if layout.aliases])
def test_each_layout_recognises_a_header_of_its_own_aliases(layout: Layout) -> None:
    cells = [aliases[0].replace("(*)", "(EUR)") for aliases in layout.aliases.values()]
    known = (*layout.first[:1], *cells, *sorted(layout.distinctive))
    line = "\t".join(name for name in known if name not in layout.foreign)
    assert recognise(line.encode()).layout is layout


def test_a_header_cell_is_compared_without_case_spaces_and_byte_order_marks() -> None:
    google = next(layout for layout in layouts() if layout.name == "google_ads")
    header = matched(google, HeaderCells.of(["\ufeff day", "CAMPAIGN ", "cost  (nzd)", "impr.\ufeff"]))
    assert header is not None
    assert (header.columns["day"], header.columns["spend"], header.columns["impressions"]) == (0, 2, 3)
    assert (header.currency, header.names[3]) == ("NZD", "impr.")


def test_the_words_of_people_for_platforms_lead_to_known_ids() -> None:
    assert set(platform_names().values()) <= set(PLATFORMS)
    assert {platform_id(word) for word in ("Google Ads", "google-ads", " ADWORDS ")} == {"google_ads"}
    assert platform_id("Some  New-Network") == "some_new_network"
    assert platform_id("微博") == "微博"


def test_every_kind_that_a_file_can_be_has_a_layout() -> None:
    assert {layout.kind for layout in layouts()} == set(Kind) - {Kind.UNRECOGNISED}


def test_importing_the_package_does_not_import_the_data_frames() -> None:
    code = "import sys, infrastructure.exports; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=False).returncode == 0

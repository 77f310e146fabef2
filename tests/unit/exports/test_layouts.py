"""The layouts are data: what the data must keep to, and that importing the package stays cheap."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from domain.imports.record import Kind
from infrastructure.exports import layout as layout_module
from infrastructure.exports.header import HeaderCells, matched
from infrastructure.exports.layout import Layout, layouts
from infrastructure.exports.recognition import recognise
from infrastructure.exports.words import fold, platform_id, platform_names

PLATFORMS = [
    "google_ads",
    "meta_ads",
    "microsoft_ads",
    "linkedin_ads",
    "tiktok_ads",
    "pinterest_ads",
    "snapchat_ads",
    "x_ads",
    "shopify",
    "stripe",
    "woocommerce",
    "hubspot",
    "typeform",
    "google_forms",
    "meta_lead_ads",
    "plain",
]
FILES = sorted((Path(layout_module.__file__).parent / "layouts").glob("*.toml"))
KEYS = {"platform", "kind", "recognise", "aliases", "segments", "totals", "unnamed_total", "notices", "orders"}
PARTS = {
    "recognise": {"required", "distinctive", "least", "foreign", "foreign_unless", "shape"},
    "segments": {"columns"},
    "totals": {"labels", "binding", "scope", "unless"},
    "unnamed_total": {"blank", "label", "binding"},
    "notices": {"empty"},
    "orders": {"lines_make_one_order", "key", "content", "statuses"},
}
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


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_layout_file_holds_nothing_that_would_be_passed_over(file: Path) -> None:
    data = tomllib.loads(file.read_text("utf-8"))
    assert set(data) <= KEYS
    for part, known in PARTS.items():
        assert {key for entry in _listed(data.get(part, {})) for key in entry} <= known, part


def _listed(part: object) -> list[dict[str, object]]:
    return part if isinstance(part, list) else [part] if isinstance(part, dict) else []


@pytest.mark.parametrize("layout", ANY)
def test_no_header_belongs_to_two_fields_of_a_layout(layout: Layout) -> None:
    headers = [alias for aliases in layout.aliases.values() for alias in aliases]
    assert len(headers) == len(set(headers))
    assert not set(headers) & set(layout.segments)
    assert headers == [fold(alias) for alias in headers]


@pytest.mark.parametrize("layout", [layout for layout in layouts() if layout.aliases])
def test_each_layout_recognises_a_header_of_its_own_aliases(layout: Layout) -> None:
    cells = [aliases[0].replace("(*)", "(EUR)") for aliases in layout.aliases.values()]
    line = "\t".join(name for name in (*cells, *layout.distinctive) if name not in layout.foreign)
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

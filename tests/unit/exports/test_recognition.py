"""Where the table of a text begins, what parts its cells, and whose file it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.imports.record import Kind
from infrastructure.exports.layouts.layout import Layout, layouts
from infrastructure.exports.recognition import recognition
from infrastructure.exports.recognition.recognition import recognise
from tests.unit.exports.files import ads, money, reading, refusal

GOOGLE = "Day,Campaign,Currency code,Cost,Impr.,Clicks\n2025-01-02,Brand,EUR,1.10,10,1\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "above", ["", "sep={0}\n", '"sep={0}"\n', "SEP={0}\nCampaign report\nAll time\n", "\n\nNotes\n\n"]
)
def test_the_delimiter_is_that_of_the_header(delimiter: str, above: str) -> None:
    result = reading(above.format(delimiter) + GOOGLE.replace(",", delimiter))
    assert (result.rows, result.rejects, money(ads(result).spend)) == (1, (), "1.10")


def test_the_line_that_tells_the_separator_is_no_part_of_what_stands_above() -> None:
    assert recognise(b"sep=;\nCampaign report\n" + GOOGLE.replace(",", ";").encode()).preamble == ("Campaign report",)


def test_a_header_on_the_fifteenth_line_is_found_and_one_below_is_not() -> None:
    assert reading("Note\n" * 14 + GOOGLE).rows == 1
    assert refusal("Note\n" * 15 + GOOGLE).startswith("unrecognised: ")


def test_the_header_with_the_most_known_names_is_the_one() -> None:
    text = "Cost,Impr.\n" + GOOGLE
    assert recognise(text.encode()).line == 3


def rival(name: str, platform: str, **changes: Any) -> Layout:
    google = next(layout for layout in layouts() if layout.name == "google_ads")
    return replace(google, name=name, platform=platform, **changes)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> list[Layout]:
    """The layouts that there are, for the time of a test."""
    found: list[Layout] = [rival("google_ads", "google_ads")]
    monkeypatch.setattr(recognition, "layouts", lambda: tuple(found))
    return found


def test_two_platforms_that_fit_alike_are_no_coin_toss(known: list[Layout]) -> None:
    known.append(rival("other_ads", "other_ads"))
    said = refusal(GOOGLE)
    assert said.startswith("ambiguous_layout: the file may be of google ads or other ads: its header reads ")
    known.reverse()
    assert refusal(GOOGLE) == said


def test_a_layout_that_knows_less_of_the_header_is_no_rival(known: list[Layout]) -> None:
    fewer = {field: names for field, names in known[0].aliases.items() if field != "campaign"}
    known.append(rival("other_ads", "other_ads", aliases=fewer))
    assert reading(GOOGLE).platform == "google_ads"


def test_a_layout_that_is_almost_as_near_by_other_headers_is_a_rival(known: list[Layout]) -> None:
    other = {**known[0].aliases, "currency": (), "adset": ("name",)}
    fewer = {field: names for field, names in other.items() if field != "impressions"}
    text = GOOGLE.replace("Campaign", "Campaign,Name", 1).replace("Brand", "Brand,Shoes")
    known.append(rival("other_ads", "other_ads", aliases=other))
    assert refusal(text).startswith("ambiguous_layout: ")
    known[1] = rival("other_ads", "other_ads", aliases=fewer)
    assert refusal(text).startswith("ambiguous_layout: ")
    del fewer["clicks"]
    assert reading(text).platform == "google_ads"


def test_two_layouts_of_one_platform_and_kind_are_no_rivals(known: list[Layout]) -> None:
    known.append(rival("google_too", "google_ads"))
    assert reading(GOOGLE).platform == "google_ads"


def test_a_platform_goes_before_what_anybody_writes_and_two_kinds_of_that_are_asked_about(known: list[Layout]) -> None:
    mine = {**known[0].aliases, "campaign": (), "adset": ("name",)}
    text = GOOGLE.replace("Campaign", "Campaign,Name", 1).replace("Brand", "Brand,Shoes")
    known.append(rival("my_spend", "plain", kind=Kind.SPEND, aliases=mine))
    assert reading(text).platform == "google_ads"
    known[0] = rival("my_ads", "plain")
    assert refusal(text).startswith("ambiguous_layout: the file may be of my ads or my spend: ")


HEADERS = {
    "microsoft_ads": [
        "Campaign ID,Status,Campaign,Spend,Optimization Score,Delivery,Campaign Type,Clicks,Impr.,CTR,Avg. CPC,Conv.",
        "Gregorian date,Account name,Campaign name,Impressions,Clicks,CTR (%),Average CPC,Spend,Conversions,Revenue",
        "Date,Campaign,Spend,Impr.,Clicks,Conv.",
    ],
    "tiktok_ads": [
        "Campaign name,Cost,CPC (destination),CPM,Impressions,Clicks (destination),Conversions,By Day,Currency",
    ],
    "linkedin_ads": [
        "Start Date (in UTC),Account Name,Currency,Campaign ID,Campaign Name,Total Spent,Impressions,Clicks,Leads",
    ],
    "pinterest_ads": [
        "Date,Campaign name,Ad name,Spend in account currency,Impressions,Pin clicks,Outbound clicks",
    ],
    "snapchat_ads": [
        "Start Time,End Time,Campaign Name,Amount Spent,Paid Impressions,Swipe Ups,eCPM",
        "Start Time,End Time,Campaign Name,Spend,Paid Impressions,Swipe Ups,eCPM",
    ],
    "meta_ads": [
        "Day,Campaign name,Impressions,Amount spent (USD),Link clicks,Reporting starts,Reporting ends",
        "Campaign name,Impressions,Amount spent (USD),Reporting starts",
    ],
    "google_ads": [
        "Campaign status,Campaign,Currency code,Impr.,Cost,Clicks,Conversions",
        "Campaign,Cost,Impr.,Interactions",
        "_fivetran_id,customer_id,date,clicks,conversions,conversions_value,cost_micros,device,id,impressions",
        "Status da campanha,Campanha,Código da moeda,Impr.,Custo,Cliques,Conversões",
    ],
    "plain": [
        "date,platform,spend,impressions,clicks",
        "date,spend",
    ],
}


@pytest.mark.parametrize(
    ("header", "platform"), [(header, platform) for platform, headers in HEADERS.items() for header in headers]
)
def test_a_header_is_taken_for_that_of_its_own_platform(header: str, platform: str) -> None:
    assert recognise(header.encode()).layout.platform == platform


@pytest.mark.parametrize(
    "header",
    [
        "Date,Campaign,Impressions,Clicks,Cost",
        "campaign_name,impressions,clicks,spend,day",
        "Period,Line,Outlay,Views",
    ],
)
def test_words_that_anybody_uses_are_no_platforms(header: str) -> None:
    assert refusal(f"{header}\n{','.join('1' for _ in header.split(','))}\n").startswith("unrecognised: ")

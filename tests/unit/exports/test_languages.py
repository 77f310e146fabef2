"""Exports in other languages: a file in each, written from the words of its headers and the notation of its country,
and read to the same sums, which were added up by hand.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from domain.imports.reading import Reading
from domain.shared.columns import total
from domain.shared.periods import Period
from infrastructure.exports.layouts import layout as layout_module
from infrastructure.exports.layouts.layout import Layout, layouts
from infrastructure.exports.recognition.header import HeaderCells, matched
from infrastructure.exports.shared.words import fold
from tests.unit.exports.files import ads, money, reading, refusal

FOLDER = Path(layout_module.__file__).parent
CASES: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("languages.toml").read_text("utf-8"))
"""By layout and language: the headers, and what else `languages.toml` says that it gives."""
DAYS = ("2025-03-13", "2025-03-14", "2025-03-15")
CAMPAIGNS = ("Søk & Ağ", "Ünïcode 2", "名前")
SPEND = ("1234.56", "99.90", "0.04")
IMPRESSIONS = (12345, 900, 1)
CLICKS = (120, 9, 0)
CONVERSIONS = ("3.50", "1.00", "0.00")
VALUE = ("2000.00", "10.25", "0.00")
SUMS = ("1334.50", 13246, 129, "4.50", "2010.25")
"""Of the three rows, by hand: spend, impressions, clicks, conversions, value."""


class Notation(NamedTuple):
    """What parts the fraction and the thousands, and what parts the cells."""

    decimal: str
    thousands: str
    delimiter: str

    def amount(self, plain: str) -> str:
        """`1234.56` as such a file writes it."""
        whole, part = plain.split(".")
        return self._cell(f"{int(whole):,}".replace(",", self.thousands) + self.decimal + part)

    def whole(self, number: int) -> str:
        return self._cell(f"{number:,}".replace(",", self.thousands))

    def _cell(self, text: str) -> str:
        return f'"{text}"' if self.delimiter in text else text


POINT, BARE = Notation(".", ",", ","), Notation(".", "", ",")
COMMA, SPACES = Notation(",", ".", "\t"), Notation(",", "\u202f", ";")
NOTATIONS = {"comma": COMMA, "spaces": SPACES, "point": POINT, "bare": BARE}


def rows(notation: Notation, parts: str) -> Iterator[str]:
    """The three rows; `parts` names the cells of each: d(ay), c(ampaign), s(pend), i(mpressions), k (clicks), n
    (conversions), v(alue), u (currency), anything else stands for itself."""
    for at, day in enumerate(DAYS):
        cells = {
            "d": day, "c": CAMPAIGNS[at], "s": notation.amount(SPEND[at]), "i": notation.whole(IMPRESSIONS[at]),
            "k": notation.whole(CLICKS[at]), "n": notation.amount(CONVERSIONS[at]), "v": notation.amount(VALUE[at]),
            "u": "EUR", "w": str(int(float(CONVERSIONS[at]))),
        }  # fmt: skip
        yield notation.delimiter.join(cells[part] for part in parts)


def total_row(notation: Notation, label: str, parts: str) -> str:
    cells = {
        "c": label, "s": notation.amount(SUMS[0]), "i": notation.whole(SUMS[1]), "k": notation.whole(SUMS[2]),
        "n": notation.amount(SUMS[3]), "v": notation.amount(SUMS[4]), "u": "EUR", "d": "", "w": "4",
    }  # fmt: skip
    return notation.delimiter.join(cells[part] for part in parts)


def file_of(words: str, notation: Notation, parts: str, totals: tuple[str, ...] = (), above: str = "") -> str:
    header = notation.delimiter.join(word.strip() for word in words.split("|"))
    lines = [header, *rows(notation, parts), *(total_row(notation, label, parts) for label in totals)]
    return above + "\n".join(lines) + "\n"


def sums(result: Reading) -> tuple[Any, ...]:
    facts = ads(result)
    return (
        money(facts.spend), total(facts.impressions), total(facts.clicks), money(facts.conversions),
        money(facts.conversion_value),
    )  # fmt: skip


def each(layout: str) -> pytest.MarkDecorator:
    """A test for each language of the layout."""
    return pytest.mark.parametrize("case", CASES[layout].values(), ids=CASES[layout])


def require(result: Reading, platform: str, campaigns: bool = True) -> None:
    facts = ads(result)
    assert (result.platform, result.rows, result.rejects, result.currency) == (platform, 3, (), "EUR")
    assert [str(day) for day in facts.start] == [str(day) for day in facts.end] == list(DAYS)
    assert facts.campaign.tolist() == (list(CAMPAIGNS) if campaigns else [""] * 3)


@each("google_ads")
def test_google_ads_is_read_in_the_language(case: list[str]) -> None:
    words, notation, listed, account = case
    text = file_of(words, NOTATIONS[notation], "dcusiknv", (listed, account), above="Report\n\n")
    result = reading(text.encode("utf-16") if notation == "comma" else text)
    require(result, "google_ads")
    assert sums(result) == SUMS
    assert [(one.label, one.binding, one.figures["spend"]) for one in result.totals] == [
        (listed, True, 1_334_500_000),
        (account, False, 1_334_500_000),
    ]


@each("meta_ads")
def test_meta_ads_is_read_in_the_language(case: list[str]) -> None:
    words, nothing = case
    names = [word.strip() for word in words.split("|")]
    lines = [",".join(names[:1] + names[1:-2] + names[-2:])]
    lines += [f"{row},{day},{day}" for row, day in zip(rows(BARE, "dcsikwv"), DAYS, strict=True)]
    result = reading("\ufeff" + "\n".join(lines) + "\n")
    require(result, "meta_ads")
    assert sums(result) == (*SUMS[:3], "4.00", SUMS[4])
    assert result.total_rows == 0
    empty = reading(f"{lines[0]}\n{nothing}\n")
    assert (empty.rows, empty.rejects, [one.code for one in empty.messages]) == (0, (), ["no_data"])


@each("meta_ads")
def test_meta_ads_of_a_period_is_read_in_the_language(case: list[str]) -> None:
    names = [word.strip() for word in case[0].split("|")]
    header = ",".join([names[1], names[2], names[3], *names[-2:]])
    result = reading(f"{header}\n,1334.50,13246,2025-03-01,2025-03-31\nA,1334.50,13246,2025-03-01,2025-03-31\n")
    assert result.period == Period(date(2025, 3, 1), date(2025, 3, 31))
    assert money(ads(result).spend) == "1334.50"
    assert [(one.label, one.binding) for one in result.totals] == [("Total (unnamed row)", True)]


@each("microsoft_ads")
def test_microsoft_ads_is_read_in_the_language(case: list[str]) -> None:
    words, notation = case
    result = reading(file_of(words, NOTATIONS[notation], "dcusiknv"))
    require(result, "microsoft_ads")
    assert sums(result) == SUMS


@each("microsoft_report")
def test_a_microsoft_report_is_read_in_the_language(case: list[str]) -> None:
    words, notation, counted = case
    text = file_of(words, NOTATIONS[notation], "dcusiknv", above=f'"{counted}: 3"\n\n')
    result = reading(text)
    require(result, "microsoft_ads")
    assert sums(result) == SUMS
    assert [one.figures for one in result.totals] == [{"rows": 3}]


@each("linkedin_ads")
def test_linkedin_is_read_in_the_language(case: list[str]) -> None:
    words, notation = case
    result = reading(file_of(words, NOTATIONS[notation]._replace(delimiter="\t"), "dcusiknv").encode("utf-16"))
    require(result, "linkedin_ads")
    assert sums(result) == SUMS


@each("tiktok_ads")
def test_tiktok_is_read_in_the_language(case: list[str]) -> None:
    words, label = case
    result = reading(file_of(words, BARE, "dcusiknv", (label.replace("N", "3"),)))
    require(result, "tiktok_ads")
    assert sums(result) == SUMS
    (listed,) = result.totals
    assert (listed.binding, listed.figures["rows"], listed.figures["clicks"]) == (True, 3, 129)


@each("pinterest_ads")
def test_pinterest_is_read_in_the_language(case: list[str]) -> None:
    result = reading(file_of(case[0], BARE, "dcsiknv"))
    facts = ads(result)
    assert (result.platform, result.rows, result.currency) == ("pinterest_ads", 3, None)
    assert (facts.campaign.tolist(), sums(result)) == (list(CAMPAIGNS), SUMS)


@each("plain_spend")
def test_a_sheet_of_months_is_read_in_the_language(case: list[str]) -> None:
    month, spend, currency, platform, label = case
    rows = "2025-01;google;90,50;EUR\n2025-02;meta;1.400,00;EUR\n"
    result = reading(f"{month};{platform};{spend};{currency}\n{rows}{label};;1.490,50;EUR\n")
    facts = ads(result)
    assert (result.kind, result.rows, result.rejects, result.currency) == ("spend", 2, (), "EUR")
    assert (facts.platform.tolist(), money(facts.spend)) == (["google_ads", "meta_ads"], "1490.50")
    assert [str(day) for day in facts.end] == ["2025-01-31", "2025-02-28"]
    assert [(one.figures, one.binding) for one in result.totals] == [({"spend": 1_490_500_000}, True)]


def test_every_language_has_a_file_here() -> None:
    for name, known in CASES.items():
        assert {file.stem for file in (FOLDER / name).glob("*.toml")} == set(known), name


ANY = [(layout, language.name) for layout in layouts() for language in layout.languages if language.name != "en"]


@pytest.mark.parametrize(("layout", "language"), ANY, ids=[f"{one.name}-{language}" for one, language in ANY])
def test_no_word_of_a_language_is_taken_for_another_field(layout: Layout, language: str) -> None:
    """Every header of the language in one line: each field is told by one that its own language gives it."""
    own = words_of(layout, language)
    names = list(dict.fromkeys(header for headers in own.values() for header in headers))
    found = matched(layout, HeaderCells.of(names))
    if found is not None:
        for field, at in found.columns.items():
            assert fold(names[at]) in set(map(fold, own.get(field, ()))), (field, names[at])


def words_of(layout: Layout, language: str) -> dict[str, list[str]]:
    data = tomllib.loads((FOLDER / layout.name / f"{language}.toml").read_text("utf-8"))
    return {field: list(headers) for field, headers in data.get("aliases", {}).items()}


@pytest.mark.parametrize(
    "cell",
    ["1.234,56", "1 234,56", "1\u202f234,56", "1\u00a0234,56", "1'234.56", "1’234.56", "CHF 1’234.56", "1234,56"],
)
def test_a_german_file_is_read_in_the_notation_that_it_proves(cell: str) -> None:
    """Switzerland and Austria write otherwise than Germany, in the same language."""
    text = f"Tag;Kampagne;Währungscode;Kosten;Klicks\n2025-03-13;A;CHF;{cell};1\n"
    assert money(ads(reading(text)).spend) == "1234.56"


def test_what_no_cell_proves_is_read_as_the_language_usually_writes_it() -> None:
    rows = "\n2025-03-13\tA\tEUR\t1.234\n"
    assert money(ads(reading("Tag\tKampagne\tWährungscode\tKosten" + rows)).spend) == "1234.00"
    assert money(ads(reading("天\t广告系列\t货币代码\t费用" + rows)).spend) == "1.234"
    assert "ambiguous_numbers" in refusal("Día\tCampaña\tCódigo de moneda\tCoste" + rows)

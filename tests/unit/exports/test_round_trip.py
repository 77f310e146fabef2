"""Random tables, written as the platforms write them, are read back equal; and refused where they are truly open."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from domain.imports.reading import Reading
from infrastructure.exports.layouts.layout import Layout, layouts
from tests.unit.exports.comparing import assert_read_back
from tests.unit.exports.files import ads, orders, reading
from tests.unit.exports.writing import export
from tests.unit.exports.writing.files import read_back, typed_workbook
from tests.unit.exports.writing.vocabulary import languages, vocabulary

SPOKEN = [(layout, language) for layout in layouts() if not layout.shape for language in languages(layout)]
EACH = pytest.mark.parametrize(("layout", "language"), SPOKEN, ids=[f"{one.name}-{spoken}" for one, spoken in SPOKEN])
"""Every layout in every language that it is known in."""
RANDOM = st.randoms(use_true_random=False)


@EACH
@settings(deadline=None, max_examples=4, derandomize=True, database=None)
@given(random=RANDOM)
def test_a_file_is_read_back_equal_or_refused_where_it_is_open(layout: Layout, language: str, random: Random) -> None:
    written = export(random, layout, language)
    note(f"{written.style} {written.hints}\n{written.data[:3000]!r}")
    assert_read_back(written)


@pytest.mark.slow
@EACH
@settings(deadline=None, max_examples=60, derandomize=True, database=None)
@given(random=RANDOM)
def test_many_a_file_is_read_back_equal(layout: Layout, language: str, random: Random) -> None:
    written = export(random, layout, language)
    note(f"{written.style} {written.hints}\n{written.data[:3000]!r}")
    assert_read_back(written)


FIGURE = st.integers(1, 10**9).map(lambda units: units / 1000)


@settings(deadline=None, max_examples=60, derandomize=True, database=None)
@given(st.lists(FIGURE, min_size=1, max_size=5), st.sampled_from(["de", "pl", "pt-br", "en", "ja"]))
def test_a_number_of_a_workbook_is_what_it_is_in_every_language(figures: list[float], language: str) -> None:
    """The sheet holds a number and no text: that German has a decimal comma says nothing of it."""
    google = next(layout for layout in layouts() if layout.name == "google_ads")
    fields = ("day", "campaign", "currency", "spend", "clicks", "status")
    headers = [vocabulary(google, language).aliases[field][0] for field in fields]
    first = date(2026, 3, 1)
    rows = [(first + timedelta(days=at), "A", "EUR", figure, 1, "x") for at, figure in enumerate(figures)]
    result = read_back(typed_workbook([tuple(headers), *rows]))
    assert isinstance(result, Reading), result.reason.message
    assert ads(result).spend.tolist() == [round(figure * 1000) * 1000 for figure in figures]


LINE = st.tuples(
    st.integers(1, 99_999), st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(1, 99), st.integers(0, 10**6)
)


@settings(deadline=None, max_examples=60, derandomize=True, database=None)
@given(st.lists(LINE, min_size=1, max_size=6), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_lines_without_a_header_are_read_back_equal(
    lines: list[tuple[int, date, int, int]], sample: bool, newline: str
) -> None:
    """The CDNOW file, and the sample of it."""
    told = (
        f"{who:05}{f' {who:4}' * sample} {day:%Y%m%d} {disks:2} {cents / 100:7.2f}" for who, day, disks, cents in lines
    )
    facts = orders(reading("".join(f" {line}{newline}" for line in told)))
    assert facts.gross.tolist() == [cents * 10_000 for *_, cents in lines]
    assert facts.ordered_local.astype("datetime64[D]").tolist() == [day for _, day, _, _ in lines]
    numbers = [int(who.rpartition(":")[2]) for who in facts.customer_id]
    assert numbers == [who for who, *_ in lines]
    assert len(set(facts.key)) == len(lines)

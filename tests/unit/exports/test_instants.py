"""The moments of a column at once are those of its cells one by one."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.imports.hints import Hints
from domain.imports.notation import DateOrder
from infrastructure.exports.columns.instants import moments
from infrastructure.exports.shared.refusal import Unclear
from infrastructure.exports.values.dates import DateNotation
from infrastructure.exports.values.days import NEVER, Moment, moment
from tests.unit.exports.columns import dates

ZONES = ["", "Z", " UTC", " -0500", "+05:30", "+0000", "-00:00", " +1400", " +1859", "+2000", " -1759"]
CELL = st.one_of(
    st.builds(
        "{}-{}-{}{}{}:{}:{}{}".format,
        st.sampled_from(["2025", "1970", "2199", "1969", "2200", "0000", "9999"]),
        st.sampled_from(["01", "02", "12", "13"]),
        st.sampled_from(["01", "28", "30", "31", "1"]),
        st.sampled_from([" ", "T", "  "]),
        st.sampled_from(["00", "10", "23", "24"]),
        st.sampled_from(["00", "59", "60"]),
        st.sampled_from(["00", "59", "60"]),
        st.sampled_from(ZONES),
    ),
    st.sampled_from(
        ["2025-01-05", "20250105", "", "2025-01-05 10:00", "2025-01-05 10:00:00.5 -0500", "13.2.2025", "1/2-2025"]
    ),
)
TWO_WAY = st.builds(
    "{}{gap}{}{gap}{}{}".format,
    st.sampled_from(["1", "02", "12", "13", "31", "0"]),
    st.sampled_from(["1", "02", "12", "13", "31", "0"]),
    st.sampled_from(["2025", "1969", "25"]),
    st.sampled_from(["", " 1:05", " 10:42:07", ", 21:35", " 9:05 PM", " 24:00", " 10:00:00 +02:00", "x"]),
    gap=st.sampled_from(["/", "-", "."]),
)


def one_by_one(cell: str, notation: DateNotation) -> Moment | None:
    try:
        return moment(cell, notation)
    except Unclear:
        return None


def assert_agree(written: list[str], hints: Hints) -> None:
    cells = dates(*written, hints=hints)
    found = moments(cells, "at")
    expected = [one_by_one(cell, cells.notation.dates("at")) for cell in written]
    assert cells.rejections.among(cells.line).tolist() == [one is None for one in expected]
    assert found.local.tolist() == [(one or NEVER).local for one in expected]
    assert found.instant.tolist() == [(one or NEVER).instant for one in expected]
    assert found.bare.tolist() == [
        None if (one or NEVER).instant else (one or NEVER).local.replace(microsecond=0) for one in expected
    ]


@settings(deadline=None)
@given(st.lists(CELL, min_size=1, max_size=15))
@example([f"2025-01-05 10:00:00{zone}" for zone in ZONES])
def test_a_column_at_once_agrees_with_each_cell(written: list[str]) -> None:
    assert_agree(written, Hints())


@pytest.mark.parametrize("order", DateOrder)
@settings(deadline=None)
@given(written=st.lists(st.one_of(TWO_WAY, CELL), min_size=1, max_size=15))
def test_so_does_one_with_the_year_last_in_either_order(order: DateOrder, written: list[str]) -> None:
    proof = "31/12/2025" if order is DateOrder.DAY_FIRST else "12/31/2025"
    assert_agree([*written, *[proof] * (len(written) + 1)], Hints())

"""The moments of a column at once are those of its cells one by one."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from infrastructure.exports.cells import Cells
from infrastructure.exports.days import NEVER, Moment, moment
from infrastructure.exports.header import Header
from infrastructure.exports.instants import moments
from infrastructure.exports.refusal import Unclear
from infrastructure.exports.rejections import Rejections

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
    st.sampled_from(["2025-01-05", "20250105", "", "1/2/2025", "2025-01-05 10:00", "2025-01-05 10:00:00.5 -0500"]),
)


def one_by_one(cell: str) -> Moment | None:
    try:
        return moment(cell)
    except Unclear:
        return None


@given(st.lists(CELL, min_size=1, max_size=15))
@example([f"2025-01-05 10:00:00{zone}" for zone in ZONES])
def test_a_column_at_once_agrees_with_each_cell(written: list[str]) -> None:
    header = Header(names=("at",), columns={"at": 0}, segments={}, currency="", score=0)
    lines, rejections = np.arange(len(written)), Rejections()
    cells = Cells(frame=pl.DataFrame({"0": written}), line=lines, header=header, rejections=rejections)
    found = moments(cells, "at")
    expected = [one_by_one(cell) for cell in written]
    assert rejections.among(lines).tolist() == [one is None for one in expected]
    assert found.local.tolist() == [(one or NEVER).local for one in expected]
    assert found.instant.tolist() == [(one or NEVER).instant for one in expected]
    assert found.bare.tolist() == [
        None if (one or NEVER).instant else (one or NEVER).local.replace(microsecond=0) for one in expected
    ]

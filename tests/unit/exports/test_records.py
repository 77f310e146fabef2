"""Records of a text: the same cells on the same lines as a plain CSV reader finds."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from infrastructure.exports.delimited.records import records_of

CELL = st.text(st.sampled_from('ab"\n, \té'), max_size=5)
ROWS = st.lists(st.lists(CELL, min_size=2, max_size=3), min_size=1, max_size=6)


def written(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@given(ROWS)
def test_every_table_is_cut_into_the_records_that_were_written(rows: list[list[str]]) -> None:
    text = written(rows)
    records = records_of(text.encode(), 0, 1, ",")
    assert [records.cells(at) for at in range(len(records))] == rows
    assert records.width.tolist() == [len(row) for row in rows]
    assert records.regular


@given(ROWS)
def test_a_record_starts_on_the_line_of_its_first_character(rows: list[list[str]]) -> None:
    records = records_of(written(rows).encode(), 0, 1, ",")
    lines = [1 + written(rows[:at]).count("\n") for at in range(len(rows))]
    assert records.line.tolist() == lines
    assert [records.raw_of_line(line) for line in lines] == [written([row]).removesuffix("\n") for row in rows]


@given(st.text(st.sampled_from('a"\n,'), max_size=30))
def test_any_text_is_cut_without_loss(text: str) -> None:
    records = records_of(text.encode(), 0, 1, ",")
    lines = text.split("\n")
    for at in range(len(records)):
        raw = records.raw(at)
        first = int(records.line[at]) - 1
        assert raw == "\n".join(lines[first : first + raw.count("\n") + 1])
    covered = sum(records.raw(at).count("\n") + 1 for at in range(len(records)))
    assert covered == sum(1 for line in lines if line.strip()) or '"' in text

"""A large file is read in parts, and says what it says when it is read as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit
from signal import SIG_IGN, SIGXFSZ, signal
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from application.imports.entry import entry_of
from domain.imports.blocks import FactBlocks
from domain.imports.reading import Reading, Unreadable
from domain.imports.record import ImportRecord
from domain.imports.rows import AdMetricRows, chained
from infrastructure.exports import FileExportReader
from infrastructure.exports.delimited import parts
from infrastructure.exports.files.decoding import decode
from infrastructure.exports.files.stored import StoredText, stored
from infrastructure.exports.pipeline import in_parts, repeats, texts
from infrastructure.exports.reader import read_text
from infrastructure.exports.shared import rejections
from infrastructure.exports.shared.refusal import Refused
from infrastructure.frames.rows import RowReader
from tests.unit.exports.files import SHOP, ads, money, reading, told

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Table:
    """A header, with what stands above it, and the cells that each of its columns may have."""

    head: str
    cells: tuple[tuple[str, ...], ...]


NAMES = ("A", "B", "C", "", "--", '"two\nlines"', '"say ""hi"""', '"a, b"', "Total", "x" * 70)
ODD_NAMES = (*NAMES, 'odd"quote', '"never closed', '="007"')
ISO = ("2025-01-01", "2025-01-02", "2025-01-03", " 2025-01-04", "2025-13-01", "")
SLASHES = ("01/02/2025", "02/01/2025", "3/3/2025", "13/02/2025", "02/13/2025", "13/13/2025", "1/2/25")
AMOUNTS = ("1.50", "0", "12", "", "1.234", '"1,234"', '"1,234.50"', '"1.234,50"', '"0,5"', "x", "$5", "€7.00", "EUR 3")
COUNTS = ("10", "0", "", '"1,000"', "1.000", "-1", "7")
TABLES = (
    Table("date,campaign,spend,impressions", (ISO, NAMES, AMOUNTS, COUNTS)),
    Table("date,campaign,spend,currency", (SLASHES, ODD_NAMES, AMOUNTS, ("EUR", "USD", "", "EURO"))),
    Table("month,spend,clicks", (("2025-01", "Feb 2025", "2025-01-15", "x"), AMOUNTS, COUNTS)),
    Table(
        "Campaign report\nJanuary 1, 2025 - January 31, 2025\nDay,Campaign,Campaign type,Currency code,Cost,Impr.",
        (
            (*ISO, "Total: Campaigns", "Total: Search", "Total: Account"),
            (*NAMES, "Total: Search"),
            ("Search", "Display", ""),
            ("EUR", "EUR", "USD"),
            AMOUNTS,
            COUNTS,
        ),
    ),
    Table(
        "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions",
        (ISO[:3], ISO[:3], NAMES, AMOUNTS[:4], COUNTS),
    ),
    Table("Day,Campaign name,Campaign ID,Amount spent (EUR),Age", (ISO, NAMES, ("1", "2", ""), AMOUNTS, ("18-24", ""))),
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """Rows that repeat and contradict one another, of few cells each; here and there a line that fits no table."""
    table = draw(st.sampled_from(TABLES))
    row = st.tuples(*(st.sampled_from(column[: draw(st.integers(1, len(column)))]) for column in table.cells))
    line = st.one_of(row.map(",".join), row.map(",".join), st.sampled_from(["", "  ", "1,2", "Total", ",,,,,,,,"]))
    lines = draw(st.lists(line, max_size=14))
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return newline.join([table.head, *lines]) + draw(st.sampled_from(["", newline, newline * 2]))


@contextmanager
def parts_of(lines: int, size: int) -> Iterator[None]:
    """Parts of so many lines, and bytes, at most; two rows are too many to be compared at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "PART_LINES", lines)
        patch.setattr(parts, "PART_BYTES", size)
        patch.setattr(repeats, "MOST_COMPARED", 2)
        patch.setattr(in_parts, "MOST_COMPARISONS", 20)
        yield


def said(content: str, *, whole: bool) -> Reading | str:
    """The reading of the content, or why there is none."""
    text = decode(content.encode())
    try:
        return read_text(text if whole else StoredText([text.data], text.encoding, text.messages), SHOP)
    except Refused as refused:
        return f"{refused.code}: {refused.reason}"


def together(found: Reading) -> AdMetricRows:
    """All facts of a reading."""
    return chained([NOTHING, *found.facts]) if isinstance(found.facts, FactBlocks) else ads(found)


NOTHING = ads(reading("date,campaign,spend\n"))


def entry(found: Reading) -> ImportRecord:
    return entry_of("export.csv", "", found, "shop", NOON)


def assert_same(parted: Reading | str, whole: Reading | str) -> None:
    if isinstance(whole, str) or isinstance(parted, str):
        assert parted == whole
        return
    for column in fields(AdMetricRows):
        one, other = getattr(together(parted), column.name), getattr(together(whole), column.name)
        np.testing.assert_array_equal(one, other, err_msg=column.name)
    assert replace(parted, facts=whole.facts) == whole
    assert entry(parted) == entry(whole)


@settings(deadline=None, max_examples=60)
@given(files(), st.integers(1, 4), st.sampled_from([20, 60, 4_000]))
@example("date,campaign,spend\n3/4/2025,A,1\n3/5/2025,A,2\n13/5/2025,A,3\n", 1, 60)
@example("date,campaign,spend\n2025-01-01,A,1.234\n2025-01-02,A,2\n2025-01-03,A,0.5\n", 1, 60)
@example("date,campaign,spend\n2025-01-01,A,1\n2025-01-01,A,2\n2025-01-01,A,1\n2025-01-02,A,1\n", 1, 60)
@example('date,campaign,spend\n2025-01-01,"A\nB",1\n2025-01-01,B,2\n2025-01-01,"A\n\nB",1\n', 1, 20)
@example("date,campaign,spend\n2025-01-01,A,$1\n2025-01-01,B,€2\n", 1, 60)
def test_a_file_that_is_read_in_parts_says_what_it_says_as_a_whole(content: str, lines: int, size: int) -> None:
    whole = said(content, whole=True)
    with parts_of(lines, size):
        parted = said(content, whole=False)
        assert_same(parted, whole)


def test_the_facts_of_a_large_file_can_be_gone_through_again() -> None:
    rows = "".join(f"2025-01-0{day},A,{day}\n" for day in range(1, 9))
    with parts_of(3, 4_000):
        found = said(f"date,campaign,spend\n{rows}", whole=False)
        assert isinstance(found, Reading)
        assert isinstance(found.facts, FactBlocks)
        assert [[len(block) for block in found.facts] for _ in range(2)] == [[3, 3, 2]] * 2


def test_a_repeat_and_a_contradiction_are_found_across_parts() -> None:
    rows = "2025-01-01,A,1\n2025-01-02,A,2\n2025-01-03,A,3\n2025-01-01,A,1\n2025-01-02,A,7\n"
    with parts_of(1, 4_000):
        found = said(f"date,campaign,spend\n{rows}", whole=False)
        assert isinstance(found, Reading)
        assert [(one.line, one.reason) for one in found.rejects] == [
            (6, "says otherwise than line 3 of the same period; the first is kept")
        ]
        assert told(found)["duplicates"].startswith("1 line repeats")
        assert money(together(found).spend) == "6.00"


def test_a_file_of_which_most_rows_are_repeated_is_read_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"2025-01-0{day},A,{day}\n" for day in range(1, 9)) * 2
    with parts_of(3, 4_000):
        monkeypatch.setattr(in_parts, "MOST_COMPARISONS", 1)
        found = said(f"date,campaign,spend\n{rows}", whole=False)
    assert isinstance(found, Reading)
    assert not isinstance(found.facts, FactBlocks)
    assert (found.rows, told(found)["duplicates"][:14]) == (8, "8 lines repeat")


def test_too_many_rejected_lines_are_counted_over_all_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rejections, "MOST_REJECTS", 3)
    rows = "".join(f"2025-01-0{day},A,x\n" for day in range(1, 6))
    with parts_of(1, 4_000):
        refused = said(f"date,campaign,spend\n2025-01-01,B,1\n{rows}", whole=False)
    assert refused == said(f"date,campaign,spend\n2025-01-01,B,1\n{rows}", whole=True)
    assert isinstance(refused, str)
    assert refused.startswith("too_many_rejects: more than 3 lines cannot be right; the first: line 3: spend")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_large_file_of_any_encoding_is_read_in_parts(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    monkeypatch.setattr(texts, "LARGEST_WHOLE", 100)
    rows = "".join(f"2025-01-{day:02},Café der Straße,{day}\r\n" for day in range(1, 29))
    with parts_of(5, 4_000):
        found = reading(f"date,campaign,spend\r\n{rows}".encode(encoding))
        assert isinstance(found.facts, FactBlocks)
        assert (found.rows, money(together(found).spend)) == (28, "406.00")
        assert set(together(found).campaign) == {"Café der Straße"}


def test_a_file_of_many_short_lines_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MOST_WHOLE", 2)
    assert isinstance(reading("date,spend\n2025-01-01,1\n2025-01-02,2\n").facts, FactBlocks)


def test_a_large_frame_is_told_of_by_its_rows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(texts, "MOST_WHOLE", 2)
    path = tmp_path / "frame.csv"
    path.write_text("date,campaign,spend\n2025-01-01,A,1\n2025-01-02,A,2\n2025-01-03,A,x\n2025-01-04,A,4\n")
    with parts_of(2, 4_000):
        found = RowReader(FileExportReader()).read(path, SHOP)
        assert isinstance(found, Reading)
        assert (together(found).line.tolist(), [one.line for one in found.rejects]) == ([1, 2, 4], [3])


def test_days_beside_longer_periods_are_told_in_a_large_file_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MOST_WHOLE", 2)
    with parts_of(1, 4_000):
        found = reading("date,campaign,spend\n2025-01,A,5\n2025-01-02,A,2\n2025-01-03,A,2\n")
    assert "mixed_periods" in told(found)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\r\n", "é€".encode(), b"\xc3", b"\xff", b"\0", b" "]), max_size=12)
)
@example([b"a", b"\r", b"\n"])
@example([b"\xef\xbb\xbf", b"a", b"\n"])
def test_a_stored_text_is_the_text_that_the_file_decodes_to(pieces: list[bytes]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("infrastructure.exports.files.stored._CHUNK", 2)
        path = Path(folder) / "export.csv"
        path.write_bytes(b"".join(pieces))
        if (found := stored(path)) is not None:
            assert (found.data, found.encoding, found.messages) == astuple(decode(path.read_bytes()))


def test_a_disk_without_room_for_the_copy_refuses_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "LARGEST_WHOLE", 1)
    soft, hard = getrlimit(RLIMIT_FSIZE)
    before = signal(SIGXFSZ, SIG_IGN)
    content = "date,spend\n" + "2025-01-01,1\n" * 500
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        path.write_text(content)
        try:
            setrlimit(RLIMIT_FSIZE, (1_000, hard))
            found = FileExportReader().read(path, SHOP)
        finally:
            setrlimit(RLIMIT_FSIZE, (soft, hard))
            signal(SIGXFSZ, before)
    assert isinstance(found, Unreadable)
    assert found.reason.code == "no_room"
    assert "File too large" in found.reason.message

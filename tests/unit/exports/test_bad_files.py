"""Files that are not what they seem: one clear line each, and never an exception."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.imports.hints import Hints
from domain.imports.reading import Reading, Unreadable
from infrastructure.exports import FileExportReader, reader
from infrastructure.exports.delimited import records
from infrastructure.exports.files import contents
from infrastructure.exports.shared import rejections
from tests.unit.exports.files import ads, codes, money, orders, outcome, reading, refusal, rejected
from tests.unit.exports.test_google_ads import CAMPAIGNS, DAILY
from tests.unit.exports.test_shopify import HEADER, ROW

ROOT = Path(__file__).parents[3]
MONTHS = "Month,Spend\n2025-01,90\n2025-03,400\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty: the file is empty"),
        (b" \r\n\t\n", "empty: the file holds nothing but blanks"),
        (b"\xef\xbb\xbf", "empty: the file holds nothing but blanks"),
        (b"SQLite format 3\0" + bytes(84), "binary: this is not a text file; it seems to be an SQLite database"),
        (b"\x89PNG\r\n\x1a\n" + bytes(9), "binary: this is not a text file; it seems to be a PNG image"),
        (b"%PDF-1.7 %\xe2\xe3", "binary: this is not a text file; it seems to be a PDF document"),
        (b"PK\x03\x04 readme.txt", "archive_damaged: the file is damaged or cut off"),
        (b"\x1f\x8b\x08 gzip", "binary: this is not a text file; it seems to be a gzip archive"),
        (b"date,spend\n2025\0-01-01,5\n", "binary: this is not a text file; it holds NUL bytes"),
        (b"\xff\xfe\x00\xd8a\x00", "encoding: the text is not valid UTF-16"),
        (b"caf\xc3\xa9 \xc3\xa8 \xc3\xa0 \xff, x\n", "encoding: the text is not valid UTF-8 at byte 13"),
    ],
)  # fmt: skip
def test_what_is_no_readable_text_is_refused_with_what_it_seems_to_be(data: bytes, said: str) -> None:
    assert refusal(data).startswith(said)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"\xef\xbb\xbf" + MONTHS.encode(), "utf-8-sig"),
        (b"\xff\xfe" + MONTHS.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + MONTHS.encode("utf-16-be"), "utf-16-be"),
        (MONTHS.replace("\n", "\r\n").encode(), "utf-8"),
        (MONTHS.replace("\n", "\r").encode(), "utf-8"),
        (MONTHS.replace(",", "|").encode(), "utf-8"),
        (MONTHS.replace(",", "\t").rstrip("\n").encode(), "utf-8"),
    ],
)
def test_encodings_newlines_and_delimiters_make_no_difference(data: bytes, encoding: str) -> None:
    result = reading(data)
    assert (result.encoding, money(ads(result).spend), ads(result).line.tolist()) == (encoding, "490.00", [2, 3])


def test_western_windows_text_is_read_where_it_looks_like_words() -> None:
    result = reading(CAMPAIGNS.replace("Brand", "Café – Übergröße").encode("cp1252"))
    assert (result.encoding, ads(result).campaign[0]) == ("cp1252", "Café – Übergröße")


@pytest.mark.parametrize("data", [b"\xff\xfe" + MONTHS.encode("utf-16-le") + b"\n", MONTHS.encode() + b"\xff"])
def test_a_stray_last_byte_is_left_out_and_said(data: bytes) -> None:
    result = reading(data)
    assert (result.rows, codes(result)) == (2, ["odd_byte"])


def test_ten_thousand_columns_are_refused() -> None:
    wide = ",".join(f"column {n}" for n in range(10_000))
    assert refusal(f"{wide}\n{wide}\n") == "too_many_columns: the table has 10,000 columns; at most 1,000 are read"
    assert refusal(f"Month,Spend,{wide}\n2025-01,5\n").startswith("too_many_columns: ")


def test_a_line_or_a_cell_of_more_than_a_mebibyte_is_refused() -> None:
    assert refusal(MONTHS + "x" * (1 << 20) + "x\n") == "line_too_long: line 4 is longer than 1 MiB"
    cell = "\n".join(["y" * 1000] * 1100)
    assert refusal(MONTHS + f'"{cell}",5\n') == "line_too_long: the record on line 4 is longer than 1 MiB"


ENDLESS = """
import sys
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from domain.imports.hints import Hints
from infrastructure.exports import FileExportReader

FileExportReader().read(Path(sys.argv[1]), Hints())
before = getrusage(RUSAGE_SELF).ru_maxrss
print(FileExportReader().read(Path(sys.argv[2]), Hints()).reason.code)
print((getrusage(RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize("start", [b"", MONTHS.encode(), b"\xff\xfe" + MONTHS.encode("utf-16-le")])
def test_a_line_of_two_gigabytes_is_refused_before_it_is_in_memory(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "small.csv").write_text(MONTHS)
    with (tmp_path / "endless.csv").open("wb") as file:
        file.write(start)
        file.truncate(2 * 1024**3 - 1)
    files = [str(tmp_path / "small.csv"), str(tmp_path / "endless.csv")]
    answer = subprocess.run(
        [sys.executable, "-c", ENDLESS, *files], cwd=ROOT, capture_output=True, text=True, check=True
    )
    code, megabytes = answer.stdout.split()
    assert code == "line_too_long"
    assert int(megabytes) < 64


def test_more_lines_than_any_export_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST_LINES", 3)
    assert reading(MONTHS).rows == 2
    assert refusal(MONTHS + "\n") == "too_many_lines: the file has 4 lines; at most 3 are read"


def test_the_line_that_is_too_long_is_named_however_lines_end() -> None:
    for newline in ("\n", "\r\n", "\r"):
        said = refusal(MONTHS.replace("\n", newline) * 2 + "x" * (3 << 20) + newline)
        assert said == "line_too_long: line 7 is longer than 1 MiB"


def test_too_many_rejects_refuse_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rejections, "MOST_REJECTS", 3)
    assert len(reading(MONTHS + "x,1\ny,1\nz,1\n").rejects) == 3
    assert refusal(MONTHS + "x,1\ny,1\nz,1\nw,1\n").startswith(
        "too_many_rejects: more than 3 lines cannot be right; the first: line 4: Month"
    )


def test_what_is_not_recognised_is_named_by_its_header() -> None:
    said = refusal("Betreff,Wert\na,b\n")
    seen = 'unrecognised: no known layout; what seems to be the header reads "Betreff, Wert"'
    assert said == f"{seen}; to go on: succotash imports map FILE"
    assert len(refusal(",".join(["Überschrift"] * 300) + "\n")) < 300


@pytest.mark.parametrize(
    ("header", "advice"),
    [
        ("Month,Wert", "plain spend, which needs spend and date or month; missing: spend"),
        (
            "Date,Value",
            "plain orders, which needs date, amount and customer_id or email; missing: customer_id or email",
        ),
        ("Name,Created at,Financial Status", "shopify, which needs name, created at and total; missing: total"),
    ],
)
def test_a_header_that_lacks_a_column_is_told_which(header: str, advice: str) -> None:
    said = refusal(f"{header}\n{'x' + header.count(',') * ',x'}\n")
    assert f"; nearest: {advice}" in said
    assert said.startswith("unrecognised: no known layout; what seems to be the header reads ")


@pytest.mark.parametrize("header", ["Betreff,Wert", "sku,quantity,warehouse", "Timestamp,Level,Message"])
def test_the_header_of_something_else_is_told_of_no_layout(header: str) -> None:
    assert "nearest" not in refusal(f"{header}\n")


FOREIGN = [
    "Session campaign,Sessions,Engaged sessions,Event count,Key events,Total revenue",
    "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,Transaction ID",
    "Buchungstag,Valuta,Verwendungszweck,Betrag,Saldo",
    "Date,Description,Debit,Credit,Balance",
    "Search term,Impressions,CTR,Position",
    "id,name,price,stock",
]


@pytest.mark.parametrize("header", FOREIGN)
def test_the_file_of_another_program_is_never_taken_for_a_known_one(header: str) -> None:
    assert refusal(f"{header}\n{','.join('1' for _ in header.split(','))}\n").startswith("unrecognised: ")


def test_rows_with_too_few_or_too_many_cells_are_rejected_by_their_line() -> None:
    result = reading(DAILY + "2025-01-04,Brand\n2025-01-05,Brand,11,EUR,1,1,1,1,1,1\n\n2025-01-06\n")
    assert result.rows == 2
    assert rejected(result) == {
        6: "has 2 cells where the header has 9",
        7: "has 10 cells where the header has 9",
        9: "has 1 cell where the header has 9",
    }
    assert result.rejects[0].raw == "2025-01-04,Brand"


def test_a_total_with_too_few_cells_is_still_a_total() -> None:
    result = reading(DAILY + "Total: Account,5\n")
    assert (result.rows, result.total_rows, result.rejects, result.totals) == (2, 1, (), ())


def test_lines_of_separators_are_nothing() -> None:
    result = reading(DAILY + ",,,,,,,,\n , ,,,,,,,\n")
    assert (result.rows, result.total_rows, result.rejects) == (2, 0, ())


def test_an_unclosed_quotation_mark_loses_its_own_line_only() -> None:
    result = reading(HEADER + ROW + ROW.replace("#1", '"#2') + ROW.replace("#1", "#3") + ROW.replace("#1", "#4"))
    assert orders(result).number.tolist() == ["#1", "#3", "#4"]
    assert list(rejected(result)) == [3]


def test_a_quotation_mark_inside_a_bare_cell_is_a_letter() -> None:
    result = reading(
        DAILY.replace("2025-01-02,Brand", '2025-01-02,5" pipe').replace("2025-01-03,Brand", '2025-01-03,"a ""b"", c"')
    )
    assert ads(result).campaign.tolist() == ['5" pipe', 'a "b", c']
    assert (result.rows, ads(result).line.tolist()) == (2, [4, 5])


def test_quoted_newlines_move_the_lines_after_them() -> None:
    result = reading(DAILY.replace("2025-01-02,Brand", '2025-01-02,"Brand\n\nnew"') + "oops\n")
    assert (ads(result).line.tolist(), ads(result).campaign.tolist()[0]) == ([4, 7], "Brand new")
    assert list(rejected(result)) == [8]


def test_a_raw_line_is_cut() -> None:
    result = reading(DAILY + "x" * 5000 + "\n")
    assert len(result.rejects[0].raw) == rejections.LONGEST_RAW < 5000


def test_the_header_is_found_below_a_preamble_and_not_too_far_below() -> None:
    assert reading("\n".join(["note"] * 14) + "\n" + MONTHS).rows == 2
    assert refusal("\n".join(["note"] * 15) + "\n" + MONTHS).startswith("unrecognised: ")


def test_a_folder_or_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path, "not_a_file"),
        (tmp_path / "gone.csv", "not_found"),
        (tmp_path / ("x" * 300), "cannot_read"),
    ):
        result = FileExportReader().read(path, Hints(account="shop"))
        assert isinstance(result, Unreadable)
        assert (result.reason.code, result.encoding) == (code, None)
        assert str(tmp_path) not in result.reason.message


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    result = FileExportReader().read(tmp_path / "pipe", Hints(account="shop"))
    assert isinstance(result, Unreadable)
    assert result.reason.code == "not_a_file"


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "LARGEST_FILE", 10)
    (tmp_path / "big.csv").write_text(MONTHS)
    result = FileExportReader().read(tmp_path / "big.csv", Hints(account="shop"))
    assert isinstance(result, Unreadable)
    assert result.reason.code == "too_large"


def test_a_fault_of_the_reader_itself_stops_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret cell")

    monkeypatch.setattr(reader, "read_text", broken)
    (tmp_path / "any.csv").write_text(MONTHS)
    result = FileExportReader().read(tmp_path / "any.csv", Hints(account="shop"))
    assert isinstance(result, Unreadable)
    assert (result.reason.code, result.reason.message) == ("reader_failed", "the reader failed (RuntimeError)")


SAMPLES = [
    CAMPAIGNS,
    DAILY,
    HEADER + ROW,
    MONTHS,
    " 00004 0001 19970101  2   29.33\n",
    "date,currency,rate\n2025-01-01,EUR,1.1\n",
]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_mutation_of_a_file_breaks_the_reader(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(SAMPLES)).encode()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(sample)))
        put = data.draw(
            st.one_of(st.binary(max_size=3), st.sampled_from([b'"', b"\n", b",", b"\r", b'""', b"--", b"\xef\xbb\xbf"]))
        )
        sample = sample[:at] + put + sample[at + data.draw(st.integers(0, 3)) :]
    assert isinstance(outcome(sample), Reading | Unreadable), "where the reader itself failed, this has raised"

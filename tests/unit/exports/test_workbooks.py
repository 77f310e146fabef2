"""Workbooks: the sheet as it is, and no more memory or time than a decent one could need."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from infrastructure.exports.files import workbook_parts, workbooks
from infrastructure.exports.files.workbooks import workbook_text
from tests.unit.exports.files import ads, codes, money, outcome, reading, refusal
from tests.unit.exports.workbook_files import Cell, rows, workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MONTHS = (("Month", "Spend"), ("2025-01", 90), ("2025-03", 400.5))


def text(folder: Path, data: bytes) -> str:
    """The lines of the first sheet."""
    (folder / "book.xlsx").write_bytes(data)
    return workbook_text(folder / "book.xlsx", lambda _: False).data.decode()


def test_a_workbook_is_read_like_the_csv_file_that_it_would_be() -> None:
    result = reading(workbook({"Report": rows(*MONTHS)}))
    assert (result.encoding, money(ads(result).spend), ads(result).line.tolist()) == ("xlsx", "490.50", [2, 3])
    assert codes(result) == []


def test_what_a_program_in_use_writes_is_read() -> None:
    written, book = io.BytesIO(), Workbook()
    page = book.active
    assert page is not None
    page.append(["Day", "Spend", "Campaign"])
    page.append([datetime(2025, 1, 2), 12.5, "=1+1"])  # noqa: DTZ001
    page.append([date(2025, 1, 3), 1234567, "Brand"])
    book.save(written)
    result = reading(written.getvalue())
    assert money(ads(result).spend) == "1234579.50"
    assert [str(day) for day in ads(result).start] == ["2025-01-02", "2025-01-03"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (12.5, "12.5"),
        (1234567, "1234567"),
        (0.1 + 0.2, "0.3"),
        (18500.0, "18500"),
        (1.125, "1.1250"),
        (-0.005, "-0.0050"),
        (-0.0000012, "-0.0000012"),
        (1e-7, "0.0000001"),
        (123456789012345.0, "123456789012345"),
        (120210000000000123, "120210000000000123"),
        (1.2021e17, "1.2021E+17"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2025, 1, 2), "2025-01-02"),
        (datetime(2025, 1, 2, 13, 45, 7), "2025-01-02 13:45:07"),  # noqa: DTZ001
        ("a\nb\r\nc", "a b c"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ('say "x", y', '"say ""x"", y"'),
        ("#N/A", "#N/A"),
        ("  ", "  "),
    ],
)
def test_a_cell_is_written_as_it_is(tmp_path: Path, value: Cell, written: str) -> None:
    assert text(tmp_path, workbook({"A": rows((value,))})) == written


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ('<c r="A1" t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A1"><f>SUM(1,1)</f><v>2</v></c>', "2"),
        ('<c r="A1" t="str"><f>A2</f><v>Brand</v></c>', "Brand"),
        ('<c r="A1" t="s"><v>1</v></c>', "ブランド"),
        ('<c r="A1" t="d"><v>2025-01-02T00:00:00</v></c>', "2025-01-02"),
        ("<c><v>7</v></c>", "7"),
        ('<c r="A1"><v>0.30000000000000004</v></c>', "0.3"),
        ('<c r="A1"><v>1.8499999999999999E4</v></c>', "18500"),
    ],
)
def test_a_cell_is_read_however_it_is_stored(tmp_path: Path, cell: str, written: str) -> None:
    spoken = '<rPh sb="0" eb="4"><t>ぶらんど</t></rPh>'
    strings = f"<si><t>x</t></si><si><r><t>ブラ</t></r><r><t>ンド</t></r>{spoken}</si>"
    assert text(tmp_path, workbook({"A": f"<row>{cell}</row>"}, strings=strings)) == written


def test_lines_are_the_rows_of_the_sheet_and_all_have_the_cells_of_the_longest(tmp_path: Path) -> None:
    table = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="4"><c r="A4"><v>2</v></c><c r="C4"><v>3</v></c></row>'
        '<row r="6"><c r="A6"><v>4</v></c><c r="G6"/></row>'
    )
    assert text(tmp_path, workbook({"A": table})) == "1\n\n\n2,,3\n\n4,,"


def test_a_total_that_is_shorter_than_the_table_is_still_in_it() -> None:
    table = rows(("Monthly report",), (), *MONTHS, ("2025-04",))
    result = reading(workbook({"A": table}))
    assert (result.rows, ads(result).line.tolist()) == (3, [4, 5, 6])


def test_of_several_sheets_the_first_that_is_an_export_is_read_and_the_others_are_named() -> None:
    other = rows(("Notes", "By"), ("none", "me"))
    result = reading(workbook({"Empty": "", "Notes": other, "Report": rows(*MONTHS), "Raw Data Report": rows(*MONTHS)}))
    assert (result.rows, codes(result)) == (2, ["other_sheets"])
    assert result.messages[0].message == 'the sheet "Report" was read; not read: "Notes", "Raw Data Report"'


def test_of_sheets_that_nobody_knows_the_first_with_anything_on_it_is_told_of() -> None:
    said = refusal(workbook({"Empty": "", "A": rows(("Betreff", "Wert"), ("a", "b")), "B": rows(("Other",))}))
    assert said.startswith('unrecognised: no known layout; what seems to be the header reads "Betreff, Wert"')


def test_what_is_hidden_is_named_and_not_read() -> None:
    result = reading(workbook({"Old": rows(*MONTHS), "New": rows(*MONTHS[:2])}, hidden=("Old",)))
    assert (result.rows, result.messages[0].message) == (1, 'the sheet "New" was read; not read: "Old"')
    assert refusal(workbook({"Old": rows(*MONTHS)}, hidden=("Old",))).startswith("empty: ")


def test_a_workbook_without_a_cell_is_empty() -> None:
    for content in ("", '<row r="7"/>', '<row><c r="B1"/></row>', rows((), ("", ""))):
        assert refusal(workbook({"A": content})) == "empty: the workbook has nothing on its sheets"


def test_a_workbook_of_old_times_is_told_how_to_save_it() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0" + bytes(600)) == (
        "binary: this is not a text file; it seems to be an old Excel or Office file, or one with a password; "
        "save it as CSV or .xlsx"
    )


ONE = rows((1,))
SHEET = "xl/worksheets/sheet1.xml"


def entities() -> str:
    declared = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{declared}]><worksheet xmlns="{MAIN}">&a11;</worksheet>'


def links(*targets: str) -> dict[str, str]:
    """The parts that stand for the sheets."""
    found = "".join(f'<Relationship Id="r{at}" Target="{target}"/>' for at, target in enumerate(targets, 1))
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {"xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{namespace}">{found}</Relationships>'}


def elsewhere() -> dict[str, str]:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    override = f'<Override PartName="/other/workbook.xml" ContentType="{kind}"/>'
    return {"[Content_Types].xml": f'<Types xmlns="{namespace}">{override}</Types>'}


TRAPS: dict[str, tuple[str, bytes]] = {
    "entities": ("it declares entities", workbook({"A": ""}, parts={SHEET: entities()})),
    "entities in UTF-16": ("it declares entities", workbook({"A": ""}, parts={SHEET: entities().encode("utf-16")})),
    "a far row": ("row 999999999", workbook({"A": '<row r="999999999"><c><v>1</v></c></row>'})),
    "the row after the last": ("row 1048577", workbook({"A": '<row r="1048577"><c><v>1</v></c></row>'})),
    "no row": ("row 1.5", workbook({"A": '<row r="1.5"><c><v>1</v></c></row>'})),
    "rows out of order": ("row 2", workbook({"A": '<row r="3"><c><v>1</v></c></row><row r="2"><c><v>1</v></c></row>'})),
    "cells out of order": ("cell B1", workbook({"A": '<row><c r="AA1"><v>1</v></c><c r="B1"><v>2</v></c></row>'})),
    "a cell twice": ("cell B1", workbook({"A": '<row><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row>'})),
    "two sheets of one part": (
        "one and the same",
        workbook({"A": ONE, "B": ONE}, parts=links("worksheets/sheet1.xml", "/xl/worksheets/../worksheets/sheet1.xml")),
    ),
    "wide rows": ("5,000,000 cells", workbook({"A": "".join(f'<row><c r="XFD{n}"/></row>' for n in range(1, 400))})),
    "a long text": ("longer than 1 MiB", workbook({"A": rows(("x" * (3 << 20),))})),
    "styles": ("styles or links", workbook({"A": ONE}, parts={"xl/styles.xml": f"<a>{'<b/>' * 200_001}</a>"})),
    "sheets": ("sheets", workbook(dict.fromkeys(map(str, range(101)), ONE))),
    "a long row": ("too many cells", workbook({"A": f"<row>{'<c/>' * 200_001}</row>"})),
    "a workbook elsewhere": ("main part", workbook({"A": ONE}, parts=elsewhere())),
}  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_refused_with_what_is_wrong(trap: str) -> None:
    reason, data = TRAPS[trap]
    said = refusal(data)
    assert said.startswith(("too_large: the workbook ", "workbook_damaged: the workbook is damaged: "))
    assert reason in said


def test_a_workbook_that_unpacks_to_too_much_is_refused_whatever_part_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_parts, "LARGEST_WORKBOOK", 4 << 20)
    said = refusal(workbook({"A": ONE}, parts={"xl/media/picture.png": bytes(5 << 20)}))
    assert (
        said
        == "too_large: the workbook is larger than any export: it unpacks to more than 4 MiB; save its sheet as CSV"
    )


@pytest.mark.parametrize("size", ["A1:XFD1048576", "A1", "B2:B2", "A1:A1"])
def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path: Path, size: str) -> None:
    content = f'<dimension ref="{size}"/><sheetData>{rows(("a", "b"), (1, 2))}</sheetData>'
    data = workbook({"A": ""}, parts={SHEET: f'<worksheet xmlns="{MAIN}">{content}</worksheet>'})
    assert text(tmp_path, data) == "a,b\n1,2"


def test_two_cells_at_the_far_corners_are_only_two_cells(tmp_path: Path) -> None:
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    lines = text(tmp_path, workbook({"A": corners})).split("\n")
    assert (len(lines), lines[0], lines[-1]) == (2**20, "1", "," * 16_383 + "2")


def test_a_text_that_many_cells_share_counts_in_each_of_them() -> None:
    shared = workbook(
        {"A": "<row>" + '<c t="s"><v>0</v></c>' * 1_000 + "</row>"}, strings=f"<si><t>{'x' * 900_000}</t></si>"
    )
    said = refusal(shared)
    assert said == "too_large: the workbook's cells come to more than 256 MiB; save its sheet as CSV"


def test_what_is_missing_beside_the_longest_row_is_bounded() -> None:
    """A row at the far end of the sheet asks for as many commas on each of the others."""
    wide = '<row r="1"><c r="XFD1"><v>1</v></c></row>'
    said = refusal(workbook({"A": wide + "<row><c><v>1</v></c></row>" * 20_000}))
    assert said == "too_large: the workbook's cells come to more than 256 MiB; save its sheet as CSV"


def test_the_cells_of_all_sheets_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_CELLS", 20)
    said = refusal(workbook({"A": rows(*[(1, 2)] * 5), "B": rows(*[(1, 2)] * 5)}))
    assert said == "too_large: the workbook has more than 20 cells; save its sheet as CSV"


SAMPLE = workbook({"Report": rows(*MONTHS), "Notes": rows(("x",))}, strings="<si><t>x</t></si>")
PARTS = {
    name: zipfile.ZipFile(io.BytesIO(SAMPLE)).read(name) for name in zipfile.ZipFile(io.BytesIO(SAMPLE)).namelist()
}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_mutation_of_a_part_breaks_the_reader(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(PARTS)))
    part, at = PARTS[name], data.draw(st.integers(0, len(PARTS[name])))
    put = data.draw(
        st.one_of(st.binary(max_size=3), st.sampled_from([b"<row>", b"<c/>", b'"', b"</v>", b"-1", b"&amp;"]))
    )
    changed = part[:at] + put + part[at + data.draw(st.integers(0, 6)) :]
    found = outcome(workbook({"Report": rows(*MONTHS), "Notes": ONE}, parts={name: changed}))
    assert found.encoding in {"xlsx", None}

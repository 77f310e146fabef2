"""Workbooks written part by part, so that each part can be what no program would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>'
"""Style 1 is a date with a time."""

Cell = str | int | float | bool | date | None


def workbook(
    sheets: Mapping[str, str],
    *,
    strings: str = "",
    hidden: Sequence[str] = (),
    parts: Mapping[str, str | bytes] = MappingProxyType({}),
) -> bytes:
    """A workbook of sheets of the given rows, with shared texts; `parts` stand beside or in place of its own."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**_parts(sheets, strings, hidden), **parts}.items():
            archive.writestr(name, content)
    return written.getvalue()


def rows(*rows: tuple[Cell, ...]) -> str:
    """Rows one below the other, from the first one on."""
    return "".join(
        f'<row r="{line}">{"".join(_cell(f"{_letter(at)}{line}", value) for at, value in enumerate(row))}</row>'
        for line, row in enumerate(rows, 1)
    )


def _cell(place: str, value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
        case str():
            text = value.replace("&", "&amp;").replace("<", "&lt;")
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        case date():
            return f'<c r="{place}" s="1"><v>{_serial(value)!r}</v></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def _serial(day: date) -> float:
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)  # noqa: DTZ001
    return (moment - datetime(1899, 12, 30)).total_seconds() / 86_400  # noqa: DTZ001


def _letter(at: int) -> str:
    before, last = divmod(at, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _parts(sheets: Mapping[str, str], strings: str, hidden: Sequence[str]) -> dict[str, str]:
    names = [f"sheet{at}" for at in range(1, len(sheets) + 1)]
    states = (' state="hidden"' if title in hidden else "" for title in sheets)
    listed = "".join(
        f'<sheet name="{title}" sheetId="{at}" r:id="r{at}"{state}/>'
        for at, (title, state) in enumerate(zip(sheets, states, strict=True), 1)
    )
    links = "".join(
        f'<Relationship Id="r{at}" Type="{_DOCUMENT}/worksheet" Target="worksheets/{name}.xml"/>'
        for at, name in enumerate(names, 1)
    )
    kinds = "".join(
        f'<Override PartName="/xl/{path}.xml" ContentType="{_KIND}.{kind}+xml"/>'
        for path, kind in [
            ("workbook", "sheet.main"),
            ("styles", "styles"),
            ("sharedStrings", "sharedStrings"),
            *((f"worksheets/{name}", "worksheet") for name in names),
        ]
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{kinds}</Types>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{_STYLES}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
        **{
            f"xl/worksheets/{name}.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{content}</sheetData></worksheet>'
            for name, content in zip(names, sheets.values(), strict=True)
        },
    }

"""What mutated files are made from: generated exports, those that the tests hold, and real ones where there are any."""

from __future__ import annotations

import csv
import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from infrastructure.exports.layouts.layout import layouts
from tests.unit.exports.writing import export
from tests.unit.exports.writing.files import MARKS, Style
from tests.unit.exports.writing.vocabulary import languages

_HELD = Path(__file__).parents[1] / "unit" / "exports"
_REAL = Path(__file__).parents[3] / "shared" / "data" / "exports"
_MOST_LINES = 120
_EACH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A file before anything happens to it: the lines above its table, the cells of that, and how both are written."""

    name: str
    above: Sequence[str]
    table: Sequence[Sequence[str]]
    style: Style


def corpus() -> list[Sample]:
    """The same list every time, for the same folder of real exports."""
    return [*_generated(), *_held(), *_real()]


def _generated() -> Iterator[Sample]:
    for layout in layouts():
        for language in () if layout.shape else languages(layout):
            for at in range(_EACH):
                made = export(Random(f"{layout.name} {language} {at}"), layout, language)
                name = f"{layout.name} {language}"
                yield Sample(name=name, above=made.above, table=made.table, style=made.style)


def _held() -> Iterator[Sample]:
    """Every text of several lines that a test of the reader holds."""
    for file in sorted(_HELD.glob("test_*.py")):
        module = importlib.import_module(f"tests.unit.exports.{file.stem}")
        for name, text in sorted(vars(module).items()):
            if name.isupper() and isinstance(text, str) and text.count("\n") > 1:
                yield _sample(f"{file.stem}.{name}", text, Style())


def _real() -> Iterator[Sample]:
    """The first lines of each: a mutation of these shows no less than one of all."""
    for file in sorted(path for path in _REAL.glob("*__*") if path.is_file()):
        data = file.read_bytes()
        encoding = next((one for one, mark in MARKS.items() if mark and data.startswith(mark)), "utf-8-sig")
        mark = MARKS.get(encoding, b"")
        text = data[len(mark) :].decode(encoding, "replace") if "cp932" not in file.name else data.decode("cp932")
        lines = text.replace("\r\n", "\n").split("\n")[:_MOST_LINES]
        yield _sample(file.name, "\n".join(lines), Style(encoding="cp932" if "cp932" in file.name else encoding))


def _sample(name: str, text: str, style: Style) -> Sample:
    """The delimiter is the one that the text has most of; what stands above the table is a row of it."""
    delimiter = max(",;\t", key=text.count)
    rows = list(csv.reader(text.split("\n"), delimiter=delimiter))
    return Sample(name=name, above=(), table=rows, style=replace(style, delimiter=delimiter))

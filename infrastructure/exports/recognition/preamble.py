"""What stands above the header of a table: the period, whose days these are, how many rows there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import NamedTuple, TypeVar

from domain.imports.notation import DateOrder
from domain.imports.reading import FileTotal
from domain.imports.reconciliation import ROWS
from domain.imports.record import Message
from domain.shared.periods import Period
from domain.shared.text import one_line
from infrastructure.exports.layouts.rules import NUMBER, PreambleRules
from infrastructure.exports.shared.refusal import Refused, Unclear, quoted
from infrastructure.exports.shared.words import fold
from infrastructure.exports.values.dates import DateNotation
from infrastructure.exports.values.days import day, span

_Value = TypeVar("_Value")

_LABELLED = re.compile(r"(?P<label>[^:：]{1,60})\s*[:：]\s*(?P<value>.*)", re.DOTALL)
_DASH = re.compile(r"(?<=[0-9])\s*[-–—]\s*(?=[0-9]{1,2}[./])")
"""Between two days that are written without spaces: `2/1/2025-2/28/2025`."""
_TIME = re.compile(r",?\s+[0-9]{1,2}:[0-9]{2}.*")
LONGEST_PERIOD = 200
"""Characters; a longer line tells no days, however long one looks for them in it."""


class Line(NamedTuple):
    """A line above the header, on the 1-based line `number` of the file: its cells, joined."""

    number: int
    text: str


class Said(NamedTuple):
    """What a line above the header says behind the label that the layout knows; the `value` of a line that is known as
    a whole is the line."""

    value: str
    line: Line


def lines_of(rows: Iterable[tuple[int, Sequence[str]]]) -> tuple[Line, ...]:
    """From the line numbers and cells of the first rows."""
    return tuple(Line(number, " ".join(cell.strip() for cell in cells if cell.strip())) for number, cells in rows)


def said_in(lines: Iterable[Line], rules: PreambleRules) -> dict[str, Said]:
    """What the lines tell, by what it is about; of two that tell the same the first counts."""
    found: dict[str, Said] = {}
    known = {label: about for about, labels in asdict(rules).items() for label in labels}
    for line in lines:
        labelled = _LABELLED.fullmatch(line.text)
        if labelled and (about := known.get(fold(labelled["label"]))):
            found.setdefault(about, Said(labelled["value"].strip(), line))
        if about := known.get(fold(line.text)):
            found.setdefault(about, Said(line.text, line))
    return found


def stated_period(preamble: Iterable[str], said: Mapping[str, Said], dates: DateNotation) -> Period | None:
    """The period that the labels tell, or that one of the lines above the header is; None if none is ("All time"), or
    if it could be two."""
    start, end = (_read(said[about].value, _day, dates) if about in said else None for about in ("start", "end"))
    if start and end:
        return Period(start, end) if start <= end else None
    texts = [said["period"].value] if "period" in said else preamble
    return next((period for text in texts if (period := _read(text, _span, dates))), None)


def require_clear_period(said: Mapping[str, Said]) -> None:
    """Refused ("ambiguous_dates") if the labelled period could be two: for a file that tells no other days."""
    for value, _ in (said[about] for about in ("period", "start", "end") if about in said):
        readings = {_read(value, _span, DateNotation(order=order)) for order in DateOrder} - {None}
        if len(readings) > 1:
            either = " or ".join(f"{one.start} to {one.end}" for one in sorted(filter(None, readings)))
            asked = "say --date-order dmy or --date-order mdy"
            raise Refused("ambiguous_dates", f"the period {quoted(value)} could be {either}; {asked}")


def _read(text: str, parse: Callable[[str, DateNotation], _Value], dates: DateNotation) -> _Value | None:
    if len(text) > LONGEST_PERIOD:
        return None
    try:
        return parse(text, dates)
    except Unclear:
        return None


def _span(text: str, dates: DateNotation) -> Period:
    return span(_DASH.sub(" - ", text), dates)


def _day(text: str, dates: DateNotation) -> date:
    return day(_TIME.sub("", text), dates)


def stated_rows(said: Mapping[str, Said]) -> tuple[FileTotal, ...]:
    """How many rows the file says it has, as a total to reconcile with."""
    if "rows" not in said or not re.fullmatch(NUMBER, said["rows"].value):
        return ()
    value, line = said["rows"]
    rows = int(re.sub("[^0-9]", "", value))
    return (FileTotal(label=one_line(line.text), line=line.number, figures={ROWS: rows}),)


def remarks(said: Mapping[str, Said]) -> tuple[Message, ...]:
    """What the person who imports must know of the figures."""
    found = []
    if "incomplete" in said:
        told = f"the file says of itself: {one_line(said['incomplete'].value)}; its newest figures may still change"
        found.append(Message(code="incomplete", message=told))
    if "zone" in said:
        found.append(Message(code="time_zone", message=f"its days are those of {one_line(said['zone'].value)}"))
    return tuple(found)

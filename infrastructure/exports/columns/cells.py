"""The data cells of a table by field, read into columns; what cannot be read rejects its row."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from domain.shared.columns import MISSING, Ints, Texts
from domain.shared.errors import InvalidValue
from domain.shared.money import currency_code
from domain.shared.text import LONGEST_TEXT, clean
from infrastructure.exports.columns.notation import Notation
from infrastructure.exports.columns.number_votes import NumberKind
from infrastructure.exports.recognition.header import Header
from infrastructure.exports.shared.coded import Coded, coded
from infrastructure.exports.shared.polls import Polls
from infrastructure.exports.shared.refusal import Unclear, quoted
from infrastructure.exports.shared.rejections import Rejections
from infrastructure.exports.shared.words import fold, words
from infrastructure.exports.values.amounts import amount, count, millionths, usual_amounts, usual_counts
from infrastructure.exports.values.dates import DateNotation

if TYPE_CHECKING:
    import polars as pl

    from infrastructure.exports.tables.table import Table

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """`frame` holds the text cells of n rows, its columns named by position; `line` (n,) the lines they start on.
    `notation` is what all data rows of the table prove of its columns, also where these rows are but a part of them.

    A reading method returns a column of shape (n,). A cell that is there and cannot be read is added to `rejections`;
    its value in the column is of no meaning then.
    """

    frame: pl.DataFrame
    line: Ints
    header: Header
    rejections: Rejections
    notation: Notation

    def __len__(self) -> int:
        return len(self.line)

    @property
    def polls(self) -> Polls:
        """What the whole file tells, where these cells are of a part of it."""
        return self.notation.table.polls

    def take(self, rows: Ints) -> Cells:
        """The rows at these positions."""
        if len(rows) == len(self) and np.array_equal(rows, np.arange(len(self))):
            return self
        return replace(self, frame=self.frame[rows], line=self.line[rows])

    def has(self, field: str) -> bool:
        return field in self.header.columns

    def first_of(self, fields: Iterable[str]) -> str | None:
        """The first of the fields that the table has."""
        return next((field for field in fields if self.has(field)), None)

    def as_written(self, field: str) -> Coded[str]:
        """The cells without outer spaces; all "" where the table has no such column."""
        return coded(self.series(field).str.strip_chars()) if self.has(field) else Coded.same("", len(self))

    def text(self, field: str) -> Texts:
        """Names: cleaned, "" where the cell names nothing or the column is not there."""
        return _names(self.as_written(field), words().no_names)

    def people(self, field: str) -> Texts:
        """Like `text`, "" also where the cell is a word for nobody."""
        return _names(self.as_written(field), words().no_people)

    def identifier(self, field: str) -> Texts:
        """Like `text`, for what tells rows apart: a cell that would be cut rejects its row."""
        written = self.as_written(field)
        self._reject_longer(field, written, LONGEST_TEXT)
        return _names(written, words().no_names)

    def segment(self, name: str) -> Texts:
        """The cleaned cells of a column that divides rows further; one that would be cut rejects its row."""
        at = self.header.segments[name]
        written = coded(self.frame[str(at)].str.strip_chars())
        self._reject_codes(written, _too_long(written, self.header.names[at], LONGEST_TEXT))
        return written.each(clean).texts()

    def money(self, field: str) -> Ints:
        """Micro-units; MISSING where the cell or the column says nothing. Refused if its notation is open."""
        if not self.has(field):
            return np.full(len(self), MISSING, np.int64)
        usual = usual_counts if self.notation.kind(field) is NumberKind.MILLIONTHS else usual_amounts
        values, done = usual(self.series(field), self.notation.numbers(field))
        return self._others(field, values, np.flatnonzero(~done), self.amount_of)

    def counts(self, field: str) -> Ints:
        """Whole numbers, 0 or more; MISSING where the cell or the column says nothing."""
        if not self.has(field):
            return np.full(len(self), MISSING, np.int64)
        values, done = usual_counts(self.series(field), self.notation.numbers(field))
        done &= (values >= 0) | (values == MISSING)
        return self._others(field, values, np.flatnonzero(~done), self.count_of)

    def amount_of(self, field: str, text: str) -> int | None:
        """Any cell as an amount in the notation of that column, such as one of a total: micro-units, None where it says
        nothing. Raises Unclear if it cannot be read for certain, Refused if the notation of the column is open."""
        parse = millionths if self.notation.kind(field) is NumberKind.MILLIONTHS else amount
        return parse(text, self.notation.numbers(field))

    def count_of(self, field: str, text: str) -> int | None:
        """The same for a whole number, 0 or more."""
        return count(text, self.notation.numbers(field))

    def dated(self, field: str, parse: Callable[[str, DateNotation], Value], otherwise: Value) -> Coded[Value]:
        """Like `each`, for dates: `parse` is given the notation of the column. Refused if that is open."""
        notation = self.notation.dates(field)
        return self.each(field, lambda cell: parse(cell, notation), otherwise)

    def each(self, field: str, parse: Callable[[str], Value], otherwise: Value) -> Coded[Value]:
        """Each cell parsed, equal ones once; `otherwise` where `parse` raised Unclear and the row is rejected."""
        written = self.as_written(field)
        parsed: list[Value] = []
        reasons: dict[int, str] = {}
        for code, cell in enumerate(written.values):
            try:
                parsed.append(parse(cell))
            except Unclear as unclear:
                parsed.append(otherwise)
                reasons[code] = f"{self.name_of(field)} {quoted(cell) + ' ' if cell else ''}{unclear.reason}"
        self._reject_codes(written, reasons)
        return Coded(parsed, written.codes)

    def codes(self, field: str) -> Texts:
        """Currency codes in capitals; "" where the cell or the column says nothing."""
        return self.each(field, _currency, "").texts()

    def reject(self, row: int, reason: str) -> None:
        self.rejections.add(int(self.line[row]), reason)

    def reject_longer(self, field: str, longest: int = LONGEST_TEXT) -> None:
        """Rejects the rows whose cell has more characters: cut, two of them would be taken for one."""
        self._reject_longer(field, self.as_written(field), longest)

    def name_of(self, field: str) -> str:
        """The header of a field as written."""
        return self.header.names[self.header.columns[field]]

    def series(self, field: str) -> pl.Series:
        """The cells of a field that the table has, just as they stand."""
        return self.frame[str(self.header.columns[field])]

    def _others(self, field: str, values: Ints, rows: Ints, parse: Callable[[str, str], int | None]) -> Ints:
        """`values`, those at `rows` parsed one by one."""
        if len(rows):
            cells = self.take(rows).each(field, lambda cell: parse(field, cell), None)
            values[rows] = cells.each(lambda value: MISSING if value is None else value).array("int64")
        return values

    def _reject_codes(self, written: Coded[str], reasons: Mapping[int, str]) -> None:
        if reasons:
            for row in np.flatnonzero(np.isin(written.codes, list(reasons))):
                self.reject(int(row), reasons[int(written.codes[row])])

    def _reject_longer(self, field: str, written: Coded[str], longest: int) -> None:
        if self.has(field):
            self._reject_codes(written, _too_long(written, self.name_of(field), longest))


def cells_at(table: Table, rows: Ints, rejections: Rejections) -> Cells:
    """The cells of these rows of the table."""
    frame = table.cells if len(rows) == table.cells.height else table.cells[rows]
    return Cells(
        frame=frame,
        line=table.line[rows],
        header=table.recognised.header,
        rejections=rejections,
        notation=Notation(table=table, frame=frame, rows=rows),
    )


def _names(written: Coded[str], nothing: frozenset[str]) -> Texts:
    return written.each(lambda cell: "" if fold(cell) in nothing else clean(cell)).texts()


def _too_long(written: Coded[str], name: str, longest: int) -> dict[int, str]:
    """Reasons by code. Some letters become two or three when they are normalised."""
    perhaps = ((code, cell) for code, cell in enumerate(written.values) if len(cell) * 3 > longest)
    long = (code for code, cell in perhaps if len(unicodedata.normalize("NFC", cell)) > longest)
    return dict.fromkeys(long, f"{name} is longer than {longest:,} characters")


def _currency(cell: str) -> str:
    if fold(cell) in words().no_figures:
        return ""
    try:
        return currency_code(cell)
    except InvalidValue as error:
        raise Unclear("is not a currency code of three letters") from error

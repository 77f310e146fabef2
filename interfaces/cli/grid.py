"""Columns of text that line up. A cell is never cut: half a figure would be a wrong figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from interfaces.figures import UNKNOWN

Cell = str | Text
Row = Sequence[Cell]

GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A title, and on which side the cells stand."""

    title: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns with the widths that fit all the rows given to `fitting`."""

    columns: tuple[Column, ...]
    widths: tuple[int, ...]

    @classmethod
    def fitting(cls, columns: Sequence[Column], rows: Iterable[Row]) -> Grid:
        widths = [cell_len(column.title) for column in columns]
        for row in rows:
            widths = [max(width, _length(cell)) for width, cell in zip(widths, row, strict=True)]
        return cls(tuple(columns), tuple(widths))

    @property
    def width(self) -> int:
        return sum(self.widths) + GAP * (len(self.widths) - 1)

    def lines(self, rows: Iterable[Row]) -> Iterator[Text]:
        """The titles, then the rows."""
        yield self.line([Text(column.title, style="dim") for column in self.columns])
        for row in rows:
            yield self.line(row)

    def line(self, row: Row) -> Text:
        cells = (self._padded(cell, at) for at, cell in enumerate(row))
        line = Text(" " * GAP).join(cells)
        line.rstrip()
        return line

    def _padded(self, cell: Cell, at: int) -> Text:
        text = cell.copy() if isinstance(cell, Text) else _plain(cell)
        padding = self.widths[at] - text.cell_len
        (text.pad_left if self.columns[at].right else text.pad_right)(padding)
        return text


def _plain(cell: str) -> Text:
    return Text(cell, style="dim" if cell.strip() == UNKNOWN else "")


def _length(cell: Cell) -> int:
    return cell.cell_len if isinstance(cell, Text) else cell_len(cell)

"""Columns as their distinct values and a code for each row: what is true of equal cells is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from domain.shared.columns import Ints, Texts

if TYPE_CHECKING:
    import polars as pl

Value = TypeVar("Value")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Coded(Generic[Value]):
    """Row i of n holds `values[codes[i]]`; `codes` has the shape (n,)."""

    values: Sequence[Value]
    codes: Ints

    @classmethod
    def same(cls, value: Value, count: int) -> Coded[Value]:
        """The same value on every row."""
        return cls([value], np.zeros(count, np.int64))

    def __iter__(self) -> Iterator[Value]:
        return (self.values[code] for code in self.codes.tolist())

    def each(self, work: Callable[[Value], Result]) -> Coded[Result]:
        """What `work` makes of each value."""
        return Coded([work(value) for value in self.values], self.codes)

    def array(self, dtype: str) -> NDArray[Any]:
        """The rows as an array (n,) of that type."""
        return np.array(self.values, dtype)[self.codes] if self.values else np.empty(0, dtype)

    def texts(self) -> Texts:
        """The rows as a text column (n,)."""
        distinct = np.empty(len(self.values), np.object_)
        distinct[:] = self.values
        return distinct[self.codes]


def coded(cells: pl.Series) -> Coded[str]:
    """A text column by its distinct cells."""
    distinct = cells.unique(maintain_order=True)
    numbered = distinct.to_frame("cell").with_row_index("code")
    codes = cells.to_frame("cell").join(numbered, on="cell", how="left", maintain_order="left")["code"]
    return Coded(distinct.to_list(), codes.to_numpy().astype(np.int64))


def same(text: str, count: int) -> Texts:
    """A text column that says the same on every row."""
    column = np.empty(count, np.object_)
    column.fill(text)  # np.full takes twenty times as long where the cells are objects
    return column


def first_told(*columns: Texts) -> Texts:
    """Row by row the first of the text columns that says anything."""
    result = columns[0]
    for other in columns[1:]:
        result = np.where(result == "", other, result)
    return result

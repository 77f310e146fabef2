"""What programs put around a cell so that a spreadsheet leaves it alone: ="0012", [9], '+49 30 1234."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_GUARD = r"^\s*'([=+@0-9-])"
_FORMULA = r'^\s*="([^"]*)"\s*$'
_BRACKETS = r"^\s*\[\s*([-+]?[0-9](?:[0-9.,'\s]*[0-9])?%?)\s*\]\s*$"
"""Around a number alone: what stands in brackets otherwise is a name."""
_WRAPPED = ((_GUARD, "'"), (_FORMULA, '="'), (_BRACKETS, "["))
"""Each wrapping, outermost first, and what no cell is wrapped without."""


def unwrapped(cell: str) -> str:
    """One cell without what is only put around it."""
    for pattern, mark in _WRAPPED:
        if mark in cell:
            cell = re.sub(pattern, r"\1", cell, count=1)
    return cell


def unwrap(frame: pl.DataFrame, text: bytes) -> pl.DataFrame:
    """The cells of a text, each without what is only put around it; columns in which nothing is stay as they are."""
    wrapped = [(pattern, mark) for pattern, mark in _WRAPPED if _holds(text, mark.encode())]
    return frame.with_columns(_unwrapped(frame[name], wrapped) for name in frame.columns) if wrapped else frame


def _holds(text: bytes, mark: bytes) -> bool:
    """A single byte is found, or missed, a hundred times as fast as two."""
    return mark[-1:] in text and mark in text


def _unwrapped(cells: pl.Series, wrapped: list[tuple[str, str]]) -> pl.Series:
    for pattern, mark in wrapped:
        if cells.str.contains(mark, literal=True).any():
            cells = cells.str.replace(pattern, "${1}")
    return cells

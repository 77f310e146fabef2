"""Columns as the bytes that COPY reads: its own text format, in which null is `\\N` and a backslash escapes."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import numpy as np
import polars as pl

from domain.shared.columns import MISSING
from infrastructure.sql.session import Column

_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def copied(columns: Sequence[Column]) -> bytes:
    """The rows of the columns, each on a line."""
    frame = pl.DataFrame([_series(str(number), column) for number, column in enumerate(columns)])
    written = BytesIO()
    frame.write_csv(written, include_header=False, separator="\t", quote_style="never", null_value="\\N")
    return written.getvalue()


def _series(name: str, column: Column) -> pl.Series:
    """With null for what is not known."""
    match column.dtype.kind:
        case "M":
            return _times(name, column)
        case "i":
            return pl.Series(name, column).set(pl.Series(column == MISSING), None)
        case "b":
            return pl.Series(name, column)
        case _:
            return _escaped(pl.Series(name, column.tolist(), dtype=pl.String))


def _times(name: str, column: Column) -> pl.Series:
    """Days, instants of UTC or local times, by the column's own precision."""
    match np.datetime_data(column.dtype)[0]:
        case "D":
            return pl.Series(name, column.astype("datetime64[ms]")).cast(pl.Date)
        case "us":
            return pl.Series(name, column).dt.replace_time_zone("UTC")
        case _:
            return pl.Series(name, column.astype("datetime64[ms]"))


def _escaped(cells: pl.Series) -> pl.Series:
    """Most columns hold nothing that needs it: one look at each tells."""
    if not cells.str.contains("[\\\\\t\n\r]").any():
        return cells
    return cells.str.replace_many(_ESCAPES)

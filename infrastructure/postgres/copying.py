"""Columns as the bytes that COPY reads: tab-separated CSV, in which null is nothing and an empty text is `""`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from domain.shared.columns import MISSING
from infrastructure.sql.session import Column

ROWS_AT_ONCE = 20_000


def csv_chunks(columns: Sequence[Column]) -> Iterator[bytes]:
    """The rows of the columns in slices, so that a large file is not in memory once more as a whole."""
    frame = pl.DataFrame([_series(str(number), column) for number, column in enumerate(columns)])
    for rows in frame.iter_slices(ROWS_AT_ONCE):
        yield rows.write_csv(include_header=False, separator="\t").encode()


def _series(name: str, column: Column) -> pl.Series:
    """With null for what is not known."""
    match column.dtype.kind, np.datetime_data(column.dtype)[0] if column.dtype.kind == "M" else "":
        case "M", "D":
            return pl.Series(name, column.astype("datetime64[ms]")).cast(pl.Date)
        case "M", "us":
            return pl.Series(name, column).dt.replace_time_zone("UTC")
        case "M", _:
            return pl.Series(name, column.astype("datetime64[ms]"))
        case "i", _:
            return pl.Series(name, column).set(pl.Series(column == MISSING), None)
        case _:
            return pl.Series(name, column.tolist(), dtype=pl.String)

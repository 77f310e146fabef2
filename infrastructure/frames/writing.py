"""A frame as a file: comma-separated, in UTF-8, its header on the first line and one row on each line after it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from infrastructure.frames.columns import FrameColumn


def write_table(columns: Sequence[FrameColumn], path: Path) -> None:
    """The same columns always make the same bytes."""
    import polars as pl

    header = io.StringIO()
    names = [" ".join(column.name.split()) for column in columns]
    csv.writer(header, lineterminator="\n").writerow(names)
    cells = pl.DataFrame({str(at): column.cells for at, column in enumerate(columns)})
    with path.open("wb") as file:
        file.write(header.getvalue().encode("utf-8", "replace"))
        cells.write_csv(file, include_header=False, quote_style="necessary")

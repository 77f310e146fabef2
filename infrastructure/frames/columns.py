"""The columns of a frame, whatever library made it, as texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from domain.imports.limits import MOST_COLUMNS
from domain.shared.errors import InvalidValue
from infrastructure.frames.values import text_of

if TYPE_CHECKING:
    import polars as pl

_KEPT_BY_NUMPY = "iufM"
"""Kinds of numpy columns that polars takes whole: numbers, and instants without a zone."""


class FrameColumn(NamedTuple):
    """`cells` are texts, "" for what is not there."""

    name: str
    cells: pl.Series


def columns_of(frame: object) -> list[FrameColumn]:
    """All columns in their order; InvalidValue for what is no frame, or a column of values that are no cells."""
    if type(frame).__module__.partition(".")[0] == "pandas" and hasattr(frame, "iloc"):
        return list(_of_pandas(frame))
    if not hasattr(frame, "__arrow_c_stream__"):
        kind = "None" if frame is None else type(frame).__name__
        raise InvalidValue(f"this is {kind} and no data frame: give a pandas, polars or Arrow table", code="frame")
    return list(_of_arrow(frame))


def _require_few(columns: int) -> None:
    """Refused before each of them is looked at; what is added to a frame is for the reader to count."""
    if columns > MOST_COLUMNS:
        raise InvalidValue(f"the frame has {columns:,} columns; at most {MOST_COLUMNS:,} are read", code="frame")


def _of_arrow(frame: Any) -> Iterator[FrameColumn]:
    import polars as pl

    found = pl.DataFrame(frame)
    _require_few(found.width)
    yield from (FrameColumn(column.name, _texts(column)) for column in found.get_columns())


def _of_pandas(frame: Any) -> Iterator[FrameColumn]:
    """Column by column, so that neither pandas nor pyarrow need be there; an index that has a name is a column."""
    if frame.ndim != 2:
        raise InvalidValue("this is one column of a frame: give the whole frame", code="frame")
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index()
    _require_few(len(frame.columns))
    for at, name in enumerate(frame.columns):
        yield FrameColumn(str(name), _texts(_pandas_column(str(name), frame.iloc[:, at])))


def _pandas_column(name: str, column: Any) -> pl.Series:
    import polars as pl

    if getattr(column.dtype, "kind", "") in _KEPT_BY_NUMPY and type(column.dtype).__module__.startswith("numpy"):
        cells = column.to_numpy()
        return pl.Series(name, cells.astype("datetime64[us]") if cells.dtype.kind == "M" else cells)
    try:
        return pl.Series(name, _text_list(column.tolist()), dtype=pl.String)
    except TypeError as error:  # lists and the like have no hash
        raise InvalidValue(f"the column {name} holds values that are no cells: leave it out", code="frame") from error


def _text_list(values: Sequence[object]) -> list[str]:
    """Each value once; of equal ones of several types (1, 1.0, True) each by itself."""
    known: dict[tuple[type, object], str] = {}
    found = []
    for value in values:
        key = (type(value), value)
        if (text := known.get(key)) is None:
            text = known[key] = text_of(value)
        found.append(text)
    return found


def _texts(column: pl.Series) -> pl.Series:
    """Each distinct value of a column as text."""
    import polars as pl

    if column.dtype.is_nested() or column.dtype in (pl.Binary, pl.Object):
        raise InvalidValue(
            f"the column {column.name} holds {column.dtype}, which is no cell: leave it out", code="frame"
        )
    if column.dtype.is_integer():
        return column.cast(pl.String).fill_null("")
    if column.dtype == pl.Float32:  # by the digits that it was written with, not those of its double
        column = column.cast(pl.String).cast(pl.Float64)
    distinct = column.unique(maintain_order=True)
    texts = pl.Series("text", [text_of(value) for value in distinct.to_list()], dtype=pl.String)
    codes = column.to_frame("cell").join(
        distinct.to_frame("cell").with_columns(texts), on="cell", how="left", nulls_equal=True, maintain_order="left"
    )
    return codes["text"].fill_null("")

"""The table of a file: its records as rows of text cells, before any of them means something."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from domain.imports.hints import Hints
from domain.shared.columns import Flags, Ints
from infrastructure.exports.delimited.records import Records, records_of
from infrastructure.exports.delimited.unwrapping import unwrap, unwrapped
from infrastructure.exports.recognition.recognition import Recognised
from infrastructure.exports.shared.polls import First, Polls

if TYPE_CHECKING:
    import polars as pl

LABEL_COLUMNS = 5
"""The label of a total stands in one of so many first columns."""
_MOST_UNREAD = 40
_SAMPLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`cells` has a text column, named by its position in the file, for the first few and for each that a layout reads;
    a blank cell is "", and what a program put around a cell is gone. Its rows are the records of `records` at `ours`,
    on the lines `line`; those at `others` have another number of cells. `hints` are what the person who imports knows,
    `polls` what the whole file tells where the table is but a part of it.
    """

    recognised: Recognised
    hints: Hints
    polls: Polls
    records: Records
    cells: pl.DataFrame
    ours: Ints
    others: Ints
    line: Ints


def table_of(text: bytes, recognised: Recognised, hints: Hints) -> Table:
    """The table that begins below the header; Refused if one of its records is too long."""
    records = records_of(text, recognised.offset, recognised.line, recognised.delimiter)
    if recognised.layout.shape:
        return _shaped(records, recognised, hints, recognised.layout.shape)
    return table_from(records, recognised, hints, Polls())


def table_from(records: Records, recognised: Recognised, hints: Hints, polls: Polls) -> Table:
    """The table that these records make."""
    fits = records.width == len(recognised.header.names)
    return Table(
        recognised=recognised,
        hints=hints,
        polls=polls,
        records=records,
        cells=_cells(records, fits, _wanted(recognised)),
        ours=np.flatnonzero(fits),
        others=np.flatnonzero(~fits),
        line=records.line[fits],
    )


def unread(table: Table, looks: Callable[[str], bool]) -> pl.DataFrame:
    """The columns, shape (n,) like those of `cells`, that no field reads and whose first cell with anything in it is of
    the looks asked for; the first few dozen of them."""
    import polars as pl

    found = list(islice(_unread(table, looks), _MOST_UNREAD))
    fits = np.zeros(len(table.records), np.bool_)
    fits[table.ours] = True
    return _cells(table.records, fits, found) if found else pl.DataFrame(height=len(table.ours))


def _unread(table: Table, looks: Callable[[str], bool]) -> Iterator[int]:
    if table.recognised.layout.shape:
        return
    rows = [table.records.cells(int(at)) for at in table.ours[:_SAMPLE]]
    for at in range(len(table.recognised.header.names)):
        if str(at) in table.cells.columns:
            continue
        said = (cell for row in rows if (cell := unwrapped(row[at].strip())))
        first = First(next(said, "" if len(rows) == _SAMPLE else None))
        if looks(table.polls.ask(("first cell", at), first).value or ""):
            yield at


def _wanted(recognised: Recognised) -> list[int]:
    """Positions of the columns that anybody will look at."""
    header = recognised.header
    if recognised.layout.leads.answers:
        return list(range(len(header.names)))  # each may be the answer to a question
    first = range(min(LABEL_COLUMNS, len(header.names)))
    doubled = (at for others in (*header.twins.values(), *header.rivals.values()) for at in others)
    return sorted({*first, *header.columns.values(), *header.segments.values(), *doubled})


def _cells(records: Records, fits: Flags, wanted: Sequence[int]) -> pl.DataFrame:
    import polars as pl

    if records.regular and fits.any():
        body = records.text[records.start[0] : records.end[-1]] if fits.all() else records.take(fits).joined()
        frame = pl.read_csv(
            body, has_header=False, columns=list(wanted), separator=records.delimiter, infer_schema=False
        )
        if frame.height == int(fits.sum()):
            frame.columns = [str(position) for position in wanted]
            return unwrap(frame.select(pl.all().fill_null("")), body)
    return unwrap(_one_by_one(records, np.flatnonzero(fits), wanted), records.text)


def _one_by_one(records: Records, rows: Ints, wanted: Sequence[int]) -> pl.DataFrame:
    """Where quotes are out of order, the cells are found by the same rules as the records were."""
    import polars as pl

    read = [records.cells(int(row)) for row in rows]
    return pl.DataFrame(
        {str(at): [cells[at] for cells in read] for at in wanted}, schema=dict.fromkeys(map(str, wanted), pl.String)
    )


def _shaped(records: Records, recognised: Recognised, hints: Hints, shape: re.Pattern[str]) -> Table:
    """Bare lines: the columns are the groups of the shape, named by their position among them."""
    import polars as pl

    found = [shape.fullmatch(records.raw(at)) for at in range(len(records))]
    fits = np.array([match is not None for match in found], np.bool_)
    groups = [match.groups() for match in found if match]
    schema = {str(at): pl.String for at in range(shape.groups)}
    return Table(
        recognised=recognised,
        hints=hints,
        polls=Polls(),
        records=records,
        cells=pl.DataFrame(groups, schema=schema, orient="row"),
        ours=np.flatnonzero(fits),
        others=np.flatnonzero(~fits),
        line=records.line[fits],
    )

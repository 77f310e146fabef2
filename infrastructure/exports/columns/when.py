"""When something happened: the moments of a column as its header means them, and as natural keys name them."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from domain.shared.columns import Flags, Instants
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.columns.instants import Moments, moments
from infrastructure.exports.shared.words import fold

_NEVER = np.datetime64("NaT", "us")
_UTC = re.compile(r".*(?:\((?:utc|gmt)\)|[ _](?:utc|gmt))")
"""A header that says in which zone its cells are."""


def moments_of(cells: Cells, field: str, instead: str = "") -> Moments:
    """The moments in the column `field`, of rows in which that is blank those of the column `instead`, if the table has
    it. A row without a readable one is rejected. A time of day under a header that says UTC is an instant.
    """
    untold = blank(cells, field) & bool(instead and cells.has(instead))
    if not untold.any():
        return _zoned(cells, field)
    found = Moments(np.full(len(cells), _NEVER), np.full(len(cells), _NEVER))
    for rows, told in ((np.flatnonzero(~untold), field), (np.flatnonzero(untold), instead)):
        if len(rows):
            part = _zoned(cells.take(rows), told)
            found.local[rows], found.instant[rows] = part.local, part.instant
    return found


def moment_texts(instants: Instants, local: NDArray[np.datetime64]) -> list[str]:
    """The instant in UTC, or the local time as written, as a part of a key."""
    zoned = np.datetime_as_string(instants).tolist()
    bare = np.datetime_as_string(local).tolist()
    return [f"{at}Z" if at != "NaT" else told for at, told in zip(zoned, bare, strict=True)]


def blank(cells: Cells, field: str) -> Flags:
    """Which rows say nothing in the field, shape (n,)."""
    said: Flags = cells.as_written(field).texts() == ""
    return said


def _zoned(cells: Cells, field: str) -> Moments:
    found = moments(cells, field)
    if not _UTC.fullmatch(fold(cells.name_of(field))):
        return found
    timed = cells.series(field).str.contains(":", literal=True).to_numpy()
    return Moments(found.local, np.where(np.isnat(found.instant) & timed, found.local, found.instant))

"""The moments of a whole column: the usual notation at once, the rest cell by cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.shared.columns import Days, Flags, Instants
from domain.shared.periods import FIRST_DAY, LAST_DAY
from infrastructure.exports.cells import Cells
from infrastructure.exports.days import NEVER, moment

_OFFSET = "(?:Z| ?[+-](?:0[0-9]|1[0-7]):?[0-5][0-9])"
_USUAL = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[ T][0-9]{{2}}:[0-5][0-9]:[0-5][0-9]{_OFFSET}$"


@dataclass(frozen=True, slots=True)
class Moments:
    """`local` as written, and `instant` in UTC, NaT where the file gives no offset; shape (n,), `datetime64[us]`."""

    local: Instants
    instant: Instants

    @property
    def day(self) -> Days:
        """The local day as written."""
        return self.local.astype("datetime64[D]")

    @property
    def bare(self) -> NDArray[np.datetime64]:
        """`datetime64[s]` of those that are no instants, else NaT."""
        return np.where(np.isnat(self.instant), self.local, np.datetime64("NaT", "us")).astype("datetime64[s]")


def moments(cells: Cells, field: str) -> Moments:
    """The moments in the column `field`; a row without a readable one is rejected."""
    found, usual = _at_once(cells, field)
    rest = np.flatnonzero(~usual)
    if len(rest):
        others = cells.take(rest).each(field, moment, NEVER)
        found.local[rest] = others.each(lambda one: one.local).array("datetime64[us]")
        found.instant[rest] = others.each(lambda one: one.instant).array("datetime64[us]")
    return found


def _at_once(cells: Cells, field: str) -> tuple[Moments, Flags]:
    """The moments in the usual notation, and which rows have it."""
    import polars as pl

    text = pl.lit(cells.series(field)).str.strip_chars()
    usual = pl.when(text.str.contains(_USUAL)).then(text)
    digits = usual.str.slice(19).str.replace_all(r"[ :]", "").str.replace("Z", "+0000", literal=True)
    minutes = digits.str.slice(1, 2).cast(pl.Int64) * 60 + digits.str.slice(3, 2).cast(pl.Int64)
    offset = pl.when(digits.str.starts_with("-")).then(-minutes).otherwise(minutes)
    local = pl.concat_str(usual.str.slice(0, 10), usual.str.slice(11, 8)).str.to_datetime(
        "%Y-%m-%d%H:%M:%S", time_unit="us", strict=False
    )
    frame = pl.select(local=local, instant=local - pl.duration(minutes=offset))
    found = Moments(frame["local"].to_numpy().copy(), frame["instant"].to_numpy().copy())
    return found, _in_range(found.local) & _in_range(found.instant)


def _in_range(times: Instants) -> Flags:
    first, after = np.datetime64(FIRST_DAY, "us"), np.datetime64(LAST_DAY, "us") + np.timedelta64(1, "D")
    return (times >= first) & (times < after)

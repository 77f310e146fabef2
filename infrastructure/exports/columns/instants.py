"""The moments of a whole column: the usual notations at once, the rest cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from domain.imports.notation import DateOrder
from domain.shared.columns import Days, Flags, Instants
from domain.shared.periods import FIRST_DAY, LAST_DAY
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.values.days import NEVER, moment

if TYPE_CHECKING:
    import polars as pl

_OFFSET = "(?:Z| ?[+-](?:0[0-9]|1[0-7]):?[0-5][0-9])"
_USUAL = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[ T][0-9]{{2}}:[0-5][0-9]:[0-5][0-9](?:{_OFFSET})?$"
_YEAR_LAST = r"^([0-9]{1,2})([-/.])([0-9]{1,2})([-/.])([0-9]{4})(?:,? ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?$"
_PARTS = ["first", "gap", "second", "other", "year", "hour", "minutes", "seconds"]


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
    """The moments in the column `field`; a row without a readable one is rejected. Refused if it is open which of two
    days its dates are."""
    text = cells.series(field).str.strip_chars()
    found, usual = _at_once(_year_first(text, cells.notation.dates(field).order))
    rest = np.flatnonzero(~usual)
    if len(rest):
        others = cells.take(rest).dated(field, moment, NEVER)
        found.local[rest] = others.each(lambda one: one.local).array("datetime64[us]")
        found.instant[rest] = others.each(lambda one: one.instant).array("datetime64[us]")
    return found


def _year_first(text: pl.Series, order: DateOrder | None) -> pl.Series:
    """The cells, those in digits with the year last as `YYYY-MM-DD HH:MM:SS`."""
    import polars as pl

    if order is None:
        return text
    parts = text.str.extract_groups(_YEAR_LAST).struct.rename_fields(_PARTS).struct.unnest()
    day, month = ("first", "second") if order is DateOrder.DAY_FIRST else ("second", "first")
    two = [pl.col(name).fill_null("00").str.zfill(2) for name in (month, day, "hour", "minutes", "seconds")]
    iso = pl.format("{}-{}-{} {}:{}:{}", "year", *two)
    same = pl.col("gap") == pl.col("other")
    return parts.select(pl.when(same).then(iso).otherwise(pl.lit(text))).to_series()


def _at_once(text: pl.Series) -> tuple[Moments, Flags]:
    """The moments in the usual notation, and which rows have it."""
    import polars as pl

    usual = pl.when(pl.lit(text).str.contains(_USUAL)).then(pl.lit(text))
    digits = usual.str.slice(19).str.replace_all(r"[ :]", "").str.replace("Z", "+0000", literal=True)
    minutes = digits.str.slice(1, 2).cast(pl.Int64, strict=False) * 60 + digits.str.slice(3, 2).cast(
        pl.Int64, strict=False
    )
    offset = pl.when(digits.str.starts_with("-")).then(-minutes).otherwise(minutes)
    local = pl.concat_str(usual.str.slice(0, 10), usual.str.slice(11, 8)).str.to_datetime(
        "%Y-%m-%d%H:%M:%S", time_unit="us", strict=False
    )
    frame = pl.select(local=local, instant=local - pl.duration(minutes=offset))
    found = Moments(frame["local"].to_numpy().copy(), frame["instant"].to_numpy().copy())
    return found, _in_range(found.local) & (np.isnat(found.instant) | _in_range(found.instant))


def _in_range(times: Instants) -> Flags:
    first, after = np.datetime64(FIRST_DAY, "us"), np.datetime64(LAST_DAY, "us") + np.timedelta64(1, "D")
    return (times >= first) & (times < after)

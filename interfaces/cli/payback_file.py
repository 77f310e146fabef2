"""`payback.csv`: the rows of the table with all their decimals, for a spreadsheet."""

from __future__ import annotations

import os
from collections.abc import Sequence
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING

from domain.shared.errors import InvalidValue, Unusable
from domain.shared.text import one_line
from interfaces.cli.spreadsheet import csv_text, safe

if TYPE_CHECKING:
    from application.payback.views import RowView

FILE_NAME = "payback.csv"
_COLUMNS = (
    *("source", "campaign", "cohort", "currency", "spend", "spend_partial", "new_customers", "cac"),
    *("ltv_m0", "ltv_m1", "ltv_m2", "ltv_m3", "ltv_m6", "ltv_m12"),
    *("payback_month", "payback_status", "claimed_roas", "blended_roas", "attributed_roas", "mature_through"),
)


def make_ready(folder: Path, *, apart_from: Path) -> None:
    """Make the folder, and see that a file can be written into it: before anything is imported.

    It must be another one than the folder of the exports: what is written is never read back.
    """
    if realpath(folder) == realpath(apart_from):
        raise InvalidValue("--output is the folder of the exports itself; name another one", code="same_folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / FILE_NAME).is_dir():
            raise IsADirectoryError(0, f"{FILE_NAME} in it is a folder")
        try_writing(folder)
    except OSError as error:
        raise _unwritable(folder, error) from error


def try_writing(folder: Path) -> None:
    """OSError if no file can be written into the folder or, while it is not there, where it would be made."""
    nearest = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    _partial(nearest).touch()
    _partial(nearest).unlink()


def write_payback(folder: Path, rows: Sequence[RowView], currency: str | None) -> None:
    """The whole file or, if that fails, what stood there before."""
    partial = _partial(folder)
    try:
        partial.write_text(payback_csv(rows, currency), encoding="utf-8", errors="backslashreplace", newline="")
        partial.replace(folder / FILE_NAME)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        partial.unlink(missing_ok=True)


def payback_csv(rows: Sequence[RowView], currency: str | None) -> str:
    """One line per row of the table; what is not known is an empty cell."""
    return csv_text(_COLUMNS, (_cells(row, currency) for row in rows))


def _cells(row: RowView, currency: str | None) -> dict[str, object]:
    ltv = {f"ltv_{month}": value for month, value in row["ltv"].items()}
    named = {"source": safe(row["source"]), "campaign": safe(row["campaign"] or ""), "currency": currency or ""}
    return {**row, **ltv, **named}


def _partial(folder: Path) -> Path:
    return folder / f".payback-{os.getpid()}.partial"


def _unwritable(folder: Path, error: OSError) -> Unusable:
    reason = error.strerror or "it cannot be written"
    return Unusable(f"cannot write to the output folder {one_line(str(folder))}: {reason}", code="output_unwritable")

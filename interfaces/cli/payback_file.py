"""The files that `payback` leaves behind: the report for people, and two tables for a spreadsheet."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from os.path import realpath
from pathlib import Path

from domain.shared.errors import InvalidValue, Unusable
from domain.shared.text import one_line

PAYBACK, REPORT, CUSTOMERS = "payback.csv", "report.html", "customers.csv"
FILE_NAMES = (PAYBACK, REPORT, CUSTOMERS)


def make_ready(folder: Path, *, apart_from: Path) -> None:
    """Make the folder, and see that the files can be written into it: before anything is imported.

    It must be another one than the folder of the exports: what is written is never read back.
    """
    if realpath(folder) == realpath(apart_from):
        raise InvalidValue("--output is the folder of the exports itself; name another one", code="same_folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILE_NAMES:
            if (folder / name).is_dir():
                raise IsADirectoryError(0, f"{name} in it is a folder")
        try_writing(folder)
    except OSError as error:
        raise _unwritable(folder, error) from error


def try_writing(folder: Path) -> None:
    """OSError if no file can be written into the folder or, while it is not there, where it would be made."""
    nearest = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    probe = _partial(nearest, PAYBACK)
    probe.touch()
    probe.unlink()


def write_files(folder: Path, contents: Mapping[str, Iterable[str]]) -> None:
    """Each file's text in pieces, under its name. Every file is whole before the first takes the place of an older
    one; if one cannot be, all the older ones stay."""
    partials = {name: _partial(folder, name) for name in contents}
    try:
        for name, pieces in contents.items():
            with partials[name].open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
                file.writelines(pieces)
        for name, partial in partials.items():
            partial.replace(folder / name)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        for partial in partials.values():
            partial.unlink(missing_ok=True)


def _partial(folder: Path, name: str) -> Path:
    return folder / f".{name}-{os.getpid()}.partial"


def _unwritable(folder: Path, error: OSError) -> Unusable:
    reason = error.strerror or "it cannot be written"
    return Unusable(f"cannot write to the output folder {one_line(str(folder))}: {reason}", code="output_unwritable")

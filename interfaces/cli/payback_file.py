"""The files that `payback` leaves behind: the report for people, and two tables for a spreadsheet."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from os.path import realpath
from pathlib import Path

from domain.shared.errors import InvalidValue, Unusable
from domain.shared.text import one_line

PAYBACK, REPORT, CUSTOMERS = "payback.csv", "report.html", "customers.csv"
FILE_NAMES = (PAYBACK, REPORT, CUSTOMERS)
_PARTIAL = re.compile(rf"\.(?:{'|'.join(map(re.escape, FILE_NAMES))})-(\d{{1,10}})\.partial")


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
        _sweep(folder)
    except OSError as error:
        raise _unwritable(folder, error) from error


def try_writing(folder: Path) -> None:
    """OSError if no file can be written into the folder or, while it is not there, where it would be made."""
    nearest = next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())
    probe = _partial(nearest, PAYBACK)
    probe.unlink(missing_ok=True)
    probe.touch(exist_ok=False)  # nor through a link that somebody put there
    probe.unlink()


def write_files(folder: Path, contents: Mapping[str, Iterable[str]]) -> None:
    """Each file's text in pieces, under its name. Every file is whole before the first takes the place of an older
    one; if one cannot be, all the older ones stay."""
    partials = {name: _partial(folder, name) for name in contents}
    try:
        for name, pieces in contents.items():
            opener = _for_us_alone if name == CUSTOMERS else None
            partials[name].unlink(missing_ok=True)
            with open(
                partials[name], "x", encoding="utf-8", errors="backslashreplace", newline="", opener=opener
            ) as file:
                file.writelines(pieces)
        for name, partial in partials.items():
            partial.replace(folder / name)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        for partial in partials.values():
            partial.unlink(missing_ok=True)


def _for_us_alone(path: str, flags: int) -> int:
    """Customers are named in the file: only who runs the command may read it, whatever the umask says."""
    return os.open(path, flags, 0o600)


def _sweep(folder: Path) -> None:
    """Remove what runs that were killed left of their files; one of ours is written anew."""
    for path in folder.iterdir():
        found = _PARTIAL.fullmatch(path.name)
        if found and _is_gone(int(found[1])):
            with suppress(OSError):
                path.unlink()


def _is_gone(process: int) -> bool:
    """Whether surely no such process is there; where that cannot be asked without harm, none is."""
    if os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return False


def _partial(folder: Path, name: str) -> Path:
    return folder / f".{name}-{os.getpid()}.partial"


def _unwritable(folder: Path, error: OSError) -> Unusable:
    reason = error.strerror or "it cannot be written"
    return Unusable(f"cannot write to the output folder {one_line(str(folder))}: {reason}", code="output_unwritable")

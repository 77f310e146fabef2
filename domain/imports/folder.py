"""Which files of a folder are exports, and in which order they are imported."""

from __future__ import annotations

from collections.abc import Iterable
from os.path import realpath
from pathlib import Path

from domain.shared.errors import Unusable
from domain.shared.text import natural_order, one_line

MOST_FILES = 10_000
REJECTED_SUFFIX = ".rejected.csv"
"""Ends the name of the file with the lines of an export that were left out: it is no export itself."""


def exports_in(folder: Path, leave_out: Iterable[Path] = ()) -> list[Path]:
    """The visible files of `folder`, not of its sub-folders, in natural order of their names: later ones win.

    `leave_out` are paths that are never read back, such as the database. Unusable if the folder is none, cannot be
    read, is empty, or holds more than `MOST_FILES`.
    """
    own = {realpath(path) for path in leave_out}
    files = [path for path in _entries(folder) if realpath(path) not in own and _is_export(path)]
    if not files:
        raise Unusable(f"there is no file to import in {one_line(str(folder))}", code="folder_empty")
    if len(files) > MOST_FILES:
        raise Unusable(f"{one_line(str(folder))} holds more than {MOST_FILES} files", code="folder_too_large")
    return sorted(files, key=lambda path: (natural_order(path.name), path.name))


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except FileNotFoundError as error:
        raise Unusable(f"there is no folder {one_line(str(folder))}", code="folder_not_found") from error
    except NotADirectoryError as error:
        raise Unusable(f"{one_line(str(folder))} is not a folder", code="not_a_folder") from error
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise Unusable(f"cannot read the folder {one_line(str(folder))}: {reason}", code="folder_unreadable") from error


def _is_export(path: Path) -> bool:
    """Whatever is no folder, not hidden and not ours; a pipe or device is let through and reported as unrecognised."""
    return not path.name.startswith(".") and not path.name.endswith(REJECTED_SUFFIX) and not path.is_dir()

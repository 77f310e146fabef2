"""The bytes of a file, within bounds."""

from __future__ import annotations

from pathlib import Path

from infrastructure.exports.refusal import Refused

LARGEST_FILE = 2 * 1024**3
"""Bytes. A larger export is better cut into periods than read at once."""


def contents(path: Path) -> bytes:
    """All bytes of a regular file; Refused if it cannot be read, is no regular file, is empty or too large."""
    try:
        return _bounded(path)
    except FileNotFoundError as error:
        raise Refused("not_found", "there is no such file") from error
    except OSError as error:
        raise Refused("cannot_read", f"the file cannot be read: {error.strerror or type(error).__name__}") from error


def _bounded(path: Path) -> bytes:
    if not path.exists():
        raise FileNotFoundError
    if not path.is_file():
        raise Refused("not_a_file", "this is not a regular file" if not path.is_dir() else "this is a folder")
    if path.stat().st_size > LARGEST_FILE:
        raise _too_large()
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise _too_large()
    return data


def _too_large() -> Refused:
    return Refused("too_large", f"the file is larger than {LARGEST_FILE // 1024**3} GiB; export a shorter period")

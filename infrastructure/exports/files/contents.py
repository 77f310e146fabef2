"""The bytes of a file, within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO

from infrastructure.exports.files.signatures import seems_to_be
from infrastructure.exports.shared.limits import LONGEST_RECORD
from infrastructure.exports.shared.refusal import Refused

LARGEST_FILE = 2 * 1024**3
"""Bytes. A larger export is better cut into periods than read at once."""

_HEAD = 4_096
_CHUNK = 1 << 20
_LONGEST_LINE = 2 * LONGEST_RECORD + 2
"""Bytes of a line before it is decoded: UTF-16 takes two for a letter that UTF-8 takes one for."""


def contents(path: Path) -> bytes:
    """All bytes of a regular file; Refused if it cannot be read, is no regular file, is empty or too large, begins like
    a file that is no text, or has a line longer than any export's. That is found out before it is held in memory."""
    with opened(path) as file:
        checked(file)
        data = file.read()
    if len(data) > LARGEST_FILE:
        raise _too_large()
    return data


def checked(file: BinaryIO) -> None:
    """Refused if the file begins like one that is no text, or has a line longer than any export's."""
    if what := seems_to_be(file.read(_HEAD)):
        raise Refused("binary", f"this is not a text file; it seems to be {what}")
    file.seek(0)
    refuse_endless_lines(file, _LONGEST_LINE)
    file.seek(0)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, from its start; Refused if it cannot be read, is no regular file, or is too large."""
    try:
        with _regular(path).open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise Refused("not_found", "there is no such file") from error
    except OSError as error:
        raise Refused("cannot_read", f"the file cannot be read: {error.strerror or type(error).__name__}") from error


def _regular(path: Path) -> Path:
    if not path.exists():
        raise FileNotFoundError
    if not path.is_file():
        raise Refused("not_a_file", "this is not a regular file" if not path.is_dir() else "this is a folder")
    if path.stat().st_size > LARGEST_FILE:
        raise _too_large()
    return path


def refuse_endless_lines(file: BinaryIO | RawIOBase, longest: int) -> int:
    """How many lines end in the rest of the file. Refused if one has more bytes than `longest`.

    In pieces: a line of the whole file's length would otherwise be read, and decoded, before it is refused.
    """
    line = length = 0
    while chunk := file.read(_CHUNK):
        first, last = _first_break(chunk), max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        if length + first > longest:
            raise Refused("line_too_long", f"line {line + 1} is longer than {LONGEST_RECORD >> 20} MiB")
        length = len(chunk) - last - 1 if last >= 0 else length + len(chunk)
        line += chunk.count(b"\n") or chunk.count(b"\r")
    return line


def _first_break(chunk: bytes) -> int:
    found = [at for at in (chunk.find(b"\n"), chunk.find(b"\r")) if at >= 0]
    return min(found, default=len(chunk))


def _too_large() -> Refused:
    return Refused("too_large", f"the file is larger than {LARGEST_FILE // 1024**3} GiB; export a shorter period")

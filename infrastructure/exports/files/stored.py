"""A text that is too large for memory, in a file of our own that nobody else can change or see."""

from __future__ import annotations

import codecs
import os
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from domain.imports.record import Message
from infrastructure.exports.files.contents import checked, opened, refuse_endless_lines
from infrastructure.exports.shared.limits import LONGEST_RECORD, MOST_LINES
from infrastructure.exports.shared.refusal import Refused

_CHUNK = 1 << 20


class StoredText:
    """Like `Text`, but for its `data`, which is read from the disk each time. The file has no name, and is gone with
    the last that refers to it."""

    def __init__(self, chunks: Iterable[bytes], encoding: str, messages: tuple[Message, ...] = ()) -> None:
        """Refused ("no_room") if the disk does not hold it."""
        self.encoding, self.messages = encoding, messages
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as this object
        weakref.finalize(self, self._file.close)
        try:
            for chunk in chunks:
                self._file.write(chunk)
            self._file.flush()
        except OSError as error:
            said = f"there is no room for a copy of it in {tempfile.gettempdir()}: {error.strerror}"
            raise Refused("no_room", said) from error
        self.size = self._file.tell()

    @property
    def data(self) -> bytes:
        """All of it."""
        self._file.seek(0)
        return self._file.read()

    def window(self, start: int, end: int) -> bytes:
        """The bytes from `start` to before `end`, as far as there are any."""
        return os.pread(self._file.fileno(), max(0, min(end, self.size) - start), start)

    def refuse_long_lines(self) -> None:
        """Refused if a line is longer, or there are more lines, than in any export."""
        self._file.seek(0)
        if (lines := refuse_endless_lines(self._file, LONGEST_RECORD)) > MOST_LINES:
            raise Refused("too_many_lines", f"the file has {lines:,} lines; at most {MOST_LINES:,} are read")


def stored(path: Path) -> StoredText | None:
    """The text of a large file of UTF-8, never held as a whole; None if it is anything else, or not quite that."""
    with opened(path) as file:
        checked(file)
        try:
            text = StoredText(_single_newlines(_utf8(file)), _encoding(file))
        except (UnicodeDecodeError, _OtherText):
            return None
    return text if text.window(0, _CHUNK).strip() else None


class _OtherText(Exception):
    """The file is to be looked at as a whole."""


def _encoding(file: BinaryIO) -> str:
    file.seek(0)
    marked = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    if not marked:
        file.seek(0)
    return "utf-8-sig" if marked else "utf-8"


def _utf8(file: BinaryIO) -> Iterator[bytes]:
    """The rest of the file, of which all is UTF-8 without NUL."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    while chunk := file.read(_CHUNK):
        if b"\0" in chunk:
            raise _OtherText
        if not chunk.isascii() or decoder.getstate()[0]:
            decoder.decode(chunk)
        yield chunk
    decoder.decode(b"", final=True)


def _single_newlines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines ended by one newline, in the way of `decode`; a text without any newline is none of these."""
    held, newlines = b"", False
    for chunk in chunks:
        text = held + chunk
        held = b"\r" if text.endswith(b"\r") else b""
        text = text[: len(text) - len(held)].replace(b"\r\n", b"\n")
        newlines = newlines or b"\n" in text
        yield text
    yield held
    if not newlines:
        raise _OtherText

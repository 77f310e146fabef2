"""The text of a file, whatever it is wrapped in."""

from __future__ import annotations

from os import fstat
from pathlib import Path

from domain.imports.hints import Hints
from infrastructure.exports.files.contents import contents, opened
from infrastructure.exports.files.decoding import Text, decode
from infrastructure.exports.files.stored import StoredText, stored
from infrastructure.exports.files.zips import is_zip
from infrastructure.exports.recognition.recognition import recognise
from infrastructure.exports.shared.refusal import Refused

LARGEST_WHOLE = 16 << 20
"""Bytes of a text that is read as a whole."""
MOST_WHOLE = 150_000
"""Lines of such a text: each costs some 700 bytes while it is read, however short it is."""


def text_of(path: Path, hints: Hints) -> Text | StoredText:
    """The text of a text file, or of the sheet of a workbook that a layout or a saved mapping fits, else of its first.

    A large one is stored on the disk. Refused where there is none, or none that can be read for certain.
    """
    if not is_zip(path):
        with opened(path) as file:
            large = fstat(file.fileno()).st_size > LARGEST_WHOLE
        return (stored(path) if large else None) or _bounded(decode(contents(path)))
    from infrastructure.exports.files.workbooks import workbook_text

    return _bounded(workbook_text(path, lambda text: _is_known(text, hints)))


def _bounded(text: Text) -> Text | StoredText:
    if len(text.data) <= LARGEST_WHOLE and text.data.count(b"\n") <= MOST_WHOLE:
        return text
    return StoredText([text.data], text.encoding, text.messages)


def _is_known(text: bytes, hints: Hints) -> bool:
    try:
        recognise(text, hints.mappings)
    except Refused:
        return False
    return True

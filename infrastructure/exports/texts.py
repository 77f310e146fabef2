"""The text of a file, whatever it is wrapped in."""

from __future__ import annotations

from pathlib import Path

from domain.imports.hints import Hints
from infrastructure.exports.contents import contents
from infrastructure.exports.decoding import Text, decode
from infrastructure.exports.recognition import recognise
from infrastructure.exports.refusal import Refused
from infrastructure.exports.zips import is_zip


def text_of(path: Path, hints: Hints) -> Text:
    """The text of a text file, or of the sheet of a workbook that a layout or a saved mapping fits, else of its first.

    Refused where there is none, or none that can be read for certain.
    """
    if not is_zip(path):
        return decode(contents(path))
    from infrastructure.exports.workbooks import workbook_text

    return workbook_text(path, lambda text: _is_known(text, hints))


def _is_known(text: bytes, hints: Hints) -> bool:
    try:
        recognise(text, hints.mappings)
    except Refused:
        return False
    return True

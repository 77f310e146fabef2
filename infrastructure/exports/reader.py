"""Files as facts: the adapter of the port."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from domain.imports.ports import ExportReader
from domain.imports.reading import Reading, Unreadable
from domain.imports.record import Message
from infrastructure.exports.refusal import Refused

if TYPE_CHECKING:
    from infrastructure.exports.decoding import Text

_LOG = logging.getLogger(__name__)


class FileExportReader(ExportReader):
    """Reads files of every layout in `layouts/`."""

    def read(self, path: Path, *, account: str) -> Reading | Unreadable:
        encoding: list[str] = []
        try:
            return _read(path, account, encoding.append)
        except Refused as refused:
            return _unreadable(refused.code, refused.reason, encoding)
        except MemoryError:
            return _unreadable("too_large", "the file needs more memory than there is", encoding)
        except Exception as error:  # noqa: BLE001 - no content of a file may stop the run of many files
            _LOG.debug("the reader failed on %s", path.name, exc_info=True)
            return _unreadable("reader_failed", f"the reader failed ({type(error).__name__})", encoding)


def _unreadable(code: str, reason: str, encoding: list[str]) -> Unreadable:
    return Unreadable(reason=Message(code=code, message=reason), encoding=encoding[0] if encoding else None)


def _read(path: Path, account: str, found_encoding: Callable[[str], None]) -> Reading:
    from infrastructure.exports.contents import contents
    from infrastructure.exports.decoding import decode

    text = decode(contents(path))
    found_encoding(text.encoding)
    return read_text(text, account)


def read_text(text: Text, account: str) -> Reading:
    """The facts in a text; Refused if it cannot be understood."""
    from infrastructure.exports.reading import reading_of

    return reading_of(text, account)

"""Files as facts: the adapter of the port."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from domain.imports.hints import Hints
from domain.imports.mapping import ColumnMapping
from domain.imports.ports import ExportReader
from domain.imports.reading import Proposal, Reading, Unreadable
from domain.imports.record import Message
from domain.imports.source_file import SourceFile
from infrastructure.exports.refusal import Refused

if TYPE_CHECKING:
    from infrastructure.exports.decoding import Text

_LOG = logging.getLogger(__name__)


class FileExportReader(ExportReader):
    """Reads files of every layout in `layouts/`."""

    def read(self, path: Path, hints: Hints) -> Reading | Unreadable:
        encoding: list[str] = []
        try:
            return _read(path, hints, encoding.append)
        except Refused as refused:
            return _unreadable(refused.code, refused.reason, encoding)
        except MemoryError:
            return _unreadable("too_large", "the file needs more memory than there is", encoding)
        except Exception as error:  # noqa: BLE001 - no content of a file may stop the run of many files
            _LOG.debug("the reader failed on %s", path.name, exc_info=True)
            return _unreadable("reader_failed", f"the reader failed ({type(error).__name__})", encoding)

    @contextmanager
    def unpacked(self, source: SourceFile) -> Iterator[Sequence[SourceFile] | Unreadable]:
        yield [source]

    def propose(self, path: Path, hints: Hints, decided: ColumnMapping | None = None) -> Proposal | Unreadable:
        raise NotImplementedError


def _unreadable(code: str, reason: str, encoding: list[str]) -> Unreadable:
    return Unreadable(reason=Message(code=code, message=reason), encoding=encoding[0] if encoding else None)


def _read(path: Path, hints: Hints, found_encoding: Callable[[str], None]) -> Reading:
    from infrastructure.exports.contents import contents
    from infrastructure.exports.decoding import decode

    text = decode(contents(path))
    found_encoding(text.encoding)
    return read_text(text, hints)


def read_text(text: Text, hints: Hints) -> Reading:
    """The facts in a text; Refused if it cannot be understood."""
    from infrastructure.exports.reading import reading_of

    return reading_of(text, hints)

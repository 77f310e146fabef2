"""Files as facts: the adapter of the port."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from domain.imports.hints import Hints
from domain.imports.mapping import ColumnMapping
from domain.imports.ports import ExportReader
from domain.imports.reading import Proposal, Reading, Unreadable
from domain.imports.record import Message
from domain.imports.source_file import SourceFile
from infrastructure.exports.shared.refusal import Refused

if TYPE_CHECKING:
    from infrastructure.exports.files.decoding import Text
    from infrastructure.exports.files.stored import StoredText

_LOG = logging.getLogger(__name__)


UNKNOWN = frozenset({"unrecognised", "ambiguous_layout"})
"""Codes of refusals of files that a person can map."""
ADVICE = "to go on: succotash imports map FILE"
Found = TypeVar("Found")
FoundEncoding: TypeAlias = Callable[[str], None]


class FileExportReader(ExportReader):
    """Reads files of every layout in `layouts/`, and of every header that somebody has mapped."""

    def read(self, path: Path, hints: Hints) -> Reading | Unreadable:
        return _guarded(path, lambda found: _read_or_proposed(_text(path, hints, found), hints))

    def propose(self, path: Path, hints: Hints, decided: ColumnMapping | None = None) -> Proposal | Unreadable:
        return _guarded(path, lambda found: propose_text(_text(path, hints, found), hints, decided))

    @contextmanager
    def unpacked(self, source: SourceFile) -> Iterator[Sequence[SourceFile] | Unreadable]:
        from infrastructure.exports.files.archives import unpacked

        with ExitStack() as stack:
            yield _guarded(source.path, lambda _: stack.enter_context(unpacked(source)))


def _guarded(path: Path, work: Callable[[FoundEncoding], Found]) -> Found | Unreadable:
    """What `work` makes of the file, or why there is nothing."""
    encoding: list[str] = []
    try:
        return work(encoding.append)
    except Refused as refused:
        return _unreadable(refused.code, refused.reason, encoding)
    except MemoryError:
        return _unreadable("too_large", "the file needs more memory than there is", encoding)
    except Exception as error:  # noqa: BLE001 - no content of a file may stop the run of many files
        _LOG.debug("the reader failed on %s", path.name, exc_info=True)
        return _unreadable("reader_failed", f"the reader failed ({type(error).__name__})", encoding)


def _unreadable(code: str, reason: str, encoding: list[str]) -> Unreadable:
    return Unreadable(reason=Message(code=code, message=reason), encoding=encoding[0] if encoding else None)


def _text(path: Path, hints: Hints, found_encoding: FoundEncoding) -> Text | StoredText:
    from infrastructure.exports.pipeline.texts import text_of

    text = text_of(path, hints)
    found_encoding(text.encoding)
    return text


def _read_or_proposed(text: Text | StoredText, hints: Hints) -> Reading | Unreadable:
    """A file that nobody knows, and that holds something plausible, comes with how it may be read."""
    try:
        return read_text(text, hints)
    except Refused as refused:
        proposal = _proposed(text, hints) if refused.code in UNKNOWN else None
        if proposal is None:
            raise
        reason = Message(code=refused.code, message=f"{refused.reason}; {ADVICE}")
    return Unreadable(reason=reason, encoding=text.encoding, proposal=_plausible(proposal))


def _proposed(text: Text | StoredText, hints: Hints) -> Proposal | None:
    try:
        return propose_text(text, hints, None)
    except Refused:
        return None


def _plausible(proposal: Proposal) -> Proposal | None:
    """None for one that a person has to begin with: it would say nothing yet."""
    from infrastructure.exports.proposing import is_plausible

    return proposal if is_plausible(proposal) else None


def read_text(text: Text | StoredText, hints: Hints) -> Reading:
    """The facts in a text; Refused if it cannot be understood."""
    from infrastructure.exports.pipeline.reading import reading_of

    return reading_of(text, hints)


def propose_text(text: Text | StoredText, hints: Hints, decided: ColumnMapping | None) -> Proposal:
    """How a text may be read; Refused if there is no table in it."""
    from infrastructure.exports.proposing import propose

    return propose(text, hints, decided)

"""Zip files, opened within bounds: nothing that a stranger wrote in their directory is believed."""

from __future__ import annotations

import errno
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from infrastructure.exports.files.contents import opened
from infrastructure.exports.shared.refusal import Refused, quoted

CHUNK = 1 << 18
SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
"""A zip file with members, and an empty one."""

LARGEST_DIRECTORY = 1 << 20
"""Bytes; many times what the names of as many members take as are read."""

_ENCRYPTED = 0x1
_TYPES, _BINARY = "[Content_Types].xml", "xl/workbook.bin"
_OTHERS = (
    (_BINARY, "an Excel binary workbook; save it as CSV or .xlsx"),
    ("mimetype", "an OpenDocument file; save it as CSV or .xlsx"),
    ("Index/Document.iwa", "a Numbers or Pages document; export it as CSV"),
    (_TYPES, "an Office document without a sheet; save its table as CSV"),
)


class _Bounded(io.BufferedReader):
    """Never gives more in one piece than the directory of a decent zip file is long."""

    def read(self, size: int | None = -1, /) -> bytes:
        whole = size is None or size < 0 or size > LARGEST_DIRECTORY
        data = super().read(LARGEST_DIRECTORY + 1 if whole else size)
        if len(data) > LARGEST_DIRECTORY:
            raise Refused("archive", "its list of files is longer than that of any archive that is read")
        return data


@contextmanager
def opened_zip(path: Path) -> Iterator[ZipFile]:
    """The zip file; Refused if it is damaged, or a member of it cannot be read, also where that shows in the block."""
    with opened(path) as file, explained(), ZipFile(_Bounded(io.FileIO(file.fileno(), closefd=False))) as archive:
        yield archive


def pieces(archive: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """The member's bytes, checked at their end; Refused if it is locked or packed in a way that no export is."""
    if member.flag_bits & _ENCRYPTED:
        raise Refused("archive_locked", f"{quoted(member.filename)} is locked with a password; unpack it yourself")
    if member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise Refused("archive", f"{quoted(member.filename)} is packed in a way that is not read; unpack it yourself")
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def is_zip(path: Path) -> bool:
    """Whether the file begins like one; Refused if it cannot be read."""
    with opened(path) as file:
        return file.read(4) in SIGNATURES


def is_workbook(names: Sequence[str]) -> bool:
    """Whether a zip file with members of these names is an Excel workbook."""
    parts = any(name.startswith("xl/") for name in names)
    return parts and _TYPES in names and _BINARY not in names


def other_document(names: Sequence[str]) -> str:
    """What a zip file that is neither a workbook nor an archive seems to be; "" if it may be an archive."""
    return next((what for name, what in _OTHERS if name in names), "")


@contextmanager
def explained(what: str = "archive", cure: str = "unpack it yourself") -> Iterator[None]:
    """What a damaged archive or workbook raises, wherever it shows, as Refused; `what` it is goes into the code."""
    try:
        yield
    except (Refused, MemoryError):
        raise
    except (BadZipFile, EOFError, zlib.error) as error:
        raise Refused(f"{what}_damaged", "the file is damaged or cut off") from error
    except Exception as error:  # what a field that means nothing raises depends on where it is met
        if isinstance(error, OSError) and error.errno != errno.EINVAL:  # a disk's; but for a place that cannot be
            raise
        raise Refused(f"{what}_damaged", f"the {what} cannot be read ({type(error).__name__}); {cure}") from error

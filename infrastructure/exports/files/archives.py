"""Archives of exports, unpacked into a private folder under names of ours: what members are called leads nowhere."""

from __future__ import annotations

import errno
import os
import re
import stat
import zlib
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from zipfile import ZipFile, ZipInfo

from domain.imports.source_file import SourceFile
from domain.shared.text import clean, natural_order
from infrastructure.exports.files import contents
from infrastructure.exports.files.contents import opened
from infrastructure.exports.files.zips import (
    CHUNK,
    SIGNATURES,
    explained,
    is_workbook,
    opened_zip,
    other_document,
    pieces,
)
from infrastructure.exports.shared.refusal import Refused, quoted

MOST_FILES = 1_000
MOST_TIMES = 200
"""How many times its own size an archive may unpack to. Text packs to a tenth; nothing but a trap to a thousandth."""
UNSUSPICIOUS = 64 << 20
"""Bytes that an archive may unpack to however small it is."""

_GZIP = b"\x1f\x8b"
_GZIP_WITH_CHECKS = zlib.MAX_WBITS | 16
_MOST_STREAMS = 100_000
_SAYS_UTF8 = 0x800
_LONGEST_NAME = 200
_DRIVE = re.compile(r"[A-Za-z]:")
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(slots=True)
class _Room:
    """What may still be unpacked of an archive that has `packed` bytes."""

    packed: int
    taken: int = 0

    def take(self, size: int) -> None:
        self.taken += size
        if self.taken > contents.LARGEST_FILE:
            most = contents.LARGEST_FILE // 1024**3
            raise Refused("too_large", f"the archive unpacks to more than {most} GiB; export a shorter period")
        if self.taken > max(UNSUSPICIOUS, MOST_TIMES * self.packed):
            raise Refused("archive_bomb", f"the archive unpacks to more than {MOST_TIMES} times its size: it is a trap")


@contextmanager
def unpacked(source: SourceFile) -> Iterator[Sequence[SourceFile]]:
    """The files in an archive, gone after the block, or the file itself where it is none. Refused, with nothing left on
    the disk, if one of them cannot be unpacked, there is none, or they are too many or too large."""
    head = _head(source.path)
    if not head.startswith((_GZIP, *SIGNATURES)):
        yield [source]
        return
    with TemporaryDirectory(prefix="succotash-", ignore_cleanup_errors=True) as folder:
        unpack = _gunzipped if head.startswith(_GZIP) else _unzipped
        yield unpack(source, Path(folder))


def _head(path: Path) -> bytes:
    """How the file begins; b"" if it cannot be read, which whoever reads it will say. Refused if it is too large."""
    try:
        with opened(path) as file:
            return file.read(4)
    except Refused as refused:
        if refused.code == "too_large":
            raise
        return b""


def _gunzipped(source: SourceFile, folder: Path) -> list[SourceFile]:
    with opened(source.path) as file, explained():
        path = _written(_streams(file), folder / "0", _Room(source.path.stat().st_size))
    return [SourceFile(name=source.name, path=path)]


def _streams(file: BinaryIO) -> Iterator[bytes]:
    """What is packed in the streams of a gzip file, one after the other; blanks may stand between and after them."""
    rest = file.read(CHUNK)
    for _ in range(_MOST_STREAMS):
        rest = yield from _stream(file, rest)
        rest = rest.lstrip(b"\0")
        while not rest and (more := file.read(CHUNK)):
            rest = more.lstrip(b"\0")
        if not rest:
            return
    raise Refused("archive", f"the archive is made of more than {_MOST_STREAMS:,} pieces; unpack it yourself")


def _stream(file: BinaryIO, waiting: bytes) -> Generator[bytes, None, bytes]:
    """One stream, checked at its end; returns the bytes read beyond it."""
    inflater = zlib.decompressobj(_GZIP_WITH_CHECKS)
    while not inflater.eof:
        if not (waiting := waiting or file.read(CHUNK)):
            raise EOFError
        yield inflater.decompress(waiting, CHUNK)
        waiting = inflater.unconsumed_tail
    return inflater.unused_data


def _unzipped(source: SourceFile, folder: Path) -> list[SourceFile]:
    """The members; a workbook, or another document in a zip file, is itself what is to be read."""
    with opened_zip(source.path) as archive:
        names = archive.namelist()
        if is_workbook(names) or other_document(names):
            return [source]
        members, room = _members(archive), _Room(source.path.stat().st_size)
        return [
            SourceFile(name=name, path=_written(pieces(archive, member), folder / str(at), room))
            for at, (name, member) in enumerate(zip(_shown(source.name, members), members, strict=True))
        ]


def _members(archive: ZipFile) -> list[ZipInfo]:
    """The files in it but for what systems leave behind, in the order in which those of a folder are read."""
    members = [member for member in archive.infolist() if not member.is_dir() and not _is_left_behind(member)]
    if not members:
        raise Refused("archive_empty", "the archive holds no file")
    if len(members) > MOST_FILES:
        raise Refused("too_many_files", f"the archive holds {len(members):,} files; at most {MOST_FILES:,} are read")
    for member in members:
        if stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG}:
            raise Refused("archive_link", f"{quoted(member.filename)} in the archive is a link and no file")
    return sorted(members, key=lambda member: natural_order(member.filename))


def _is_left_behind(member: ZipInfo) -> bool:
    parts = _parts(member.filename)
    return any(part.startswith(".") or part == "__MACOSX" for part in parts) or (
        bool(parts) and parts[-1].casefold() in _LEFT_BY_SYSTEMS
    )


def _shown(archive: str, members: Sequence[ZipInfo]) -> Iterator[str]:
    """What each file is called: by the archive and by itself, one line, no two alike."""
    seen: Counter[str] = Counter()
    for member in members:
        name = clean(f"{archive}/{'/'.join(_parts(_name(member)))[-_LONGEST_NAME:] or 'file'}")
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _parts(name: str) -> list[str]:
    """Its folders and its own name, without what would lead elsewhere."""
    parts = (clean(part[-_LONGEST_NAME:]) for part in re.split(r"[\\/]+", name))
    return [part for part in parts if part not in {"", ".", ".."} and not _DRIVE.fullmatch(part)]


def _name(member: ZipInfo) -> str:
    """The name as it was meant: many programs write UTF-8 and do not say so."""
    if member.flag_bits & _SAYS_UTF8:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _written(chunks: Iterable[bytes], path: Path, room: _Room) -> Path:
    """A file that only we can read."""
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            for chunk in chunks:
                room.take(len(chunk))
                file.write(chunk)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Refused("no_space", "there is no space on the disk to unpack the archive in") from error
        raise
    return path

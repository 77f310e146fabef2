"""Archives that are no good: what they claim is not believed, and they are refused whole."""

from __future__ import annotations

import gzip
import os
import stat
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.imports.reading import Unreadable
from domain.imports.source_file import SourceFile
from infrastructure.exports import FileExportReader
from infrastructure.exports.files import archives, contents
from tests.unit.exports.archive_files import MONTHS, refusal, source, zipped

pytestmark = pytest.mark.usefixtures("spool")


def test_a_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refusal(tmp_path, zipped((link, b"/etc/passwd"))) == (
        'archive_link: "a.csv" in the archive is a link and no file'
    )


def test_an_archive_without_a_file_is_refused(tmp_path: Path) -> None:
    for data in (zipped(), zipped(("folder/", b""), (".DS_Store", b"x"))):
        assert refusal(tmp_path, data) == "archive_empty: the archive holds no file"


def test_too_many_files_are_refused_before_they_are_counted_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 3)
    assert refusal(tmp_path, zipped(*((f"{n}.csv", b"") for n in range(4)))) == (
        "too_many_files: the archive holds 4 files; at most 3 are read"
    )
    many = zipped(*((f"{n}.csv", b"") for n in range(25_000)), packed=zipfile.ZIP_STORED)
    assert refusal(tmp_path, many) == "archive: its list of files is longer than that of any archive that is read"


def flagged(data: bytes, bit: int) -> bytes:
    """The archive with a flag of its members set, where it stands in front of each and in the list of them."""
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(signature) + at
        data = data[:start] + struct.pack("<H", struct.unpack_from("<H", data, start)[0] | bit) + data[start + 2 :]
    return data


def test_a_locked_archive_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, flagged(zipped(("a.csv", MONTHS)), 1)) == (
        'archive_locked: "a.csv" is locked with a password; unpack it yourself'
    )


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_way_of_packing_that_no_export_is_in_is_refused(tmp_path: Path, packed: int) -> None:
    said = refusal(tmp_path, zipped(("a.csv", MONTHS), packed=packed))
    assert said == 'archive: "a.csv" is packed in a way that is not read; unpack it yourself'


def damaged() -> Iterator[tuple[str, bytes]]:
    whole, noise = zipped(("a.csv", MONTHS)), os.urandom(9_000).hex().encode()
    yield "cut", whole[:-30]
    yield "cut gzip", gzip.compress(noise)[:-200]
    yield "gzip without its sum", gzip.compress(MONTHS)[:-4]
    yield "gzip with a wrong sum", gzip.compress(MONTHS)[:-8] + bytes(8)
    yield "gzip and garbage", gzip.compress(MONTHS) + b"garbage"
    yield "gzip of nothing", b"\x1f\x8b\x08 gzip"
    yield "zip of nothing", b"PK\x03\x04 readme.txt"
    yield "a wrong sum", zipped(("a.csv", MONTHS), packed=zipfile.ZIP_STORED).replace(b"2025-01", b"2025-02")
    yield "another name inside", whole.replace(b"a.csv", b"b.csv", 1)
    yield "a list that is elsewhere", whole[:-6] + struct.pack("<I", 2**31) + whole[-2:]


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in damaged()])
def test_a_damaged_archive_is_refused_whole(tmp_path: Path, data: bytes) -> None:
    said = refusal(tmp_path, data)
    assert said.startswith("archive_damaged: ")


@pytest.mark.parametrize("size", [0, 5, len(MONTHS) - 1, 10_000_000])
def test_a_size_that_is_not_so_is_not_believed(tmp_path: Path, size: int) -> None:
    data = zipped(("a.csv", MONTHS))
    at = data.index(b"PK\x01\x02") + 24
    lying = data[:at] + struct.pack("<I", size) + data[at + 4 :]
    with FileExportReader().unpacked(source(tmp_path, lying)) as files:
        if isinstance(files, Unreadable):
            assert files.reason.code == "archive_damaged"
        else:
            assert [file.path.read_bytes() for file in files] == [MONTHS]


def bombs() -> Iterator[tuple[str, bytes]]:
    yield "gzip", gzip.compress(bytes(70 << 20), 1)
    yield "zip", zipped(("a.csv", bytes(70 << 20)))
    yield "many small ones", zipped(*((f"{n}.csv", bytes(1 << 20)) for n in range(70)))


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in bombs()])
def test_a_bomb_is_given_up(tmp_path: Path, data: bytes) -> None:
    said = refusal(tmp_path, data)
    assert said == "archive_bomb: the archive unpacks to more than 200 times its size: it is a trap"


def test_files_that_share_their_bytes_are_counted_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list may name one place in the archive as often as it likes."""
    monkeypatch.setattr(archives, "UNSUSPICIOUS", 1 << 20)
    data = zipped(("a.csv", bytes(1 << 18)))
    start = data.index(b"PK\x01\x02")
    entry, end = data[start : data.index(b"PK\x05\x06")], data[data.index(b"PK\x05\x06") :]
    listed = b"".join(entry.replace(b"a.csv", b"%05d" % n) for n in range(30))
    counts = struct.pack("<HHI", 30, 30, len(listed))
    said = refusal(tmp_path, data[:start] + listed + end[:8] + counts + end[16:])
    assert said.startswith(("archive_bomb: ", "archive_damaged: "))


def test_what_unpacks_to_more_than_is_ever_read_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "LARGEST_FILE", 1_000)
    assert refusal(tmp_path, gzip.compress(bytes(1_001))).startswith("too_large: the archive unpacks to more than")
    assert refusal(tmp_path, zipped(("a.csv", bytes(600)), ("b.csv", bytes(600)))).startswith("too_large: ")
    (tmp_path / "large.csv").write_bytes(bytes(1_001))
    with FileExportReader().unpacked(SourceFile.at(tmp_path / "large.csv")) as files:
        assert isinstance(files, Unreadable)
        assert files.reason.code == "too_large"


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int, mode: str) -> BinaryIO:
        os.close(number)
        return Path("/dev/full").open("wb")

    monkeypatch.setattr(os, "fdopen", full)
    assert refusal(tmp_path, zipped(("a.csv", MONTHS))) == (
        "no_space: there is no space on the disk to unpack the archive in"
    )


SAMPLES = [zipped(("a.csv", MONTHS), ("b/c.csv", MONTHS * 9)), gzip.compress(MONTHS * 9)]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_mutation_of_an_archive_breaks_the_reader(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(SAMPLES))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(sample)))
        sample = sample[:at] + data.draw(st.binary(max_size=4)) + sample[at + data.draw(st.integers(0, 4)) :]
    with tempfile.TemporaryDirectory() as folder:
        files = [tuple(found) if not isinstance(found, Unreadable) else found for found in opened(Path(folder), sample)]
    assert files
    assert not any(isinstance(file, Unreadable) and file.reason.code == "reader_failed" for file in files)


def opened(folder: Path, data: bytes) -> Iterator[Unreadable | list[str]]:
    with FileExportReader().unpacked(source(folder, data)) as files:
        yield files if isinstance(files, Unreadable) else [file.name for file in files]

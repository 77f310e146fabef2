"""Archives: every file in them is read, under a name that tells both, and nothing of them stays on the disk."""

from __future__ import annotations

import gzip
import os
import stat
from pathlib import Path

import pytest

from domain.imports.hints import Hints
from domain.imports.reading import Unreadable
from domain.imports.source_file import SourceFile
from infrastructure.exports import FileExportReader
from tests.unit.exports.archive_files import MONTHS, source, unpacked, zipped

pytestmark = pytest.mark.usefixtures("spool")


def test_a_file_that_is_no_archive_is_itself(tmp_path: Path) -> None:
    file = source(tmp_path, MONTHS, "months.csv")
    with FileExportReader().unpacked(file) as files:
        assert files == [file]


@pytest.mark.parametrize("name", ["gone.csv", "x" * 300])
def test_what_cannot_be_read_is_left_to_whoever_reads_it(tmp_path: Path, name: str) -> None:
    file = SourceFile.at(tmp_path / name)
    with FileExportReader().unpacked(file) as files:
        assert files == [file]


def test_a_pipe_and_a_folder_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with FileExportReader().unpacked(SourceFile.at(path)) as files:
            assert files == [SourceFile.at(path)]


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(MONTHS),
        gzip.compress(MONTHS[:9]) + gzip.compress(b"") + gzip.compress(MONTHS[9:]),
        gzip.compress(MONTHS) + bytes(600_000),
        gzip.compress(MONTHS[:9]) + bytes(512) + gzip.compress(MONTHS[9:]),
    ],
    ids=["one stream", "several streams", "padded", "padded between"],
)
def test_gzip_is_known_by_its_content_and_keeps_its_name(tmp_path: Path, data: bytes) -> None:
    assert unpacked(tmp_path, data, "months.csv") == [("months.csv", MONTHS)]


def test_gzip_of_many_pieces_is_unpacked_whole(tmp_path: Path) -> None:
    data = os.urandom(900_000).hex().encode()
    assert unpacked(tmp_path, gzip.compress(data), "a.csv.gz") == [("a.csv.gz", data)]


def test_every_file_of_a_zip_archive_is_unpacked_and_what_systems_leave_behind_is_not(tmp_path: Path) -> None:
    data = zipped(
        ("10.csv", b"ten"),
        ("2025/", b""),
        ("2025/ads.csv", b"ads"),
        ("2.csv", b"two"),
        ("__MACOSX/._2.csv", b"x"),
        ("__MACOSX/2.csv", b"x"),
        (".DS_Store", b"x"),
        ("2025/.hidden/a.csv", b"x"),
        ("2025/Thumbs.db", b"x"),
    )
    assert unpacked(tmp_path, data) == [
        ("shops.zip/2.csv", b"two"),
        ("shops.zip/10.csv", b"ten"),
        ("shops.zip/2025/ads.csv", b"ads"),
    ]


def test_only_we_can_look_at_what_is_unpacked_and_it_lies_under_names_of_ours(tmp_path: Path, spool: Path) -> None:
    with FileExportReader().unpacked(source(tmp_path, zipped(("a.csv", b"a"), ("b.csv", b"b")))) as files:
        assert not isinstance(files, Unreadable)
        [folder] = spool.iterdir()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert [(file.path.parent, stat.S_IMODE(file.path.stat().st_mode)) for file in files] == [(folder, 0o600)] * 2
        assert [file.path.name for file in files] == ["0", "1"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "shops.zip/etc/passwd"),
        ("/etc/cron.d/job", "shops.zip/etc/cron.d/job"),
        ("C:\\Windows\\system32\\a.csv", "shops.zip/Windows/system32/a.csv"),
        ("..\\..\\a.csv", "shops.zip/a.csv"),
        ("a\n\x1b[31m.csv", "shops.zip/a [31m.csv"),
        ("..", "shops.zip/file"),
        ("x" * 60_000 + ".csv", "shops.zip/" + "x" * 196 + ".csv"),
        ("Überblick März.csv", "shops.zip/Überblick März.csv"),
    ],
)
def test_a_name_that_leads_elsewhere_leads_nowhere(tmp_path: Path, spool: Path, name: str, shown: str) -> None:
    assert unpacked(tmp_path, zipped((name, MONTHS))) == [(shown, MONTHS)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["spool", "upload"]


def test_a_name_ends_at_its_first_nul(tmp_path: Path) -> None:
    data = zipped(("aXb.csv", MONTHS)).replace(b"aXb.csv", b"a\0b.csv")
    assert unpacked(tmp_path, data) == [("shops.zip/a", MONTHS)]


def test_names_in_utf_8_are_understood_where_the_archive_does_not_say_so(tmp_path: Path) -> None:
    data = zipped(("Mrz___.csv", MONTHS)).replace(b"Mrz___.csv", "März_.csv".encode())
    assert unpacked(tmp_path, data) == [("shops.zip/März_.csv", MONTHS)]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_files_of_one_name_are_all_there_and_called_apart(tmp_path: Path) -> None:
    data = zipped(("a.csv", b"1"), ("a.csv", b"2"), ("./a.csv", b"3"))
    assert sorted(unpacked(tmp_path, data)) == [
        ("shops.zip/a.csv", b"3"),
        ("shops.zip/a.csv (2)", b"1"),
        ("shops.zip/a.csv (3)", b"2"),
    ]


def test_an_archive_in_an_archive_is_refused_and_its_neighbours_are_read(tmp_path: Path) -> None:
    reader, said = FileExportReader(), []
    nested = zipped(
        ("months.csv", MONTHS), ("inner.zip", zipped(("a.csv", MONTHS))), ("x.csv.gz", gzip.compress(MONTHS))
    )
    with reader.unpacked(source(tmp_path, nested)) as files:
        assert not isinstance(files, Unreadable)
        for file in files:
            found = reader.read(file.path, Hints())
            said.append((file.name, found.reason.message if isinstance(found, Unreadable) else found.rows))
    assert said == [
        ("shops.zip/inner.zip", "this is not a text file; it seems to be a zip archive; unpack it"),
        ("shops.zip/months.csv", 2),
        ("shops.zip/x.csv.gz", "this is not a text file; it seems to be a gzip archive"),
    ]


@pytest.mark.parametrize(
    ("names", "what"),
    [
        (["mimetype", "content.xml"], "an OpenDocument file; save it as CSV or .xlsx"),
        (["[Content_Types].xml", "word/document.xml"], "an Office document without a sheet; save its table as CSV"),
        (["[Content_Types].xml", "xl/workbook.bin"], "an Excel binary workbook; save it as CSV or .xlsx"),
        (["Index/Document.iwa"], "a Numbers or Pages document; export it as CSV"),
    ],
)
def test_a_document_in_a_zip_file_is_no_archive(tmp_path: Path, names: list[str], what: str) -> None:
    file = source(tmp_path, zipped(*((name, b"x") for name in names)))
    with FileExportReader().unpacked(file) as files:
        assert files == [file]
    found = FileExportReader().read(file.path, Hints())
    assert isinstance(found, Unreadable)
    assert found.reason.message == f"this is not a text file; it seems to be {what}"

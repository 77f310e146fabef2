"""Archives and workbooks through the import handler: each file in them is a file of its own."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from application.imports.imports import ImportHandler, ImportOptions
from application.imports.outcome import Outcome
from domain.imports.accounts import AccountNames
from domain.imports.hints import Hints
from domain.imports.record import Status
from domain.imports.source_file import SourceFile
from domain.shared.errors import ConnectionLost, InvalidValue
from infrastructure.container import Container, build_container, load_settings

DAILY = b"date,spend,platform\n2025-01-01,10,google\n2025-01-02,20,google\n"
LATER = b"date,spend,platform\n2025-01-02,25,google\n2025-01-03,30,google\n"


pytestmark = pytest.mark.usefixtures("spool")


@pytest.fixture
def container() -> Container:
    return build_container(load_settings("memory://"))


def zipped(folder: Path, name: str, **members: bytes) -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(f"{member}.csv", data)
    return folder / name


def told(outcomes: list[Outcome]) -> list[tuple[str, Status]]:
    return [(outcome.file, outcome.status) for outcome in outcomes]


def handled(container: Container, *paths: Path, options: ImportOptions | None = None) -> list[tuple[str, Status]]:
    return told(container.get_import_handler().import_files(paths, options or ImportOptions()))


def test_every_file_of_an_archive_is_imported_in_its_order(container: Container, tmp_path: Path) -> None:
    archive = zipped(tmp_path, "ads.zip", b=LATER, a=DAILY, c=b"nothing")
    assert handled(container, archive) == [
        ("ads.zip/a.csv", Status.IMPORTED),
        ("ads.zip/b.csv", Status.UPDATED),
        ("ads.zip/c.csv", Status.UNRECOGNISED),
    ]
    entries, _ = container.get_import_handler().list_imports()
    assert [entry["file"] for entry in entries] == ["ads.zip/b.csv", "ads.zip/a.csv"]


def test_the_same_file_is_known_again_whatever_it_is_wrapped_in(container: Container, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(DAILY)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(DAILY))
    archive = zipped(tmp_path, "a.zip", a=DAILY)
    files = [tmp_path / "a.csv.gz", tmp_path / "a.csv", archive]
    assert [status for _, status in handled(container, *files)] == [
        Status.IMPORTED,
        Status.UNCHANGED,
        Status.UNCHANGED,
    ]


def test_a_bad_archive_is_named_and_the_files_around_it_go_on(container: Container, tmp_path: Path) -> None:
    good, bad = zipped(tmp_path, "good.zip", a=DAILY), zipped(tmp_path, "bad.zip", a=LATER)
    bad.write_bytes(bad.read_bytes()[:-30])
    assert handled(container, bad, good) == [
        ("bad.zip", Status.UNRECOGNISED),
        ("good.zip/a.csv", Status.IMPORTED),
    ]


@pytest.mark.parametrize("pattern", ["shops*", "berlin*", "shops.zip/berlin.csv", "*/berlin*"])
def test_an_account_is_given_by_the_name_of_the_archive_or_of_the_file(
    container: Container, tmp_path: Path, pattern: str
) -> None:
    archive = zipped(tmp_path, "shops.zip", berlin=DAILY)
    handled(container, archive, options=ImportOptions(accounts=AccountNames.parse([f"{pattern}=b"])))
    [entry], _ = container.get_import_handler().list_imports()
    assert entry["account"] == "b"


def test_a_pattern_that_matches_no_file_of_an_archive_either_is_refused_before_anything_is_stored(
    container: Container, tmp_path: Path
) -> None:
    archive = zipped(tmp_path, "shops.zip", berlin=DAILY)
    with pytest.raises(InvalidValue, match="no file matches"):
        handled(container, archive, options=ImportOptions(accounts=AccountNames.parse(["paris*=p"])))
    assert container.get_import_handler().list_imports() == ([], None)


def test_a_dry_run_tells_of_every_file_and_keeps_nothing(container: Container, tmp_path: Path) -> None:
    archive = zipped(tmp_path, "ads.zip", a=DAILY, b=LATER)
    assert handled(container, archive, options=ImportOptions(dry_run=True)) == [
        ("ads.zip/a.csv", Status.IMPORTED),
        ("ads.zip/b.csv", Status.UPDATED),
    ]
    assert container.get_import_handler().list_imports() == ([], None)


def test_progress_counts_the_files_of_archives(container: Container, tmp_path: Path) -> None:
    (tmp_path / "z.csv").write_bytes(DAILY)
    files, seen = [zipped(tmp_path, "ads.zip", a=DAILY, b=LATER), tmp_path / "z.csv"], []
    container.get_import_handler().import_files(files, ImportOptions(), lambda *at: seen.append(at))
    assert seen == [("ads.zip/a.csv", 0, 3), ("ads.zip/b.csv", 1, 3), ("z.csv", 2, 3)]


def test_a_single_file_may_come_in_an_archive_and_several_may_not(container: Container, tmp_path: Path) -> None:
    handler = container.get_import_handler()
    one, two = zipped(tmp_path, "one.zip", a=DAILY), zipped(tmp_path, "two.zip", a=DAILY, b=LATER)
    outcome = handler.import_file(SourceFile.at(one), ImportOptions(request_key="mine"))
    assert (outcome.file, outcome.status, outcome.stored) == ("one.zip/a.csv", Status.IMPORTED, True)
    assert handler.import_file(SourceFile.at(one), ImportOptions(request_key="mine")) == outcome
    refused = handler.import_file(SourceFile.at(two), ImportOptions(request_key="other")).view()
    assert (refused["file"], refused["status"]) == ("two.zip", "unrecognised")
    assert [message["message"] for message in refused["messages"]] == [
        "the archive holds 2 files: unpack it and import them one by one"
    ]


def test_one_key_is_not_for_the_files_of_an_archive(container: Container, tmp_path: Path) -> None:
    two = zipped(tmp_path, "two.zip", a=DAILY, b=LATER)
    with pytest.raises(InvalidValue, match="one idempotency key"):
        handled(container, two, options=ImportOptions(request_key="mine"))


def test_a_lost_race_over_a_file_of_an_archive_is_run_again(
    container: Container, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler: ImportHandler = container.get_import_handler()
    read, failures = handler.reader.read, [ConnectionLost("lost"), ConnectionLost("lost")]

    def contended(_: object, path: Path, hints: Hints) -> object:
        if failures:
            raise failures.pop()
        return read(path, hints)

    monkeypatch.setattr(type(handler.reader), "read", contended)
    archive = zipped(tmp_path, "ads.zip", a=DAILY, b=LATER)
    assert handled(container, archive, options=ImportOptions(dry_run=True))[1] == ("ads.zip/b.csv", Status.UPDATED)
    failures.append(ConnectionLost("lost"))
    assert handled(container, archive)[1] == ("ads.zip/b.csv", Status.UPDATED)


def test_what_was_unpacked_is_gone_also_where_the_import_fails(
    container: Container, tmp_path: Path, spool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler, unpacked = container.get_import_handler(), []

    def failing(_: object, path: Path, __: Hints) -> object:
        unpacked.append(path)
        raise KeyboardInterrupt

    monkeypatch.setattr(type(handler.reader), "read", failing)
    with pytest.raises(KeyboardInterrupt):
        handled(container, zipped(tmp_path, "ads.zip", a=DAILY))
    assert [path.parent.parent for path in unpacked] == [spool]
    assert list(spool.iterdir()) == []


def test_rates_may_come_in_an_archive(container: Container, tmp_path: Path) -> None:
    rates = zipped(tmp_path, "rates.zip", rates=b"date,currency,rate\n2025-01-01,EUR,1.1\n")
    (tmp_path / "a.csv").write_bytes(DAILY)
    outcomes = container.get_import_handler().import_exports([tmp_path / "a.csv"], ImportOptions(), rates=rates)
    assert told(outcomes) == [("rates.zip/rates.csv", Status.IMPORTED), ("a.csv", Status.IMPORTED)]


def test_a_workbook_is_imported_as_a_file_also_out_of_an_archive(container: Container, tmp_path: Path) -> None:
    from openpyxl import Workbook

    written, book = io.BytesIO(), Workbook()
    page = book.active
    assert page is not None
    for line in DAILY.decode().splitlines():
        page.append(line.split(","))
    book.save(written)
    (tmp_path / "ads.xlsx").write_bytes(written.getvalue())
    with zipfile.ZipFile(tmp_path / "ads.zip", "w") as archive:
        archive.writestr("ads.xlsx", written.getvalue())
    assert handled(container, tmp_path / "ads.xlsx", tmp_path / "ads.zip") == [
        ("ads.xlsx", Status.IMPORTED),
        ("ads.zip/ads.xlsx", Status.UNCHANGED),
    ]
    entries, _ = container.get_import_handler().list_imports()
    assert [entry["encoding"] for entry in entries] == ["xlsx"]

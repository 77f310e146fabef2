"""The import handler on real files and the in-memory database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from application.imports.imports import ImportHandler, ImportOptions
from domain.imports.accounts import AccountNames
from domain.imports.record import Status
from domain.payback.question import PaybackQuestion
from domain.shared.errors import InvalidValue, NotFound, TransientStorageError
from infrastructure.container import Container, build_container, load_settings

DAILY = "date,spend,platform\n2025-01-01,10,google\n2025-01-02,20,google\n"
LATER = "date,spend,platform\n2025-01-02,25,google\n2025-01-03,30,google\n"


@pytest.fixture
def container() -> Container:
    return build_container(load_settings("memory://"))


def write(folder: Path, **files: str) -> list[Path]:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    return [folder / f"{name}.csv" for name in files]


def statuses(handler: ImportHandler, files: list[Path], options: ImportOptions) -> list[Status]:
    return [outcome.status for outcome in handler.import_files(files, options)]


def test_a_later_export_of_the_same_days_updates_and_never_doubles(container: Container, tmp_path: Path) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY, b=LATER)
    assert statuses(handler, files, ImportOptions()) == [Status.IMPORTED, Status.UPDATED]
    assert statuses(handler, files, ImportOptions()) == [Status.UNCHANGED, Status.UNCHANGED]
    rows = container.get_payback_handler().payback(PaybackQuestion(currency="EUR"))["payback"]
    assert {row["spend"] for row in rows} == {"65.00"}


def test_the_same_rows_in_other_bytes_are_unchanged(container: Container, tmp_path: Path) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY, b=DAILY.replace("\n", "\r\n"))
    assert statuses(handler, files, ImportOptions()) == [Status.IMPORTED, Status.UNCHANGED]


def test_a_dry_run_tells_what_would_be_also_of_files_that_overlap_and_keeps_nothing(
    container: Container, tmp_path: Path
) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY, b=LATER)
    dry = ImportOptions(dry_run=True)
    assert statuses(handler, [*files, files[0]], dry) == [Status.IMPORTED, Status.UPDATED, Status.UNCHANGED]
    assert handler.list_imports() == ([], None)


def test_a_file_with_a_rejected_row_is_kept_without_it_and_not_at_all_if_strict(
    container: Container, tmp_path: Path
) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY + '2025-01-03,"1,2,3",google\n')
    assert statuses(handler, files, ImportOptions(strict=True)) == [Status.REJECTED]
    assert handler.list_imports() == ([], None)
    kept = handler.import_files(files, ImportOptions())[0].view()
    assert (kept["status"], kept["rows"], kept["rejected_rows"]) == ("imported", 2, 1)
    assert kept["rejects"][0]["line"] == 4


def test_a_currency_that_was_told_on_import_is_kept_and_may_be_corrected(container: Container, tmp_path: Path) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY)
    told = ImportOptions(currency="AUD", keep_currency=True)
    assert statuses(handler, files, told) == [Status.IMPORTED]
    view = handler.import_files(files, told)[0].view()
    assert (view["status"], view["currency"], view["currency_assumed"]) == ("unchanged", "AUD", True)
    assert container.get_payback_handler().currency(PaybackQuestion()) == "AUD"
    assert statuses(handler, files, replace(told, currency="NZD")) == [Status.UPDATED]
    assert container.get_payback_handler().currency(PaybackQuestion()) == "NZD"


def test_a_currency_that_was_only_asked_for_is_not_kept(container: Container, tmp_path: Path) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY)
    view = handler.import_files(files, ImportOptions(currency="AUD"))[0].view("AUD")
    assert (view["currency"], view["currency_assumed"]) == ("AUD", True)
    assert container.get_payback_handler().currency(PaybackQuestion()) is None


def test_two_accounts_with_the_same_rows_are_two_accounts(container: Container, tmp_path: Path) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY, b=DAILY)
    options = ImportOptions(accounts=AccountNames.parse(["b*=second"]))
    assert statuses(handler, files, options) == [Status.IMPORTED, Status.IMPORTED]
    rows = container.get_payback_handler().payback(PaybackQuestion(currency="EUR"))["payback"]
    assert {row["spend"] for row in rows} == {"60.00"}


def test_a_lost_race_is_run_once_more_from_the_start(
    container: Container, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY)
    read, failures = handler.reader.read, [TransientStorageError("lost"), TransientStorageError("lost")]

    def contended(path: Path, *, account: str) -> object:
        if failures:
            raise failures.pop()
        return read(path, account=account)

    monkeypatch.setattr(type(handler.reader), "read", lambda _, path, account: contended(path, account=account))
    with pytest.raises(TransientStorageError):
        handler.import_files(files, ImportOptions())
    assert statuses(handler, files, ImportOptions()) == [Status.IMPORTED]


def test_an_import_that_is_not_there_is_not_found(container: Container) -> None:
    with pytest.raises(NotFound):
        container.get_import_handler().show_import(7)


def test_a_pattern_that_matches_no_file_is_refused_before_anything_is_stored(
    container: Container, tmp_path: Path
) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY)
    with pytest.raises(InvalidValue, match="no file matches"):
        handler.import_files(files, ImportOptions(accounts=AccountNames.parse(["shopb*=b"])))
    assert handler.list_imports() == ([], None)


def test_the_same_file_once_without_and_once_with_an_account_is_warned_of(container: Container, tmp_path: Path) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY)
    handler.import_files(files, ImportOptions())
    named = handler.import_files(files, ImportOptions(accounts=AccountNames.parse(["main"])))[0].view()
    assert [message["code"] for message in named["messages"]] == ["same_content"]


def test_figures_that_add_up_to_more_than_a_database_can_count_are_not_stored(
    container: Container, tmp_path: Path
) -> None:
    rows = "".join(f"2025-01-01,99999999999.99,google,c{n}\n" for n in range(60))
    files = write(tmp_path, a="date,spend,platform,campaign\n" + rows)
    view = container.get_import_handler().import_files(files, ImportOptions())[0].view()
    assert (view["status"], view["messages"][-1]["code"]) == ("rejected", "sum_too_large")

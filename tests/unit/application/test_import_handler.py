"""The import handler on real files and the in-memory database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from application.imports.imports import ImportHandler, ImportOptions
from domain.imports.accounts import AccountNames
from domain.imports.hints import Hints
from domain.imports.record import Status
from domain.imports.source_file import SourceFile
from domain.payback.question import PaybackQuestion
from domain.shared.errors import ConnectionLost, InvalidValue, NotFound, TransientStorageError
from infrastructure.container import Container, build_container, load_settings

DAILY = "date,spend,platform\n2025-01-01,10,google\n2025-01-02,20,google\n"
REJECTED = '2025-01-03,"1,2,3",google\n'
IN_EUROS = "date,spend,platform,currency\n2025-01-01,10,google,EUR\n"
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
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY + REJECTED)
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


def test_the_ledger_is_shown_with_the_currency_that_its_files_are_read_as(container: Container, tmp_path: Path) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY, b=IN_EUROS, c=LATER)
    handler.import_files(files[:2], ImportOptions(currency="AUD"))
    handler.import_files(files[2:], ImportOptions(currency="NZD", keep_currency=True))
    read_as = {"a.csv": ("AUD", True), "b.csv": ("EUR", False), "c.csv": ("NZD", True)}
    entries, _ = handler.list_imports(read_as="AUD")
    assert {entry["file"]: (entry["currency"], entry["currency_assumed"]) for entry in entries} == read_as
    shown = [handler.show_import(entry["id"], read_as="AUD") for entry in entries]
    assert shown == entries
    unread, _ = handler.list_imports()
    told = {entry["file"]: (entry["currency"], entry["currency_assumed"]) for entry in unread}
    assert told == read_as | {"a.csv": (None, False)}


def test_the_files_that_name_no_currency_are_told_of_the_whole_ledger(container: Container, tmp_path: Path) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY, b=IN_EUROS, c=LATER, d=RATES)
    assert handler.assumed_files() == {"files": [], "total": 0}
    handler.import_files(files, ImportOptions())
    handler.import_files(files[:1], ImportOptions(currency="NZD", keep_currency=True))
    assert handler.assumed_files() == {"files": ["a.csv", "c.csv"], "total": 2}
    assert handler.assumed_files(limit=1) == {"files": ["a.csv"], "total": 2}


def test_two_accounts_with_the_same_rows_are_two_accounts(container: Container, tmp_path: Path) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY, b=DAILY)
    options = ImportOptions(accounts=AccountNames.parse(["b*=second"]))
    assert statuses(handler, files, options) == [Status.IMPORTED, Status.IMPORTED]
    rows = container.get_payback_handler().payback(PaybackQuestion(currency="EUR"))["payback"]
    assert {row["spend"] for row in rows} == {"60.00"}


def test_a_lost_race_is_run_again_from_the_start(
    container: Container, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY)
    read, failures = handler.reader.read, [TransientStorageError("lost"), ConnectionLost("lost")]

    def contended(path: Path, hints: Hints) -> object:
        if failures:
            raise failures.pop()
        return read(path, hints)

    monkeypatch.setattr(type(handler.reader), "read", lambda _, path, hints: contended(path, hints))
    assert statuses(handler, files, ImportOptions()) == [Status.IMPORTED]
    assert failures == []


def test_a_dry_run_that_loses_its_transaction_is_run_again_as_a_whole(
    container: Container, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY, b=LATER)
    read, begun = handler.reader.read, []

    def cut_off(path: Path, hints: Hints) -> object:
        begun.append(path.name)
        if len(begun) == 2:
            raise ConnectionLost("lost")
        return read(path, hints)

    monkeypatch.setattr(type(handler.reader), "read", lambda _, path, hints: cut_off(path, hints))
    assert statuses(handler, files, ImportOptions(dry_run=True)) == [Status.IMPORTED, Status.UPDATED]
    assert begun == ["a.csv", "b.csv", "a.csv", "b.csv"]
    assert handler.list_imports() == ([], None)


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


def keyed(key: str | None, **others: Any) -> ImportOptions:
    return ImportOptions(request_key=key, **others)


def named(path: Path, name: str) -> SourceFile:
    return SourceFile(name=name, path=path)


def test_a_file_is_shown_and_given_its_account_by_its_own_name_wherever_its_bytes_are(
    container: Container, tmp_path: Path
) -> None:
    handler, [spooled] = container.get_import_handler(), write(tmp_path, spool_17=DAILY)
    options = ImportOptions(accounts=AccountNames.parse(["shop-b*=b"]))
    outcome = handler.import_file(named(spooled, "shop-b\x1bspend.csv"), options)
    [entry], _ = handler.list_imports()
    assert (outcome.status, outcome.stored, outcome.file) == (Status.IMPORTED, True, "shop-b spend.csv")
    assert (entry["file"], entry["account"]) == ("shop-b spend.csv", "b")
    gone = handler.import_file(named(tmp_path / "spool_18", "other.csv"), ImportOptions()).view()
    assert [message["message"] for message in gone["messages"]] == ["other.csv is not a file that can be read"]


def test_only_what_made_an_entry_is_stored(container: Container, tmp_path: Path) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY, b=LATER, c="nothing", d=DAILY + REJECTED)
    rehearsed = handler.import_files(files, ImportOptions(dry_run=True))
    assert [outcome.stored for outcome in rehearsed] == [False] * 4
    kept = handler.import_files([*files, files[0]], ImportOptions(strict=True))
    assert [outcome.stored for outcome in kept] == [True, True, False, False, False]


def test_the_same_request_again_is_answered_as_the_first_time_and_writes_nothing(
    container: Container, tmp_path: Path
) -> None:
    handler, [file, other] = container.get_import_handler(), write(tmp_path, a=DAILY, b=LATER)
    first = handler.import_file(named(file, "a.csv"), keyed("key-1"))
    handler.import_file(named(other, "b.csv"), ImportOptions())
    again = handler.import_file(named(file, "copy.csv"), keyed("key-1"))
    assert again == first
    assert (again.status, again.stored) == (Status.IMPORTED, True)
    assert len(handler.list_imports()[0]) == 2
    assert handler.import_file(named(file, "copy.csv"), ImportOptions()).status is Status.UNCHANGED


def test_a_request_for_what_was_there_before_stays_unchanged(container: Container, tmp_path: Path) -> None:
    handler, [file, other] = container.get_import_handler(), write(tmp_path, a=DAILY, b=LATER)
    handler.import_file(named(file, "a.csv"), ImportOptions())
    for _ in range(2):
        outcome = handler.import_file(named(file, "a.csv"), keyed("mine"))
        assert (outcome.status, outcome.stored) == (Status.UNCHANGED, False)
    with pytest.raises(InvalidValue) as refused:
        handler.import_file(named(other, "b.csv"), keyed("mine"))
    assert refused.value.code == "idempotency_key_reused"


@pytest.mark.parametrize(
    "other",
    [
        {"file": LATER},
        {"accounts": AccountNames.parse(["shop"])},
        {"currency": "NZD"},
        {"keep_currency": False},
        {"strict": True},
    ],
    ids=["another file", "another account", "another currency", "no currency", "strict"],
)
def test_a_key_that_stood_for_something_else_is_refused(
    container: Container, tmp_path: Path, other: dict[str, Any]
) -> None:
    handler, [file, second] = container.get_import_handler(), write(tmp_path, a=DAILY, b=other.get("file", DAILY))
    told: dict[str, Any] = {"currency": "AUD", "keep_currency": True}
    handler.import_file(named(file, "a.csv"), keyed("mine", **told))
    with pytest.raises(InvalidValue) as refused:
        handler.import_file(
            named(second, "a.csv"), keyed("mine", **told | {k: v for k, v in other.items() if k != "file"})
        )
    assert refused.value.code == "idempotency_key_reused"
    assert len(handler.list_imports()[0]) == 1


def test_a_request_that_kept_nothing_leaves_its_key_free(container: Container, tmp_path: Path) -> None:
    handler = container.get_import_handler()
    bad, unread, good = write(tmp_path, a=DAILY + REJECTED, b="nothing", c=DAILY)
    assert handler.import_file(named(bad, "a.csv"), keyed("mine", strict=True)).status is Status.REJECTED
    assert handler.import_file(named(unread, "b.csv"), keyed("mine")).status is Status.UNRECOGNISED
    outcome = handler.import_file(named(good, "c.csv"), keyed("mine"))
    assert (outcome.status, outcome.stored) == (Status.IMPORTED, True)


@pytest.mark.parametrize("first", [False, True], ids=["after the import", "before the import"])
def test_a_dry_run_takes_no_key_and_leaves_it_to_the_import(container: Container, tmp_path: Path, first: bool) -> None:
    handler, [file] = container.get_import_handler(), write(tmp_path, a=DAILY)

    def rehearse() -> None:
        with pytest.raises(InvalidValue) as refused:
            handler.import_file(named(file, "a.csv"), keyed("mine", dry_run=True))
        assert refused.value.code == "idempotency_key"
        assert refused.value.message == "a dry run keeps nothing, so it takes no idempotency key"

    if first:
        rehearse()
    assert handler.import_file(named(file, "a.csv"), keyed("mine")).stored
    if not first:
        rehearse()
    rehearsed = handler.import_file(named(file, "a.csv"), ImportOptions(dry_run=True))
    assert (rehearsed.status, rehearsed.stored) == (Status.UNCHANGED, False)
    assert len(handler.list_imports()[0]) == 1


@pytest.mark.parametrize("strict", [True, False])
def test_a_key_stands_for_a_strict_import_or_for_one_that_is_not(
    container: Container, tmp_path: Path, strict: bool
) -> None:
    handler, [file] = container.get_import_handler(), write(tmp_path, a=DAILY)
    assert handler.import_file(named(file, "a.csv"), keyed("mine", strict=strict)).stored
    assert handler.import_file(named(file, "a.csv"), keyed("mine", strict=strict)).stored
    with pytest.raises(InvalidValue) as refused:
        handler.import_file(named(file, "a.csv"), keyed("mine", strict=not strict))
    assert refused.value.code == "idempotency_key_reused"


def test_a_strict_import_is_never_answered_with_a_lenient_one(container: Container, tmp_path: Path) -> None:
    handler, [file] = container.get_import_handler(), write(tmp_path, a=DAILY + REJECTED)
    assert handler.import_file(named(file, "a.csv"), keyed("mine", strict=True)).status is Status.REJECTED
    assert handler.import_file(named(file, "a.csv"), keyed("mine")).stored
    with pytest.raises(InvalidValue) as refused:
        handler.import_file(named(file, "a.csv"), keyed("mine", strict=True))
    assert refused.value.code == "idempotency_key_reused"


def test_rates_alone_may_come_under_a_key(container: Container, tmp_path: Path) -> None:
    handler, [rates] = container.get_import_handler(), write(tmp_path, a=RATES)
    for _ in range(2):
        [outcome] = handler.import_exports([], keyed("mine"), rates=rates)
        assert (outcome.status, outcome.stored) == (Status.IMPORTED, True)


@pytest.mark.parametrize("key", ["", "a b", "a\n", "é", "\x7f", "k" * 201])
def test_what_cannot_be_a_key_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        keyed(key)
    assert refused.value.code == "idempotency_key"
    assert refused.value.message == "an idempotency key has 1 to 200 visible ASCII characters"


def test_one_key_is_for_one_file(container: Container, tmp_path: Path) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY, b=LATER)
    with pytest.raises(InvalidValue) as refused:
        handler.import_files(files, keyed("k" * 200))
    assert refused.value.code == "idempotency_key"
    assert handler.list_imports() == ([], None)


RATES = "date,currency,rate\n2025-01-01,USD,0.9\n"


def test_rates_are_imported_before_the_exports(container: Container, tmp_path: Path) -> None:
    handler, [exports, rates] = container.get_import_handler(), write(tmp_path, a=DAILY, b=RATES)
    told: list[tuple[str, int, int]] = []
    options = ImportOptions(accounts=AccountNames.parse(["a*=shop"]))
    outcomes = handler.import_exports([exports], options, rates=rates, progress=lambda *step: told.append(step))
    assert [outcome.file for outcome in outcomes] == ["b.csv", "a.csv"]
    assert [outcome.status for outcome in outcomes] == [Status.IMPORTED] * 2
    assert told == [("b.csv", 0, 2), ("a.csv", 1, 2)]


@pytest.mark.parametrize("text", [DAILY, "nothing", None], ids=["spend", "no export", "no file"])
def test_nothing_is_imported_if_the_rates_are_none(container: Container, tmp_path: Path, text: str | None) -> None:
    handler, [exports] = container.get_import_handler(), write(tmp_path, a=DAILY)
    rates = tmp_path / "rates.csv" if text is None else write(tmp_path, rates=text)[0]
    with pytest.raises(InvalidValue, match=r"^rates\.csv is no table of exchange rates: ") as refused:
        handler.import_exports([exports], ImportOptions(), rates=rates)
    assert refused.value.code == "fx"
    assert handler.list_imports() == ([], None)


def test_who_watches_is_told_that_the_database_is_waited_for(
    container: Container, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler, files = container.get_import_handler(), write(tmp_path, a=DAILY, b=LATER)
    monkeypatch.setattr("application.imports.watching.NOTICE_AFTER", 0.05)
    told: list[tuple[str, int, int]] = []
    waiting = Event()

    def progress(name: str, done: int, of: int) -> None:
        told.append((name, done, of))
        if name.endswith("waits for the database"):
            waiting.set()

    with ThreadPoolExecutor(1) as pool:
        with handler.store.begin():
            imports = pool.submit(handler.import_files, files, ImportOptions(), progress)
            assert waiting.wait(10)
        assert [outcome.status for outcome in imports.result(timeout=10)] == [Status.IMPORTED, Status.UPDATED]
    assert told[:2] == [("a.csv", 0, 2), ("a.csv waits for the database", 0, 2)]
    assert told[-1] == ("b.csv", 1, 2)


def test_money_in_several_currencies_is_never_added_up(container: Container, tmp_path: Path) -> None:
    rows = "date,platform,currency,spend,clicks\n2026-03-13,google,EUR,10.00,1\n2026-03-14,google,USD,20.00,2\n"
    [outcome] = container.get_import_handler().import_files(write(tmp_path, both=rows), ImportOptions())
    view = outcome.view()
    assert (view["sums"]["spend"], view["sums"]["clicks"]) == (None, 3)
    assert [message["code"] for message in view["messages"]] == ["several_currencies"]

"""Many at once: whatever the threads do to each other, the facts are those of some one-after-the-other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest

from application.imports.imports import ImportHandler, ImportOptions
from application.imports.outcome import Outcome
from domain.imports.record import ImportRecord, Status
from domain.imports.source_file import SourceFile
from domain.shared.errors import InvalidValue
from infrastructure.exports import FileExportReader
from infrastructure.system_clock import SystemClock
from tests.contract.building import cells_of
from tests.contract.storages import Storage, in_memory

Answer = TypeVar("Answer")

AT_ONCE = 8
ORDERS_A_FILE = 40


def handler_of(storage: Storage) -> ImportHandler:
    return ImportHandler(FileExportReader(), storage.imports, SystemClock())


def orders_file(folder: Path, name: str, *, first: int = 0, amount: int = 1) -> SourceFile:
    """Paid orders numbered from `first`, each of that amount."""
    numbers = range(first, first + ORDERS_A_FILE)
    rows = (f"o{n},2026-03-01,{amount},c{n}@example.com,EUR\n" for n in numbers)
    path = folder / name
    path.write_text("order_id,date,amount,email,currency\n" + "".join(rows))
    return SourceFile.at(path)


def at_once(works: Sequence[Callable[[], Answer]]) -> list[Answer]:
    start = Barrier(len(works))

    def run(work: Callable[[], Answer]) -> Answer:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, work) for work in works]]


def entries(storage: Storage) -> list[ImportRecord]:
    with storage.imports.begin(read_only=True) as tx:
        return list(tx.ledger.page_imports(limit=200).items)


def amounts(storage: Storage) -> dict[str, int]:
    with storage.facts.snapshot() as facts:
        return {row["key"]: row["gross"] for row in cells_of(facts.orders())}


def test_the_same_file_by_many_at_once_is_one_import(storage: Storage, tmp_path: Path) -> None:
    handler, file = handler_of(storage), orders_file(tmp_path, "orders.csv")
    outcomes = at_once([partial(handler.import_file, file, ImportOptions())] * AT_ONCE)
    assert sorted(outcome.status for outcome in outcomes) == [Status.IMPORTED] + [Status.UNCHANGED] * (AT_ONCE - 1)
    assert [outcome.status for outcome in outcomes if outcome.stored] == [Status.IMPORTED]
    [entry] = entries(storage)
    assert {outcome.found for outcome in outcomes} == {entry}
    assert len(storage.versions_of("orders")) == len(amounts(storage)) == ORDERS_A_FILE


def test_the_same_request_by_many_at_once_is_one_import_and_one_answer(storage: Storage, tmp_path: Path) -> None:
    handler, file = handler_of(storage), orders_file(tmp_path, "orders.csv")
    outcomes = at_once([partial(handler.import_file, file, ImportOptions(request_key="mine"))] * AT_ONCE)
    [entry] = entries(storage)
    answer = Outcome(file="orders.csv", status=Status.IMPORTED, found=entry, stored=True, origin=file.path)
    assert outcomes == [answer] * AT_ONCE
    assert len(storage.versions_of("orders")) == ORDERS_A_FILE


def test_of_two_files_under_one_key_at_once_one_wins_and_the_other_is_always_refused(
    storage: Storage, tmp_path: Path
) -> None:
    handler, options = handler_of(storage), ImportOptions(request_key="mine")
    files = [orders_file(tmp_path, "one.csv"), orders_file(tmp_path, "two.csv", first=1_000)]

    def answered(file: SourceFile) -> tuple[str, str]:
        try:
            return file.name, handler.import_file(file, options).status
        except InvalidValue as refused:
            return file.name, refused.code

    told = at_once([partial(answered, file) for file in files * (AT_ONCE // 2)])
    [entry] = entries(storage)
    [other] = {file.name for file in files} - {entry.file}
    each = AT_ONCE // 2
    assert sorted(told) == sorted([(entry.file, "imported")] * each + [(other, "idempotency_key_reused")] * each)


def test_files_that_overlap_leave_the_facts_of_some_order_one_after_the_other(storage: Storage, tmp_path: Path) -> None:
    handler = handler_of(storage)
    files = [orders_file(tmp_path, f"{n}.csv", first=n * ORDERS_A_FILE // 4, amount=n + 1) for n in range(AT_ONCE)]
    at_once([partial(handler.import_file, file, ImportOptions()) for file in files])
    in_turn, oracle = sorted(entries(storage), key=lambda entry: entry.ledger_id), in_memory(30.0)
    one_by_one = handler_of(oracle).import_files([tmp_path / entry.file for entry in in_turn], ImportOptions())
    assert [(entry.file, entry.written) for entry in in_turn] == [
        (outcome.file, outcome.found.written) for outcome in one_by_one if isinstance(outcome.found, ImportRecord)
    ]
    assert amounts(storage) == amounts(oracle)


def test_who_reads_during_imports_sees_all_of_a_file_or_nothing(storage: Storage, tmp_path: Path) -> None:
    handler = handler_of(storage)
    files = [orders_file(tmp_path, f"{n}.csv", first=n * ORDERS_A_FILE) for n in range(10)]
    seen: list[int] = []
    with ThreadPoolExecutor(2) as pool:
        importing = [pool.submit(handler.import_file, file, ImportOptions()) for file in files]
        while not all(future.done() for future in importing):
            with storage.facts.snapshot() as facts:
                seen.append(len(facts.orders()))
        statuses = [future.result().status for future in importing]
    assert statuses == [Status.IMPORTED] * len(files)
    assert all(count % ORDERS_A_FILE == 0 for count in seen)
    assert seen == sorted(seen)
    assert len(amounts(storage)) == len(files) * ORDERS_A_FILE


@pytest.mark.parametrize("key", [None, "mine"], ids=["without a key", "with a key"])
def test_what_is_there_is_unchanged_for_many_at_once(storage: Storage, tmp_path: Path, key: str | None) -> None:
    handler, file = handler_of(storage), orders_file(tmp_path, "orders.csv")
    handler.import_file(file, ImportOptions())
    outcomes = at_once([partial(handler.import_file, file, ImportOptions(request_key=key))] * AT_ONCE)
    [entry] = entries(storage)
    answer = Outcome(file="orders.csv", status=Status.UNCHANGED, found=entry, origin=file.path)
    assert outcomes == [answer] * AT_ONCE

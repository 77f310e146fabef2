"""The contract of `ImportStore` and its transactions."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from threading import Barrier, Event
from time import monotonic
from typing import TypeVar

import pytest

from domain.imports.ports import ImportStore, ImportTransaction
from domain.imports.record import ImportRecord, Written
from domain.imports.request import ImportRequest
from domain.shared.columns import MISSING
from domain.shared.errors import Conflict, DomainError, StorageError, StorageUnavailable
from tests.contract.building import (
    UNDONE_AT,
    activity,
    ad_metrics,
    covered,
    id_of,
    keep,
    leads,
    new_mapping,
    new_record,
    new_request,
    orders,
    rates,
)
from tests.contract.conftest import SECRET, OpenStorage
from tests.contract.storages import Storage

Answer = TypeVar("Answer")

REFUSALS: dict[str, Callable[[ImportTransaction, ImportRecord], object]] = {
    "content that is there": lambda tx, known: tx.ledger.add(replace(known, id=None)),
    "no entry to get": lambda tx, known: tx.ledger.get(id_of(known) + 1_000),
    "no entry to complete": lambda tx, known: tx.ledger.complete(replace(known, id=id_of(known) + 1_000)),
    "a page of nothing": lambda tx, _: tx.ledger.page_imports(limit=0),
    "no entry to undo": lambda tx, known: tx.ledger.undo(id_of(known) + 1_000, UNDONE_AT),
    "no mapping to remove": lambda tx, _: tx.mappings.remove("nothing"),
    "a request key that is taken": lambda tx, known: _add_twice(tx, new_request(import_id=id_of(known))),
}
"""What the domain refuses where there is a known entry."""

FAULTS: dict[str, Callable[[ImportTransaction, int], object]] = {
    "ad metrics of no import": lambda tx, last: tx.facts.write_ad_metrics(last + 1, ad_metrics({})),
    "orders of no import": lambda tx, last: tx.facts.write_orders(last + 1, orders({})),
    "rates of no import": lambda tx, last: tx.facts.write_rates(last + 1, rates({})),
    "leads of no import": lambda tx, last: tx.facts.write_leads(last + 1, leads({})),
    "activity of no import": lambda tx, last: tx.facts.write_activity(last + 1, activity({})),
    "coverage of no import": lambda tx, last: tx.facts.write_coverage(last + 1, [covered()]),
    "a request of no import": lambda tx, last: tx.requests.add(new_request(import_id=last + 1)),
    "a request that nothing answered": lambda tx, _: tx.requests.add(new_request()),
    "a mapping of no moment": lambda tx, _: tx.mappings.save(new_mapping(saved_at=None)),
    "an order without an amount": lambda tx, last: tx.facts.write_orders(last, orders({"key": "b", "gross": MISSING})),
}
"""What storage refuses of a transaction, by the id of the last entry."""


class Interrupted(Exception):
    """A fault elsewhere, while an import is under way."""


def test_what_is_committed_is_there(storage: Storage) -> None:
    entry, _ = keep(storage.imports, ad_metrics({}), orders({}), rates({}), coverage=[covered()])
    assert _entries(storage.imports) == [entry]
    assert _counts(storage) == (1, 1, 1, 1)


def test_leaving_without_a_commit_keeps_nothing(storage: Storage) -> None:
    with storage.imports.begin() as tx:
        _write_one_of_each(tx)
    assert _entries(storage.imports) == []
    assert _counts(storage) == (0, 0, 0, 0)


def test_an_error_keeps_nothing_and_is_passed_on(storage: Storage) -> None:
    def interrupted() -> None:
        with storage.imports.begin() as tx:
            _write_one_of_each(tx)
            raise Interrupted

    with pytest.raises(Interrupted):
        interrupted()
    assert _entries(storage.imports) == []
    assert _counts(storage) == (0, 0, 0, 0)


def test_a_conflict_that_leaves_the_block_keeps_nothing(storage: Storage) -> None:
    entry, _ = keep(storage.imports)

    def conflicting() -> None:
        with storage.imports.begin() as tx:
            _write_one_of_each(tx)
            tx.ledger.add(replace(entry, id=None))

    with pytest.raises(Conflict):
        conflicting()
    assert _entries(storage.imports) == [entry]
    assert _counts(storage) == (0, 0, 0, 0)


@pytest.mark.parametrize("refusal", REFUSALS)
def test_after_an_error_of_the_domain_the_transaction_lives_on(storage: Storage, refusal: str) -> None:
    known, _ = keep(storage.imports)
    with storage.imports.begin() as tx:
        before = _write_one_of_each(tx)
        for _ in range(2):
            with pytest.raises(DomainError):
                REFUSALS[refusal](tx, known)
        after = tx.ledger.add(new_record())
        assert tx.facts.write_orders(id_of(after), orders({"key": "after"})) == Written(inserted=1)
        assert tx.ledger.page_imports().items == (after, before, known)
        tx.commit()
    assert _entries(storage.imports) == [after, before, known]
    assert _counts(storage) == (2, 1, 1, 1)


def test_a_rolled_back_update_leaves_the_earlier_version_current(storage: Storage) -> None:
    keep(storage.imports, orders({"key": "a", "gross": 1}))
    before = storage.versions_of("orders")
    with storage.imports.begin() as tx:
        entry = tx.ledger.add(new_record())
        tx.facts.write_orders(id_of(entry), orders({"key": "a", "gross": 2}))
    with storage.facts.snapshot() as facts:
        assert facts.orders().gross.tolist() == [1]
    assert storage.versions_of("orders") == before


def test_a_transaction_sees_its_own_work_and_nobody_else_does_before_the_commit(storage: Storage) -> None:
    with storage.imports.begin() as tx:
        entry = tx.ledger.add(new_record())
        tx.facts.write_orders(id_of(entry), orders({}))
        assert tx.ledger.page_imports().items == (entry,)
        assert _entries(storage.imports) == []
        assert _counts(storage)[0] == 0
        tx.commit()
    assert _entries(storage.imports) == [entry]


def test_a_read_only_transaction_is_a_snapshot(storage: Storage) -> None:
    first, _ = keep(storage.imports)
    with storage.imports.begin(read_only=True) as tx:
        assert tx.ledger.page_imports().items == (first,)
        second, _ = keep(storage.imports)
        assert tx.ledger.page_imports().items == (first,)
        assert tx.ledger.find_by_content(second.content_hash, "", None) is None
    assert _entries(storage.imports) == [second, first]


def test_a_read_only_transaction_writes_nothing(storage: Storage) -> None:
    entry, _ = keep(storage.imports)
    with storage.imports.begin(read_only=True) as tx:
        with pytest.raises(StorageError) as refused:
            tx.ledger.add(new_record())
        _assert_takes_nothing_more(tx, entry)
    assert (type(refused.value), refused.value.code) == (StorageError, "storage_error")
    assert _entries(storage.imports) == [entry]


@pytest.mark.parametrize("fault", FAULTS)
def test_after_an_error_of_storage_the_transaction_is_dead(storage: Storage, fault: str) -> None:
    with storage.imports.begin() as tx:
        entry = _write_one_of_each(tx)
        with pytest.raises(StorageError) as refused:
            FAULTS[fault](tx, id_of(entry))
        _assert_takes_nothing_more(tx, entry)
    assert (type(refused.value), refused.value.code) == (StorageError, "storage_error")
    assert _entries(storage.imports) == []
    assert _counts(storage) == (0, 0, 0, 0)


def test_after_the_commit_the_transaction_takes_nothing_more(storage: Storage) -> None:
    with storage.imports.begin() as tx:
        entry = tx.ledger.add(new_record())
        tx.commit()
        _assert_takes_nothing_more(tx, entry)
    with pytest.raises(StorageError):
        tx.ledger.get(id_of(entry))
    assert _entries(storage.imports) == [entry]


def test_readers_do_not_wait_for_a_writer_nor_the_writer_for_readers(open_storage: OpenStorage) -> None:
    storage = open_storage(wait=0.5)
    with storage.imports.begin(read_only=True) as reading, storage.facts.snapshot() as facts:
        assert len(facts.orders()) == 0
        with storage.imports.begin() as tx:
            entry = tx.ledger.add(new_record())
            tx.facts.write_orders(id_of(entry), orders({}))
            assert _entries(storage.imports) == []
            tx.commit()
        assert len(facts.orders()) == 0
        assert reading.ledger.page_imports().items == ()


def test_a_second_import_waits_for_the_first(storage: Storage) -> None:
    entered = Event()

    def second() -> ImportRecord:
        with storage.imports.begin() as tx:
            entered.set()
            assert len(tx.ledger.page_imports().items) == 1, "the first import is there by now"
            entry = tx.ledger.add(new_record())
            tx.commit()
        return entry

    with ThreadPoolExecutor(1) as pool:
        with storage.imports.begin() as tx:
            later = pool.submit(second)
            assert not entered.wait(0.3)
            tx.ledger.add(new_record())
            tx.commit()
        assert id_of(later.result(timeout=20)) > 0
    assert len(_entries(storage.imports)) == 2


def test_the_wait_for_another_import_is_bounded(open_storage: OpenStorage) -> None:
    storage = open_storage(wait=0.3)
    with storage.imports.begin(), ThreadPoolExecutor(1) as pool:
        began = monotonic()
        refused = pool.submit(_begin_and_leave, storage.imports)
        with pytest.raises(StorageUnavailable) as error:
            refused.result(timeout=20)
        waited = monotonic() - began
    assert error.value.code == "storage_unavailable"
    assert 0.2 <= waited < 5
    _begin_and_leave(storage.imports)


def test_a_database_out_of_reach_is_told_in_one_line_without_secrets(unreachable: Storage) -> None:
    blocks: list[Callable[[], AbstractContextManager[object]]] = [
        unreachable.imports.begin,
        partial(unreachable.imports.begin, read_only=True),
        unreachable.facts.snapshot,
    ]
    for begin in blocks:
        with pytest.raises(StorageUnavailable) as refused, begin():
            pass
        assert refused.value.code == "storage_unavailable"
        assert "\n" not in refused.value.message
        assert SECRET not in f"{refused.value!r} {refused.value.details} {refused.value.__cause__!r}"


def test_of_many_that_add_the_same_content_at_once_one_wins(storage: Storage) -> None:
    record = new_record()

    def add() -> bool:
        try:
            with storage.imports.begin() as tx:
                tx.ledger.add(record)
                tx.commit()
        except Conflict:
            return False
        return True

    assert sorted(_at_once(8, add)) == [False] * 7 + [True]
    assert len(_entries(storage.imports)) == 1


def test_imports_at_once_all_arrive_and_each_fact_has_one_current_version(storage: Storage) -> None:
    def one_import() -> int:
        with storage.imports.begin() as tx:
            entry = tx.ledger.add(new_record())
            rows = orders(*({"key": f"order {n}", "gross": id_of(entry)} for n in range(20)))
            tx.facts.write_orders(id_of(entry), rows)
            tx.commit()
        return id_of(entry)

    ids = _at_once(6, one_import)
    assert sorted(id_of(entry) for entry in _entries(storage.imports)) == sorted(ids)
    with storage.facts.snapshot() as facts:
        assert facts.orders().gross.tolist() == [max(ids)] * 20
    versions = storage.versions_of("orders")
    assert len(versions) == 6 * 20
    assert [import_id for _, import_id, current in versions if current] == [max(ids)] * 20


def test_snapshots_taken_during_imports_are_whole(storage: Storage) -> None:
    """Each import raises every order to its own number: a snapshot never shows two numbers."""

    def imports() -> None:
        for number in range(1, 9):
            keep(storage.imports, orders(*({"key": f"order {n}", "gross": number} for n in range(30))))

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(imports)
        while not writing.done():
            with storage.facts.snapshot() as facts:
                first, second = facts.orders().gross.tolist(), facts.orders().gross.tolist()
            assert first == second
            assert (len(first), len(set(first))) in {(0, 0), (30, 1)}
        writing.result()


def _begin_and_leave(store: ImportStore) -> None:
    with store.begin():
        pass


def _assert_takes_nothing_more(tx: ImportTransaction, entry: ImportRecord) -> None:
    number, content = id_of(entry), entry.content_hash
    calls: list[Callable[[], object]] = [
        tx.commit,
        tx.ledger.page_imports,
        partial(tx.ledger.add, new_record()),
        partial(tx.ledger.add, replace(entry, id=None)),
        partial(tx.ledger.complete, entry),
        partial(tx.ledger.get, number),
        partial(tx.ledger.undo, number, UNDONE_AT),
        partial(tx.ledger.find_by_content, content, "", None),
        tx.ledger.files_without_currency,
        partial(tx.facts.write_ad_metrics, number, ad_metrics({})),
        partial(tx.facts.write_orders, number, orders({})),
        partial(tx.facts.write_rates, number, rates({})),
        partial(tx.facts.write_leads, number, leads({})),
        partial(tx.facts.write_activity, number, activity({})),
        partial(tx.facts.write_coverage, number, [covered()]),
        partial(tx.facts.take_back, number),
        tx.mappings.listed,
        partial(tx.mappings.save, new_mapping()),
        partial(tx.mappings.remove, "nothing"),
        partial(tx.requests.find, "nothing"),
        partial(tx.requests.add, new_request(import_id=number)),
    ]
    for late in calls:
        with pytest.raises(StorageError) as ended:
            late()
        assert ended.value.code == "transaction_ended"


def _add_twice(tx: ImportTransaction, request: ImportRequest) -> None:
    tx.requests.add(request)
    tx.requests.add(request)


def _write_one_of_each(tx: ImportTransaction) -> ImportRecord:
    entry = tx.ledger.add(new_record())
    tx.facts.write_ad_metrics(id_of(entry), ad_metrics({}))
    tx.facts.write_orders(id_of(entry), orders({}))
    tx.facts.write_rates(id_of(entry), rates({}))
    tx.facts.write_coverage(id_of(entry), [covered()])
    return entry


def _entries(store: ImportStore) -> list[ImportRecord]:
    with store.begin(read_only=True) as tx:
        return list(tx.ledger.page_imports().items)


def _counts(storage: Storage) -> tuple[int, int, int, int]:
    """Of orders, daily spend, rates and covered intervals."""
    with storage.facts.snapshot() as facts:
        spend = facts.daily_spend(currency="USD", by_campaign=True)
        return len(facts.orders()), len(spend), len(facts.rates()), len(facts.coverage())


def _at_once(count: int, work: Callable[[], Answer]) -> list[Answer]:
    start = Barrier(count)

    def run() -> Answer:
        start.wait()
        return work()

    with ThreadPoolExecutor(count) as pool:
        futures = [pool.submit(run) for _ in range(count)]
        return [future.result(timeout=60) for future in futures]

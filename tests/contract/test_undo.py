"""Taking imports back, through the ledger and the fact tables: what is left is what the other imports say."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from itertools import permutations
from threading import Event

import pytest

from domain.imports.ports import ImportTransaction
from domain.imports.record import Findings, ImportRecord, SomeFiles, TakenBack, Written
from domain.imports.rows import ActivityRows, Facts, RateRows
from domain.shared.errors import Conflict, NotFound, StorageError
from tests.contract.building import (
    TABLE_OF,
    UNDONE_AT,
    Cells,
    ad_metrics,
    cells_of,
    covered,
    facts_like,
    id_of,
    keep,
    new_record,
    new_request,
    orders,
    undo,
)
from tests.contract.storages import Storage, in_memory
from tests.contract.test_import_ledger import IDS_OF_NOTHING

KINDS = list(TABLE_OF)
HISTORIES = ["A", "AA", "AB", "ABA", "AAB", "ABB", "ABAB", "AABB", "ABBA", "AB-A", "-AB", "A--B", "ABAC"]
"""What each import says of the fact "a", and nothing where there is a dash."""


def value_of(kind: type[Facts]) -> str:
    """A column that a difference in stands for a difference."""
    return {RateRows: "rate", ActivityRows: "event"}.get(kind, "campaign")


def told(kind: type[Facts], said: str) -> Facts:
    """An import that says `said` of the fact "a", and something of a fact of its own."""
    about_a: list[Cells] = [] if said == "-" else [{"key": "a", value_of(kind): said}]
    return facts_like(kind, *about_a, {"key": "always there", value_of(kind): "1"})


def kept(storage: Storage, kind: type[Facts], history: str) -> list[ImportRecord]:
    return [keep(storage.imports, told(kind, said))[0] for said in history]


@pytest.mark.parametrize("kind", KINDS)
def test_facts_that_no_other_import_attests_are_gone(storage: Storage, kind: type[Facts]) -> None:
    keep(storage.imports, facts_like(kind, {"key": "b"}))
    entry, _ = keep(storage.imports, facts_like(kind, {"key": "a"}, {"key": "c"}))
    assert undo(storage.imports, entry) == TakenBack(gone=2)
    assert list(storage.current(TABLE_OF[kind])) == ["b"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_another_import_says_holds_again(storage: Storage, kind: type[Facts]) -> None:
    first, second = kept(storage, kind, "AB")
    assert undo(storage.imports, second) == TakenBack(restored=1)
    assert storage.current(TABLE_OF[kind])["a"][value_of(kind)] == "A"
    assert storage.versions_of(TABLE_OF[kind]) == [("a", id_of(first), True), ("always there", id_of(first), True)]


@pytest.mark.parametrize("kind", KINDS)
def test_what_said_the_same_later_takes_the_place_of_what_said_it_first(storage: Storage, kind: type[Facts]) -> None:
    first, second = kept(storage, kind, "AA")
    assert undo(storage.imports, first) == TakenBack(restored=2)
    assert storage.versions_of(TABLE_OF[kind]) == [("a", id_of(second), True), ("always there", id_of(second), True)]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_no_longer_current_changes_nothing(storage: Storage, kind: type[Facts]) -> None:
    entries = kept(storage, kind, "ABC")
    before = storage.current(TABLE_OF[kind])
    assert undo(storage.imports, entries[1]) == TakenBack()
    assert storage.current(TABLE_OF[kind]) == before
    assert undo(storage.imports, entries[2]) == TakenBack(restored=1)
    assert storage.current(TABLE_OF[kind])["a"][value_of(kind)] == "A", (
        "what was undone before it is not there any more"
    )


@pytest.mark.parametrize("history", HISTORIES)
def test_imports_undone_in_any_order_leave_what_the_others_say(storage: Storage, history: str) -> None:
    """After each undo, the facts of every kind are those of a database that never saw what is undone."""
    for order in list(permutations(range(len(history))))[:: len(history)]:
        entries = [keep(storage.imports, *(told(kind, said) for kind in KINDS))[0] for said in history]
        for done in range(1, len(order) + 1):
            undo(storage.imports, entries[order[done - 1]])
            left = [said for place, said in enumerate(history) if place not in order[:done]]
            assert facts_in(storage) == replayed(left)
    assert not any(storage.kept(table) for table in TABLE_OF.values())


def replayed(left: Sequence[str]) -> list[dict[str, Cells]]:
    fresh = in_memory(30.0)
    for said in left:
        keep(fresh.imports, *(told(kind, said) for kind in KINDS))
    return facts_in(fresh)


def facts_in(storage: Storage) -> list[dict[str, Cells]]:
    return [storage.current(table) for table in TABLE_OF.values()]


@pytest.mark.parametrize("kind", KINDS)
def test_after_an_undo_facts_are_compared_to_what_is_current_then(storage: Storage, kind: type[Facts]) -> None:
    entries = kept(storage, kind, "AB")
    undo(storage.imports, entries[1])
    _, [written] = keep(storage.imports, told(kind, "A"))
    assert written == Written(unchanged=2)
    _, [written] = keep(storage.imports, told(kind, "B"))
    assert written == Written(updated=1, unchanged=1)
    undo(storage.imports, entries[0])
    _, [written] = keep(storage.imports, told(kind, "B"))
    assert written == Written(unchanged=2)


def test_one_undo_takes_back_every_kind_and_the_days_that_it_spoke_for(storage: Storage) -> None:
    facts = [facts_like(kind, {"key": "a"}, {"key": "b"}) for kind in KINDS]
    other, _ = keep(storage.imports, facts_like(KINDS[0], {"key": "a"}), coverage=[covered(account="other")])
    entry, _ = keep(storage.imports, *facts, coverage=[covered(), covered(account="other")])
    assert undo(storage.imports, entry) == TakenBack(gone=9)
    with storage.facts.snapshot() as snapshot:
        assert [days.account for days in snapshot.coverage()] == ["other"]
    assert [storage.versions_of(table) for table in TABLE_OF.values()] == [[("a", id_of(other), True)], [], [], [], []]


def test_facts_gone_and_facts_restored_are_counted_over_all_tables(storage: Storage) -> None:
    keep(storage.imports, orders({"key": "a", "gross": 1}), ad_metrics({"key": "a", "spend": 1}))
    entry, _ = keep(storage.imports, orders({"key": "a", "gross": 2}, {"key": "b"}), ad_metrics({"key": "c"}))
    assert undo(storage.imports, entry) == TakenBack(gone=2, restored=1)


def test_many_facts_are_taken_back_at_once(storage: Storage) -> None:
    many: list[Cells] = [{"key": f"{n:05}", "spend": n} for n in range(6_000)]
    keep(storage.imports, ad_metrics(*many[:4_000]))
    changed = [row | {"spend": -1} if n % 2 else row for n, row in enumerate(many[2_000:])]
    entry, _ = keep(storage.imports, ad_metrics(*changed))
    assert undo(storage.imports, entry) == TakenBack(gone=2_000, restored=1_000)
    assert {key: row["spend"] for key, row in storage.current("ad_metrics").items()} == {
        row["key"]: row["spend"] for row in many[:4_000]
    }


def test_what_payback_reads_is_what_the_other_imports_say(storage: Storage) -> None:
    first, _ = keep(storage.imports, orders({"key": "a", "gross": 1, "line": 7}), file="first.csv")
    second, _ = keep(storage.imports, orders({"key": "a", "gross": 2}, {"key": "b", "gross": 3}), file="second.csv")
    with storage.facts.snapshot() as open_before:
        undo(storage.imports, second)
        with storage.facts.snapshot() as snapshot:
            assert [(row["key"], row["gross"]) for row in cells_of(snapshot.orders())] == [("a", 1)]
            [origin] = snapshot.origins(["a", "b"]).values()
            assert (origin.import_id, origin.file, origin.line) == (id_of(first), "first.csv", 7)
        assert open_before.orders().gross.tolist() == [2, 3], "a snapshot is one moment"


def test_the_entry_stays_and_tells_when_it_was_undone(storage: Storage) -> None:
    entry, _ = keep(storage.imports, orders({}))
    at = datetime(2026, 5, 2, 1, 2, 3, 456789, tzinfo=timezone(timedelta(hours=10, minutes=30)))
    undo(storage.imports, entry, at=at)
    with storage.imports.begin(read_only=True) as tx:
        shown = tx.ledger.get(id_of(entry))
        assert tx.ledger.page_imports().items == (shown,)
    assert shown == entry.undone(at)
    assert shown.undone_at is not None
    assert shown.undone_at.isoformat() == "2026-05-01T14:32:03.456789+00:00"


def test_undoing_answers_with_the_entry_as_it_is_then(storage: Storage) -> None:
    entry, _ = keep(storage.imports)
    with storage.imports.begin() as tx:
        assert tx.ledger.undo(id_of(entry), UNDONE_AT) == tx.ledger.get(id_of(entry)) == entry.undone(UNDONE_AT)


def test_an_import_is_undone_once(storage: Storage) -> None:
    entry, _ = keep(storage.imports, orders({}))
    undo(storage.imports, entry)
    with storage.imports.begin() as tx:
        with pytest.raises(Conflict) as refused:
            tx.ledger.undo(id_of(entry), UNDONE_AT + timedelta(days=1))
        assert tx.ledger.get(id_of(entry)).undone_at == UNDONE_AT
        assert tx.facts.take_back(id_of(entry)) == TakenBack(), "there is nothing left of it"
    assert refused.value.code == "already_undone"
    assert refused.value.message == f"import {entry.id} was undone already, at 2026-05-02 09:15 UTC"


@pytest.mark.parametrize("import_id", IDS_OF_NOTHING)
def test_what_has_no_entry_cannot_be_undone(storage: Storage, import_id: int) -> None:
    keep(storage.imports)
    with storage.imports.begin() as tx, pytest.raises(NotFound) as refused:
        tx.ledger.undo(import_id, UNDONE_AT)
    assert (refused.value.code, refused.value.message) == ("not_found", f"there is no import {import_id}")


def test_undone_content_is_not_found_and_comes_again_as_new(storage: Storage) -> None:
    entries = []
    for _ in range(3):
        entry, [written] = keep(storage.imports, orders({"key": "a"}), content_hash="a" * 64, account="shop")
        assert written == Written(inserted=1)
        undo(storage.imports, entry)
        entries.append(entry.undone(UNDONE_AT))
        with storage.imports.begin(read_only=True) as tx:
            assert tx.ledger.find_by_content("a" * 64, "shop", "") is None
            assert tx.ledger.find_by_content("a" * 64, "shop", None) is None
            assert list(tx.ledger.page_imports().items) == entries[::-1]


def test_content_that_came_again_is_there_once(storage: Storage) -> None:
    undone, _ = keep(storage.imports, content_hash="a" * 64)
    undo(storage.imports, undone)
    again, _ = keep(storage.imports, content_hash="a" * 64)
    with storage.imports.begin() as tx:
        assert tx.ledger.find_by_content("a" * 64, "", "") == again
        with pytest.raises(Conflict) as refused:
            tx.ledger.add(new_record(content_hash="a" * 64))
    assert refused.value.code == "duplicate_import"


def test_an_undone_import_hides_no_older_one_of_the_same_content(storage: Storage) -> None:
    older, _ = keep(storage.imports, content_hash="a" * 64, assumed_currency="EUR")
    newer, _ = keep(storage.imports, content_hash="a" * 64, assumed_currency="USD")
    undo(storage.imports, newer)
    with storage.imports.begin(read_only=True) as tx:
        assert tx.ledger.find_by_content("a" * 64, "", None) == older


def test_files_of_undone_imports_are_not_among_those_without_a_currency(storage: Storage) -> None:
    entry, _ = keep(storage.imports, file="a.csv", findings=Findings(currencies=("",)))
    keep(storage.imports, file="b.csv", findings=Findings(currencies=("",)))
    undo(storage.imports, entry)
    with storage.imports.begin(read_only=True) as tx:
        assert tx.ledger.files_without_currency() == SomeFiles(names=("b.csv",), total=1)


def test_a_request_that_the_undone_import_answered_still_names_it(storage: Storage) -> None:
    entry, _ = keep(storage.imports)
    request = new_request(import_id=entry.id, stored=True)
    with storage.imports.begin() as tx:
        tx.requests.add(request)
        tx.commit()
    undo(storage.imports, entry)
    with storage.imports.begin(read_only=True) as tx:
        assert tx.requests.find(request.key) == request


def test_an_undo_leaves_another_version_of_the_facts(storage: Storage) -> None:
    entry, _ = keep(storage.imports, orders({}))
    versions = [_version(storage)]
    for again in range(3):
        undo(storage.imports, entry, at=UNDONE_AT + timedelta(days=again))
        versions.append(_version(storage))
        entry, _ = keep(storage.imports, orders({}), content_hash=entry.content_hash)
        versions.append(_version(storage))
    assert len(set(versions)) == len(versions)


def test_an_undo_that_is_not_committed_never_happened(storage: Storage) -> None:
    entry, _ = keep(storage.imports, *(facts_like(kind, {"key": "a"}) for kind in KINDS), coverage=[covered()])
    before = _everything(storage)
    with storage.imports.begin() as tx:
        tx.ledger.undo(id_of(entry), UNDONE_AT)
        assert tx.facts.take_back(id_of(entry)) == TakenBack(gone=5)
        assert tx.ledger.find_by_content(entry.content_hash, "", "") is None
        tx.ledger.add(new_record(content_hash=entry.content_hash))
    assert _everything(storage) == before


def test_an_undo_waits_for_the_import_that_is_under_way(storage: Storage) -> None:
    entry, _ = keep(storage.imports, orders({"key": "a", "gross": 1}))
    entered = Event()

    def undoing() -> TakenBack:
        with storage.imports.begin() as tx:
            entered.set()
            tx.ledger.undo(id_of(entry), UNDONE_AT)
            taken = tx.facts.take_back(id_of(entry))
            tx.commit()
        return taken

    with ThreadPoolExecutor(1) as pool:
        with storage.imports.begin() as tx:
            later = pool.submit(undoing)
            assert not entered.wait(0.3)
            second = tx.ledger.add(new_record())
            tx.facts.write_orders(id_of(second), orders({"key": "a", "gross": 1}))
            tx.commit()
        assert later.result(timeout=20) == TakenBack(restored=1)
    assert storage.versions_of("orders") == [("a", id_of(second), True)]


def test_of_many_that_undo_one_import_at_once_one_does(storage: Storage) -> None:
    keep(storage.imports, orders({"key": "a", "gross": 1}))
    entry, _ = keep(storage.imports, orders({"key": "a", "gross": 2}))

    def undoing(_: int) -> TakenBack | str:
        try:
            return undo(storage.imports, entry)
        except Conflict as refused:
            return refused.code

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(undoing, range(6)))
    assert sorted(answers, key=str) == [TakenBack(restored=1), *["already_undone"] * 5]
    assert storage.current("orders")["a"]["gross"] == 1


@pytest.mark.parametrize("taking", ["undo", "take_back"])
def test_a_reading_transaction_undoes_nothing(storage: Storage, taking: str) -> None:
    entry, _ = keep(storage.imports, orders({}))
    before = _everything(storage)
    with storage.imports.begin(read_only=True) as tx, pytest.raises(StorageError) as refused:
        _take(tx, taking, id_of(entry))
    assert refused.value.code == "storage_error"
    assert _everything(storage) == before


def _take(tx: ImportTransaction, taking: str, import_id: int) -> None:
    if taking == "undo":
        tx.ledger.undo(import_id, UNDONE_AT)
    else:
        tx.facts.take_back(import_id)


def _version(storage: Storage) -> str:
    with storage.facts.snapshot() as snapshot:
        return snapshot.version()


def _everything(storage: Storage) -> object:
    with storage.imports.begin(read_only=True) as tx, storage.facts.snapshot() as snapshot:
        entries = tx.ledger.page_imports().items
        return entries, [storage.kept(table) for table in TABLE_OF.values()], snapshot.coverage(), snapshot.version()

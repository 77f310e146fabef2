"""The contract of `ImportLedger`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings

from domain.imports.record import Findings, ImportRecord, Message, SomeFiles, Written
from domain.shared.errors import Conflict, InvalidValue, NotFound
from domain.shared.page import LARGEST_PAGE
from tests.contract.building import id_of, keep, new_record
from tests.contract.storages import Storage
from tests.contract.strategies import records

IDS_OF_NOTHING = [-(2**63), -1, 0, 999_999_999, 2**63 - 1, 2**63, 10**30]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(record=records)
def test_an_entry_comes_back_as_it_was_added_with_an_id(storage: Storage, record: ImportRecord) -> None:
    record = replace(record, content_hash=new_record().content_hash)
    with storage.imports.begin() as tx:
        added = tx.ledger.add(record)
        assert tx.ledger.get(id_of(added)) == added
        tx.commit()
    assert added == replace(record, id=added.id)
    with storage.imports.begin(read_only=True) as tx:
        assert tx.ledger.get(id_of(added)) == added
        assert tx.ledger.find_by_content(record.content_hash, record.account, None) == added
        assert added in tx.ledger.page_imports(limit=LARGEST_PAGE).items


def test_the_instant_of_an_import_comes_back_in_utc_to_the_microsecond(storage: Storage) -> None:
    told = datetime(2026, 4, 1, 1, 2, 3, 456789, tzinfo=timezone(timedelta(hours=10, minutes=30)))
    entry, _ = keep(storage.imports, imported_at=told)
    with storage.imports.begin(read_only=True) as tx:
        kept = tx.ledger.get(id_of(entry)).imported_at
    assert kept.isoformat() == "2026-03-31T14:32:03.456789+00:00"


def test_ids_grow(storage: Storage) -> None:
    ids = [id_of(keep(storage.imports)[0]) for _ in range(5)]
    assert ids == sorted(set(ids))
    assert ids[0] > 0


@pytest.mark.parametrize("import_id", IDS_OF_NOTHING)
def test_an_id_without_an_entry_is_not_found(storage: Storage, import_id: int) -> None:
    keep(storage.imports)
    with storage.imports.begin(read_only=True) as tx, pytest.raises(NotFound) as refused:
        tx.ledger.get(import_id)
    assert (refused.value.code, refused.value.message) == ("not_found", f"there is no import {import_id}")


def test_completing_keeps_what_was_written_and_nothing_else(storage: Storage) -> None:
    written = Written(inserted=1, updated=2, unchanged=3)
    with storage.imports.begin() as tx:
        entry = tx.ledger.add(new_record())
        other = tx.ledger.add(new_record())
        tx.ledger.complete(replace(entry, written=written, file="other.csv", rows=77))
        tx.commit()
    with storage.imports.begin(read_only=True) as tx:
        assert tx.ledger.get(id_of(entry)) == replace(entry, written=written)
        assert tx.ledger.get(id_of(other)) == other


@pytest.mark.parametrize("import_id", [None, *IDS_OF_NOTHING])
def test_what_has_no_entry_cannot_be_completed(storage: Storage, import_id: int | None) -> None:
    with storage.imports.begin() as tx, pytest.raises(NotFound) as refused:
        tx.ledger.complete(new_record(id=import_id))
    assert refused.value.code == "not_found"


def test_the_same_content_is_added_once(storage: Storage) -> None:
    first, _ = keep(storage.imports, account="shop", assumed_currency="USD")
    again = new_record(content_hash=first.content_hash, account="shop", assumed_currency="USD", file="copy.csv")
    with storage.imports.begin() as tx, pytest.raises(Conflict) as refused:
        tx.ledger.add(again)
    assert (refused.value.code, refused.value.message) == (
        "duplicate_import",
        "copy.csv has been imported before",
    )
    with storage.imports.begin(read_only=True) as tx:
        assert tx.ledger.page_imports().items == (first,)


def test_the_same_content_within_one_transaction_is_added_once(storage: Storage) -> None:
    record = new_record()
    with storage.imports.begin() as tx:
        tx.ledger.add(record)
        with pytest.raises(Conflict):
            tx.ledger.add(record)


@pytest.mark.parametrize(
    ("account", "assumed_currency"), [("shop b", "USD"), ("SHOP", "USD"), ("shop", "EUR"), ("shop", "")]
)
def test_the_same_content_under_another_account_or_currency_is_another_import(
    storage: Storage, account: str, assumed_currency: str
) -> None:
    first, _ = keep(storage.imports, account="shop", assumed_currency="USD")
    other = replace(first, id=None, account=account, assumed_currency=assumed_currency)
    with storage.imports.begin() as tx:
        assert id_of(tx.ledger.add(other)) > id_of(first)
        tx.commit()


def test_content_is_found_by_its_account_and_what_was_assumed_of_it(storage: Storage) -> None:
    content = new_record().content_hash
    plain, _ = keep(storage.imports, content_hash=content)
    dollars, _ = keep(storage.imports, content_hash=content, assumed_currency="USD")
    elsewhere, _ = keep(storage.imports, content_hash=content, account="b", assumed_currency="USD")
    with storage.imports.begin(read_only=True) as tx:
        find = tx.ledger.find_by_content
        assert find(content, "", "") == plain
        assert find(content, "", "USD") == dollars
        assert find(content, "", None) == dollars, "the newest of all"
        assert find(content, "b", None) == elsewhere
        assert find(content, "", "EUR") is None
        assert find(content, "c", None) is None
        assert find(new_record().content_hash, "", None) is None


def test_an_empty_ledger_has_one_empty_page(storage: Storage) -> None:
    with storage.imports.begin(read_only=True) as tx:
        page = tx.ledger.page_imports()
        assert (page.items, page.next_cursor) == ((), None)
        assert tx.ledger.find_by_content("0" * 64, "", None) is None


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8, LARGEST_PAGE])
def test_pages_give_every_entry_once_newest_first_though_all_are_of_one_instant(storage: Storage, limit: int) -> None:
    with storage.imports.begin() as tx:
        added = [tx.ledger.add(new_record()) for _ in range(7)]
        tx.commit()
    seen: list[ImportRecord] = []
    sizes: list[int] = []
    before: int | None = None
    with storage.imports.begin(read_only=True) as tx:
        while not sizes or before is not None:
            page = tx.ledger.page_imports(before=before, limit=limit)
            seen, before = [*seen, *page.items], page.next_cursor
            sizes.append(len(page.items))
    assert seen == added[::-1]
    assert all(size == limit for size in sizes[:-1]), "only the last page is short"
    assert sizes[-1] > 0, "no page is empty"


def test_entries_added_while_one_turns_the_pages_neither_repeat_nor_hide_any(storage: Storage) -> None:
    added = [keep(storage.imports)[0] for _ in range(5)]
    seen: list[ImportRecord] = []
    before: int | None = None
    while len(seen) < 5:
        with storage.imports.begin(read_only=True) as tx:
            page = tx.ledger.page_imports(before=before, limit=2)
        seen, before = [*seen, *page.items], page.next_cursor
        keep(storage.imports)
    assert (seen, before) == (added[::-1], None)


def test_a_page_before_the_first_entry_is_empty(storage: Storage) -> None:
    entry, _ = keep(storage.imports)
    with storage.imports.begin(read_only=True) as tx:
        for before in (id_of(entry), 0, -1, -(10**30)):
            assert tx.ledger.page_imports(before=before).items == ()
        for before in (id_of(entry) + 1, 2**63 - 1, 10**30):
            assert tx.ledger.page_imports(before=before).items == (entry,)


@pytest.mark.parametrize("limit", [-1, 0, LARGEST_PAGE + 1, 10**30])
def test_a_page_has_a_bound(storage: Storage, limit: int) -> None:
    with storage.imports.begin(read_only=True) as tx, pytest.raises(InvalidValue) as refused:
        tx.ledger.page_imports(limit=limit)
    assert (refused.value.code, refused.value.message) == ("limit", "a page holds 1 to 200 entries")


def naming(*currencies: str) -> Findings:
    """What was found in a file of these currencies, beside other empty texts."""
    return Findings(currencies=currencies, messages=(Message(code="", message=""),))


def test_the_files_that_name_no_currency_are_told_once_each_the_latest_import_first(storage: Storage) -> None:
    told = ["NAMED.CSV:", "old.csv:", "euros.csv:EUR", "both.csv:,EUR", "old.csv:", "named.csv:", "named.csv:USD"]
    keep(storage.imports, file="nothing.csv", findings=naming())
    for file, _, currencies in (entry.partition(":") for entry in told):
        keep(storage.imports, file=file, findings=naming(*currencies.split(",")), assumed_currency="AUD")
    names = ("named.csv", "old.csv", "both.csv", "NAMED.CSV")
    with storage.imports.begin(read_only=True) as tx:
        for limit in (1, 3, 4, LARGEST_PAGE):
            assert tx.ledger.files_without_currency(limit=limit) == SomeFiles(names=names[:limit], total=4)


def test_a_ledger_whose_files_all_name_their_currency_tells_none(storage: Storage) -> None:
    with storage.imports.begin(read_only=True) as tx:
        assert tx.ledger.files_without_currency() == SomeFiles(names=(), total=0)
    keep(storage.imports, findings=naming("EUR", "USD"))
    with storage.imports.begin(read_only=True) as tx:
        assert tx.ledger.files_without_currency() == SomeFiles(names=(), total=0)


@pytest.mark.parametrize("limit", [-1, 0, LARGEST_PAGE + 1, 10**30])
def test_a_list_of_files_has_a_bound(storage: Storage, limit: int) -> None:
    with storage.imports.begin(read_only=True) as tx, pytest.raises(InvalidValue) as refused:
        tx.ledger.files_without_currency(limit=limit)
    assert refused.value.code == "limit"


def test_an_entry_once_read_does_not_change(storage: Storage) -> None:
    with storage.imports.begin() as tx:
        entry = tx.ledger.add(new_record())
        before = tx.ledger.get(id_of(entry))
        tx.ledger.complete(replace(entry, written=Written(inserted=5)))
        tx.commit()
    assert before.written == entry.written == Written()

"""The contract of `ColumnMappings`."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings

from domain.imports.mapping import ColumnMapping
from domain.imports.ports import MOST_MAPPINGS
from domain.imports.record import Kind
from domain.shared.errors import Conflict, NotFound, StorageError
from tests.contract.building import new_mapping
from tests.contract.storages import Storage
from tests.contract.strategies import mappings


def save(storage: Storage, *saved: ColumnMapping) -> None:
    with storage.imports.begin() as tx:
        for mapping in saved:
            tx.mappings.save(mapping)
        tx.commit()


def listed(storage: Storage) -> tuple[ColumnMapping, ...]:
    with storage.imports.begin(read_only=True) as tx:
        return tx.mappings.listed()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mapping=mappings)
def test_a_mapping_comes_back_as_it_was_saved(storage: Storage, mapping: ColumnMapping) -> None:
    save(storage, mapping)
    assert mapping in listed(storage)


def test_the_order_of_the_columns_is_kept(storage: Storage) -> None:
    columns = (("gross", "b"), ("number", "a"), ("gross", "a"))
    save(storage, new_mapping(columns=columns))
    assert listed(storage)[0].columns == columns


def test_mappings_are_listed_by_fingerprint_as_code_points_sort(storage: Storage) -> None:
    fingerprints = ["b", "B", "ä", "a", "", "aa", "1", "\U0001f600", "\uffff"]
    save(storage, *(new_mapping(fingerprint=fingerprint) for fingerprint in fingerprints))
    assert [mapping.fingerprint for mapping in listed(storage)] == sorted(fingerprints)


def test_the_last_decision_about_a_header_is_the_one_that_holds(storage: Storage) -> None:
    save(storage, new_mapping(fingerprint="a"), new_mapping(fingerprint="b"))
    decided = new_mapping(fingerprint="a", kind=Kind.LEADS, columns=(("email", "E-Mail"),), file="leads.csv")
    save(storage, decided)
    assert listed(storage) == (decided, new_mapping(fingerprint="b"))


def test_the_moment_comes_back_in_utc_to_the_microsecond(storage: Storage) -> None:
    told = datetime(2026, 4, 1, 1, 2, 3, 456789, tzinfo=timezone(timedelta(hours=10, minutes=30)))
    save(storage, new_mapping(saved_at=told))
    [mapping] = listed(storage)
    assert mapping.saved_at is not None
    assert mapping.saved_at.isoformat() == "2026-03-31T14:32:03.456789+00:00"


def test_what_is_removed_is_gone(storage: Storage) -> None:
    save(storage, new_mapping(fingerprint="a"), new_mapping(fingerprint="b"))
    with storage.imports.begin() as tx:
        tx.mappings.remove("a")
        with pytest.raises(NotFound) as refused:
            tx.mappings.remove("a")
        tx.commit()
    assert listed(storage) == (new_mapping(fingerprint="b"),)
    assert (refused.value.code, refused.value.message) == ("not_found", "there is no saved mapping a")


@pytest.mark.parametrize("fingerprint", ["", "A", "a ", "f" * 63])
def test_what_was_never_saved_cannot_be_removed(storage: Storage, fingerprint: str) -> None:
    save(storage, new_mapping(fingerprint="a"), new_mapping())
    with storage.imports.begin() as tx, pytest.raises(NotFound):
        tx.mappings.remove(fingerprint)


def test_no_more_than_a_bounded_number_is_kept_and_each_of_them_can_be_changed(storage: Storage) -> None:
    saved = [new_mapping(fingerprint=f"{n:04}") for n in range(MOST_MAPPINGS)]
    with storage.imports.begin() as tx:
        for mapping in saved:
            tx.mappings.save(mapping)
        with pytest.raises(Conflict) as refused:
            tx.mappings.save(new_mapping(fingerprint="one more"))
        tx.mappings.save(new_mapping(fingerprint="0999", file="changed.csv"))
        tx.mappings.remove("0000")
        tx.mappings.save(new_mapping(fingerprint="one more"))
        tx.commit()
    assert refused.value.code == "too_many_mappings"
    assert refused.value.message == "no more than 1,000 mappings can be saved: remove one first"
    kept = listed(storage)
    assert len(kept) == MOST_MAPPINGS
    assert (kept[0].fingerprint, kept[-2].file, kept[-1].fingerprint) == ("0001", "changed.csv", "one more")


def test_what_is_not_committed_was_never_saved_nor_removed(storage: Storage) -> None:
    save(storage, new_mapping(fingerprint="a"))
    with storage.imports.begin() as tx:
        tx.mappings.remove("a")
        tx.mappings.save(new_mapping(fingerprint="b"))
        assert [mapping.fingerprint for mapping in tx.mappings.listed()] == ["b"]
    assert [mapping.fingerprint for mapping in listed(storage)] == ["a"]


def test_a_reading_transaction_saves_and_removes_nothing(storage: Storage) -> None:
    save(storage, new_mapping())
    with storage.imports.begin(read_only=True) as tx, pytest.raises(StorageError):
        tx.mappings.save(new_mapping(fingerprint="b"))
    with storage.imports.begin(read_only=True) as tx, pytest.raises(StorageError):
        tx.mappings.remove(new_mapping().fingerprint)
    assert listed(storage) == (new_mapping(),)

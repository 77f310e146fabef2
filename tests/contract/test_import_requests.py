"""The contract of `ImportRequests`."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.imports.request import ImportRequest
from domain.shared.errors import Conflict
from tests.contract.building import id_of, keep, new_record, new_request
from tests.contract.storages import Storage
from tests.contract.strategies import instants, texts

VISIBLE = string.digits + string.ascii_letters + string.punctuation

requests = st.builds(
    new_request,
    account=texts,
    assumed_currency=st.sampled_from(["", "AUD"]),
    strict=st.booleans(),
    stored=st.booleans(),
    created_at=instants.map(lambda instant: instant.replace(tzinfo=UTC)),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(request=requests, key=st.text(VISIBLE, max_size=150))
def test_a_request_comes_back_as_it_was_kept(storage: Storage, request: ImportRequest, key: str) -> None:
    entry, _ = keep(storage.imports)
    request = replace(request, key=f"{request.key}/{key}", import_id=id_of(entry))
    with storage.imports.begin() as tx:
        tx.requests.add(request)
        assert tx.requests.find(request.key) == request
        tx.commit()
    with storage.imports.begin(read_only=True) as tx:
        assert tx.requests.find(request.key) == request


def test_the_instant_of_a_request_comes_back_in_utc_to_the_microsecond(storage: Storage) -> None:
    entry, _ = keep(storage.imports)
    told = datetime(2026, 4, 1, 1, 2, 3, 456789, tzinfo=timezone(timedelta(hours=10, minutes=30)))
    request = new_request(import_id=id_of(entry), created_at=told)
    with storage.imports.begin() as tx:
        tx.requests.add(request)
        kept = tx.requests.find(request.key)
    assert kept is not None
    assert kept.created_at.isoformat() == "2026-03-31T14:32:03.456789+00:00"


def test_a_key_is_itself_and_no_other(storage: Storage) -> None:
    entry, _ = keep(storage.imports)
    with storage.imports.begin() as tx:
        for number, key in enumerate(["key", "KEY", "key%", "k_y"]):
            tx.requests.add(new_request(key=key, content_hash=str(number), import_id=id_of(entry)))
        found = {key: tx.requests.find(key) for key in ("key", "KEY", "key%", "k_y", "ke", "key ", "%", "")}
    hashes = {key: request and request.content_hash for key, request in found.items()}
    nothing = dict.fromkeys(("ke", "key ", "%", ""))
    assert hashes == {"key": "0", "KEY": "1", "key%": "2", "k_y": "3", **nothing}


def test_a_key_is_kept_once_and_the_first_request_stays(storage: Storage) -> None:
    entry, _ = keep(storage.imports)
    first = new_request(import_id=id_of(entry), stored=True)
    with storage.imports.begin() as tx:
        tx.requests.add(first)
        tx.commit()
    with storage.imports.begin() as tx:
        with pytest.raises(Conflict) as refused:
            tx.requests.add(replace(first, content_hash="1" * 64, stored=False))
        assert tx.requests.find(first.key) == first
    assert (refused.value.code, refused.value.message) == (
        "duplicate_request",
        "this idempotency key has been used before",
    )
    assert first.key not in str(refused.value.details)


def test_a_request_goes_with_the_import_that_is_not_kept(storage: Storage) -> None:
    with storage.imports.begin() as tx:
        request = new_request(import_id=id_of(tx.ledger.add(new_record())))
        tx.requests.add(request)
    with storage.imports.begin(read_only=True) as tx:
        assert tx.requests.find(request.key) is None


def test_a_request_is_seen_by_nobody_else_before_the_commit(storage: Storage) -> None:
    entry, _ = keep(storage.imports)
    request = new_request(import_id=id_of(entry))
    with storage.imports.begin() as tx, storage.imports.begin(read_only=True) as reading:
        tx.requests.add(request)
        tx.commit()
        assert reading.requests.find(request.key) is None

"""The contract of `PaybackSnapshot` beside the facts: the state they are in, the database's own key, where a fact is
told."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from domain.imports.ports import ImportTransaction
from domain.imports.rows import Coverage, Facts
from domain.payback.facts import Origin
from domain.payback.ports import MOST_ORIGINS
from domain.shared.errors import InvalidValue
from tests.contract.building import Cells, ad_metrics, covered, id_of, keep, new_record, orders, rates
from tests.contract.conftest import OpenStorage
from tests.contract.storages import Storage
from tests.contract.strategies import distinct, order_cells


def version_of(storage: Storage) -> str:
    with storage.facts.snapshot() as facts:
        return facts.version()


def origins_of(storage: Storage, *keys: str) -> dict[str, Origin]:
    with storage.facts.snapshot() as facts:
        return facts.origins(keys)


def test_the_version_stands_as_long_as_nothing_is_imported(storage: Storage) -> None:
    empty = version_of(storage)
    assert empty == version_of(storage)
    keep(storage.imports, orders({}))
    assert empty != version_of(storage) == version_of(storage)


def test_every_import_makes_another_version(storage: Storage) -> None:
    seen = [version_of(storage)]
    told: list[tuple[list[Facts], list[Coverage]]] = [
        ([orders({"key": "a"})], []),
        ([orders({"key": "a", "gross": 5})], []),
        ([ad_metrics({})], []),
        ([rates({})], []),
        ([], [covered()]),
        ([orders({"key": "a", "gross": 5, "line": 3})], []),
    ]
    for facts, coverage in told:
        keep(storage.imports, *facts, coverage=coverage)
        seen.append(version_of(storage))
    assert len(set(seen)) == len(seen)
    assert all(version.isprintable() and version.isascii() and len(version) <= 40 for version in seen)


def test_what_is_not_committed_is_no_other_version(storage: Storage) -> None:
    before = version_of(storage)
    with storage.imports.begin() as tx:
        _write(tx)
        assert version_of(storage) == before
    assert version_of(storage) == before


def test_the_version_is_that_of_the_snapshots_own_facts(storage: Storage) -> None:
    keep(storage.imports, orders({"key": "a"}))
    with storage.facts.snapshot() as facts:
        before = facts.version()
        keep(storage.imports, orders({"key": "b"}))
        assert (facts.version(), facts.orders().key.tolist()) == (before, ["a"])
        assert facts.origins(["b"]) == {}
    assert version_of(storage) != before


def test_a_database_keeps_its_key_for_ever(open_storage: OpenStorage) -> None:
    with open_storage().facts.snapshot() as facts:
        key = facts.id_key()
        assert (type(key), len(key), facts.id_key()) == (bytes, 32, key)
        assert len(set(key)) > 8


def test_an_import_leaves_the_key_as_it_is(storage: Storage) -> None:
    with storage.facts.snapshot() as facts:
        before = facts.id_key()
    keep(storage.imports, orders({}))
    with storage.facts.snapshot() as facts:
        assert facts.id_key() == before


def test_an_origin_is_the_file_and_line_that_tell_of_the_order_as_it_stands(storage: Storage) -> None:
    first, _ = keep(storage.imports, orders({"key": "a", "line": 2}, {"key": "b", "line": 3}), file="january.csv")
    second, _ = keep(
        storage.imports, orders({"key": "b", "gross": 5, "line": 2}, {"key": "a", "line": 9}), file="again.csv"
    )
    assert origins_of(storage, "b", "a", "c") == {
        "a": Origin(import_id=id_of(first), file="january.csv", line=2),
        "b": Origin(import_id=id_of(second), file="again.csv", line=2),
    }


def test_what_is_not_asked_for_is_not_told(storage: Storage) -> None:
    keep(storage.imports, orders({"key": "a"}, {"key": "b"}), ad_metrics({"key": "c"}))
    assert set(origins_of(storage, "a", "a", "c")) == {"a"}
    assert origins_of(storage) == {}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=distinct(order_cells))
def test_any_key_is_found(storage: Storage, rows: list[Cells]) -> None:
    entry, _ = keep(storage.imports, orders(*rows))
    found = origins_of(storage, *(row["key"] for row in rows))
    assert set(found) == {row["key"] for row in rows}
    told = {key: origin.line for key, origin in found.items() if origin.import_id == id_of(entry)}
    assert told.items() <= {row["key"]: row["line"] for row in rows}.items()


def test_a_call_takes_a_thousand_keys_and_no_more(storage: Storage) -> None:
    keep(storage.imports, orders(*({"key": f"{number}"} for number in range(MOST_ORIGINS))))
    keys = [f"{number}" for number in range(MOST_ORIGINS + 1)]
    assert len(origins_of(storage, *keys[:-1])) == MOST_ORIGINS
    with storage.facts.snapshot() as facts:
        with pytest.raises(InvalidValue) as refused:
            facts.origins(keys)
        assert refused.value.code == "keys"
        assert len(facts.origins(keys[:1])) == 1


def _write(tx: ImportTransaction) -> None:
    entry = tx.ledger.add(new_record())
    tx.facts.write_orders(id_of(entry), orders({}))

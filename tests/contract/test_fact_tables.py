"""The contract of `FactTables`: what a write counts, which version is current, that the others stay."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.imports.record import Written
from domain.imports.rows import ActivityRows, AdMetricRows, Facts, LeadRows, OrderRows, RateRows
from domain.shared.columns import MISSING
from tests.contract.building import DAY, TABLE_OF, Cells, ad_metrics, facts_like, id_of, keep, orders
from tests.contract.storages import Storage
from tests.contract.strategies import (
    activity_cells,
    ad_metric_cells,
    distinct,
    lead_cells,
    order_cells,
    rate_cells,
)

KINDS = list(TABLE_OF)
COLUMNS = [(kind, field.name) for kind in KINDS for field in fields(kind) if field.name not in {"key", "line"}]
AT = datetime(2026, 3, 1, 12, 0, 0, 1)  # noqa: DTZ001  numpy has no zones


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_to_write_is_no_error(storage: Storage, kind: type[Facts]) -> None:
    _, written = keep(storage.imports, facts_like(kind))
    assert written == [Written()]
    assert storage.versions_of(TABLE_OF[kind]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_new_keys_are_inserted(storage: Storage, kind: type[Facts]) -> None:
    entry, written = keep(storage.imports, facts_like(kind, {"key": "a"}, {"key": "b"}))
    assert written == [Written(inserted=2)]
    assert storage.versions_of(TABLE_OF[kind]) == [("a", id_of(entry), True), ("b", id_of(entry), True)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_again_is_unchanged_and_kept_behind(storage: Storage, kind: type[Facts]) -> None:
    first, _ = keep(storage.imports, facts_like(kind, {"key": "a", "line": 2}))
    second, written = keep(storage.imports, facts_like(kind, {"key": "a", "line": 99}))
    assert written == [Written(unchanged=1)]
    assert storage.versions_of(TABLE_OF[kind]) == [("a", id_of(first), True), ("a", id_of(second), False)]


@pytest.mark.parametrize(("kind", "name"), COLUMNS)
def test_a_difference_in_any_column_makes_the_later_version_current(
    storage: Storage, kind: type[Facts], name: str
) -> None:
    before, after = {"key": "a", **_two_cells(name)[0]}, {"key": "a", **_two_cells(name)[1]}
    first, _ = keep(storage.imports, facts_like(kind, before))
    second, written = keep(storage.imports, facts_like(kind, after))
    assert written == [Written(updated=1)]
    assert storage.versions_of(TABLE_OF[kind]) == [("a", id_of(first), False), ("a", id_of(second), True)]
    _, written = keep(storage.imports, facts_like(kind, before))
    assert written == [Written(updated=1)], "back to the first values, which are not the current ones"
    assert [current for *_, current in storage.versions_of(TABLE_OF[kind])] == [False, False, True]


@pytest.mark.parametrize("kind", KINDS)
def test_a_version_is_compared_to_the_current_one_not_to_the_newest(storage: Storage, kind: type[Facts]) -> None:
    name = {RateRows: "rate", ActivityRows: "event"}.get(kind, "campaign")
    for value, expected in [
        ("1", Written(inserted=1)),
        ("2", Written(updated=1)),
        ("2", Written(unchanged=1)),
        ("1", Written(updated=1)),
        ("1", Written(unchanged=1)),
    ]:
        _, written = keep(storage.imports, facts_like(kind, {"key": "a", name: value}))
        assert written == [expected]
    assert [current for *_, current in storage.versions_of(TABLE_OF[kind])] == [
        False,
        False,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_keys_that_look_alike_are_different_facts(storage: Storage, kind: type[Facts]) -> None:
    alike = ["a", "A", "ä", "a\u0308", " a", "a ", "a\t", "a\\t", "", "\\N", "null", "'a'", "1", "01", "1.0"]
    _, written = keep(storage.imports, facts_like(kind, *({"key": key} for key in alike)))
    assert written == [Written(inserted=len(alike))]
    assert [key for key, *_ in storage.versions_of(TABLE_OF[kind])] == sorted(alike)


def test_one_write_counts_new_other_and_same_facts_apart(storage: Storage) -> None:
    keep(storage.imports, orders(*({"key": key, "gross": 1} for key in "abcd")))
    _, written = keep(
        storage.imports,
        orders({"key": "d", "gross": 2}, {"key": "e"}, {"key": "a", "gross": 1, "line": 7}, {"key": "f"})
    )  # fmt: skip
    assert written == [Written(inserted=2, updated=1, unchanged=1)]


def test_each_kind_of_fact_has_keys_of_its_own(storage: Storage) -> None:
    _, written = keep(storage.imports, *(facts_like(kind, {"key": "a"}) for kind in KINDS))
    assert written == [Written(inserted=1)] * len(KINDS)


def test_a_fact_that_a_later_export_leaves_out_stays(storage: Storage) -> None:
    keep(storage.imports, orders({"key": "a"}, {"key": "b"}))
    keep(storage.imports, orders({"key": "b", "gross": 5}))
    with storage.facts.snapshot() as facts:
        assert facts.orders().key.tolist() == ["a", "b"]


def test_many_rows_are_written_and_rewritten_at_once(storage: Storage) -> None:
    many: list[Cells] = [{"key": f"{n:05}", "spend": n, "campaign": f"campaign {n % 7}"} for n in range(6_000)]
    _, first = keep(storage.imports, ad_metrics(*many))
    changed = [row | {"spend": -row["spend"]} if row["spend"] % 3 == 0 else row for row in many[1_000:]]
    _, second = keep(storage.imports, ad_metrics(*changed, *({"key": f"new {n}"} for n in range(500))))
    assert first == [Written(inserted=6_000)]
    assert second == [Written(inserted=500, updated=1_666, unchanged=3_334)]


@pytest.mark.parametrize("at", [0, 1, 1_234, 2_998, 2_999])
def test_one_known_fact_among_thousands_of_new_ones_is_not_overlooked(storage: Storage, at: int) -> None:
    keep(storage.imports, ad_metrics({"key": f"{at:05}", "spend": -1}, {"key": "other"}))
    many: list[Cells] = [{"key": f"{n:05}", "spend": n} for n in reversed(range(3_000))]
    entry, written = keep(storage.imports, ad_metrics(*many))
    assert written == [Written(inserted=2_999, updated=1)]
    versions = storage.versions_of("ad_metrics")
    assert len(versions) == 3_002
    assert [current for key, number, current in versions if key == f"{at:05}"] == [False, True]
    assert all(current for *_, number, current in versions if number == id_of(entry))


def test_facts_that_are_all_new_are_kept_beside_others_whatever_came_before_in_the_transaction(
    storage: Storage,
) -> None:
    _, written = keep(
        storage.imports, orders({"key": "a"}, {"key": "b"}), orders({"key": "c"}), ad_metrics({"key": "a"})
    )
    assert written == [Written(inserted=2), Written(inserted=1), Written(inserted=1)]
    assert [key for key, *_ in storage.versions_of("orders")] == ["a", "b", "c"]


_drawn = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_drawn
@given(rows=distinct(ad_metric_cells))
def test_any_ad_metrics_written_twice_are_unchanged(storage: Storage, rows: list[Cells]) -> None:
    _assert_same_when_written_again(storage, AdMetricRows, rows)


@_drawn
@given(rows=distinct(order_cells))
def test_any_orders_written_twice_are_unchanged(storage: Storage, rows: list[Cells]) -> None:
    _assert_same_when_written_again(storage, OrderRows, rows)


@_drawn
@given(rows=distinct(rate_cells))
def test_any_rates_written_twice_are_unchanged(storage: Storage, rows: list[Cells]) -> None:
    _assert_same_when_written_again(storage, RateRows, rows)


@_drawn
@given(rows=distinct(lead_cells))
def test_any_leads_written_twice_are_unchanged(storage: Storage, rows: list[Cells]) -> None:
    _assert_same_when_written_again(storage, LeadRows, rows)


@_drawn
@given(rows=distinct(activity_cells))
def test_any_activity_written_twice_is_unchanged(storage: Storage, rows: list[Cells]) -> None:
    _assert_same_when_written_again(storage, ActivityRows, rows)


@_drawn
@given(data=st.data(), before=order_cells, after=order_cells)
def test_one_other_cell_makes_another_version(
    storage: Storage, data: st.DataObject, before: Cells, after: Cells
) -> None:
    """Written and read as different exactly where Python tells them apart."""
    keep(storage.imports, orders({**before, "key": "a"}))
    names = [name for name in before if name not in {"key", "line", "ordered_at", "ordered_local"}]
    name = data.draw(st.sampled_from(names))
    _, written = keep(storage.imports, orders({**before, "key": "a", name: after[name]}))
    same = before[name] == after[name]
    assert written == [Written(unchanged=1) if same else Written(updated=1)]


def _assert_same_when_written_again(storage: Storage, kind: type[Facts], rows: list[Cells]) -> None:
    keep(storage.imports, facts_like(kind, *rows))
    _, written = keep(storage.imports, facts_like(kind, *reversed(rows)))
    assert written == [Written(unchanged=len(rows))]


def _two_cells(name: str) -> tuple[Cells, Cells]:
    """Two values of a column that are easily taken for each other."""
    pairs: dict[str, tuple[Any, Any]] = {
        "level": ("campaign", "ad"),
        "start": (DAY - timedelta(1), DAY),
        "end": (DAY, DAY + timedelta(1)),
        "day": (DAY, DAY + timedelta(1)),
        "currency": ("USD", "EUR"),
        "into": ("", "USD"),
        "rate": ("1.1", "1.10"),
        "gross": (2**53, 2**53 + 1),
        "refunded": (0, -1),
        **dict.fromkeys(("tax", "shipping", "spend", "impressions", "clicks"), (MISSING, 0)),
        **dict.fromkeys(("conversions", "conversion_value"), (MISSING, 0)),
    }
    if name.endswith("_at"):
        return {name: AT}, {name: AT + timedelta(microseconds=1)}
    if name.endswith("_local"):
        local = {name.replace("_local", "_at"): None}
        return {**local, name: AT.replace(microsecond=0)}, {
            **local,
            name: AT.replace(second=1, microsecond=0),
        }
    before, after = pairs.get(name, ("a", "A"))
    return {name: before}, {name: after}

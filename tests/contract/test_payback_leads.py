"""The contract of `PaybackSnapshot.leads`."""

from __future__ import annotations

from dataclasses import fields
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings

from domain.payback.facts import LeadFacts
from tests.contract.building import Cells, cells_of, keep, leads, undo
from tests.contract.storages import Storage
from tests.contract.strategies import NASTY, distinct, lead_cells

_drawn = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_runs = count(1)
NAMES = [column.name for column in fields(LeadFacts)]


def told(storage: Storage) -> list[Cells]:
    with storage.facts.snapshot() as facts:
        return cells_of(facts.leads())


def seen(row: Cells) -> dict[str, Any]:
    """What payback sees of a lead."""
    return {name: row[name] for name in NAMES}


def test_an_empty_database_has_no_leads(storage: Storage) -> None:
    assert told(storage) == []


@_drawn
@given(rows=distinct(lead_cells))
def test_leads_come_back_as_they_were_written_in_the_order_of_their_keys(storage: Storage, rows: list[Cells]) -> None:
    prefix = f"run {next(_runs):06}:"
    rows = [{**row, "key": prefix + row["key"]} for row in rows]
    keep(storage.imports, leads(*rows))
    found = [row for row in told(storage) if row["key"].startswith(prefix)]
    assert found == [seen(row) for row in sorted(rows, key=lambda row: row["key"])]


def test_leads_are_ordered_by_code_points(storage: Storage) -> None:
    names = [name for name in NASTY if name]
    keep(storage.imports, leads(*({"key": name} for name in names)))
    assert [row["key"] for row in told(storage)] == sorted(names)


def test_only_current_leads_are_told_and_an_undone_import_gives_the_older_ones_back(storage: Storage) -> None:
    keep(storage.imports, leads({"source": "podcast"}))
    later, _ = keep(storage.imports, leads({"source": "radio"}, {"source": "radio"}))
    assert [row["source"] for row in told(storage)] == ["radio", "radio"]
    undo(storage.imports, later)
    assert [row["source"] for row in told(storage)] == ["podcast"]


def test_a_snapshot_sees_no_lead_that_is_committed_later(storage: Storage) -> None:
    with storage.facts.snapshot() as facts:
        before = facts.version()
        keep(storage.imports, leads({}))
        assert len(facts.leads()) == 0
    with storage.facts.snapshot() as facts:
        assert (len(facts.leads()), facts.version() == before) == (1, False)

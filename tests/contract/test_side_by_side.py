"""The oracle and a database, driven side by side through one history: all that the ports tell must be equal, and the
facts those of a history in which what was undone never happened."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from domain.imports.mapping import ColumnMapping
from domain.imports.ports import ImportTransaction
from domain.imports.record import ImportRecord, Kind, TakenBack, Written
from domain.imports.rows import Coverage, Facts
from domain.payback.ports import PaybackSnapshot
from domain.shared.columns import MISSING
from domain.shared.errors import Conflict, NotFound
from domain.shared.page import LARGEST_PAGE
from tests.contract.building import (
    DAY,
    TABLE_OF,
    UNDONE_AT,
    Cells,
    activity,
    ad_metrics,
    cells_of,
    covered,
    id_of,
    keep,
    leads,
    new_mapping,
    new_record,
    orders,
    rates,
    write,
)
from tests.contract.conftest import OpenPair, Pair
from tests.contract.storages import Storage, in_memory

CONTENTS = [f"{n:064x}" for n in range(4)]
ACCOUNTS, ASSUMED, CURRENCIES = ["", "b"], ["", "AUD"], ["", "USD", "EUR"]

keys = st.sampled_from(["a", "A", "ä", "b c"])
days = st.sampled_from([DAY, DAY + timedelta(1)])
numbers = st.sampled_from([MISSING, 0, 5, -5])
names = st.sampled_from(["", "x", "X", "é"])
currencies = st.sampled_from(["", "USD", "EUR"])


def _sets(**cells: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Cells]]:
    row = st.fixed_dictionaries({"key": keys, "line": st.integers(1, 3), **cells})
    return st.lists(row, max_size=4, unique_by=lambda row: row["key"])


def _ordered(row: Cells) -> Cells:
    none = row["start"] is None or row["end"] is None
    return {**row, "start": None, "end": None} if none else {**row, "end": max(row["start"], row["end"])}


ad_metric_sets = _sets(
    currency=currencies,
    platform=names,
    campaign=names,
    shape=names,
    start=days | st.none(),
    end=days | st.none(),
    spend=numbers,
    conversion_value=numbers,
).map(lambda rows: ad_metrics(*map(_ordered, rows)))
order_sets = _sets(currency=currencies, gross=numbers.filter(lambda n: n != MISSING), email=names).map(
    lambda rows: orders(*rows)
)
lead_sets = _sets(email=names, status=names).map(lambda rows: leads(*rows))
activity_sets = _sets(event=names).map(lambda rows: activity(*rows))
rate_sets = _sets(currency=currencies, day=days, rate=st.sampled_from(["1", "2"])).map(lambda rows: rates(*rows))
intervals = st.builds(
    lambda platform, daily, start: covered(platform=platform, daily=daily, start=min(start, DAY)),
    names,
    st.booleans(),
    days,
)
drafts = st.builds(
    new_record,
    content_hash=st.sampled_from(CONTENTS),
    account=st.sampled_from(ACCOUNTS),
    assumed_currency=st.sampled_from(ASSUMED),
)
mappings = st.builds(
    new_mapping, fingerprint=st.sampled_from(["a", "B", "ä"]), platform=names, kind=st.sampled_from(Kind)
)


@dataclass(kw_only=True)
class Made:
    """One import that was committed, by what it brought."""

    facts: Sequence[Facts]
    coverage: list[Coverage]
    is_undone: bool = False


QUICK = settings(
    max_examples=25,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class SideBySide(RuleBasedStateMachine):
    def __init__(self, pair: Pair) -> None:
        super().__init__()
        self.pair = pair
        self.made: list[Made] = []
        self.reading = ExitStack()
        self.snapshots: list[PaybackSnapshot] = []
        self.seen: Any = None

    @rule(
        drafts=st.lists(drafts, min_size=1, max_size=2),
        facts=st.tuples(ad_metric_sets, order_sets, rate_sets, lead_sets, activity_sets),
        coverage=st.lists(intervals, max_size=2),
        commit=st.integers(0, 4).map(bool),
    )
    def an_import(
        self, drafts: list[ImportRecord], facts: Sequence[Facts], coverage: list[Coverage], commit: bool
    ) -> None:
        one, other = (_import(storage, drafts, facts, coverage, commit) for storage in self.pair)
        assert one == other
        if commit:
            self.made += [Made(facts=facts, coverage=coverage) for written in one if not isinstance(written, str)]

    @precondition(lambda self: self.made)
    @rule(which=st.integers(0, 99), commit=st.integers(0, 4).map(bool))
    def an_undo(self, which: int, commit: bool) -> None:
        rank = which % len(self.made)
        one, other = (_undo(storage, rank, commit) for storage in self.pair)
        assert one == other
        assert isinstance(one, str) == self.made[rank].is_undone
        self.made[rank].is_undone |= commit

    @rule(mapping=mappings)
    def a_mapping_is_saved(self, mapping: ColumnMapping) -> None:
        for storage in self.pair:
            with storage.imports.begin() as tx:
                tx.mappings.save(mapping)
                tx.commit()

    @rule(fingerprint=st.sampled_from(["a", "B"]))
    def a_mapping_is_removed(self, fingerprint: str) -> None:
        one, other = (_removed(storage, fingerprint) for storage in self.pair)
        assert one == other

    @precondition(lambda self: not self.snapshots)
    @rule()
    def a_snapshot_is_opened(self) -> None:
        self.snapshots = [self.reading.enter_context(storage.facts.snapshot()) for storage in self.pair]
        self.seen = _facts(self.snapshots[0])

    @precondition(lambda self: self.snapshots)
    @rule()
    def the_snapshot_is_closed(self) -> None:
        self.reading.close()
        self.snapshots = []

    @invariant()
    def an_open_snapshot_tells_what_it_told(self) -> None:
        for snapshot in self.snapshots:
            assert _facts(snapshot) == self.seen

    @invariant()
    def both_tell_the_same(self) -> None:
        one, other = (_everything(storage) for storage in self.pair)
        assert one == other

    @invariant()
    def the_facts_are_those_of_a_history_without_what_was_undone(self) -> None:
        if any(made.is_undone for made in self.made):
            assert _values(self.pair[0]) == _values(_replayed([made for made in self.made if not made.is_undone]))

    def teardown(self) -> None:
        self.reading.close()
        for storage in self.pair:
            storage.assert_at_rest()


def test_the_oracle_and_a_database_tell_the_same_of_any_history(open_pair: OpenPair) -> None:
    _assert_the_same_all_along(open_pair, QUICK)


@pytest.mark.slow
def test_the_oracle_and_a_database_tell_the_same_of_many_histories(open_pair: OpenPair) -> None:
    _assert_the_same_all_along(open_pair, settings(QUICK, max_examples=50))


def _assert_the_same_all_along(open_pair: OpenPair, effort: settings) -> None:
    class Machine(SideBySide):
        def __init__(self) -> None:
            super().__init__(open_pair())

    run_state_machine_as_test(Machine, settings=effort)


def _import(
    storage: Storage,
    drafts: list[ImportRecord],
    facts: Sequence[Facts],
    coverage: list[Coverage],
    commit: bool,
) -> list[list[Written] | str]:
    """What became of each file: the counts, or the code of the error that the transaction outlives."""
    with storage.imports.begin() as tx:
        written = [_one_file(tx, draft, facts, coverage) for draft in drafts]
        if commit:
            tx.commit()
    return written


def _one_file(
    tx: ImportTransaction, draft: ImportRecord, facts: Sequence[Facts], coverage: list[Coverage]
) -> list[Written] | str:
    try:
        entry = tx.ledger.add(draft)
    except Conflict as error:
        return error.code
    written = [write(tx, id_of(entry), rows) for rows in facts]
    tx.facts.write_coverage(id_of(entry), coverage)
    tx.ledger.complete(replace(entry, written=written[0]))
    assert tx.ledger.get(id_of(entry)) == replace(entry, written=written[0])
    return written


def _undo(storage: Storage, rank: int, commit: bool) -> TakenBack | str:
    with storage.imports.begin() as tx:
        import_id = sorted(id_of(entry) for entry in tx.ledger.page_imports(limit=LARGEST_PAGE).items)[rank]
        try:
            tx.ledger.undo(import_id, UNDONE_AT)
        except Conflict as error:
            return error.code
        taken = tx.facts.take_back(import_id)
        if commit:
            tx.commit()
    return taken


def _removed(storage: Storage, fingerprint: str) -> str | None:
    with storage.imports.begin() as tx:
        try:
            tx.mappings.remove(fingerprint)
        except NotFound as error:
            return error.message
        tx.commit()
    return None


def _replayed(imports: Sequence[Made]) -> Storage:
    fresh = in_memory(30.0)
    for made in imports:
        keep(fresh.imports, *made.facts, coverage=made.coverage)
    return fresh


def _values(storage: Storage) -> Any:
    with storage.facts.snapshot() as snapshot:
        return [storage.current(table) for table in TABLE_OF.values()], snapshot.coverage()


def _everything(storage: Storage) -> Any:
    """All that the ports tell and the tables hold, with each id replaced by its rank: ids may have gaps."""
    with storage.facts.snapshot() as snapshot, storage.imports.begin(read_only=True) as tx:
        entries: list[ImportRecord] = []
        cursor = None
        while not entries or cursor is not None:
            page = tx.ledger.page_imports(before=cursor, limit=2)
            entries, cursor = [*entries, *page.items], page.next_cursor
            if not page.items:
                break
        ranks: dict[int | None, int] = {entry.id: rank for rank, entry in enumerate(entries[::-1])}
        found = [
            tx.ledger.find_by_content(content, account, assumed)
            for content in CONTENTS
            for account in ACCOUNTS
            for assumed in (*ASSUMED, None)
        ]
        facts, decided = _facts(snapshot), tx.mappings.listed()
    kept = [
        sorted(
            ({**row, "import_id": ranks[row["import_id"]]} for row in storage.kept(table)),
            key=lambda row: (row["key"], row["import_id"]),
        )
        for table in TABLE_OF.values()
    ]
    listed = [replace(entry, id=ranks[entry.id]) for entry in entries]
    return listed, [entry and ranks[entry.id] for entry in found], kept, facts, decided


def _facts(snapshot: PaybackSnapshot) -> Any:
    daily = [
        cells_of(snapshot.daily_spend(currency=currency, by_campaign=by_campaign))
        for currency in CURRENCIES
        for by_campaign in (True, False)
    ]
    return (
        snapshot.currencies(),
        cells_of(snapshot.orders()),
        daily,
        cells_of(snapshot.period_spend()),
        snapshot.coverage(),
        snapshot.rates(),
    )

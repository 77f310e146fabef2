"""The use case of undo on every configuration: what it answers, also where the answer to its commit got lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from application.imports.imports import ImportHandler, ImportOptions
from application.imports.undoing import UndoView
from domain.imports.accounts import AccountNames
from domain.imports.ports import ImportStore, ImportTransaction
from domain.imports.record import ImportRecord, Kind, Status
from domain.shared.clock import Clock
from domain.shared.errors import Conflict, ConnectionLost, NotFound
from infrastructure.exports import FileExportReader
from tests.contract.building import UNDONE_AT, id_of, keep, leads, orders, undo
from tests.contract.storages import Storage
from tests.contract.test_races import ORDERS_A_FILE, amounts, at_once, handler_of, orders_file


class Stopped(Clock):
    """It tells one instant for ever."""

    def now(self) -> datetime:
        return UNDONE_AT


@dataclass
class LosesAnswers(ImportStore):
    """A store whose connection ends at a commit: once for each entry of `took_effect`, which tells whether it did.
    `between` happens after the first of them."""

    inner: ImportStore
    took_effect: list[bool]
    between: Callable[[], object] | None = None
    begun: int = 0

    @contextmanager
    def begin(self, *, read_only: bool = False) -> Iterator[ImportTransaction]:
        self.begun += 1
        if self.begun == 2 and self.between is not None:
            self.between()
        with self.inner.begin(read_only=read_only) as tx:
            if self.took_effect:
                setattr(tx, "commit", partial(self._commit, tx.commit, self.took_effect.pop(0)))  # noqa: B010
            yield tx

    def _commit(self, commit: Callable[[], None], took_effect: bool) -> None:
        if took_effect:
            commit()
        raise ConnectionLost("the connection has ended")


def stopped(store: ImportStore) -> ImportHandler:
    return ImportHandler(FileExportReader(), store, Stopped())


def entry_in(storage: Storage) -> ImportRecord:
    keep(storage.imports, orders({"key": "a", "gross": 1}))
    entry, _ = keep(
        storage.imports, orders({"key": "a", "gross": 2}, {"key": "b"}, {"key": "c"}), kind=Kind.ORDERS, file="two.csv"
    )
    return entry


def answer(entry: ImportRecord) -> UndoView:
    return UndoView(
        id=id_of(entry),
        file="two.csv",
        kind="orders",
        undone_at="2026-05-02T09:15:00+00:00",
        gone=2,
        restored=1,
        dry_run=False,
    )


def test_an_undo_tells_what_became_of_the_facts(storage: Storage) -> None:
    entry = entry_in(storage)
    assert stopped(storage.imports).undo(id_of(entry)) == answer(entry)
    assert amounts(storage) == {"a": 1}


def test_the_ledger_shows_what_was_undone_and_when(storage: Storage) -> None:
    entry, handler = entry_in(storage), stopped(storage.imports)
    handler.undo(id_of(entry))
    shown, _ = handler.list_imports()
    assert [(view["id"], view["undone_at"]) for view in shown] == [
        (id_of(entry), "2026-05-02T09:15:00+00:00"),
        (id_of(entry) - 1, None),
    ]
    assert handler.show_import(id_of(entry)) == shown[0]


def test_a_dry_run_tells_the_same_and_keeps_nothing(storage: Storage) -> None:
    entry, handler = entry_in(storage), stopped(storage.imports)
    for _ in range(2):
        assert handler.undo(id_of(entry), dry_run=True) == {**answer(entry), "undone_at": None, "dry_run": True}
    assert amounts(storage) == {"a": 2, "b": 0, "c": 0}
    assert handler.undo(id_of(entry)) == answer(entry)


@pytest.mark.parametrize("dry_run", [True, False])
def test_an_import_that_is_not_there_cannot_be_undone(storage: Storage, dry_run: bool) -> None:
    with pytest.raises(NotFound, match="there is no import 77"):
        stopped(storage.imports).undo(77, dry_run=dry_run)


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_second_undo_is_told_that_there_was_a_first(storage: Storage, dry_run: bool) -> None:
    """Also at the very same instant."""
    entry, handler = entry_in(storage), stopped(storage.imports)
    handler.undo(id_of(entry))
    with pytest.raises(Conflict) as refused:
        handler.undo(id_of(entry), dry_run=dry_run)
    assert refused.value.code == "already_undone"
    assert refused.value.message == f"import {id_of(entry)} was undone already, at 2026-05-02 09:15 UTC"
    assert amounts(storage) == {"a": 1}


@pytest.mark.parametrize("took_effect", [[True], [False], [False, True], [False, False, False]])
def test_an_undo_whose_commit_got_no_answer_is_told_as_what_it_did(storage: Storage, took_effect: list[bool]) -> None:
    entry = entry_in(storage)
    assert stopped(LosesAnswers(storage.imports, took_effect)).undo(id_of(entry)) == answer(entry)
    assert amounts(storage) == {"a": 1}
    assert len(storage.versions_of("orders")) == 1


def test_what_happened_between_two_tries_is_in_the_answer(storage: Storage) -> None:
    entry = entry_in(storage)
    another = partial(keep, storage.imports, orders({"key": "b", "gross": 5}))
    store = LosesAnswers(storage.imports, [False, True], between=another)
    assert stopped(store).undo(id_of(entry)) == {**answer(entry), "gone": 1, "restored": 1}
    assert amounts(storage) == {"a": 1, "b": 5}


def test_an_import_that_somebody_else_undoes_between_two_tries_is_told_as_undone(storage: Storage) -> None:
    entry = entry_in(storage)
    at = datetime(2026, 5, 2, 10, tzinfo=UTC)
    store = LosesAnswers(storage.imports, [False], between=partial(undo, storage.imports, entry, at=at))
    with pytest.raises(Conflict, match="at 2026-05-02 10:00 UTC"):
        stopped(store).undo(id_of(entry))
    assert amounts(storage) == {"a": 1}


def test_a_file_whose_import_was_undone_imports_again_as_new(storage: Storage, tmp_path: Path) -> None:
    handler, file = handler_of(storage), orders_file(tmp_path, "orders.csv")
    told = []
    for _ in range(3):
        outcome = handler.import_file(file, ImportOptions())
        assert isinstance(outcome.found, ImportRecord)
        assert (outcome.status, outcome.found.written.inserted) == (Status.IMPORTED, ORDERS_A_FILE)
        assert handler.import_file(file, ImportOptions()).status == Status.UNCHANGED
        undone = handler.undo(outcome.found.ledger_id)
        assert (undone["file"], undone["gone"], undone["restored"]) == ("orders.csv", ORDERS_A_FILE, 0)
        assert amounts(storage) == {}
        told.append(undone["id"])
    assert len(set(told)) == 3


def test_a_request_key_answers_the_entry_that_it_made_also_when_that_is_undone(
    storage: Storage, tmp_path: Path
) -> None:
    handler, file = handler_of(storage), orders_file(tmp_path, "orders.csv")
    first = handler.import_file(file, ImportOptions(request_key="mine"))
    assert isinstance(first.found, ImportRecord)
    handler.undo(first.found.ledger_id)
    again = handler.import_file(file, ImportOptions(request_key="mine"))
    assert isinstance(again.found, ImportRecord)
    undone = replace(first.found, undone_at=again.found.undone_at)
    assert again == replace(first, status=Status.UNDONE, found=undone)
    assert again.found.undone_at is not None
    assert amounts(storage) == {}
    other = handler.import_file(file, ImportOptions(request_key="another"))
    assert (other.status, other.stored, len(amounts(storage))) == (Status.IMPORTED, True, ORDERS_A_FILE)


def test_the_same_file_in_another_account_is_not_warned_of_what_is_undone(storage: Storage, tmp_path: Path) -> None:
    handler, file = handler_of(storage), orders_file(tmp_path, "orders.csv")
    outcome = handler.import_file(file, ImportOptions())
    assert isinstance(outcome.found, ImportRecord)
    handler.undo(outcome.found.ledger_id)
    named = handler.import_file(file, ImportOptions(accounts=AccountNames.parse(["main"])))
    assert isinstance(named.found, ImportRecord)
    assert "same_content" not in {message.code for message in named.found.findings.messages}


def test_imports_and_undos_at_once_leave_what_the_imports_that_stand_say(storage: Storage) -> None:
    """Each import says something else of the same orders; half of them are undone while others are made."""
    entries = [keep(storage.imports, orders({"key": "a", "gross": n}, {"key": f"own {n}"}))[0] for n in range(6)]
    handler = handler_of(storage)
    undos = [partial(handler.undo, id_of(entry)) for entry in entries[::2]]
    imports = [partial(keep, storage.imports, orders({"key": "a", "gross": 10}, {"key": "b"})) for _ in range(3)]
    at_once([work for pair in zip(undos, imports, strict=True) for work in pair])
    assert amounts(storage) == {"a": 10, "b": 0, "own 1": 0, "own 3": 0, "own 5": 0}


def test_kinds_that_payback_does_not_read_are_undone_too(storage: Storage) -> None:
    entry, _ = keep(storage.imports, leads({"key": "a"}, {"key": "b"}), kind=Kind.LEADS, file="two.csv")
    view = stopped(storage.imports).undo(id_of(entry))
    assert (view["kind"], view["gone"], view["restored"]) == ("leads", 2, 0)
    assert storage.kept("leads") == []

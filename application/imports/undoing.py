"""Taking an import back: its facts go, its entry stays and says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from application.imports.keeping import Begin
from domain.imports.record import ImportRecord, TakenBack


class UndoView(TypedDict):
    """`gone` counts the facts that no import attests any more, `restored` those of which another import's version is
    the current one again. In a dry run, what would become of them; `undone_at` is None then."""

    id: int
    file: str
    kind: str
    undone_at: str | None
    gone: int
    restored: int
    dry_run: bool


@dataclass(slots=True, kw_only=True)
class Undoing:
    """One call's undo of one import. It may be tried again after any fault: the instant, which is the same in each try,
    tells whether an earlier try, whose answer got lost, has done it."""

    begin: Begin
    import_id: int
    at: datetime
    dry_run: bool = False
    _taken: TakenBack | None = None

    def once(self) -> UndoView:
        """NotFound if there is no such entry; Conflict ("already_undone") if somebody else's call has undone it."""
        with self.begin() as tx:
            entry = tx.ledger.get(self.import_id)
            if self._taken is not None and entry.undone_at == self.at:
                return self._view(entry, self._taken)
            entry = tx.ledger.undo(self.import_id, self.at)
            self._taken = tx.facts.take_back(self.import_id)
            if not self.dry_run:
                tx.commit()
        return self._view(entry, self._taken)

    def _view(self, entry: ImportRecord, taken: TakenBack) -> UndoView:
        undone_at = None if self.dry_run or entry.undone_at is None else entry.undone_at.isoformat()
        return UndoView(
            id=entry.ledger_id,
            file=entry.file,
            kind=entry.kind.value,
            undone_at=undone_at,
            gone=taken.gone,
            restored=taken.restored,
            dry_run=self.dry_run,
        )

"""What became of one file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from application.imports.proposals import FileView, ProposalView, file_view, not_understood, proposal_view
from application.imports.views import import_view
from domain.imports.reading import Unreadable
from domain.imports.record import ImportRecord, Reject, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A file that was understood, as it stands (or would stand) in the ledger, or one that was not, with `proposal` as
    to how it may be.

    `stored` tells whether this call, or the one that its request key repeats, made an entry in the ledger. `rejects`
    are all lines that this call left out, of which the ledger keeps some; `origin` is the file, or the archive, as it
    was given.
    """

    file: str
    status: Status
    found: ImportRecord | Unreadable
    stored: bool = False
    proposal: ProposalView | None = None
    rejects: tuple[Reject, ...] = field(default=(), repr=False)
    origin: Path | None = None

    @classmethod
    def not_understood(cls, file: str, found: Unreadable, currency: str | None) -> Self:
        """Of the proposal only the view is kept: its facts may be as many as a file's."""
        if found.proposal is None:
            return cls(file=file, status=Status.UNRECOGNISED, found=found)
        proposed = proposal_view(file, found.proposal, currency)
        return cls(file=file, status=Status.PROPOSED, found=replace(found, proposal=None), proposal=proposed)

    def view(self, currency: str | None = None) -> FileView:
        """As shown; `currency` is what a file that names none is read as, None where nobody said."""
        if isinstance(self.found, Unreadable):
            return not_understood(self.file, self.found, self.proposal)
        return file_view(import_view(self.found, self.status, currency))

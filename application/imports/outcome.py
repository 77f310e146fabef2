"""What became of one file."""

from __future__ import annotations

from dataclasses import dataclass

from application.imports.views import ImportView, import_view, unreadable_view
from domain.imports.reading import Unreadable
from domain.imports.record import ImportRecord, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A file that was understood, as it stands (or would stand) in the ledger, or one that was not.

    `stored` tells whether this call, or the one that its request key repeats, made an entry in the ledger.
    """

    file: str
    status: Status
    found: ImportRecord | Unreadable
    stored: bool = False

    def view(self, currency: str | None = None) -> ImportView:
        """As shown; `currency` is what a file that names none is read as, None where nobody said."""
        if isinstance(self.found, Unreadable):
            return unreadable_view(self.file, self.found)
        return import_view(self.found, self.status, currency)

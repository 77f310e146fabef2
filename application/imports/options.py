"""How files are to be imported."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.imports.accounts import AccountNames
from domain.imports.notation import DateOrder, DecimalMark
from domain.imports.request import require_request_key
from domain.shared.errors import InvalidValue


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How files are read.

    `currency` is what a file that names none is read as; it is kept with the import only if `keep_currency`, because a
    question asked of a folder may be asked again in another one. With `strict` a file with a rejected row is not
    stored. `date_order` and `decimal` settle what the cells of a file leave open. `request_key` is the caller's
    idempotency key for one file: asked again under it, the same file is answered as the first time. InvalidValue if it
    cannot be one, and beside `dry_run`, of which there is nothing to find again.
    """

    accounts: AccountNames = field(default_factory=AccountNames)
    currency: str | None = None
    keep_currency: bool = False
    dry_run: bool = False
    strict: bool = False
    date_order: DateOrder | None = None
    decimal: DecimalMark | None = None
    request_key: str | None = None

    def __post_init__(self) -> None:
        if self.request_key is None:
            return
        require_request_key(self.request_key)
        if self.dry_run:
            raise InvalidValue("a dry run keeps nothing, so it takes no idempotency key", code="idempotency_key")

    @property
    def told_currency(self) -> str | None:
        """The currency that is kept with a file that names none."""
        return self.currency if self.keep_currency else None

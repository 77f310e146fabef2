"""What was asked under a request key (an idempotency key), so that asking again does nothing twice."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from domain.shared.errors import InvalidValue

_KEY = re.compile(r"[!-~]{1,200}")


def require_request_key(key: str) -> None:
    """InvalidValue unless `key` is 1 to 200 visible ASCII characters. The key itself is not repeated."""
    if not _KEY.fullmatch(key):
        raise InvalidValue("an idempotency key has 1 to 200 visible ASCII characters", code="idempotency_key")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """One call. The payload is the file's content, its account, the currency that the call told ("" for none) and
    whether a file with a rejected row was to be left out (`strict`).

    `import_id` is the entry of the ledger that answered it, None before it is kept; `stored` whether the call made
    that entry, or found it there.
    """

    key: str
    content_hash: str
    account: str
    assumed_currency: str
    strict: bool
    import_id: int | None = None
    stored: bool = False
    created_at: datetime

    def answered_by(self, import_id: int, *, stored: bool) -> Self:
        """The request as it is kept."""
        return replace(self, import_id=import_id, stored=stored)

    def require_payload_of(self, other: ImportRequest) -> None:
        """InvalidValue where `other`, under the same key, asks something else."""
        if self._payload != other._payload:
            said = "this idempotency key was used for another file, account, currency or strictness: use a new one"
            raise InvalidValue(said, code="idempotency_key_reused")

    @property
    def _payload(self) -> tuple[str, str, str, bool]:
        return self.content_hash, self.account, self.assumed_currency, self.strict

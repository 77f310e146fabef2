"""The errors of the business and of storage, apart from any technology."""

from __future__ import annotations


class SuccotashError(Exception):
    """Something a person must be told in one line.

    `code` is stable and machine-readable; `message` is one clear sentence without secrets; `details` names the place.
    """

    code = "error"

    def __init__(self, message: str, *, code: str | None = None, **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.details = details


class DomainError(SuccotashError):
    """The request, or what it names, is at fault."""


class NotFound(DomainError):
    code = "not_found"


class Conflict(DomainError):
    code = "conflict"


class InvalidValue(DomainError):
    code = "invalid_value"


class Unusable(DomainError):
    """A thing that was named cannot be used: a folder, an output, a table of words."""

    code = "unusable"


class StorageError(SuccotashError):
    """Storage is at fault; the driver's own error is the `__cause__`."""

    code = "storage_error"


class StorageUnavailable(StorageError):
    """The database cannot be reached, or has no connection free within the bounded wait."""

    code = "storage_unavailable"


class ConnectionLost(StorageUnavailable):
    """The connection ended during a transaction: whether a commit that was under way took effect is not known."""

    code = "connection_lost"


class TransientStorageError(StorageError):
    """A deadlock or a serialization failure: the whole transaction may be run again."""

    code = "transient_storage_error"


class SchemaMismatch(StorageError):
    """The database's schema is not at the revision that this program was written for."""

    code = "schema_mismatch"


class CorruptRow(StorageError):
    """A stored row does not decode to a value of the domain."""

    code = "corrupt_row"


class Busy(SuccotashError):
    """So much is being worked out already that this was not begun within the bounded wait; try again later."""

    code = "busy"

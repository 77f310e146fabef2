"""What PostgreSQL's drivers raise, as the errors of the business."""

from __future__ import annotations

import re

from domain.shared.errors import StorageError, StorageUnavailable, TransientStorageError
from domain.shared.text import one_line

_TRANSIENT = {"40001", "40P01"}
"""Serialization failure, deadlock."""

_LOCK_NOT_AVAILABLE = "55P03"

_UNAVAILABLE = re.compile(r"08...|53...|57...")
"""SQLSTATE classes: connection exception, insufficient resources, operator intervention (shutdown, cancel)."""

_REFUSALS = {
    "password authentication failed": "the user or the password is not accepted",
    "no password supplied": "it asks for a password and none was given",
    "no pg_hba.conf entry": "the server does not let this user in from here",
    "does not exist": "there is no such database or role",
    "could not translate host name": "there is no host of that name",
    "failed to resolve host": "there is no host of that name",
}
"""What no second attempt will change. The drivers' own messages are not repeated: they may quote parts of the URL."""

_DELAYS = {
    "starting up": "the server is starting up",
    "shutting down": "the server is shutting down",
    "too many clients": "the server has no connection to spare",
    "remaining connection slots": "the server has no connection to spare",
    "refused": "nobody answers there",
    "No such file": "nobody answers there",
    "timeout": "it did not answer in time",
}


def refusal(error: Exception) -> str | None:
    """Why a new connection was refused for good, or None where trying again may help."""
    return _first(_REFUSALS, error)


def unreachable(error: Exception, place: str) -> StorageUnavailable:
    """The error for a server at `place` that could not be connected to."""
    why = refusal(error) or _first(_DELAYS, error) or "no connection could be made"
    return StorageUnavailable(f"PostgreSQL at {place} cannot be reached: {why}", place=place)


def translated(error: Exception, place: str) -> StorageError:
    """The error for a statement or a connection that failed."""
    state = _state(error)
    if state in _TRANSIENT:
        return TransientStorageError(f"PostgreSQL at {place} gave up a transaction: {_primary(error)}")
    if state == _LOCK_NOT_AVAILABLE:
        return StorageUnavailable(f"PostgreSQL at {place}: another import has been under way for too long")
    if _UNAVAILABLE.fullmatch(state) or (not state and _is_operational(error)):
        return StorageUnavailable(f"PostgreSQL at {place} is not available: {_primary(error)}", place=place)
    return StorageError(f"PostgreSQL at {place} refused: {_primary(error)}", sqlstate=state)


def _state(error: Exception) -> str:
    return str(getattr(error, "sqlstate", None) or getattr(error, "pgcode", None) or "")


def _is_operational(error: Exception) -> bool:
    """Without a SQLSTATE these two speak of the connection, in both drivers and the pool."""
    return {"OperationalError", "InterfaceError"} & {kind.__name__ for kind in type(error).__mro__} != set()


def _primary(error: Exception) -> str:
    """The server's message without its detail, which may hold values; else what the connection died of."""
    message = getattr(getattr(error, "diag", None), "message_primary", None)
    if message is None:
        message = "the connection was lost" if _is_operational(error) else "a value cannot be stored"
    return one_line(message, 200)


def _first(reasons: dict[str, str], error: Exception) -> str | None:
    said = str(error)
    return next((reason for part, reason in reasons.items() if part in said), None)

"""What PostgreSQL's drivers raise, as the errors of the business."""

from __future__ import annotations

import re

from domain.shared.errors import ConnectionLost, StorageError, StorageUnavailable, TransientStorageError
from domain.shared.text import one_line

_TRANSIENT = {"40001", "40P01"}
"""Serialization failure, deadlock."""

_LOCK_NOT_AVAILABLE = "55P03"
_DISK_FULL = "53100"
"""Its own words do not always say so: "wrote only 4096 of 8192 bytes"."""
_UNIQUE_VIOLATION = "23505"

_UNAVAILABLE = re.compile(r"53...|57...")
"""SQLSTATE classes: insufficient resources, operator intervention (cancel)."""

_LOST = re.compile(r"08...|57P0[1235]|25P0[34]")
"""SQLSTATEs with which a connection ends: connection exceptions, a shutdown, a crash or a restart of the server, and
having been idle for too long."""

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


def translated(error: Exception, place: str, *, ended: bool = False) -> StorageError:
    """The error for a statement that failed on an open connection; `ended` where that is closed now."""
    state = _state(error)
    if state in _TRANSIENT:
        return TransientStorageError(f"PostgreSQL at {place} gave up a transaction: {_primary(error)}")
    if state == _LOCK_NOT_AVAILABLE:
        return StorageUnavailable(f"PostgreSQL at {place}: another import has been under way for too long")
    if _LOST.fullmatch(state) or (not state and (ended or _is_operational(error))):
        return ConnectionLost(f"the connection to PostgreSQL at {place} was lost{_reason(error)}", place=place)
    if _UNAVAILABLE.fullmatch(state):
        full = "its disk is full: " if state == _DISK_FULL else ""
        return StorageUnavailable(f"PostgreSQL at {place} is not available: {full}{_primary(error)}", place=place)
    return StorageError(f"PostgreSQL at {place} refused: {_primary(error)}", sqlstate=state)


def is_duplicate(error: Exception) -> bool:
    """Whether a unique index refused a row."""
    return _state(error) == _UNIQUE_VIOLATION


def _state(error: Exception) -> str:
    return str(getattr(error, "sqlstate", None) or getattr(error, "pgcode", None) or "")


def _is_operational(error: Exception) -> bool:
    """Without a SQLSTATE these two speak of the connection, in both drivers and the pool."""
    return {"OperationalError", "InterfaceError"} & {kind.__name__ for kind in type(error).__mro__} != set()


def _primary(error: Exception) -> str:
    """The server's message without its detail, which may hold values."""
    return one_line(_said(error) or "a value cannot be stored", 200)


def _reason(error: Exception) -> str:
    """What the server said of it; a driver's own words may quote the URL."""
    return f": {one_line(said, 200)}" if (said := _said(error)) else ""


def _said(error: Exception) -> str | None:
    said: str | None = getattr(getattr(error, "diag", None), "message_primary", None)
    return said


def _first(reasons: dict[str, str], error: Exception) -> str | None:
    said = str(error)
    return next((reason for part, reason in reasons.items() if part in said), None)

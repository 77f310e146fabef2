"""Where PostgreSQL's two drivers differ."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, TypeAlias

from infrastructure.sql.session import Cursor

Connection: TypeAlias = Any
"""A connection of either driver, in autocommit mode: transactions are begun and ended by statements."""


class Driver(ABC):
    connection_class: type[Any]
    """What the pool makes its connections of."""

    errors: tuple[type[Exception], ...]
    """What it raises, also for texts and numbers that it cannot send."""

    @abstractmethod
    def wide_cursor(self, connection: Connection) -> Cursor:
        """A cursor whose rows stay on the server until they are fetched."""

    @abstractmethod
    def copy(self, cursor: Cursor, statement: str, chunks: Iterable[bytes]) -> None:
        """Stream `chunks` into a `copy ... from stdin`."""

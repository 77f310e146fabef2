"""The setup's statements on one connection, by their names in `sql/postgresql/setup`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from domain.shared.errors import StorageUnavailable
from infrastructure.postgres.errors import translated
from infrastructure.sql.catalog import SQL_ROOT, Catalog

STATEMENTS = Catalog("setup", pyformat=True, root=SQL_ROOT / "postgresql")


class SetupSession:
    """Errors of the driver come out as those of the business, but for those that a step asks to see."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    @property
    def place(self) -> str:
        """Where it is connected to, as it may be shown."""
        info = self.connection.info
        return f"{info.host or 'localhost'}:{info.port}/{info.dbname}"

    @property
    def version(self) -> int:
        """Such as 15: a major version."""
        return self.connection.info.server_version // 10_000

    def rows(self, name: str, /, **parameters: object) -> list[Mapping[str, Any]]:
        """All rows of a query, by the names of their columns."""
        statement = STATEMENTS[name]
        given = (parameters,) if statement.parameters else ()
        with self._errors(), self.connection.cursor(row_factory=dict_row) as cursor:
            return list(cursor.execute(statement.text.encode(), *given).fetchall())

    def find(self, name: str, /, **parameters: object) -> Mapping[str, Any] | None:
        """The first row of a query, if it has one."""
        return next(iter(self.rows(name, **parameters)), None)

    def settled(self, name: str, /, **parameters: object) -> bool:
        """The answer of a query that asks whether something is as it shall be."""
        found = self.find(name, **parameters)
        return found is not None and bool(found["settled"])

    def run(self, name: str, /, **names: str) -> None:
        """Run a statement, or several in one transaction, with these identifiers put in."""
        with self._errors():
            self.connection.execute(_composed(name, {key: sql.Identifier(value) for key, value in names.items()}))

    def run_with_text(self, name: str, text: Mapping[str, str], /, **names: str) -> None:
        """The same with quoted texts too, for what takes no parameters."""
        parts: dict[str, sql.Composable] = {key: sql.Identifier(value) for key, value in names.items()}
        with self._errors():
            self.connection.execute(_composed(name, parts | {key: sql.Literal(value) for key, value in text.items()}))

    def lock(self, name: str) -> None:
        """Keep it until the connection ends; StorageUnavailable if another has it for too long."""
        try:
            self.connection.execute(STATEMENTS[name].text.encode())
        except psycopg.errors.LockNotAvailable as error:
            message = f"another setup of {self.place} has been under way for too long: try again when it is done"
            raise StorageUnavailable(message) from error

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise translated(error, self.place) from error


def _composed(name: str, parts: Mapping[str, sql.Composable]) -> sql.Composed:
    return sql.SQL(STATEMENTS[name].text).format(**parts)

"""What whoever looks after a database asks of it: its schema, whether it can be used, and what to do if not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from domain.imports.ports import ImportStore
from domain.imports.record import ImportRecord, Kind
from domain.shared.errors import StorageError
from infrastructure.database_url import DatabaseUrl


class Checked(Protocol):
    """A database that can look at its own schema; StorageError if it cannot be used as it is."""

    def check_schema(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the database can be used; if not, `detail` says why and `advice` what to do, in one line each."""

    healthy: bool
    detail: str
    advice: str = ""


LOOKING_WAIT = 2.0
"""Seconds. Somebody who asks how things are wants to hear that they are locked, not to sit in silence."""

_PROBE = ImportRecord(
    file="a probe",
    content_hash="0" * 64,
    account="",
    assumed_currency="",
    kind=Kind.SPEND,
    platform="plain",
    encoding="utf-8",
    rows=0,
    total_rows=0,
    rejected_rows=0,
    currency=None,
    period=None,
    imported_at=datetime(2000, 1, 1, tzinfo=UTC),
)
"""What `writable` writes and takes back."""

_NOT_ALLOWED = "42501"
"""PostgreSQL's SQLSTATE for a right that is missing."""

_ADVICE = {
    "permission denied": "have the rights granted that this user lacks; setup_postgres_db.py does it",
    "password": "check user and password",
    "does not let this user in": "check user and password, and whom the server's pg_hba.conf lets in",
    "no such database or role": "check user and database in the URL, or create them with setup_postgres_db.py",
    "no host of that name": "check the host in the URL",
    "locked by another process": "wait until it is done, or end it",
    "another import": "wait until it is done, or end it",
}
_OTHER_ADVICE = "start it, or name another one with --database or DATABASE_URL"


class Schema:
    """The migrations of the configured database; InvalidValue where it is none that has a schema.

    `wait` in seconds bounds the wait for whoever is importing; who only looks waits `LOOKING_WAIT` at most.
    """

    def __init__(self, database: DatabaseUrl, *, wait: float) -> None:
        self._url, self._wait = database.url, wait

    def upgrade(self, revision: str = "head") -> None:
        from infrastructure import migrations

        migrations.upgrade(self._url, revision, wait=self._wait)

    def downgrade(self, revision: str) -> None:
        """Back to `revision`, or to nothing with "base"; what only newer ones could hold is lost."""
        from infrastructure import migrations

        migrations.downgrade(self._url, revision, wait=self._wait)

    def current(self) -> str | None:
        """The revision of the database, None where migrations never ran."""
        from infrastructure import migrations

        return migrations.current(self._url, wait=min(self._wait, LOOKING_WAIT))

    def history(self) -> list[tuple[str, str]]:
        """Number and name of every revision, oldest first."""
        from infrastructure import migrations

        return [(number, name) for number, name in migrations.history()]

    def revision(self, message: str) -> list[Path]:
        """The files of a new and empty revision."""
        from infrastructure import migrations

        return migrations.revision(message)

    def offline_sql(self, revision: str = "head") -> str:
        """What `upgrade` would run on an empty database of this kind; nothing is connected to."""
        from infrastructure import migrations

        return migrations.offline_sql(self._url, revision)


def health(database: Checked) -> Health:
    """Reaches the database, within its bounded wait, and looks at its schema."""
    try:
        database.check_schema()
    except StorageError as error:
        return Health(healthy=False, detail=error.message, advice=advice_on(error))
    return Health(healthy=True, detail="the database answers, and its schema is at head")


def writable(store: ImportStore) -> Health:
    """Makes an entry in the ledger and takes it back: the disk and the rights are proven, and nothing is left."""
    try:
        with store.begin() as tx:
            tx.ledger.add(_PROBE)
    except StorageError as error:
        return Health(healthy=False, detail=error.message, advice=advice_on(error, "see to the rights and to the disk"))
    return Health(healthy=True, detail="an entry was written and taken back")


def advice_on(error: StorageError, otherwise: str = _OTHER_ADVICE) -> str:
    """What to do about it. The driver's own words are looked into and, as they may quote the URL, never repeated."""
    if error.details.get("sqlstate") == _NOT_ALLOWED:
        return _ADVICE["permission denied"]
    said = f"{error.message} {error.__cause__ or ''}"
    return next((advice for words, advice in _ADVICE.items() if words in said), otherwise)


def sqlite_version() -> str:
    """The version of the SQLite library that Python brings."""
    from infrastructure.sqlite.connecting import LIBRARY_VERSION

    return LIBRARY_VERSION

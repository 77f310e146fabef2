"""The schema and its history: Alembic in command, plain SQL files in `sql/<dialect>/migrations` doing the work.

All take the URL of a database, `sqlite:///file.db` or `postgresql://...`, and raise a StorageError that says in one
line what went wrong. A file that fails leaves nothing behind. `wait` in seconds bounds the wait for whoever uses the
tables. Alembic is imported only when one of them is called.
"""

from __future__ import annotations

from pathlib import Path

from infrastructure.migrations.target import LOCK_WAIT
from infrastructure.sql.revisions import ROOT, Revision, head, history

__all__ = ["Revision", "current", "downgrade", "head", "history", "offline_sql", "revision", "upgrade"]


def upgrade(url: str, revision: str = "head", *, root: Path = ROOT, wait: float = LOCK_WAIT) -> None:
    """Bring the schema up to `revision`; nothing happens if it is there already."""
    from infrastructure.migrations import commands

    commands.upgrade(url, revision, root, wait)


def downgrade(url: str, revision: str, *, root: Path = ROOT, wait: float = LOCK_WAIT) -> None:
    """Take the schema back to `revision`, or to nothing with "base". What only newer ones could hold is lost."""
    from infrastructure.migrations import commands

    commands.downgrade(url, revision, root, wait)


def current(url: str, *, wait: float = LOCK_WAIT) -> str | None:
    """The number of the revision that the database is at, None where migrations never ran."""
    from infrastructure.migrations import commands

    return commands.current(url, wait)


def offline_sql(url: str, revision: str = "head", *, root: Path = ROOT) -> str:
    """The statements that `upgrade` would run on an empty database; nothing is connected to."""
    from infrastructure.migrations import commands

    return commands.offline_sql(url, revision, root)


def revision(message: str, *, root: Path = ROOT) -> list[Path]:
    """The files of a new revision, numbered next and empty: its stub, and for each dialect the way there and back."""
    from infrastructure.migrations import commands

    return commands.new_revision(message, root)

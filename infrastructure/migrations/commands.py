"""What can be done with the schema, by Alembic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from domain.shared.errors import InvalidValue, SchemaMismatch
from infrastructure.migrations.environment import engine_for
from infrastructure.migrations.target import LOCK_WAIT, Target, target_at
from infrastructure.sql.revisions import history

_ONE_AT_A_TIME = Lock()
"""Alembic keeps the migration under way in a global."""

_DIALECTS = ("postgresql", "sqlite")


def upgrade(url: str, revision: str, root: Path, wait: float) -> None:
    with _migrating(target_at(url, wait)):
        command.upgrade(_config(url, root, wait), revision)


def downgrade(url: str, revision: str, root: Path, wait: float) -> None:
    with _migrating(target_at(url, wait)):
        command.downgrade(_config(url, root, wait), revision)


def current(url: str, wait: float) -> str | None:
    target = target_at(url, wait)
    if not target.exists():  # connecting would create it
        return None
    with _migrating(target), engine_for(target, writing=False).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def offline_sql(url: str, revision: str, root: Path) -> str:
    written = StringIO()
    config = _config(url, root)
    config.output_buffer = written
    with _migrating(target_at(url)):
        command.upgrade(config, revision, sql=True)
    return written.getvalue()


def new_revision(message: str, root: Path) -> list[Path]:
    name = re.sub(r"[^a-z0-9]+", "_", message.lower()).strip("_")[:40]
    if not name:
        raise InvalidValue("a revision needs a name with a letter in it", code="revision")
    number = f"{int(history(root)[-1].number) + 1:04d}"
    with _ONE_AT_A_TIME:
        command.revision(Config(root / "alembic.ini"), message=name, rev_id=number)
    files = [
        root / "sql" / dialect / "migrations" / f"{number}_{name}.{direction}.sql"
        for dialect in _DIALECTS
        for direction in ("up", "down")
    ]
    for file in files:
        file.write_text(f"-- {message}\n", encoding="utf-8")
    return [root / "infrastructure" / "migrations" / "versions" / f"{number}_{name}.py", *files]


def _config(url: str, root: Path, wait: float = LOCK_WAIT) -> Config:
    config = Config(root / "alembic.ini", stdout=StringIO())
    config.attributes |= {"url": url, "wait": wait}
    return config


@contextmanager
def _migrating(target: Target) -> Iterator[None]:
    """One at a time, with the errors of Alembic, SQLAlchemy and the driver as those of the business."""
    with _ONE_AT_A_TIME:
        try:
            yield
        except CommandError as error:
            raise SchemaMismatch(str(error).splitlines()[0]) from error
        except DBAPIError as error:
            cause = error.orig if isinstance(error.orig, Exception) else error
            raise target.translated(cause) from error
        except target.driver_error as error:
            raise target.translated(error) from error

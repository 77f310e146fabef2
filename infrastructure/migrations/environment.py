"""The Alembic environment: one transaction for all that is to be done, on either dialect."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from alembic import context
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from infrastructure.migrations.target import LOCK_WAIT, Target, target_at
from infrastructure.settings import Settings
from infrastructure.sql.catalog import Catalog

_DIALECTS = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}


def run() -> None:
    """Called by `env.py`, for the functions of this package and for the `alembic` command alike."""
    target = target_at(_url(), context.config.attributes.get("wait", LOCK_WAIT))
    if context.is_offline_mode():
        context.configure(dialect_name=target.dialect, transactional_ddl=True)
        with context.begin_transaction():
            context.run_migrations()
    else:
        with engine_for(target).connect() as connection:
            _migrate(connection, target)


def engine_for(target: Target, *, writing: bool = True) -> Engine:
    """SQLAlchemy over a connection of our own making, so that a URL means here what it means everywhere else.

    Unless it is for `writing`, nothing that is read waits for who writes.
    """
    engine = create_engine(_DIALECTS[target.dialect], creator=target.connect, poolclass=NullPool)
    if writing and target.begin is not None:
        event.listen(engine, "begin", partial(_begin, target.begin))
    return engine


def _url() -> str:
    given = context.config.attributes.get("url") or context.get_x_argument(as_dictionary=True).get("url")
    return Settings.load(given).database.url


def _migrate(connection: Connection, target: Target) -> None:
    context.configure(connection=connection, transactional_ddl=True, target=target)
    with context.begin_transaction():
        # Whoever else migrates or imports is waited for, before the revision is read.
        connection.exec_driver_sql(Catalog(target.dialect)["lock_imports"].text)
        context.run_migrations()


def _begin(begin: Callable[[Any], None], connection: Connection) -> None:
    begin(connection.connection.driver_connection)

"""A real database of each dialect at the newest schema, with what its driver knows of a statement."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from infrastructure import migrations
from infrastructure.sql.catalog import Catalog

POSTGRESQL = Catalog("postgresql", pyformat=True)
SQLITE = Catalog("sqlite")
FACT_TABLES = ("ad_metrics", "orders", "exchange_rates", "leads", "activity")
STAGES = tuple(f"stage_{table}" for table in FACT_TABLES)


@pytest.fixture
def postgresql(postgres_url: str) -> Iterator[psycopg.Connection]:
    """In a transaction in which the staging tables are there."""
    with psycopg.connect(postgres_url) as connection:
        for name in STAGES:
            connection.execute(POSTGRESQL[name].text.encode())
        yield connection
        connection.rollback()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """With the staging tables."""
    file = tmp_path / "sql.db"
    migrations.upgrade(f"sqlite:///{file}")
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for name in STAGES:
            connection.execute(SQLITE[name].text)
        yield connection

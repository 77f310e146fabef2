"""An empty database of each dialect, and a copy of the project's migrations that a test may add to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("empty_postgres_url"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The folder of a copy: `alembic.ini`, `sql/` and the revisions."""
    copy = tmp_path / "project"
    migrations = Path("infrastructure") / "migrations"
    shutil.copytree(REPOSITORY / "sql", copy / "sql")
    shutil.copytree(REPOSITORY / migrations, copy / migrations, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "alembic.ini", copy)
    return copy

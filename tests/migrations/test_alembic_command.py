"""The `alembic` command itself does what the functions do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from infrastructure import migrations
from tests.migrations.conftest import REPOSITORY


def alembic(*arguments: str, **environment: str) -> str:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DB_", "DATABASE_"))}
    answer = subprocess.run(
        [sys.executable, "-m", "alembic", *arguments],
        cwd=REPOSITORY,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_it_takes_the_url_as_an_argument(empty_url: str) -> None:
    assert alembic("-x", f"url={empty_url}", "current").strip() == ""
    alembic("-x", f"url={empty_url}", "upgrade", "head")
    assert alembic("-x", f"url={empty_url}", "current").split()[0] == migrations.current(empty_url) == migrations.head()
    alembic("-x", f"url={empty_url}", "downgrade", "base")
    assert migrations.current(empty_url) is None


def test_it_takes_the_url_from_the_environment(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'told.db'}"
    alembic("upgrade", "head", DATABASE_URL=url)
    assert migrations.current(url) == migrations.head()


def test_it_writes_the_statements_instead_of_running_them(empty_url: str) -> None:
    assert alembic("-x", f"url={empty_url}", "upgrade", "head", "--sql") == migrations.offline_sql(empty_url)
    assert migrations.current(empty_url) is None


def test_it_lists_the_history() -> None:
    assert [line.split(" -> ")[1][:4] for line in alembic("history").splitlines()] == [
        revision.number for revision in reversed(migrations.history())
    ]

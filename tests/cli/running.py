"""Running `succotash`, in a process of its own or in this one, and what it said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

REPOSITORY = Path(__file__).parents[2]
SETTINGS = ("DATABASE_", "DB_", "USE_SQLITE", "SQL_ECHO", "SUCCOTASH_", "COLUMNS", "PYTHON", "LC_", "LANG", "NO_COLOR")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def everything(self) -> str:
        return self.out + self.err

    @property
    def json(self) -> Any:
        """The one object on standard output; anything beside it is an error."""
        return json.loads(self.out)


def in_process(*words: object, environment: Mapping[str, str] | None = None) -> Said:
    """Run it here: fast, and an unclosed connection is an error."""
    from interfaces.cli.app import app

    result = CliRunner().invoke(app, [str(word) for word in words], env={**_bare(), **(environment or {})})
    return Said(code=result.exit_code, out=result.stdout, err=result.stderr)


def as_program(*words: object, cwd: Path, environment: Mapping[str, str] | None = None) -> Said:
    """Run it as a program, in `cwd`, with nothing set but `environment`."""
    done = subprocess.run(
        command(*words), cwd=cwd, env=bare_environment(environment), capture_output=True, timeout=120, check=False
    )
    return Said(code=done.returncode, out=done.stdout.decode("utf-8"), err=done.stderr.decode("utf-8"))


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "interfaces.cli", *map(str, words)]


def bare_environment(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without what would change the answers."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
    return {**kept, "PYTHONPATH": str(REPOSITORY), **(environment or {})}


def _bare() -> dict[str, str | None]:
    return dict.fromkeys(name for name in os.environ if name.startswith(SETTINGS))

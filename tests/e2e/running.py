"""Runs the real command line in a process of its own, as a person would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def succotash(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """One run; the environment knows no database but the one given."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DB_", "DATABASE_", "USE_"))}
    return subprocess.run(
        [Path(sys.executable).with_name("succotash"), *arguments],
        cwd=cwd,
        env=clean | {"PYTHONWARNINGS": "error"} | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def answer(run: subprocess.CompletedProcess[str], code: int = 0) -> Any:
    """The one JSON object on standard output."""
    assert run.returncode == code, run.stderr or run.stdout
    return json.loads(run.stdout)


def without_places(text: str) -> str:
    """The JSON as printed, byte for byte, without where it was stored."""
    found = json.loads(text)
    kept = text.split('"files":', maxsplit=1)[0]
    assert found["files"].keys() == {"database", "output", "payback", "report", "customers"}
    return kept

"""What the drills share: exports to import, a database to break, a place to tell figures."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.running import REPOSITORY
from tests.faults.disks import OWN_NAMESPACE, REFUSED, SmallDisk, may_mount, small_disk
from tests.faults.processes import python

FIGURES = "SUCCOTASH_FIGURES"
"""Names a file to which each drill adds the figures that it measured."""

Tell = Callable[[str], None]


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Tells a figure that was measured: on standard output, and in the file that the setting names."""

    def telling(line: str) -> None:
        said = f"{request.node.name}: {line}"
        sys.stdout.write(f"{said}\n")
        if path := os.environ.get(FIGURES):
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(f"{said}\n")

    return telling


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    """Where the server's account can reach it too."""
    folder = Path(tempfile.mkdtemp(prefix="succotash-disk-"))
    folder.chmod(0o711)
    try:
        if may_mount():
            with small_disk(folder / "disk", megabytes=256) as small:
                yield small
        else:
            yield SmallDisk(folder)
    finally:
        shutil.rmtree(folder)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """A drill that needs a disk of its own, and may not mount one here, runs in a namespace where it may."""
    if "disk" not in pyfuncitem.fixturenames or may_mount():
        return None
    again = python("-m", "pytest", "-q", "-m", "slow", "-p", "no:cacheprovider", pyfuncitem.nodeid)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [*OWN_NAMESPACE, *again], cwd=REPOSITORY, env=kept, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{REFUSED}\n{done.stdout}{done.stderr}"
    return True

"""Servers for the tests: one over memory for most, one over each database where that matters."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.http.running import Running, running

CONFIGURATIONS = ["memory", "sqlite", "postgresql"]


@pytest.fixture(autouse=True)
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where uploads lie; in the end nothing may."""
    place = tmp_path / "spool"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.fixture
def server(spool: Path) -> Iterator[Running]:
    with running() as started:
        yield started
    assert list(spool.iterdir()) == []


@pytest.fixture(params=CONFIGURATIONS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    match str(request.param):
        case "memory":
            return "memory://"
        case "sqlite":
            return f"sqlite:///{tmp_path / 'shop.db'}"
        case _:
            return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def on_each(database: str, spool: Path) -> Iterator[Running]:
    """A server over each kind of database in turn."""
    with running(database) as started:
        yield started
    assert list(spool.iterdir()) == []

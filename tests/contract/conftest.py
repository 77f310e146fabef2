"""The configurations that every contract test runs under. None of them is ever left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.contract.storages import Storage, emptied, in_memory, on_postgresql, on_sqlite

OpenStorage: TypeAlias = Callable[..., Storage]
Pair: TypeAlias = tuple[Storage, Storage]
OpenPair: TypeAlias = Callable[[], Pair]

SECRET = "pl3ase-never"
CONFIGURATIONS = ["memory", "sqlite", "postgresql on psycopg", "postgresql on psycopg2"]
CANNOT_BE_OUT_OF_REACH = ["memory"]
"""Because it is in the process that asks."""

NOBODY_ANSWERS = f"postgresql://me:{SECRET}@127.0.0.1:1/shop"
BESIDE_THE_ORACLE = [
    "sqlite",
    pytest.param("postgresql on psycopg", marks=pytest.mark.slow),
    pytest.param("postgresql on psycopg2", marks=pytest.mark.slow),
]


@pytest.fixture(params=CONFIGURATIONS)
def configuration(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def open_storage(configuration: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenStorage]:
    """Opens a storage with the test's own database; in the end nothing may be left open in it."""
    opened: list[Storage] = []
    opener = _opener(configuration, request, tmp_path)

    def open_one(*, wait: float = 30.0) -> Storage:
        opened.append(opener(wait))
        return opened[-1]

    yield open_one
    for storage in opened:
        storage.assert_at_rest()
        storage.close()


@pytest.fixture
def storage(open_storage: OpenStorage) -> Storage:
    return open_storage()


@pytest.fixture(params=[name for name in CONFIGURATIONS if name not in CANNOT_BE_OUT_OF_REACH])
def unreachable(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """A storage whose database is not there: a folder that does not exist, a port at which nobody answers."""
    storage = _opener(str(request.param), request, tmp_path / "missing", NOBODY_ANSWERS)(30.0)
    yield storage
    storage.close()


@pytest.fixture(params=BESIDE_THE_ORACLE)
def open_pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenPair]:
    """Opens the oracle and a database, both empty."""
    database = _opener(str(request.param), request, tmp_path)(30.0)
    yield lambda: (in_memory(30.0), emptied(database))
    database.close()


def _opener(
    configuration: str, request: pytest.FixtureRequest, folder: Path, url: str | None = None
) -> Callable[[float], Storage]:
    """`url` in place of a real server's."""
    match configuration:
        case "memory":
            return in_memory
        case "sqlite":
            return partial(on_sqlite, folder / "contract.db")
        case _:
            driver = configuration.rpartition(" ")[2]
            return partial(on_postgresql, url or request.getfixturevalue("postgres_url"), driver)

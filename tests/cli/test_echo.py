"""SQL_ECHO: what runs in the database, on standard error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.exports import ORDERS, folder_of
from tests.cli.running import as_program

ECHO = {"SQL_ECHO": "true"}
LINE = re.compile(r"sql: \w+ took \d+\.\d ms")


@pytest.mark.parametrize("storage", ["sqlite", "postgresql"])
def test_every_statement_is_named_with_its_duration_and_without_its_parameters(
    here: Path, storage: str, request: pytest.FixtureRequest
) -> None:
    url = "sqlite:///facts.db" if storage == "sqlite" else request.getfixturevalue("postgres_url")
    folder_of(here, orders_csv=ORDERS)
    words = ("import", "orders.csv", "--account", "secretive", "--json", "--database", url)
    said = as_program(*words, cwd=here, environment=ECHO)
    lines = said.err.splitlines()
    assert (said.code, said.json["imports"][0]["status"]) == (0, "imported")
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert sum(line.startswith("sql: insert_import took ") for line in lines) == 1
    assert "secretive" not in said.err


def test_nothing_is_echoed_unless_it_is_asked_for(here: Path) -> None:
    folder_of(here, orders_csv=ORDERS)
    assert as_program("import", "orders.csv", cwd=here).err == ""

"""The script keeps the rules of the house too: it is thin, and all SQL stands in `sql/`, used and understood."""

from __future__ import annotations

import ast

from infrastructure.postgres.provisioning.session import STATEMENTS
from infrastructure.sql.catalog import Catalog
from tests.architecture.source_tree import REPOSITORY, Source, functions, sources
from tests.architecture.test_shape import length
from tests.architecture.test_sql_stays_in_sql import SQL, texts

TEXT = (REPOSITORY / "setup_postgres_db.py").read_text(encoding="utf-8")
SCRIPT = Source(path=REPOSITORY / "setup_postgres_db.py", text=TEXT, tree=ast.parse(TEXT))
TOPICS = ("database_rights", "schema_rights", "large_objects", "default_rights")
KINDS = ("data", "read_only", "sequence")


def test_the_script_holds_no_sql() -> None:
    assert len(list(texts(SCRIPT))) > 20
    assert [text for _, text in texts(SCRIPT) if SQL.search(text)] == []


def test_the_script_is_small() -> None:
    assert TEXT.count("\n") < 200
    assert max(map(length, functions(SCRIPT))) <= 25


def test_every_statement_of_the_setup_is_used_and_the_program_knows_none_of_them() -> None:
    written = " ".join(source.text for source in sources("infrastructure") if "provisioning" in source.path.parts)
    composed = {f"{topic}_settled" for topic in TOPICS} | {f"settle_{name}" for name in (*TOPICS, *KINDS)}
    names = {statement.name for statement in STATEMENTS}
    assert len(names) > 25
    assert composed <= names
    assert [
        name for name in names - composed if f'"{name}' not in written and name.removesuffix("_since_16") == name
    ] == []
    assert names & {statement.name for statement in Catalog("postgresql")} == set()

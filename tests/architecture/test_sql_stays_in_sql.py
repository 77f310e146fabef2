"""Every SQL statement stands in `sql/`, named and commented; Python holds none."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source_tree import REPOSITORY, Source, docstrings, sources

SQL = re.compile(
    r"""\b(?:
        select\b.{1,2000}?\bfrom\b | insert\s+into\b | delete\s+from\b | update\s+\S+\s+set\b | merge\s+into\b
        | (?:create|alter|drop)\s+(?:temp(?:orary)?\s+|unique\s+)?(?:table|index|view|schema|database|role)\b
        | truncate\s+(?:table\s+)?\w | begin\s+immediate | pragma\s+\w | copy\s+\S+\s*(?:\([^)]*\)\s*)?(?:from|to)\b
    )""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
HEADER = re.compile(r"^-- name: (\w+)[ \t]*\n", re.MULTILINE)


def texts(source: Source) -> Iterator[tuple[int, str]]:
    """Line and text of every string that is not documentation; what an f-string inserts is a `?`."""
    documentation = docstrings(source)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documentation:
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "?" for part in node.values]
            yield node.lineno, "".join(map(str, parts))


def statement_files() -> list[Path]:
    paths = [path for path in (REPOSITORY / "sql").rglob("*.sql") if path.parent.name != "migrations"]
    return sorted(paths)


def migration_files() -> list[Path]:
    return sorted((REPOSITORY / "sql").glob("*/migrations/*.sql"))


def test_python_holds_no_sql() -> None:
    found = [
        f"{source.path}:{line}: {text[:60]!r}"
        for source in sources()
        for line, text in texts(source)
        if SQL.search(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "select a, b\n from t",
        "INSERT INTO t values (1)",
        "update t set a = 1",
        "delete from t",
        "create unique index i on t (a)",
        "drop table t",
        "copy t (a, b) from stdin",
        "pragma journal_mode = wal",
    ],
)
def test_what_is_sql_is_known_as_sql(text: str) -> None:
    assert SQL.search(text)
    tree = ast.parse(f"def f(t):\n    '''{text}'''\n    return f'''{{t}} {text} {{t}}'''")
    held = list(texts(Source(path=Path("sample.py"), text="", tree=tree)))
    assert any(SQL.search(held_text) for _, held_text in held)
    assert all(line == 3 or "\n" in text for line, _ in held)


@pytest.mark.parametrize("text", ["selected from", "the update sets", "from the start", "a copy to keep", "drop"])
def test_prose_is_not_taken_for_sql(text: str) -> None:
    assert not SQL.search(text)


def test_every_statement_has_a_name_and_a_comment_that_says_why() -> None:
    paths = statement_files()
    assert paths
    bare: list[str] = []
    for path in paths:
        _, *named = HEADER.split(path.read_text(encoding="utf-8"))
        assert named, f"{path.relative_to(REPOSITORY)} names no statement"
        for name, body in zip(named[::2], named[1::2], strict=True):
            if not re.match(r"--[ \t]*\w.*\n", body) or not re.sub(r"--.*", "", body).strip():
                bare.append(f"{path.relative_to(REPOSITORY)}: {name}")
    assert bare == []


def test_nothing_stands_before_the_first_name_but_comments() -> None:
    preambles = {path: HEADER.split(path.read_text(encoding="utf-8"))[0] for path in statement_files()}
    assert [str(path) for path, text in preambles.items() if re.sub(r"--.*", "", text).strip()] == []


def test_every_migration_says_what_it_is_for_and_has_its_way_back() -> None:
    paths = migration_files()
    assert paths
    assert [str(path) for path in paths if not path.read_text(encoding="utf-8").startswith("-- ")] == []
    steps = {path.with_name(path.name.split(".")[0]) for path in paths}
    wanted = {step.with_name(f"{step.name}.{way}.sql") for step in steps for way in ("up", "down")}
    assert wanted == set(paths)

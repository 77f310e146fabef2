"""How statements are found, and how their parameters are written for a driver."""

from __future__ import annotations

from pathlib import Path

import pytest

from infrastructure.sql.catalog import Catalog, as_pyformat, parameters_of


def write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a = :a and b = :b_2", "a = %(a)s and b = %(b_2)s"),
        ("cast(:a as text) is null or :a", "cast(%(a)s as text) is null or %(a)s"),
        ("x::text = :x::jsonb", "x::text = %(x)s::jsonb"),
        ("a like '%:no%' and b = :b", "a like '%%:no%%' and b = %(b)s"),
        ("'it''s :no' || :a", "'it''s :no' || %(a)s"),
        ('":no" = :a', '":no" = %(a)s'),
        ("-- 100 % :no\n:a", "-- 100 %% :no\n%(a)s"),
        ("/* :no\n 5 % */ :a % 2", "/* :no\n 5 %% */ %(a)s %% 2"),
        ("a[1:2] = :a", "a[1:2] = %(a)s"),
    ],
)
def test_a_parameter_is_told_from_what_only_looks_like_one(written: str, sent: str) -> None:
    assert as_pyformat(written) == sent
    assert "no" not in set(parameters_of(written))


def test_a_dialect_has_the_common_statements_and_its_own_word_on_some(tmp_path: Path) -> None:
    write(tmp_path, "common/a.sql", "-- name: one\n-- Why.\nselect 1\n\n-- name: two\n-- Why.\nselect 2\n")
    write(tmp_path, "sqlite/b.sql", "-- name: two\n-- Why here.\nselect :x;\n")
    write(tmp_path, "sqlite/migrations/0001_c.up.sql", "-- name: three\nselect 3\n")
    common, sqlite = Catalog("postgresql", root=tmp_path), Catalog("sqlite", root=tmp_path)
    assert {statement.name for statement in sqlite} == {statement.name for statement in common} == {"one", "two"}
    assert common["two"].text == "-- Why.\nselect 2"
    assert (sqlite["two"].text, sqlite["two"].parameters) == ("-- Why here.\nselect :x", frozenset({"x"}))


def test_a_name_is_given_once(tmp_path: Path) -> None:
    write(tmp_path, "common/a.sql", "-- name: one\nselect 1\n")
    write(tmp_path, "common/b.sql", "-- name: one\nselect 2\n")
    with pytest.raises(LookupError, match="'one'"):
        Catalog("sqlite", root=tmp_path)["one"]


def test_a_name_that_nobody_gave_is_told(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="'nothing'"):
        Catalog("sqlite")["nothing"]


def test_a_statement_without_parameters_is_sent_as_it_is_written(tmp_path: Path) -> None:
    write(tmp_path, "common/a.sql", "-- name: one\nselect 7 % 2\n")
    assert Catalog("postgresql", pyformat=True, root=tmp_path)["one"].text == "select 7 % 2"

"""Every SQL statement of the program by its name, as one dialect has it.

The statements are written by hand in `sql/`. `sql/common` is the home of a statement; a file of a dialect may say it
again under the same name, and then wins. In a file, a line `-- name: find_import` begins a statement, and comments
follow that say why. Parameters are written `:name`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SQL_ROOT = Path(__file__).parents[2] / "sql"

_APART = {"migrations", "setup"}
"""Folders of a dialect whose files are no part of what the running program says."""

_HEADER = re.compile(r"^-- name: (\w+)[ \t]*$", re.MULTILINE)
_TOKEN = re.compile(
    r"""
    (?P<opaque> '(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ | :: )
    | :(?P<parameter>[a-z_]\w*)
    | %
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """`text` is what the driver is given; `parameters` are the names it must be given with."""

    name: str
    text: str
    parameters: frozenset[str]
    path: Path


class Catalog:
    """The statements of one dialect, read when the first one is asked for.

    With `pyformat`, parameters become `%(name)s`, as both PostgreSQL drivers want them; else they stay `:name`.
    """

    def __init__(self, dialect: str, *, pyformat: bool = False, root: Path = SQL_ROOT) -> None:
        self.dialect = dialect
        self._pyformat = pyformat
        self._root = root

    def __getitem__(self, name: str) -> Statement:
        """The statement of that name; LookupError if nothing in `sql/` has it."""
        if (statement := self._statements.get(name)) is None:
            raise LookupError(f"no statement {name!r} for {self.dialect} in sql/")
        return statement

    def __iter__(self) -> Iterator[Statement]:
        return iter(self._statements.values())

    @cached_property
    def _statements(self) -> dict[str, Statement]:
        return {**self._folder("common"), **self._folder(self.dialect)}

    def _folder(self, name: str) -> dict[str, Statement]:
        found: dict[str, Statement] = {}
        home = self._root / name
        for path in sorted(home.rglob("*.sql")):
            if path.relative_to(home).parts[0] in _APART:
                continue
            for statement in self._read(path):
                if statement.name in found:
                    raise LookupError(f"{path}: {statement.name!r} is in {found[statement.name].path} already")
                found[statement.name] = statement
        return found

    def _read(self, path: Path) -> Iterator[Statement]:
        _, *parts = _HEADER.split(path.read_text(encoding="utf-8"))
        for name, text in zip(parts[::2], parts[1::2], strict=True):
            parameters = frozenset(parameters_of(text))
            converted = as_pyformat(text) if self._pyformat and parameters else text
            yield Statement(name=name, text=converted.strip().rstrip(";"), parameters=parameters, path=path)


def parameters_of(text: str) -> Iterator[str]:
    """The names written `:name`, outside of literals, comments and casts."""
    return (match["parameter"] for match in _TOKEN.finditer(text) if match["parameter"])


def as_pyformat(text: str) -> str:
    """`:name` as `%(name)s`, and every other `%` doubled, because the drivers look into literals and comments too."""
    return _TOKEN.sub(_pyformat_token, text)


def _pyformat_token(match: re.Match[str]) -> str:
    if match["parameter"]:
        return f"%({match['parameter']})s"
    return match[0].replace("%", "%%")

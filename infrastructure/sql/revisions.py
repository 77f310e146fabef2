"""The revisions of the schema, known by the names of their SQL files alone: Alembic is slow to import."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from domain.shared.errors import SchemaMismatch

ROOT = Path(__file__).parents[2]


class Revision(NamedTuple):
    """`number` is its identity, four digits; `name` says what it brought."""

    number: str
    name: str


def history(root: Path = ROOT) -> list[Revision]:
    """All revisions, oldest first."""
    files = (root / "sql" / "sqlite" / "migrations").glob("*.up.sql")
    return sorted(Revision(*file.name.removesuffix(".up.sql").split("_", 1)) for file in files)


@cache
def head() -> str:
    """The number of the newest revision, which this program was written for."""
    return history()[-1].number


def check_revision(current: str | None, wanted: str, place: str) -> None:
    """SchemaMismatch unless `current` is `wanted`; it tells what to do."""
    if current == wanted:
        return
    if current is not None and current > wanted:
        what = f"has schema {current}, but this program knows none newer than {wanted}: a newer one must be used"
    else:
        stands = "has no schema yet" if current is None else f"has schema {current}"
        what = f"{stands}, and this program needs {wanted}: run `succotash db upgrade`"
    raise SchemaMismatch(f"{place} {what}", current=current, wanted=wanted)

"""What people and links call a platform, from `platforms.toml`: one table for whatever reads files or links."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from domain.shared.errors import Unusable
from domain.shared.text import name_key

Table = TypeVar("Table", bound=BaseModel)
TABLE = Path(__file__).with_name("platforms.toml")


class Books(BaseModel):
    """Whose orders a platform's exports hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    shop: list[str]
    processor: list[str]


class Platforms(BaseModel):
    """The file's own shape: the platform's id -> the words that mean it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    names: dict[str, list[str]]
    click_ids: dict[str, list[str]]
    books: Books

    def by_name(self) -> dict[str, str]:
        """The id of a platform by `name_key` of what people call it."""
        return {name_key(word): platform for platform, words in self.names.items() for word in words}

    def by_click_id(self) -> dict[str, str]:
        """The id of the platform that adds a click identifier, by the identifier's lower-case name."""
        return {word.casefold(): platform for platform, words in self.click_ids.items() for word in words}


def platforms(path: Path = TABLE) -> Platforms:
    """The table as it stands; Unusable naming the place if somebody's edit cannot be read."""
    return read_table(path, Platforms)


def read_table(path: Path, table: type[Table]) -> Table:
    """An editable table of words; Unusable naming the file and the place if it cannot be read."""
    return understood(path, content(path), table)


def content(path: Path) -> bytes:
    """What an editable table holds; Unusable naming the file if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unusable(f"cannot read the words in {path.name}: {error}", code="words") from error


def understood(path: Path, held: bytes, table: type[Table]) -> Table:
    """The table that the file at `path` held; Unusable naming the file and the place if it is none."""
    try:
        return table.model_validate(tomllib.loads(held.decode("utf-8")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unusable(f"cannot read the words in {path.name}: {error}", code="words") from error
    except ValidationError as error:
        place, reason = error.errors()[0]["loc"], error.errors()[0]["msg"]
        where = ".".join(str(part) for part in place)
        raise Unusable(f"the words in {path.name} at {where}: {reason}", code="words") from error

"""The alias table of traffic sources, read from a file that people may edit."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from domain.payback.ports import SourceTable
from domain.payback.sources import SourceAliases
from domain.shared.errors import InvalidValue

SHIPPED = Path(__file__).with_name("aliases.toml")

_Word = Annotated[str, StringConstraints(to_lower=True, strip_whitespace=True, max_length=200)]


class _Table(BaseModel):
    """The file's own shape: source -> the words that mean it."""

    model_config = ConfigDict(extra="forbid")

    platforms: dict[_Word, list[_Word]]
    paid_media: list[_Word]
    channels: dict[_Word, list[_Word]]
    click_ids: dict[_Word, list[_Word]]
    nothing: list[_Word]


class SourceAliasFile(SourceTable):
    """Reads the table anew each time it is asked, so that an edit counts at once."""

    def __init__(self, path: Path = SHIPPED) -> None:
        self._path = path

    def aliases(self) -> SourceAliases:
        table = self._read()
        return SourceAliases(
            platforms=_by_word(table.platforms),
            paid_media=frozenset(table.paid_media),
            channels=_by_word(table.channels),
            click_ids=_by_word(table.click_ids),
            nothing=frozenset(table.nothing),
        )

    def _read(self) -> _Table:
        try:
            return _Table.model_validate(tomllib.loads(self._path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise InvalidValue(
                f"cannot read the source aliases in {self._path.name}: {error}", code="aliases"
            ) from error
        except ValidationError as error:
            place = ".".join(str(part) for part in error.errors()[0]["loc"])
            reason = error.errors()[0]["msg"]
            raise InvalidValue(
                f"the source aliases in {self._path.name} at {place}: {reason}", code="aliases"
            ) from error


def _by_word(words_of: dict[str, list[str]]) -> dict[str, str]:
    return {word: source for source, words in words_of.items() for word in words}

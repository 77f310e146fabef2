"""The alias table of traffic sources, read from files that people may edit."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from domain.payback.ports import SourceTable
from domain.payback.sources import SourceAliases
from domain.shared.text import name_key
from infrastructure.platforms import platforms, read_table

SHIPPED = Path(__file__).with_name("aliases.toml")


class _Media(BaseModel):
    """The file's own shape."""

    model_config = ConfigDict(extra="forbid")

    paid_media: list[str]
    nothing: list[str]
    channels: dict[str, list[str]]


class SourceAliasFile(SourceTable):
    """Reads the tables anew each time it is asked, so that an edit counts at once."""

    def __init__(self, path: Path = SHIPPED) -> None:
        self._path = path

    def aliases(self) -> SourceAliases:
        media, known = read_table(self._path, _Media), platforms()
        return SourceAliases(
            platforms=known.by_name(),
            paid_media=frozenset(map(name_key, media.paid_media)),
            channels={name_key(word): source for source, words in media.channels.items() for word in words},
            click_ids=known.by_click_id(),
            nothing=frozenset(map(name_key, media.nothing)),
        )

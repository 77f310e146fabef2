"""The alias table of traffic sources, read from files that people may edit."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from domain.payback.ports import SourceTable
from domain.payback.roles import BookRoles
from domain.payback.sources import SourceAliases
from domain.shared.text import name_key
from infrastructure.platforms import TABLE, Platforms, content, understood

SHIPPED = Path(__file__).with_name("aliases.toml")


class _Media(BaseModel):
    """The file's own shape."""

    model_config = ConfigDict(extra="forbid")

    paid_media: list[str]
    nothing: list[str]
    channels: dict[str, list[str]]


class SourceAliasFile(SourceTable):
    """Reads the tables anew each time it is asked, so that an edit counts at once; they are understood once for as long
    as they hold the same."""

    def __init__(self, path: Path = SHIPPED) -> None:
        self._path = path
        self._last = SourceAliases()

    def aliases(self) -> SourceAliases:
        held, known, last = content(self._path), content(TABLE), self._last
        version = hashlib.sha256(b"%d %b%b" % (len(held), held, known)).hexdigest()[:16]
        if last.version != version:
            media, platforms = understood(self._path, held, _Media), understood(TABLE, known, Platforms)
            self._last = last = _aliases(media, platforms, version)
        return last


def _aliases(media: _Media, platforms: Platforms, version: str) -> SourceAliases:
    return SourceAliases(
        platforms=platforms.by_name(),
        paid_media=frozenset(map(name_key, media.paid_media)),
        channels={name_key(word): source for source, words in media.channels.items() for word in words},
        click_ids=platforms.by_click_id(),
        nothing=frozenset(map(name_key, media.nothing)),
        books=BookRoles(shops=frozenset(platforms.books.shop), processors=frozenset(platforms.books.processor)),
        version=version,
    )

"""Which words of an order or a lead mean which source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from domain.payback.roles import BookRoles
from domain.shared.columns import Flags, Ints, Texts, texts
from domain.shared.text import name_key

UNKNOWN = "unknown"
ALL = "all"


def own_name(name: str) -> str:
    """A name that files use for a source of their own, kept apart from the words that this table uses itself."""
    return f"{name}_source" if name in (ALL, UNKNOWN) else name


def source_of(platform: str) -> str:
    """The source that a platform's spend belongs to; spend without a platform belongs to `unknown`."""
    return own_name(platform) if platform else UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAliases:
    """Which words of a link mean which source: a small table, kept as data.

    `platforms`: names of a platform (in `utm_source` or a source column) -> its id. `paid_media`: values of
    `utm_medium` that speak of paid placement, "" among them where none is given. `channels`: other media -> the unpaid
    source they mean, such as organic. `click_ids`: click identifiers -> the platform that adds them. `nothing`: words
    that say that the source is not known. Words are compared by their `name_key`. `version` is a short printable text,
    another one for another table.
    """

    platforms: Mapping[str, str] = field(default_factory=dict)
    paid_media: frozenset[str] = frozenset()
    channels: Mapping[str, str] = field(default_factory=dict)
    click_ids: Mapping[str, str] = field(default_factory=dict)
    nothing: frozenset[str] = frozenset()
    books: BookRoles = field(default_factory=BookRoles)
    version: str = ""

    def of_utm(self, source: str, medium: str) -> str:
        """The source that a tagged link names: a platform only for a paid medium, since organic never joins spend."""
        name, kind = name_key(source), name_key(medium)
        if kind in self.channels:
            return self.channels[kind]
        if name in self.channels:
            return self.channels[name]
        if name in self.platforms and kind in self.paid_media:
            return self.platforms[name]
        return self._own_name(name)

    def of_name(self, source: str) -> str:
        """The source that an explicit source column names."""
        name = name_key(source)
        return self.platforms.get(name) or self.channels.get(name) or self._own_name(name)

    def of_click(self, click_id: str) -> str:
        """The platform that added a click identifier, such as gclid."""
        return self.click_ids.get(click_id.casefold(), UNKNOWN)

    def _own_name(self, name: str) -> str:
        if not name or name in self.nothing:
            return UNKNOWN
        return own_name(name)


class Attributed(Protocol):
    """Columns (n,) that tell where somebody came from."""

    @property
    def utm_source(self) -> Texts: ...
    @property
    def utm_medium(self) -> Texts: ...
    @property
    def utm_campaign(self) -> Texts: ...
    @property
    def click_id(self) -> Texts: ...
    @property
    def source(self) -> Texts: ...
    @property
    def campaign(self) -> Texts: ...


def told_sources(facts: Attributed, at: Ints, aliases: SourceAliases) -> Texts:
    """The source that the record at each position of `at` (customers,) tells; "" where that is -1.

    A tagged link speaks first, then a click id, then an explicit source column.
    """
    columns = (facts.utm_source, facts.utm_medium, facts.click_id, facts.source)
    there = at >= 0
    told = list(zip(*(column[at[there]].tolist() for column in columns), strict=True))
    meaning = {words: _resolve(aliases, *words) for words in set(told)}
    return _spread(map(meaning.__getitem__, told), there)


def told_campaigns(facts: Attributed, at: Ints) -> Texts:
    """The campaign that each of those records names, "" for none."""
    there = at >= 0
    tagged, told = facts.utm_campaign[at[there]], facts.campaign[at[there]]
    return _spread(np.where(tagged != "", tagged, told).tolist(), there)


def _spread(values: Iterable[str], there: Flags) -> Texts:
    """The values at the places marked in `there` (customers,), "" at the others."""
    spread = np.full(len(there), "", np.object_)
    spread[there] = texts(values)
    return spread


def _resolve(aliases: SourceAliases, source: str, medium: str, click: str, name: str) -> str:
    found = (aliases.of_utm(source, medium), aliases.of_click(click), aliases.of_name(name))
    return next((source for source in found if source != UNKNOWN), UNKNOWN)

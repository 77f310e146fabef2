"""The header of a table, mapped to the fields of a layout."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute

from domain.imports.notation import DecimalMark
from infrastructure.exports.layouts.layout import ANY_CURRENCY, PLAIN, Layout
from infrastructure.exports.shared.iso4217 import header_currency
from infrastructure.exports.shared.words import fold

_WITH_CURRENCY = re.compile(r"(?P<what>.+?) ?[(（](?P<currency>[A-Za-z]{3})[)）]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """`names` are the cells as written. `columns` tells the position of each field that the table has, `segments` that
    of each column which divides a row of the grain further. `currency` is the one that a header names, else "".
    `twins` are the other positions of a header that is read and stands several times, by the position that is read;
    `rivals` those of other headers of a field, where a layout has no best one. `known` are the positions of all headers
    that the layout knows, read or not.
    """

    names: tuple[str, ...]
    columns: Mapping[str, int]
    segments: Mapping[str, int]
    currency: str
    score: int
    twins: Mapping[int, tuple[int, ...]] = attribute(default_factory=dict)
    rivals: Mapping[str, tuple[int, ...]] = attribute(default_factory=dict)
    known: frozenset[int] = frozenset()

    @classmethod
    def of_groups(cls, groups: Mapping[str, int]) -> Header:
        """What stands for the header of bare lines: the groups of their shape, numbered from 1 in `groups`."""
        columns = {name: number - 1 for name, number in groups.items()}
        return cls(names=tuple(groups), columns=columns, segments={}, currency="", score=0)


@dataclass(frozen=True, slots=True)
class HeaderCells:
    """Cells that may be a header: where each folded name stands first, `Cost (AUD)` also as `cost (*)`; and the
    currency of each name that tells one."""

    names: tuple[str, ...]
    folded: tuple[str, ...]
    position: Mapping[str, int]
    currency: Mapping[str, str]

    @classmethod
    def of(cls, cells: Sequence[str]) -> HeaderCells:
        position: dict[str, int] = {}
        currency: dict[str, str] = {}
        names = tuple(cell.replace("\ufeff", "").strip() for cell in cells)
        folded = tuple(map(fold, cells))
        for at, spellings in enumerate(map(_spellings, names)):
            for spelling in spellings:
                if position.setdefault(spelling, at) == at and len(spellings) > 1:
                    currency[spelling] = names[at][-4:-1].upper()
        return cls(names, folded, position, currency)

    def has_any(self, names: Iterable[str]) -> bool:
        return any(name in self.position for name in names)

    def count_of(self, names: Container[str]) -> int:
        """How many of the names stand here."""
        return sum(name in names for name in self.position)

    def among(self, names: Iterable[str]) -> frozenset[int]:
        """Where the names stand, those that do."""
        return frozenset(self.position[name] for name in names if name in self.position)

    def others(self, at: int, names: Iterable[str]) -> tuple[int, ...]:
        """Where else than at that position, and under another header, one of the names stands."""
        wanted = set(names)
        return tuple(
            other
            for other, name in enumerate(self.names)
            if self.folded[other] != self.folded[at] and not wanted.isdisjoint(_spellings(name))
        )

    def twins(self, at: int) -> tuple[int, ...]:
        """Where else the very header of that position stands."""
        return tuple(other for other, name in enumerate(self.folded) if name == self.folded[at] and other != at)


def general_name(name: str) -> str:
    """A header as it is compared, with any currency in the place of the one that it names."""
    return _spellings(name)[-1]


def _spellings(name: str) -> tuple[str, ...]:
    """A header as it is compared; and with any currency in the place of the one that it names."""
    folded, found = fold(name), _WITH_CURRENCY.fullmatch(name.strip())
    if found is None or not header_currency(found["currency"]):
        return (folded,)
    return (folded, f"{fold(found['what'])} {ANY_CURRENCY}")


def matched(layout: Layout, cells: HeaderCells, told_above: bool = False) -> Header | None:
    """`cells` as the header of that layout; None if they are not. One that tells the layout apart counts thrice.

    `told_above` is whether the lines above the cells are those of that layout, too.
    """
    distinctive = cells.count_of(layout.distinctive)
    if distinctive < (layout.least_below if told_above else layout.least) or (
        layout.first and cells.names[0] not in layout.first
    ):
        return None
    aliases = aliases_found(layout, cells)
    if not aliases or not _complete(layout, aliases) or is_foreign(layout, cells, aliases):
        return None
    header = read_by(layout, cells)
    return replace(header, score=header.score + 2 * distinctive, rivals=_rivals(layout, cells, header.columns))


def read_by(layout: Layout, cells: HeaderCells) -> Header:
    """`cells` as that layout reads them, whether or not they are of its files."""
    aliases = aliases_found(layout, cells)
    columns = {field: cells.position[alias] for field, alias in aliases.items()}
    segments = {name: cells.position[name] for name in layout.segments if name in cells.position}
    return Header(
        names=cells.names,
        columns=columns,
        segments=segments,
        currency=next((cells.currency[alias] for alias in aliases.values() if alias in cells.currency), ""),
        score=len(aliases),
        known=cells.among((*layout.distinctive, *layout.segments, *itertools.chain(*layout.aliases.values()))),
        twins={at: twins for at in (*columns.values(), *segments.values()) if (twins := cells.twins(at))},
    )


_FIGURES_AND_DAYS = frozenset(
    {
        "amount",
        "refunded",
        "tax",
        "shipping",
        "spend",
        "conversion_value",
        "rate",
        "at",
        "date",
        "month",
        "week",
        "start",
    }
)


def _rivals(layout: Layout, cells: HeaderCells, columns: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """A platform has a best header for each field; what a person calls a column tells nothing of the kind. Names may
    well stand beside ids and differ; two figures or two days must not."""
    if layout.platform != PLAIN:
        return {}
    alike = {field: at for field, at in columns.items() if field in _FIGURES_AND_DAYS}
    found = {field: cells.others(at, layout.aliases[field]) for field, at in alike.items()}
    return {field: others for field, others in found.items() if others}


def aliases_found(layout: Layout, cells: HeaderCells) -> dict[str, str]:
    """The best alias of each field that the table has."""
    found = {}
    for field, aliases in layout.aliases.items():
        if alias := next((alias for alias in aliases if alias in cells.position), None):
            found[field] = alias
    return found


def usual_decimal(layout: Layout, cells: HeaderCells) -> DecimalMark | None:
    """What numbers usually look like in the language that most headers are of; None where languages that share the
    headers differ."""
    hits = [(cells.count_of(language.headers), language) for language in layout.languages]
    most = max((count for count, _ in hits), default=0)
    marks = {language.decimal for count, language in hits if count == most}
    return marks.pop() if len(marks) == 1 else None


def _complete(layout: Layout, aliases: Mapping[str, str]) -> bool:
    return all(any(field in aliases for field in alternatives) for alternatives in layout.required)


def is_foreign(layout: Layout, cells: HeaderCells, aliases: Mapping[str, str]) -> bool:
    """Whether the table has a header that this layout never has."""
    return layout.foreign_unless not in aliases and cells.has_any(layout.foreign)

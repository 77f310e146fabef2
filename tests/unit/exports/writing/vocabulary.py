"""The words of one layout in one language, and headers made of them as that platform would."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from domain.imports.notation import DecimalMark
from infrastructure.exports.layouts import layout as layout_module
from infrastructure.exports.layouts.layout import ANY_CURRENCY, ENGLISH, PLAIN, Layout, layouts
from infrastructure.exports.shared.words import fold

FOLDER = Path(layout_module.__file__).parent
IN_HEADER = "EUR"
"""The currency that stands in a header which names one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """`aliases` are the headers of each field in the language, in English where it has none of its own; `fillers` are
    headers that tell the layout apart and that nobody reads; `totals` the labels of totals without anything to fill in
    but the number of rows, each with whether it binds; `texts` what a header above the table is called.
    """

    layout: Layout
    language: str
    aliases: Mapping[str, Sequence[str]]
    fillers: Sequence[str]
    totals: Sequence[tuple[str, bool]]
    rows_line: str

    def has(self, field: str) -> bool:
        return bool(self._free(field, {}))

    def headers(self, random: Random, fields: Sequence[str]) -> dict[str, str]:
        """A header for each of the fields that the language has one for; a filler is its own field."""
        found: dict[str, str] = {}
        for field in fields:
            if free := self._free(field, found):
                telling = [header for header in free if fold(header) in self.layout.distinctive]
                found[field] = random.choice(telling if telling and random.random() < 0.5 else free)
        fillers = list(self.fillers)
        random.shuffle(fillers)
        wanted = max(self.layout.least - self._telling(found), 0) + random.randrange(3)
        found |= {header: header for header in fillers[:wanted]}
        self._tell(found)
        return {field: header.replace(ANY_CURRENCY, f"({IN_HEADER})") for field, header in found.items()}

    def _telling(self, found: Mapping[str, str]) -> int:
        return sum(fold(header) in self.layout.distinctive for header in found.values())

    def _tell(self, found: dict[str, str]) -> None:
        """Names fields by the headers that tell the layout apart, as long as too few do."""
        for field in list(found):
            telling = [one for one in self._free(field, found) if fold(one) in self.layout.distinctive]
            if (
                telling
                and fold(found[field]) not in self.layout.distinctive
                and self._telling(found) < self.layout.least
            ):
                found[field] = telling[0]

    def _free(self, field: str, taken: Mapping[str, str]) -> list[str]:
        """The headers of a field that mean nothing else and are not taken. A person's sheet does without the words that
        tell a platform: made of them alone it would be that platform's."""
        used = {fold(header) for header in taken.values()} | set(self.layout.foreign)
        others = {fold(header) for other, names in self.aliases.items() if other != field for header in names}
        free = [header for header in self.aliases.get(field, ()) if fold(header) not in used | others]
        plain = [header for header in free if fold(header) not in _words_of_platforms()]
        return plain or free if self.layout.platform == PLAIN else free

    def usual(self, headers: Sequence[str]) -> DecimalMark | None:
        """What numbers usually look like in the language that gave most of the headers; None where several did, and
        they differ."""
        names = {fold(header) for header in headers}
        names |= {fold(header.replace(f"({IN_HEADER})", ANY_CURRENCY)) for header in headers}
        hits = {language: len(names & own) for language, own, _ in spoken(self.layout.name)}
        usual = {decimal for language, _, decimal in spoken(self.layout.name) if hits[language] == max(hits.values())}
        return usual.pop() if len(usual) == 1 else None


@cache
def _words_of_platforms() -> frozenset[str]:
    return frozenset(word for layout in layouts() if layout.platform != PLAIN for word in layout.distinctive)


def languages(layout: Layout) -> tuple[str, ...]:
    return (ENGLISH, *sorted(file.stem for file in (FOLDER / layout.name).glob("*.toml")))


def vocabulary(layout: Layout, language: str) -> Vocabulary:
    return _vocabulary(layout.name, language)


@cache
def _vocabulary(name: str, language: str) -> Vocabulary:
    layout = next(layout for layout in layouts() if layout.name == name)
    english, own = _data(name, ENGLISH), _data(name, language)
    telling = _telling(own) or _telling(english)
    read = {fold(header) for one in languages(layout) for _, header in _headers(_data(name, one))}
    not_ours = {*read, *layout.foreign, *layout.segments}
    return Vocabulary(
        layout=layout,
        language=language,
        aliases={**english.get("aliases", {}), **own.get("aliases", {})},
        fillers=[header for header in telling if fold(header) not in not_ours],
        totals=list(_totals(own)) or list(_totals(english)),
        rows_line=next(iter(own.get("preamble", {}).get("rows", ())), ""),
    )


@cache
def spoken(name: str) -> tuple[tuple[str, frozenset[str], DecimalMark | None], ...]:
    """Each language with its own words and the mark that it usually writes."""
    files = sorted((FOLDER / name).glob("*.toml"))
    each = [(language, _data(name, language)) for language in (ENGLISH, *(file.stem for file in files))]
    return tuple(
        (
            language,
            frozenset(map(fold, [*(header for _, header in _headers(data)), *_telling(data)])),
            DecimalMark(data["decimal"]) if "decimal" in data else None,
        )
        for language, data in each
    )


@cache
def _data(name: str, language: str) -> dict[str, Any]:
    file = FOLDER / f"{name}.toml" if language == ENGLISH else FOLDER / name / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def _telling(data: Mapping[str, Any]) -> list[str]:
    return list(data.get("recognise", data).get("distinctive", ()))


def _headers(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field, headers in data.get("aliases", {}).items():
        yield from ((field, header) for header in headers)


def _totals(data: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    for entry in data.get("totals", ()):
        if "scope" not in entry:
            yield from ((label, entry.get("binding", False)) for label in entry["labels"] if "*" not in label)

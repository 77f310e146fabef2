"""What a header says: its words against those of `vocabulary.toml` and of all layouts, by kind and field."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from domain.imports.mapping import FIELDS
from domain.imports.record import Kind
from infrastructure.exports.layouts.layout import ANY_CURRENCY, layouts
from infrastructure.exports.shared.iso4217 import header_currency

EXACT, LAYOUT, WORDS, PART = 100.0, 95.0, 60.0, 30.0
"""Points for a header that is a known one, that some platform has, that has its words, or one within a word."""
SHORTEST_PART = 5
"""Letters of a word that is looked for inside of another one; two where a script writes no spaces."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "ß": "ss"})
_SAME_FIELD = {"day": "date"}
"""Fields of layouts that are one field where nobody knows the file."""


@dataclass(frozen=True, slots=True)
class Said:
    """`points` for what a header says, and the word or words that say it."""

    points: float
    words: str


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """A header as it is compared: its words joined by spaces, without the currency that it names, else ""."""

    text: str
    currency: str

    @classmethod
    def of(cls, header: str) -> HeaderWords:
        found = _words(header)
        code = next((one for one in found[1:] if header_currency(one)), "") or _first_code(header, found)
        return cls(" ".join(one for one in found if one != code), code.upper())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one kind: `known` are whole headers, however their words are joined, `entries` words by field."""

    known: Mapping[str, Mapping[str, Said]]
    entries: tuple[tuple[str, str], ...]

    def says(self, header: HeaderWords) -> dict[str, Said]:
        """What the header may be read as, by field."""
        return {**self._partly(header), **self.known.get(_joined(header.text), {})}

    def _partly(self, header: HeaderWords) -> dict[str, Said]:
        best: dict[str, Said] = {}
        here, rules = set(header.text.split()), _rules()
        for field, entry in self.entries:
            points = _points(entry, header.text, here)
            if points > best.get(field, _NOTHING).points and not rules.bar(field, header.text, here):
                best[field] = Said(points, entry)
        return best


_NOTHING = Said(0.0, "")


@dataclass(frozen=True, slots=True)
class _Rules:
    """Words that keep a header from being taken for what its other words say."""

    alone: frozenset[str]
    ratio_words: frozenset[str]
    ratio_parts: tuple[str, ...]
    setting_words: frozenset[str]
    setting_parts: tuple[str, ...]
    date_words: frozenset[str]
    date_parts: tuple[str, ...]

    def bar(self, field: str, header: str, here: set[str]) -> bool:
        """Whether that header is not what its words say: a ratio, a setting, or a date of something else."""
        if field in _FIGURES:
            return _has(header, here, self.ratio_words, self.ratio_parts)
        of_another = field in _DATES and _has(header, here, self.date_words, self.date_parts)
        return of_another or _has(header, here, self.setting_words, self.setting_parts)


_FIGURES = frozenset(
    {"spend", "impressions", "clicks", "conversions", "conversion_value", "amount", "refunded", "tax", "shipping"}
)
_DATES = frozenset({"date", "week", "month", "quarter", "year", "start", "end", "at"})
_PEOPLE = (Kind.ORDERS, Kind.LEADS, Kind.ACTIVITY)


def plain(text: str) -> str:
    """Without case, and without the accents that many leave out."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    if folded.isascii():
        return folded
    return unicodedata.normalize("NFC", "".join(map(_base, unicodedata.normalize("NFC", folded))))


def is_ratio(header: str) -> bool:
    """Whether the header names a figure that does not add up."""
    found, rules = _words(header), _rules()
    return _has(" ".join(found), set(found), rules.ratio_words, rules.ratio_parts)


@cache
def vocabulary(kind: Kind) -> Vocabulary:
    """The words of files of that kind; made once."""
    known: dict[str, dict[str, Said]] = {}
    entries: dict[tuple[str, str], None] = {}
    for field, header, points in (*_told(kind), *_of_layouts(kind)):
        if text := " ".join(_words(header)):
            known.setdefault(_joined(text), {}).setdefault(field, Said(points, text))
            entries[field, text] = None
    return Vocabulary(known, tuple(entry for entry in entries if entry[1] not in _rules().alone))


@cache
def plain_names(field: str) -> frozenset[str]:
    """Whole headers that plainly are that field of an ad file, whoever writes it, as `plain_name` compares them."""
    return frozenset(map(plain_name, _table()[Kind.AD_METRICS][field]))


def plain_name(header: str) -> str:
    """A header as its words alone, in whatever way they are joined."""
    return _joined(" ".join(_words(header)))


def _joined(text: str) -> str:
    return text.replace(" ", "")


def _told(kind: Kind) -> Iterator[tuple[str, str, float]]:
    """Of headers that say the same, the first of a list is a hair better."""
    section = Kind.AD_METRICS if kind is Kind.SPEND else kind
    for field, headers in {**_table()[section], **(_table()["people"] if kind in _PEOPLE else {})}.items():
        if field in FIELDS[kind]:
            yield from ((field, header, EXACT - at / 1_000) for at, header in enumerate(headers))


def _of_layouts(kind: Kind) -> Iterator[tuple[str, str, float]]:
    alike = {Kind.AD_METRICS, Kind.SPEND} if kind in {Kind.AD_METRICS, Kind.SPEND} else {kind}
    elsewhere = {field: set(headers) for field, headers in _table()["elsewhere"].items()}
    for layout in layouts():
        for name, headers in layout.aliases.items() if layout.kind in alike else ():
            field = _SAME_FIELD.get(name, name)
            usual = [header.removesuffix(ANY_CURRENCY) for header in headers if header not in elsewhere.get(field, ())]
            if field in FIELDS[kind]:
                yield from ((field, header, max(LAYOUT - at, WORDS)) for at, header in enumerate(usual))


@cache
def _rules() -> _Rules:
    table = _table()
    return _Rules(
        alone=frozenset(map(plain, table["alone"]["words"])),
        ratio_words=frozenset(table["ratios"]["words"]),
        ratio_parts=tuple(map(plain, table["ratios"]["parts"])),
        setting_words=frozenset(table["settings"]["words"]),
        setting_parts=tuple(map(plain, table["settings"]["parts"])),
        date_words=frozenset(table["dates"]["words"]),
        date_parts=tuple(map(plain, table["dates"]["parts"])),
    )


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))


def _first_code(header: str, found: Sequence[str]) -> str:
    """A code before the words, as in `EUR spend`: in capitals, for it may be a word."""
    return found[0] if len(found) > 1 and header[:3].isupper() and header_currency(found[0].upper()) else ""


def _words(header: str) -> list[str]:
    """The words of a header, plain; `/` and `%` are words of their own, for they say that it is a ratio."""
    spaced = plain(_CAMEL.sub(" ", header)).replace("/", " / ").replace("%", " % ")
    return [part for part in spaced.split() for part in _parts(part)]


def _parts(part: str) -> Iterable[str]:
    return (part,) if part in {"/", "%"} else _WORD.findall(part.replace("'", " "))


def _points(entry: str, header: str, here: set[str]) -> float:
    wanted = entry.split()
    if here.issuperset(wanted):
        return WORDS + PART * len(wanted) / len(here)
    if len(wanted) == 1 and _is_within(entry, header, here):
        return PART + 20 * len(entry) / len(header)
    return 0.0


def _is_within(entry: str, header: str, here: set[str]) -> bool:
    """Anywhere in a script without spaces; else at the end of a compound, or but for an ending."""
    if _UNSPACED.search(entry):
        return len(entry) >= 2 and entry in header
    if len(entry) < SHORTEST_PART:
        return False
    return any(word.endswith(entry) or (word.startswith(entry) and len(word) <= len(entry) + 2) for word in here)


def _has(header: str, here: set[str], words: frozenset[str], parts: Sequence[str]) -> bool:
    return not here.isdisjoint(words) or any(part in header for part in parts)


def _base(character: str) -> str:
    """A Latin letter without its accent; any other character as it is."""
    first = unicodedata.normalize("NFD", character)[0]
    return first if first.isascii() else character

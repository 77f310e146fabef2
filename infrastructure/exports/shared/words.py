"""Words that mean the same in every file, from `words.toml`; and how texts are compared."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.shared.text import name_key
from infrastructure.platforms import platforms

_SPACES = re.compile(r"\s+")
_SAME = str.maketrans({"\ufeff": None, "’": "'", "（": "(", "）": ")"})


def fold(text: str) -> str:
    """A header or a word as it is compared: without byte-order marks, outer or doubled spaces, and case; with the
    parentheses and apostrophes of a typewriter."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip().casefold()
    return _SPACES.sub(" ", text.translate(_SAME)).strip().casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`months` gives 1..12 by name, `half_days` the hours that a word adds (0 or 12), `currency_signs` the codes that a
    sign, in capitals, may mean; all else is folded."""

    no_figures: frozenset[str]
    no_names: frozenset[str]
    no_people: frozenset[str]
    months: dict[str, int]
    weekdays: frozenset[str]
    before_times: tuple[str, ...]
    half_days: dict[str, int]
    between_days: tuple[str, ...]
    click_ids: tuple[str, ...]
    currency_signs: dict[str, tuple[str, ...]]


@cache
def words() -> Words:
    """The words of `words.toml`, read once."""
    data = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
    nothing, periods, times = data["nothing"], data["periods"], data["times"]
    return Words(
        no_figures=frozenset(nothing["figures"]),
        no_names=frozenset(nothing["names"]),
        no_people=frozenset(nothing["people"]),
        months={name: number for months in data["months"].values() for name, number in _numbered(months)},
        weekdays=frozenset(name for names in data["weekdays"].values() for name in names),
        before_times=tuple(times["before"]),
        half_days={word: hours for hours, half in zip((0, 12), times["halves"], strict=True) for word in half},
        between_days=tuple(periods["between"]),
        click_ids=tuple(platforms().by_click_id()),
        currency_signs={sign.upper(): tuple(codes) for sign, codes in data["currencies"]["signs"].items()},
    )


def _numbered(months: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Each of the names of a month, which stand in one text, and which month it is."""
    for number, names in enumerate(months, start=1):
        yield from ((name, number) for name in names.split())


@cache
def platform_names() -> dict[str, str]:
    """The id of a platform by `name_key` of what people call it."""
    return platforms().by_name()


def platform_id(text: str) -> str:
    """The id of the platform that people call `text`; a name that is not known is kept."""
    name = name_key(text)
    return platform_names().get(name, name)

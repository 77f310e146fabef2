"""Words that mean the same in every file, from `words.toml`; and how texts are compared."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.shared.text import name_key
from infrastructure.platforms import platforms

_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """A header or a word as it is compared: without byte-order marks, outer or doubled spaces, and case."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip().casefold()
    return _SPACES.sub(" ", text.replace("\ufeff", "")).strip().casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`months` gives 1..12 by name, `currency_signs` the codes that a sign may mean; all else is folded."""

    no_figures: frozenset[str]
    no_names: frozenset[str]
    no_people: frozenset[str]
    months: dict[str, int]
    unbounded: frozenset[str]
    click_ids: tuple[str, ...]
    currency_signs: dict[str, tuple[str, ...]]


@cache
def words() -> Words:
    """The words of `words.toml`, read once."""
    data = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
    nothing, months = data["nothing"], data["months"]
    return Words(
        no_figures=frozenset(nothing["figures"]),
        no_names=frozenset(nothing["names"]),
        no_people=frozenset(nothing["people"]),
        months={
            name: number for names in (months["names"], months["short"]) for number, name in enumerate(names, start=1)
        }
        | months["other"],
        unbounded=frozenset(data["periods"]["unbounded"]),
        click_ids=tuple(platforms().by_click_id()),
        currency_signs={sign: tuple(codes) for sign, codes in data["currencies"]["signs"].items()},
    )


@cache
def platform_names() -> dict[str, str]:
    """The id of a platform by `name_key` of what people call it."""
    return platforms().by_name()


def platform_id(text: str) -> str:
    """The id of the platform that people call `text`; a name that is not known is kept."""
    name = name_key(text)
    return platform_names().get(name, name)

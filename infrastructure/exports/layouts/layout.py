"""What is known of how each platform writes its files: `layouts/*.toml` as values. One file is one layout in English,
with its rules; each file of the folder of its name adds the words of another language.

Reading one more platform is one more file there and a test; the words of another language are one more file, too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from domain.imports.notation import DecimalMark
from domain.imports.record import Kind
from infrastructure.exports.layouts.fact_rules import LeadRules, OrderRules
from infrastructure.exports.layouts.rules import (
    UNNAMED,
    Language,
    PreambleRules,
    TotalRule,
    UnnamedTotal,
    label_pattern,
    label_start,
    start_of_any,
)
from infrastructure.exports.shared.words import fold, words

__all__ = ["ANY_CURRENCY", "PLAIN", "Layout", "OrderRules", "layouts", "read_layout"]

ANY_CURRENCY = "(*)"
"""Stands in an alias for the currency that a header names, as in `Amount spent (*)`."""
PLAIN = "plain"
"""The platform of files that people keep themselves."""
ENGLISH = "en"

_Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one platform writes one kind of file.

    `required` is a conjunction of alternatives, best first: one field of each must be there. `least` of the
    `distinctive` headers must be there, `least_below` below a preamble that the layout knows, and none of the `foreign`
    ones, unless the field `foreign_unless` is. The first header is one of `first`, letter by letter, where there are
    any. `aliases` gives the folded headers of a field, best
    first and English before the other `languages`. `shape` is a line of a file without a header, with the fields as
    groups. `label_start` matches what the labels of totals begin with ("" for none). `empty_notices` are what a file
    says instead of rows, `footers` what it says below them. `micros` are the fields whose cells count millionths,
    `constants` the values of fields that no column tells.
    """

    name: str
    platform: str
    kind: Kind
    required: tuple[tuple[str, ...], ...] = ()
    distinctive: frozenset[str] = frozenset()
    least: int = 0
    least_below: int = 0
    foreign: tuple[str, ...] = ()
    foreign_unless: str = ""
    first: tuple[str, ...] = ()
    shape: re.Pattern[str] | None = None
    aliases: Mapping[str, tuple[str, ...]]
    segments: tuple[str, ...] = ()
    totals: tuple[TotalRule, ...] = ()
    label_start: str = ""
    unnamed_total: UnnamedTotal | None = None
    empty_notices: tuple[str, ...] = ()
    footers: tuple[re.Pattern[str], ...] = ()
    preamble: PreambleRules = field(default_factory=PreambleRules)
    orders: OrderRules = field(default_factory=OrderRules)
    leads: LeadRules = field(default_factory=LeadRules)
    micros: frozenset[str] = frozenset()
    constants: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[Language, ...] = ()


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout, by name; read once."""
    return tuple(read_layout(file) for file in sorted(Path(__file__).parent.glob("*.toml")))


def read_layout(file: Path) -> Layout:
    """The layout in `NAME.toml`, with the languages in `NAME/*.toml` beside it."""
    spoken = {ENGLISH: _data(file)}
    spoken |= {language.stem: _data(language) for language in sorted(file.with_suffix("").glob("*.toml"))}
    return _layout(file.stem, spoken[ENGLISH], spoken)


def _data(file: Path) -> _Data:
    return tomllib.loads(file.read_text("utf-8"))


def _layout(name: str, rules: _Data, spoken: Mapping[str, _Data]) -> Layout:
    """`rules` are what is the same in every language."""
    known, every = rules["recognise"], list(spoken.values())
    return Layout(
        name=name,
        platform=rules["platform"],
        kind=Kind(rules["kind"]),
        required=tuple(_alternatives(text) for text in known.get("required", ())),
        distinctive=frozenset(fold(word) for data in every for word in _distinctive(data)),
        least=known.get("least", 0),
        least_below=known.get("least_below", known.get("least", 0)),
        foreign=_folded(_listed(every, "foreign") + known.get("foreign", [])),
        foreign_unless=known.get("foreign_unless", ""),
        first=tuple(known.get("first", ())),
        shape=re.compile(known["shape"]) if "shape" in known else None,
        aliases=_aliases(rules["kind"], every),
        segments=_folded(_listed(every, "segments", "columns")),
        totals=_totals(_listed(every, "totals")),
        label_start=_label_start(label for entry in _listed(every, "totals") for label in entry["labels"]),
        unnamed_total=_unnamed_total(rules),
        empty_notices=_folded(_listed(every, "notices", "empty")),
        footers=tuple(map(label_pattern, _listed(every, "notices", "footers"))),
        preamble=_preamble(every),
        orders=OrderRules.of(rules.get("orders", {})),
        leads=LeadRules.of(rules.get("leads", {})),
        micros=frozenset(rules.get("units", {}).get("micros", ())),
        constants=rules.get("constants", {}),
        languages=tuple(_language(language, data) for language, data in spoken.items()),
    )


def _listed(every: Iterable[_Data], *path: str) -> list[Any]:
    """What stands under that path in each of the languages, one list after the other."""
    found: list[Any] = []
    for data in every:
        inner: Any = data
        for name in path:
            inner = inner.get(name, {})
        found += inner or []
    return found


def _alternatives(text: str) -> tuple[str, ...]:
    return tuple(field.strip() for field in text.split("|"))


def _distinctive(data: _Data) -> Sequence[str]:
    """Headers that tell the layout apart: a language has no other way of recognising it, and names them at its top."""
    found: Sequence[str] = data.get("recognise", data).get("distinctive", ())
    return found


def _aliases(kind: str, every: Iterable[_Data]) -> dict[str, tuple[str, ...]]:
    """The headers of each field; orders and leads may have a column for each kind of click id, under its own name."""
    clicks = words().click_ids if kind in (Kind.ORDERS, Kind.LEADS) else ()
    named: dict[str, list[str]] = {}
    for data in every:
        for of, headers in data.get("aliases", {}).items():
            named.setdefault(of, []).extend(headers)
    return {of: _folded(headers) for of, headers in named.items()} | ({one: (one,) for one in clicks} if named else {})


def _folded(texts: Iterable[str]) -> tuple[str, ...]:
    """Each once: languages share words."""
    return tuple(dict.fromkeys(map(fold, texts)))


def _totals(entries: Iterable[_Data]) -> tuple[TotalRule, ...]:
    """A whole label goes before one that ends in `*`, and of these the longer one, whichever language it is of."""
    labels = [(label, entry) for entry in entries for label in entry["labels"]]
    labels.sort(key=lambda one: (one[0].endswith("*"), -len(one[0]) if one[0].endswith("*") else 0))
    return tuple(_total_rule(label, entry) for label, entry in labels)


def _total_rule(label: str, entry: _Data) -> TotalRule:
    return TotalRule(
        label=fold(label),
        binding=entry.get("binding", False),
        scope=entry.get("scope", ""),
        value=fold(entry.get("value", "")),
        unless=tuple(entry.get("unless", ())),
    )


def _label_start(labels: Iterable[str]) -> str:
    any_start = start_of_any(map(label_start, labels))
    return rf"^\s*(?i:{any_start})" if any_start else ""


def _unnamed_total(rules: _Data) -> UnnamedTotal | None:
    if entry := rules.get("unnamed_total"):
        return UnnamedTotal(blank=tuple(entry["blank"]), label=entry["label"], binding=entry["binding"])
    return UNNAMED if rules["kind"] == Kind.AD_METRICS else None


def _preamble(every: Iterable[_Data]) -> PreambleRules:
    told = {part for data in every for part in data.get("preamble", {})}
    return PreambleRules(**{part: _folded(_listed(every, "preamble", part)) for part in told})


def _language(name: str, data: _Data) -> Language:
    of_fields = (header for headers in data.get("aliases", {}).values() for header in headers)
    decimal = data.get("decimal")
    return Language(
        name=name,
        headers=frozenset(map(fold, (*of_fields, *_distinctive(data)))),
        decimal=DecimalMark(decimal) if decimal else None,
    )

"""What is known of how each platform writes its files: `layouts/*.toml` as values. One file is one layout.

Reading one more platform is one more file there and a test; the words of another language are more aliases and labels.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from domain.imports.record import Kind
from infrastructure.exports.words import fold, words

ANY_CURRENCY = "(*)"
"""Stands in an alias for the currency that a header names, as in `Amount spent (*)`."""
PLAIN = "plain"
"""The platform of files that people keep themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalRule:
    """Rows with such a label are totals. A label may end in `*`.

    `binding` totals speak for just the rows listed. `scope` is the field whose value is what stands for the `*` in the
    rows that the total speaks for. A row that names any field of `unless` (beside the cell of the label) is data.
    """

    label: re.Pattern[str]
    binding: bool
    scope: str
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnnamedTotal:
    """A row that names none of the fields `blank` which the file has is a total, called `label` in reports."""

    blank: tuple[str, ...]
    label: str
    binding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRules:
    """How lines become orders.

    `key` are the fields that name an order beside platform and account; none, or a blank one: the order is named by all
    that it says, `content` fields included, and its ordinal among identical ones.
    """

    lines_make_one_order: bool = False
    key: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    statuses: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one platform writes one kind of file.

    `required` is a conjunction of alternatives, best first: one field of each must be there. `least` of the
    `distinctive` headers must be there and none of the `foreign` ones, unless the field `foreign_unless` is. `aliases`
    gives the folded headers of a field, best first. `shape` is a line of a file without a header, with the fields as
    groups. `label_prefixes` are what the labels of totals begin with, as few as tell them all. `micros` are the fields
    whose cells count millionths.
    """

    name: str
    platform: str
    kind: Kind
    required: tuple[tuple[str, ...], ...]
    distinctive: tuple[str, ...]
    least: int
    foreign: tuple[str, ...]
    foreign_unless: str
    shape: re.Pattern[str] | None
    aliases: Mapping[str, tuple[str, ...]]
    segments: tuple[str, ...]
    totals: tuple[TotalRule, ...]
    label_prefixes: tuple[str, ...]
    unnamed_total: UnnamedTotal | None
    empty_notices: tuple[str, ...]
    orders: OrderRules
    micros: frozenset[str] = frozenset()


def label_pattern(label: str) -> re.Pattern[str]:
    """What a folded label must be; what stands for a closing `*` is the group `rest`."""
    return re.compile(re.escape(fold(label)).replace(r"\*", "(?P<rest>.+)"))


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout, by name; read once."""
    files = sorted((Path(__file__).parent / "layouts").glob("*.toml"))
    return tuple(_layout(file.stem, tomllib.loads(file.read_text("utf-8"))) for file in files)


def _layout(name: str, data: Mapping[str, Any]) -> Layout:
    known = data["recognise"]
    return Layout(
        name=name,
        platform=data["platform"],
        kind=Kind(data["kind"]),
        required=tuple(_alternatives(text) for text in known.get("required", ())),
        distinctive=_folded(known.get("distinctive", ())),
        least=known.get("least", 0),
        foreign=_folded(known.get("foreign", ())),
        foreign_unless=known.get("foreign_unless", ""),
        shape=re.compile(known["shape"]) if "shape" in known else None,
        aliases=_aliases(data),
        segments=_folded(data.get("segments", {}).get("columns", ())),
        totals=tuple(rule for entry in data.get("totals", ()) for rule in _total_rules(entry)),
        label_prefixes=_prefixes(label for entry in data.get("totals", ()) for label in entry["labels"]),
        unnamed_total=_unnamed_total(data.get("unnamed_total")),
        empty_notices=_folded(data.get("notices", {}).get("empty", ())),
        orders=_order_rules(data.get("orders", {})),
        micros=frozenset(data.get("units", {}).get("micros", ())),
    )


def _alternatives(text: str) -> tuple[str, ...]:
    return tuple(field.strip() for field in text.split("|"))


def _aliases(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The headers of each field; orders may have a column for each kind of click id, under its own name."""
    clicks = words().click_ids if data["kind"] == Kind.ORDERS else ()
    named = {field: _folded(headers) for field, headers in data.get("aliases", {}).items()}
    return named | ({kind: (kind,) for kind in clicks} if named else {})


def _folded(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(fold, texts))


def _total_rules(entry: Mapping[str, Any]) -> Iterable[TotalRule]:
    for label in entry["labels"]:
        yield TotalRule(
            label=label_pattern(label),
            binding=entry.get("binding", False),
            scope=entry.get("scope", ""),
            unless=tuple(entry.get("unless", ())),
        )


def _prefixes(labels: Iterable[str]) -> tuple[str, ...]:
    known = {fold(label.removesuffix("*")) for label in labels}
    return tuple(sorted(one for one in known if not any(one != other and one.startswith(other) for other in known)))


def _unnamed_total(entry: Mapping[str, Any] | None) -> UnnamedTotal | None:
    if entry is None:
        return None
    return UnnamedTotal(blank=tuple(entry["blank"]), label=entry["label"], binding=entry["binding"])


def _order_rules(entry: Mapping[str, Any]) -> OrderRules:
    return OrderRules(
        lines_make_one_order=entry.get("lines_make_one_order", False),
        key=tuple(entry.get("key", ())),
        content=tuple(entry.get("content", ())),
        statuses=entry.get("statuses", {}),
    )

"""What a layout says of orders and leads beside which headers their columns have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from domain.shared.text import name_key
from infrastructure.exports.shared.words import fold


class Lines(StrEnum):
    """What the lines of a file are. An order of several `PARTS` has its cells on one of them; one of several `ITEMS`
    comes to the sum of quantity times price over all of them."""

    ORDERS = "orders"
    PARTS = "parts"
    ITEMS = "items"


class Refunds(StrEnum):
    """How refunds are told: as a `FIGURE` of the order, so that a status of "refunded" without one means all of it; in
    `ROWS` of their own under the number of the order; or in rows that are `NUMBERED` for themselves, and nobody knows
    of which order.
    """

    FIGURE = "figure"
    ROWS = "rows"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRules:
    """How lines become orders.

    `key` are the fields that name an order beside platform and account; none, or a blank one: the order is named by all
    that it says, `content` fields included, and its ordinal among identical ones. `types` are the words of the field
    `type` in rows that are orders or refunds (none: all rows are). `statuses` gives our word for the file's own, by
    `name_key`, `media` the medium for what stands before the colon in the field `origin`. `nobody` are customer ids
    that are no customer's. `remark` is told with every such file.
    """

    lines: Lines = Lines.ORDERS
    refunds: Refunds = Refunds.FIGURE
    key: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()
    statuses: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=dict)
    nobody: frozenset[str] = frozenset()
    remark: str = ""

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Self:
        """From the table `orders` of a layout."""
        return cls(
            lines=Lines(entry.get("lines", Lines.ORDERS)),
            refunds=Refunds(entry.get("refunds", Refunds.FIGURE)),
            key=tuple(entry.get("key", ())),
            content=tuple(entry.get("content", ())),
            types=frozenset(map(name_key, entry.get("types", ()))),
            statuses={name_key(word): ours for word, ours in entry.get("statuses", {}).items()},
            media=entry.get("media", {}),
            nobody=frozenset(map(fold, entry.get("nobody", ()))),
            remark=entry.get("remark", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRules:
    """How lines become leads.

    With `answers`, every column that no field reads is the answer to a question, and the contact is looked for among
    them. `number_prefix` stands before the ids. `sources` gives our word for a source as the platform calls it, folded.
    """

    answers: bool = False
    number_prefix: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Self:
        """From the table `leads` of a layout."""
        return cls(
            answers=entry.get("answers", False),
            number_prefix=entry.get("number_prefix", ""),
            sources={fold(word): ours for word, ours in entry.get("sources", {}).items()},
        )

"""What became of an order, in our words; `statuses.toml` gives them for those of shops and people."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from domain.imports.record import Message
from domain.shared.columns import Ints, Texts, known
from domain.shared.text import clean, name_key
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.layouts.fact_rules import OrderRules, Refunds
from infrastructure.exports.shared.coded import same
from infrastructure.exports.shared.refusal import quoted
from infrastructure.exports.shared.words import fold

PAID, UNKNOWN = "paid", "unknown"
_NO = frozenset({"false", "no", "0", "n"})
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """`ours` are our own words, `meaning` gives the one for what others write, by `name_key`."""

    ours: frozenset[str]
    meaning: Mapping[str, str]


@cache
def _words() -> _Words:
    data = tomllib.loads((Path(__file__).parent / "statuses.toml").read_text("utf-8"))
    meaning = {name_key(word): ours for ours, words in data.items() for word in (ours, *words)}
    return _Words(ours=frozenset(data), meaning=meaning)


def statuses(cells: Cells, rules: OrderRules) -> Texts:
    """What became of each order, shape (n,). Without a column every order is paid; what was cancelled did not come in,
    nor what was authorised and not captured. A word that is not known is kept in lower case."""
    found = same(PAID, len(cells))
    if cells.has("status"):
        found = cells.as_written("status").each(lambda cell: _status(cell, rules)).texts()
    if cells.has("captured"):
        uncaptured = cells.as_written("captured").each(lambda cell: fold(cell) in _NO).array("bool")
        found[uncaptured & (found == PAID)] = "authorized"
    if cells.has("cancelled"):
        found[cells.text("cancelled") != ""] = "cancelled"
    return found


def _status(written: str, rules: OrderRules) -> str:
    word = name_key(written)
    return rules.statuses.get(word) or _words().meaning.get(word) or (fold(clean(written)) if word else UNKNOWN)


def refunds(refunded: Ints, gross: Ints, number: Texts, status: Texts, rules: OrderRules) -> Ints:
    """What was refunded of each order, shape (n,), in micro-units. Where the file gives no figure, a status of
    "refunded" means all of it, unless a row of the file is the refund of that order; else it is nothing."""
    whole = ~known(refunded) & (status == "refunded") & (gross > 0) & (rules.refunds == Refunds.FIGURE)
    if whole.any():
        booked = set(number[gross < 0]) - {""}
        whole &= np.fromiter((one not in booked for one in number), np.bool_, len(number))
    return np.where(whole, gross, np.where(known(refunded), refunded, 0))


def status_messages(status: Texts, refunded: Ints, gross: Ints, rules: OrderRules) -> tuple[Message, ...]:
    """The words that are not known, and the refunds in part of which the file does not say how much."""
    return (*_unknown(status), *_untold(status, refunded, gross, rules))


def _unknown(status: Texts) -> Iterator[Message]:
    found = Counter(word for word in status.tolist() if word not in _words().ours)
    if found:
        told = f"orders with a status that is not known are kept and do not count as paid: {_counted(found.items())}"
        yield Message(code="unknown_status", message=told)


def _counted(found: Iterable[tuple[str, int]]) -> str:
    most = sorted(found, key=lambda one: (-one[1], one[0]))
    shown = ", ".join(
        f"{count:,} {quoted(word, 40) if word != UNKNOWN else 'blank'}" for word, count in most[:_MOST_TOLD]
    )
    return shown + (f" and {len(most) - _MOST_TOLD:,} more" if len(most) > _MOST_TOLD else "")


def _untold(status: Texts, refunded: Ints, gross: Ints, rules: OrderRules) -> Iterator[Message]:
    """Of orders only: a refund that stands by itself says how much it is."""
    untold = int(((status == "partially_refunded") & (refunded == 0) & (gross > 0)).sum())
    if untold and rules.refunds == Refunds.FIGURE:
        orders = "1 order is" if untold == 1 else f"{untold:,} orders are"
        told = f"{orders} refunded in part and the file does not say how much: the whole amount counts"
        yield Message(code="unknown_refund", message=told)

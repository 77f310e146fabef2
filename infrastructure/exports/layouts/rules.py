"""The parts of a layout: what its data can say beside which headers its columns have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from domain.imports.notation import DecimalMark
from infrastructure.exports.shared.words import fold

GRAINS = ("day", "date", "week", "month", "quarter", "year")
"""Fields that tell the period of a row, finest first."""
_ROWS = "{rows}"
NUMBER = r"[0-9][0-9., ]*"
"""How many rows there are, as files write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalRule:
    """Rows with such a folded label are totals. It may end in `*`; `{rows}` in it is how many rows the file says there
    are.

    `binding` totals speak for just the rows listed. `scope` is the field whose value is `value`, or what stands for the
    `*`, in the rows that the total speaks for. A row that names any field of `unless` (beside the cell of the label) is
    data.
    """

    label: str
    binding: bool
    scope: str
    value: str
    unless: tuple[str, ...]

    def match(self, cell: str) -> re.Match[str] | None:
        """A folded cell as the label: what stands for the `*` is the group `rest`, for `{rows}` the group `rows`."""
        return label_pattern(self.label).fullmatch(cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnnamedTotal:
    """A row that names none of the fields `blank` which the file has is a total, called `label` in reports."""

    blank: tuple[str, ...]
    label: str
    binding: bool


UNNAMED = UnnamedTotal(
    blank=("campaign", "campaign_id", "adset", "adset_id", "ad", "ad_id", "keyword"),
    label="Total (unnamed row)",
    binding=False,
)
"""No platform spends on what has no name: such a row among named ones is what they come to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreambleRules:
    """What lines `label: value` above the header tell, by their folded labels: the `period` of the file, its `start`
    and `end`, the `zone` of its days, its `currency`, how many `rows` there are.

    Whole folded lines say that figures are `incomplete`, or that a row stands for a week (`weekly`) or a month
    (`monthly`) although its column would be one of days.
    """

    period: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    zone: tuple[str, ...] = ()
    currency: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    incomplete: tuple[str, ...] = ()
    weekly: tuple[str, ...] = ()
    monthly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words of a layout in one language, which a header is told by: its folded `headers`. `decimal` is what numbers
    usually look like in it, as far as that is known."""

    name: str
    headers: frozenset[str]
    decimal: DecimalMark | None


@cache
def label_pattern(label: str) -> re.Pattern[str]:
    """What a cell must be to have that label. There are hundreds, of which few files hold one."""
    pattern = re.escape(fold(label)).replace(re.escape(_ROWS), f"(?P<rows>{NUMBER})", 1)
    return re.compile(pattern.replace(r"\*", "(?P<rest>.+)"))


def label_start(label: str) -> str:
    """A pattern of what the label begins with, whatever the case, for a look at whole columns at once."""
    fixed = " ".join(label.partition("*")[0].lower().split(" "))
    return re.escape(fixed).replace(re.escape(_ROWS), NUMBER).replace(r"\ ", r"\s*")


def start_of_any(starts: Iterable[str]) -> str:
    """A pattern for what any of the others matches, "" where there is none; as few parts as tell them all."""
    few: list[str] = []
    for start in sorted(filter(None, starts)):
        if not few or not start.startswith(few[-1]):
            few.append(start)
    return "|".join(few)

"""The payback table for people: a block per source or campaign, its cohorts below each other, all blocks lined up.

Where the window is too narrow for all the figures of a row, each block has two parts, one below the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from application.payback.months import SHOWN_NAMES
from interfaces import figures
from interfaces.cli.grid import Cell, Column, Grid, Row
from interfaces.cli.screen import shown
from interfaces.figures import UNKNOWN
from interfaces.outcomes import outcome

if TYPE_CHECKING:
    from application.payback.views import RowView


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of the table: its title, and how a row fills it. On `all` it may go by another title."""

    title: str
    cell: Callable[[RowView], Cell]
    title_of_all: str = ""


def _spend(row: RowView) -> Cell:
    """The mark for a month that is known in part takes a place of its own, so that the decimals line up."""
    if row["spend"] is None:
        return f"{UNKNOWN} "
    return figures.money(row["spend"]) + ("~" if row["spend_partial"] else " ")


def _paid_back(row: RowView) -> Cell:
    return Text(outcome(row), style="dim" if row["payback_month"] is None else "bold green")


def _ltv(month: str) -> Figure:
    return Figure(f"LTV {month}" if month == "m0" else month, lambda row: figures.quotient(row["ltv"][month]))


def _roas(row: RowView) -> Cell:
    """No row has both: the blended one is that of `all`, the attributed one that of a source."""
    return figures.quotient(row["blended_roas"] if row["source"] == "all" else row["attributed_roas"])


_COHORT = Figure("Cohort", lambda row: f"  {row['cohort']}")
_COST = (
    Figure("Spend ", _spend),
    Figure("New", lambda row: figures.count(row["new_customers"])),
    Figure("CAC", lambda row: figures.quotient(row["cac"])),
)
_VALUE = tuple(_ltv(month) for month in SHOWN_NAMES)
_RETURN = (
    Figure("Paid back", _paid_back),
    Figure("ROAS claimed", lambda row: figures.quotient(row["claimed_roas"])),
    Figure("attributed", _roas, title_of_all="blended"),
)
_WHOLE = ((_COHORT, *_COST, *_VALUE, *_RETURN),)
_PARTS = ((_COHORT, *_COST, *_RETURN), (_COHORT, *_VALUE))


def payback_lines(rows: Sequence[RowView], width: int) -> Iterator[Text]:
    """The whole table, each row in one part or in two, as it fits a window of that width."""
    grids = [(part, _grid(rows, part)) for part in _WHOLE]
    if any(grid.width > width for _, grid in grids):
        grids = [(part, _grid(rows, part)) for part in _PARTS]
    for (source, campaign), group in groupby(rows, key=lambda row: (row["source"], row["campaign"])):
        block = list(group)
        yield from (Text(), _heading(source, campaign))
        for part, grid in grids:
            yield grid.line(_titles(part, of_all=source == "all"))
            yield from (grid.line([figure.cell(row) for figure in part]) for row in block)


def _grid(rows: Sequence[RowView], part: Sequence[Figure]) -> Grid:
    columns = [Column(figure.title, right=figure is not _COHORT) for figure in part]
    return Grid.fitting(columns, ([figure.cell(row) for figure in part] for row in rows))


def _titles(part: Sequence[Figure], *, of_all: bool) -> Row:
    return [
        Text(figure.title_of_all if of_all and figure.title_of_all else figure.title, style="dim") for figure in part
    ]


def _heading(source: str, campaign: str | None) -> Text:
    name = Text(shown(source), style="bold")
    return name if campaign is None else Text.assemble(name, f"  {shown(campaign)}")

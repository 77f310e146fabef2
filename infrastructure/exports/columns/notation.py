"""How the numbers and dates of a file are written, column by column: by what its cells prove, else by what is known of
the file, else not at all.

What settles a column is the same for both, in this order: its own cells, the other columns of the kind in the file,
what the person who imports says, and last what is usual: for numbers the mark in the language of the header; for dates
`dd.mm.yyyy`, since wherever points part a date the day comes first. What is still open refuses the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from typing import TYPE_CHECKING, TypeVar

from domain.imports.notation import DateOrder, DecimalMark
from domain.shared.columns import Ints
from infrastructure.exports.columns.date_votes import DateVotes, date_votes, looks_two_way, order_of_column, votes_in
from infrastructure.exports.columns.date_votes import gist as date_votes_gist
from infrastructure.exports.columns.number_votes import (
    NumberKind,
    NumberVotes,
    looks_like_number,
    mark_of_column,
    number_votes,
)
from infrastructure.exports.columns.number_votes import gist as number_votes_gist
from infrastructure.exports.layouts.layout import PLAIN
from infrastructure.exports.shared.polls import Ask
from infrastructure.exports.shared.refusal import Refused, quoted
from infrastructure.exports.tables.table import Table, unread
from infrastructure.exports.values.amounts import plain_text
from infrastructure.exports.values.dates import DateNotation, both_ways
from infrastructure.exports.values.figures import NumberNotation, both_readings

if TYPE_CHECKING:
    import polars as pl

Told = TypeVar("Told", DateOrder, DecimalMark)

_KINDS = {
    **dict.fromkeys(("impressions", "clicks"), NumberKind.COUNTS),
    **dict.fromkeys(
        (
            "spend",
            "conversions",
            "conversion_value",
            "amount",
            "refunded",
            "tax",
            "shipping",
            "price",
            "quantity",
            "rate",
        ),
        NumberKind.AMOUNTS,
    ),
}
"""The fields whose cells are numbers, and of which kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """What the columns of a table prove in its data rows: `frame` holds their cells, `rows` (n,) tells their positions
    in the table. A column is looked at when it is first read, and once. Where the table is a part of a file, the other
    parts have their say."""

    table: Table
    frame: pl.DataFrame
    rows: Ints
    _plain: dict[str, bool] = attribute(default_factory=dict)
    _votes: dict[str, NumberVotes] = attribute(default_factory=dict)
    _numbers: dict[str, NumberNotation] = attribute(default_factory=dict)
    _dates: dict[str, DateNotation] = attribute(default_factory=dict)

    def kind(self, field: str) -> NumberKind:
        """How the figures of that field count."""
        if field in self.table.recognised.layout.micros:
            return NumberKind.MILLIONTHS
        return _KINDS.get(field, NumberKind.AMOUNTS)

    def numbers(self, field: str) -> NumberNotation:
        """The notation of a column of numbers; Refused ("ambiguous_numbers") if it is open whether the mark in its
        cells parts a fraction or thousands."""
        if field not in self._numbers:
            self._numbers[field] = self._number_notation(field)
        return self._numbers[field]

    def dates(self, field: str) -> DateNotation:
        """The notation of a column of dates; Refused ("ambiguous_dates") if it is open whether day or month come first,
        and where the person who imports says otherwise than the cells ("date_order")."""
        if field not in self._dates:
            self._dates[field] = self._date_notation(field)
        return self._dates[field]

    @property
    def date_order(self) -> DateOrder | None:
        """What the file proves of its dates, or the person who imports says: for dates outside of the table."""
        return _only(self._date_orders(beside="")) or self.table.hints.date_order

    def _column(self, field: str) -> tuple[str, str]:
        """The column of the frame and the header of a field."""
        at = self.table.recognised.header.columns[field]
        return str(at), self.table.recognised.header.names[at]

    def _votes_of(self, field: str) -> NumberVotes:
        if field not in self._votes:
            column = self._column(field)[0]
            mine = number_votes(self.frame[column], self.kind(field))
            self._votes[field] = votes = self._asked(column)("votes", mine, number_votes_gist)
            self._plain[field] = mine.plainly(votes)
        return self._votes[field]

    def _asked(self, column: str) -> Ask:
        return self.table.polls.of(column)

    def _number_notation(self, field: str) -> NumberNotation:
        notation = self._settled(field)
        return replace(notation, plain=self._plain[field])

    def _settled(self, field: str) -> NumberNotation:
        votes = self._votes_of(field)
        if votes.decimal or votes.contradicted:
            return votes.notation()
        found = _only(self._marks(beside=field, all_columns=votes.open is not None))
        decimal = found or self.table.hints.decimal or self.table.recognised.usual_decimal
        if decimal is None and votes.open is not None:
            point, comma = (plain_text(value) for value in both_readings(votes.open))
            said = f"{self._column(field)[1]} {quoted(votes.open)} could be {point} or {comma}, and nothing in the file"
            raise Refused("ambiguous_numbers", f"{said} tells which; say --decimal point or --decimal comma")
        return votes.notation(decimal)

    def _marks(self, *, beside: str, all_columns: bool) -> Iterator[DecimalMark | None]:
        """What the other columns of numbers prove. What a platform writes into columns that nobody reads, it writes in
        the same way; what people write there need not be numbers at all."""
        header = self.table.recognised.header
        for field in _KINDS.keys() & header.columns.keys():
            if field != beside:
                yield self._votes_of(field).decimal
            for rival in header.rivals.get(field, ()):
                mine = number_votes(self.frame[str(rival)], self.kind(field))
                yield self._asked(str(rival))("votes", mine, number_votes_gist).decimal
        if all_columns and self.table.recognised.layout.platform != PLAIN:
            for cells in unread(self.table, looks_like_number)[self.rows]:
                yield mark_of_column(cells, self._asked(cells.name))

    def _date_notation(self, field: str) -> DateNotation:
        column, name = self._column(field)
        mine, hint = date_votes(self.frame[column]), self.table.hints.date_order
        votes = self._asked(column)("order", mine, date_votes_gist)
        order = votes.order
        if order is None and votes.open is not None and not votes.short and not votes.contradicted:
            order = _only(self._date_orders(beside=column))
        if hint and order not in (None, hint):
            first = "day" if order is DateOrder.DAY_FIRST else "month"
            said = f"the dates in {name} have the {first} first, as the file proves"
            raise Refused("date_order", f"{said}: --date-order {hint} cannot be right")
        if order or hint or votes.open is None or votes.pointed:
            return DateNotation(order=order or hint, short_years=bool(votes.order or hint))
        raise Refused("ambiguous_dates", f"{name} {_open_said(votes)}; say --date-order dmy or --date-order mdy")

    def _date_orders(self, *, beside: str) -> Iterator[DateOrder | None]:
        """What the other columns of dates prove, whether or not anybody reads them, and the lines above the table."""
        yield votes_in(self.table.recognised.preamble).order
        for column in self.frame.columns:
            if column != beside:
                yield order_of_column(self.frame[column], self._asked(column))
        for cells in unread(self.table, looks_two_way)[self.rows]:
            yield order_of_column(cells, self._asked(cells.name))


def _only(told: Iterator[Told | None]) -> Told | None:
    """What all that tell anything say; None where they differ."""
    found = set(told) - {None}
    return found.pop() if len(found) == 1 else None


def _open_said(votes: DateVotes) -> str:
    if votes.contradicted:
        return "has as many dates that begin with the day as with the month"
    assert votes.open is not None  # noqa: S101 - nothing is open elsewhere
    return f"{quoted(votes.open)} could be {' or '.join(both_ways(votes.open))}, and nothing in the file tells which"

"""What a reader made of a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.imports.blocks import FactBlocks
from domain.imports.mapping import ColumnMapping, ProposedColumn
from domain.imports.record import Kind, Message, Reject
from domain.imports.rows import Coverage, Facts
from domain.shared.columns import Flags
from domain.shared.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTotal:
    """A total row of the file: its label and its figures by metric (`spend`, `impressions`, `clicks`, `conversions`,
    `conversion_value`; micro-units, counts plain; `rows` is how many rows it says there are).

    `scope` marks the rows (n,) that the total speaks for, None for all; `about` tells which field has which text in
    them. `binding` is False for totals that may count more than the rows listed.
    """

    label: str
    line: int
    figures: dict[str, int]
    scope: Flags | None = field(default=None, compare=False)
    about: tuple[str, str] = field(default=("", ""), compare=False)
    binding: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file that was understood. `rows` counts the data lines kept (an order of three lines has three),
    `total_rows` the totals and footers left out. `currency` is the one that the file names, None if none or several.
    The facts of a large file come in blocks.
    """

    kind: Kind
    platform: str
    encoding: str
    rows: int
    total_rows: int
    rejects: tuple[Reject, ...]
    currency: str | None
    period: Period | None
    facts: Facts | FactBlocks
    coverage: tuple[Coverage, ...] = ()
    totals: tuple[FileTotal, ...] = ()
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file that was not understood: the reason in one line, with what was seen, and how it may be read after all."""

    reason: Message
    encoding: str | None = None
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """How a file of an unknown layout may be read.

    `columns` gives the evidence for each column of the `mapping`; `unread` are the headers that nobody would look at.
    `read` is what the mapping makes of the file: its rows and sums, or why it makes nothing (a field that is missing, a
    date that may be two days).
    """

    mapping: ColumnMapping
    columns: tuple[ProposedColumn, ...]
    unread: tuple[str, ...]
    read: Reading | Message

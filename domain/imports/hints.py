"""What the person who imports knows of a file that the file itself does not say."""

from __future__ import annotations

from dataclasses import dataclass

from domain.imports.mapping import ColumnMapping
from domain.imports.notation import DateOrder, DecimalMark


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """`account` is where the facts belong if the file names none. `date_order` and `decimal` settle what the cells of a
    column leave open, and never overrule what they prove. `mappings` are the saved ones, by the header they are for.
    """

    account: str = ""
    date_order: DateOrder | None = None
    decimal: DecimalMark | None = None
    mappings: tuple[ColumnMapping, ...] = ()

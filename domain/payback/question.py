"""What is asked: the flags, which are never stored, because the same facts answer other questions too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from domain.shared.errors import InvalidValue
from domain.shared.periods import FIRST_DAY, LAST_DAY

UTC = ZoneInfo("UTC")


class By(StrEnum):
    """What the rows of the table stand for, beside `all`."""

    SOURCE = "source"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaybackQuestion:
    """`as_of` None means the earliest coverage end among the order sources; `currency` None the only one that the facts
    name. `margin` is the share of net revenue that is kept, above 0 and at most 1. `orders_from` is the platform whose
    book counts where several have a sale; None: a shop's."""

    as_of: date | None = None
    currency: str | None = None
    margin: Fraction = Fraction(1)
    zone: ZoneInfo = UTC
    by: By = By.SOURCE
    exclude_tax: bool = False
    exclude_shipping: bool = False
    orders_from: str | None = None

    def __post_init__(self) -> None:
        if self.as_of is not None and not FIRST_DAY <= self.as_of <= LAST_DAY:
            raise InvalidValue(f"the as-of day lies between {FIRST_DAY} and {LAST_DAY}", code="as_of")
        if not 0 < self.margin <= 1:
            raise InvalidValue("the margin is a share above 0 and at most 1, such as 0.6", code="margin")


def sole_currency(asked: str | None, named: tuple[str, ...]) -> str | None:
    """The currency that was asked for, else the only one that the facts name; None where that does not tell."""
    return asked or (named[0] if len(named) == 1 else None)


def currency_needed(named: tuple[str, ...]) -> InvalidValue:
    """The error of a report whose currency nothing tells."""
    reason = f"the files name {', '.join(named[:10])}" if named else "no file names a currency"
    return InvalidValue(f"{reason}: say which one the report is in", code="currency_needed")

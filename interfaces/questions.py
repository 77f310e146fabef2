"""The words in which a question is asked, on the command line and over HTTP, and what they mean.

They arrive as text and become values of the domain here, so that a wrong one is told in the domain's own words.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from domain.shared.errors import InvalidValue
from domain.shared.money import currency_code
from domain.shared.text import name_key, one_line

if TYPE_CHECKING:
    from domain.payback.question import By, PaybackQuestion

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SHARE = re.compile(r"\d{1,9}(\.\d{1,12})?|\.\d{1,12}", re.ASCII)


def payback_question(
    as_of: str | None,
    currency: str | None,
    margin: str,
    timezone: str,
    by: str,
    *,
    exclude_tax: bool,
    exclude_shipping: bool,
    orders_from: str | None = None,
) -> PaybackQuestion:
    """The question that the options ask; InvalidValue naming the one that cannot be."""
    from domain.payback.question import PaybackQuestion
    from domain.shared.periods import business_zone

    return PaybackQuestion(
        as_of=None if as_of is None else iso_day(as_of),
        currency=optional_currency(currency),
        margin=exact_share(margin),
        zone=business_zone(timezone),
        by=grouping(by),
        exclude_tax=exclude_tax,
        exclude_shipping=exclude_shipping,
        orders_from=None if orders_from is None else platform_name(orders_from),
    )


def iso_day(text: str) -> date:
    """A day as ISO 8601 writes it, and no other way."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InvalidValue(f"{_quoted(text)} is not a day; write it as 2026-06-25", code="as_of")


def exact_share(text: str) -> Fraction:
    """A decimal as the exact fraction that it is: 0.6 is 3/5."""
    if _SHARE.fullmatch(text):
        return Fraction(text)
    raise InvalidValue(f"{_quoted(text)} is not a margin; write it as a share such as 0.6", code="margin")


def optional_currency(text: str | None) -> str | None:
    return None if text is None else currency_code(text)


def platform_name(text: str) -> str:
    """The name of a platform as it is compared; whether it has orders is known to the facts alone."""
    if name := name_key(text):
        return name
    raise InvalidValue(f"{_quoted(text)} is not a platform; use its name, such as stripe", code="orders_from")


def grouping(text: str) -> By:
    """What a block of the table stands for."""
    from domain.payback.question import By

    if text in set(By):
        return By(text)
    raise InvalidValue(f"{_quoted(text)} is not a way to group; use source or campaign", code="by")


def _quoted(text: str) -> str:
    return repr(one_line(text, 40))

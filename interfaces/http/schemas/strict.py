"""What all answers' schemas have in common."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Money = Annotated[str, Field(pattern=r"^-?\d+\.\d{2,6}$", examples=["90.00"])]
"""An exact decimal in the currency that stands beside it, never a float."""

Quotient = Annotated[str, Field(pattern=r"^-?\d+\.\d{6}$", examples=["45.000000"])]
"""Rounded once, half-even, to six decimals."""

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2025-04-15"])]
CalendarMonth = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$", examples=["2025-01"])]
CohortMonth = Annotated[str, Field(pattern=r"^m\d+$", examples=["m0"])]
CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["USD"])]
Count = Annotated[int, Field(ge=0)]
Grouping = Literal["source", "campaign"]
PaybackStatus = Literal["paid_back", "not_yet", "no_spend_data", "no_customers"]


class Answer(BaseModel):
    """Every key is declared, and no other is there."""

    model_config = ConfigDict(extra="forbid", strict=True)


def absent() -> Any:
    """The default of what is left out where there is nothing to tell; it is never null."""
    return Field(default=None, json_schema_extra=_without_default)


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


class Period(Answer):
    start: Day | None
    end: Day | None


class Asked(Answer):
    """The question as it was understood."""

    as_of: Day | None
    currency: CurrencyCode | None
    margin: str
    timezone: str
    by: Grouping
    exclude_tax: bool
    exclude_shipping: bool
    orders_from: str | None

"""What a request may say: nothing beside it is let through, and everything has its bounds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from application.cursors import LARGEST_ID, LONGEST_CURSOR, id_of
from domain.payback.question import PaybackQuestion
from domain.shared.errors import InvalidValue
from domain.shared.money import currency_code
from domain.shared.page import LARGEST_PAGE
from domain.shared.periods import FIRST_DAY, LAST_DAY, business_zone
from interfaces import questions
from interfaces.http.serving import ServingOptions

IMPORTS = "imports"
"""The name of the ledger in its cursors."""

_WHOLE = re.compile(r"[1-9]\d{0,18}", re.ASCII)


def parsed_by(parse: Callable[[str], object]) -> AfterValidator:
    """A text that `parse` understands; what it says where it does not is what the command line says too."""

    def checked(text: str) -> str:
        try:
            parse(text)
        except InvalidValue as error:
            raise PydanticCustomError("value", "{said}", {"said": error.message}) from error
        return text

    return AfterValidator(checked)


def _whole(largest: int) -> BeforeValidator:
    def checked(given: object) -> object:
        if isinstance(given, str) and not (_WHOLE.fullmatch(given) and int(given) <= largest):
            raise PydanticCustomError("value", "{said}", {"said": f"not a whole number from 1 to {largest}"})
        return given

    return BeforeValidator(checked)


def _true_or_false(given: object) -> object:
    if isinstance(given, str) and given not in {"true", "false"}:
        raise PydanticCustomError("value", "{said}", {"said": "write true or false"})
    return given


def _import_cursor(text: str) -> None:
    id_of(IMPORTS, text)


def _three_letters(text: str) -> None:
    currency_code(text if text == text.strip() else "")


def _day_within_bounds(text: str) -> None:
    PaybackQuestion(as_of=questions.iso_day(text))


def _kept_share(text: str) -> None:
    PaybackQuestion(margin=questions.exact_share(text))


Flag = Annotated[bool, BeforeValidator(_true_or_false)]
AsOf = Annotated[str, WithJsonSchema({"type": "string", "format": "business-day"}), parsed_by(_day_within_bounds)]
Currency = Annotated[str, WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{3}$"}), parsed_by(_three_letters)]
By = Annotated[str, WithJsonSchema({"type": "string", "enum": ["source", "campaign"]}), parsed_by(questions.grouping)]
OrdersFrom = Annotated[
    str, WithJsonSchema({"type": "string", "format": "order-platform"}), parsed_by(questions.platform_name)
]
Margin = Annotated[str, WithJsonSchema({"type": "string", "format": "share"}), parsed_by(_kept_share)]
Timezone = Annotated[str, WithJsonSchema({"type": "string", "format": "iana-zone"}), parsed_by(business_zone)]
ImportCursor = Annotated[str, WithJsonSchema({"type": "string", "format": "import-cursor"}), parsed_by(_import_cursor)]
CohortCursor = Annotated[
    str, WithJsonSchema({"type": "string", "format": "cohort-cursor"}), Field(max_length=LONGEST_CURSOR)
]
CustomerCursor = Annotated[
    str, WithJsonSchema({"type": "string", "format": "customer-cursor"}), Field(max_length=LONGEST_CURSOR)
]
Limit = Annotated[int, Field(ge=1, le=LARGEST_PAGE), _whole(LARGEST_PAGE)]
ImportId = Annotated[int, Field(ge=1, le=LARGEST_ID), _whole(LARGEST_ID)]

BOOKS = "The platform whose orders count where two books have the same sale."
ORDERS_END = "Default: where the orders end."
FROM = "`next_cursor` of the page before."
ZONE_SAYS = "IANA name of the zone whose days these are. Default: the server's."
CURRENCY_SAYS = "ISO 4217 code of the report. Default: the server's, else the only one that the files name."


class _Query(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class NoQuery(_Query):
    """Of a path that takes no query parameters."""


class PageQuery(_Query):
    cursor: ImportCursor | None = Field(None, description=FROM)
    limit: Limit = Field(50, description="How many at most.")

    @property
    def before(self) -> int | None:
        return id_of(IMPORTS, self.cursor)


class QuestionQuery(_Query):
    """A question in the words of the command line."""

    as_of: AsOf | None = Field(None, description=f"The last day that counts, {FIRST_DAY} to {LAST_DAY}. {ORDERS_END}")
    currency: Currency | None = Field(None, description=CURRENCY_SAYS)
    margin: Margin = Field("1", description="The share of net revenue that is kept, above 0 and at most 1.")
    timezone: Timezone | None = Field(None, description=ZONE_SAYS)
    by: By = Field("source", description="What the rows stand for, beside `all`.")
    exclude_tax: Flag = Field(False, description="Leave tax out of net revenue where the files give it.")
    exclude_shipping: Flag = Field(False, description="Leave shipping out of net revenue where the files give it.")

    orders_from: OrdersFrom | None = Field(None, description=f"{BOOKS} Default: the shop's, not the processor's.")

    def question(self, serving: ServingOptions) -> PaybackQuestion:
        """The question; what it does not say is as the server was told."""
        return questions.payback_question(
            self.as_of,
            self.currency or serving.currency,
            self.margin,
            self.timezone or serving.timezone,
            self.by,
            exclude_tax=self.exclude_tax,
            exclude_shipping=self.exclude_shipping,
            orders_from=self.orders_from,
        )


@dataclass(frozen=True, slots=True)
class AskedPage:
    """A page of the answers to a question."""

    question: PaybackQuestion
    after: str | None
    limit: int


class _QuestionPageQuery(QuestionQuery):
    cursor: str | None
    limit: Limit = Field(50, description="How many at most.")

    def page(self, serving: ServingOptions) -> AskedPage:
        return AskedPage(self.question(serving), self.cursor, self.limit)


class CohortPageQuery(_QuestionPageQuery):
    cursor: CohortCursor | None = Field(None, description=FROM)


class CustomerPageQuery(_QuestionPageQuery):
    cursor: CustomerCursor | None = Field(None, description=FROM)

"""The form that brings a file to be mapped."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from application.imports.edits import MOST_EDITS, MappingEdits
from domain.imports.mapping import FIELDS
from interfaces.http.schemas.import_form import DateOrder, Decimal
from interfaces.http.schemas.requests import Currency, Flag, parsed_by


def _set(text: str) -> None:
    MappingEdits.told([text])


def _kind(text: str) -> None:
    MappingEdits.told(kind=text)


Set = Annotated[
    str, WithJsonSchema({"type": "string", "format": "field-and-header", "maxLength": 1_200}), parsed_by(_set)
]
Kind = Annotated[str, WithJsonSchema({"type": "string", "enum": sorted(FIELDS)}), parsed_by(_kind)]


class MappingForm(BaseModel):
    """What the form may say beside its `file`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    set: list[Set] = Field(
        default_factory=list,
        description="`FIELD=HEADER`, such as `spend=Coste`; `FIELD=` for one not to be read. May be given again.",
        max_length=MOST_EDITS,
    )
    kind: Kind | None = Field(None, description="What the file holds. Default: by the evidence.")
    platform: Annotated[str, Field(max_length=100)] | None = Field(None, description="Which platform it comes from.")
    currency: Currency | None = Field(None, description="What files with this header are in, if they name none.")
    date_order: DateOrder | None = Field(None, description="What 3/4/2026 is, where no cell of the file tells.")
    decimal: Decimal | None = Field(None, description="What 1.234 is, where no cell of the file tells.")
    save: Flag = Field(False, description="Keep it: files with this header are read so from now on.")

    @property
    def edits(self) -> MappingEdits:
        return MappingEdits.told(
            self.set,
            kind=self.kind,
            platform=self.platform,
            currency=self.currency,
            date_order=self.date_order,
            decimal=self.decimal,
        )

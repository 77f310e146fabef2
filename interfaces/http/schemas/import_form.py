"""The form that brings a file."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from application.imports.imports import ImportOptions
from domain.imports.accounts import AccountNames
from domain.imports.notation import told_date_order, told_decimal
from domain.shared.money import currency_code
from domain.shared.text import required
from interfaces.http.schemas.requests import Currency, Flag, parsed_by


def _account(text: str) -> str:
    return required(text, "the account")


DateOrder = Annotated[str, WithJsonSchema({"type": "string", "enum": ["dmy", "mdy"]}), parsed_by(told_date_order)]
Decimal = Annotated[str, WithJsonSchema({"type": "string", "enum": ["point", "comma"]}), parsed_by(told_decimal)]
Account = Annotated[
    str,
    WithJsonSchema({"type": "string", "format": "account", "minLength": 1, "maxLength": 200}),
    Field(min_length=1, max_length=200),
    parsed_by(_account),
]


class ImportForm(BaseModel):
    """What the form may say beside its `file`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    account: Account | None = Field(None, description="Whose file this is, where it does not say.")
    currency: Currency | None = Field(None, description="What a file that names no currency is read as.")
    dry_run: Flag = Field(False, description="Go the whole way and store nothing.")
    strict: Flag = Field(False, description="Store no file with a rejected row.")
    date_order: DateOrder | None = Field(None, description="What 3/4/2026 is, where no cell of the file tells.")
    decimal: Decimal | None = Field(None, description="What 1.234 is, where no cell of the file tells.")

    def options(self, request_key: str | None) -> ImportOptions:
        return ImportOptions(
            accounts=AccountNames() if self.account is None else AccountNames((("*", required(self.account, "")),)),
            currency=self.told_currency,
            keep_currency=True,
            dry_run=self.dry_run,
            strict=self.strict,
            date_order=told_date_order(self.date_order),
            decimal=told_decimal(self.decimal),
            request_key=request_key,
        )

    @property
    def told_currency(self) -> str | None:
        return None if self.currency is None else currency_code(self.currency)


def multipart_form(form: type[BaseModel]) -> dict[str, Any]:
    """The form as the document shows it."""
    schema = form.model_json_schema()
    file = {"type": "string", "format": "binary", "description": "The export, as the platform wrote it."}
    whole = {**schema, "properties": {"file": file, **schema["properties"]}, "required": ["file"]}
    return {"required": True, "content": {"multipart/form-data": {"schema": whole}}}

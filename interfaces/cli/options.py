"""The options that several commands share, and what their words mean.

They arrive as text and become values of the domain here, so that a wrong one is told in the domain's own words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from interfaces.questions import optional_currency, payback_question

if TYPE_CHECKING:
    from application.imports.imports import ImportOptions

__all__ = ["import_options", "optional_currency", "payback_question"]

Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help="sqlite:///FILE, postgresql://USER@HOST/NAME, memory://",
        show_default="DATABASE_URL, or sqlite:///succotash.db",
    ),
]
Currency = Annotated[
    str | None, typer.Option("--currency", metavar="CUR", help="What a file that names no currency is read as.")
]
Accounts = Annotated[
    list[str] | None,
    typer.Option(
        "--account",
        metavar="NAME",
        help="Whose files these are: NAME, or PATTERN=NAME for some of them. May be given again.",
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Store no file with a rejected row, and mind files that are not recognised.")
]
DateOrder = Annotated[
    str | None,
    typer.Option("--date-order", metavar="dmy|mdy", help="What 3/4/2026 is, where no cell of the file tells."),
]
Decimal = Annotated[
    str | None, typer.Option("--decimal", metavar="point|comma", help="What 1.234 is, where no cell of the file tells.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, and only the files with a problem.")]


def import_options(
    accounts: list[str] | None,
    currency: str | None,
    *,
    keep_currency: bool = False,
    dry_run: bool = False,
    strict: bool,
    date_order: str | None = None,
    decimal: str | None = None,
) -> ImportOptions:
    """How the files are read; InvalidValue if an account or a notation is named in no way that is known."""
    from application.imports.imports import ImportOptions
    from domain.imports.accounts import AccountNames
    from domain.imports.notation import told_date_order, told_decimal

    return ImportOptions(
        accounts=AccountNames.parse(accounts or ()),
        currency=currency,
        keep_currency=keep_currency,
        dry_run=dry_run,
        strict=strict,
        date_order=told_date_order(date_order),
        decimal=told_decimal(decimal),
    )

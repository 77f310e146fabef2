"""`succotash payback`: the main job in one command."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.shared.errors import SuccotashError
from interfaces.cli import options
from interfaces.cli.imported import exit_code
from interfaces.cli.imported_screen import say_imports
from interfaces.cli.payback_file import CUSTOMERS, PAYBACK, REPORT, make_ready, write_files
from interfaces.cli.payback_screen import say_payback
from interfaces.cli.progress import file_progress
from interfaces.cli.screen import errors, say_json, shown

if TYPE_CHECKING:
    from application.imports.imports import ImportHandler, ImportOptions
    from application.imports.outcome import Outcome
    from application.imports.proposals import FileView
    from application.payback.payback import PaybackAnswer, PaybackHandler
    from application.payback.views import PaybackView
    from domain.payback.question import PaybackQuestion

_ASKED = ("as_of", "currency", "margin", "timezone", "by", "exclude_tax", "exclude_shipping", "orders_from")

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the exports are; sub-folders are not read.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="The last day that counts.", show_default="where the orders end"),
]
ReportCurrency = Annotated[
    str | None,
    typer.Option(
        "--currency",
        metavar="CUR",
        help="Of the report, and of a file that names none.",
        show_default="the only one named",
    ),
]
Margin = Annotated[str, typer.Option("--margin", metavar="SHARE", help="The share of net revenue that is kept.")]
Timezone = Annotated[str, typer.Option("--timezone", metavar="ZONE", help="Whose days these are.")]
Grouping = Annotated[str, typer.Option("--by", metavar="source|campaign", help="What a block of the table stands for.")]
Rates = Annotated[
    Path | None,
    typer.Option(
        "--fx",
        metavar="FILE",
        help="Exchange rates, columns date,currency,rate: one unit of the currency in the report's currency"
        " from that day on.",
        show_default=False,
    ),
]
Output = Annotated[
    Path,
    typer.Option("--output", metavar="FOLDER", help="Where report.html, payback.csv and customers.csv are written."),
]
Open = Annotated[bool, typer.Option("--open", help="Open the report in the browser.")]
ExcludeTax = Annotated[bool, typer.Option("--exclude-tax", help="Take tax out of net revenue.")]
ExcludeShipping = Annotated[bool, typer.Option("--exclude-shipping", help="Take shipping out of net revenue.")]
OrdersFrom = Annotated[
    str | None,
    typer.Option(
        "--orders-from",
        metavar="PLATFORM",
        help="Whose orders count where two books have the same sale.",
        show_default="the shop's, not the payment processor's",
    ),
]


def payback(
    folder: Folder,
    as_of: AsOf = None,
    currency: ReportCurrency = None,
    margin: Margin = "1",
    timezone: Timezone = "UTC",
    by: Grouping = "source",
    fx: Rates = None,
    output: Output = Path("out"),
    open_report: Open = False,
    database: options.Database = None,
    account: options.Accounts = None,
    exclude_tax: ExcludeTax = False,
    exclude_shipping: ExcludeShipping = False,
    orders_from: OrdersFrom = None,
    date_order: options.DateOrder = None,
    decimal: options.Decimal = None,
    strict: options.Strict = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """What did the customers of each month cost, and have they paid back?

    Imports every file of FOLDER into the database, then answers from all that the database holds.

    Examples:
      succotash payback ./exports --as-of 2026-06-25 --currency AUD
      succotash payback ./exports --currency EUR --margin 0.6 --by campaign
      succotash payback ./exports --currency USD --fx rates.csv --json
    """
    from infrastructure.container import build_container, load_settings

    excluding = {"exclude_tax": exclude_tax, "exclude_shipping": exclude_shipping}
    question = options.payback_question(as_of, currency, margin, timezone, by, **excluding, orders_from=orders_from)
    importing = options.import_options(
        account, question.currency, strict=strict, date_order=date_order, decimal=decimal
    )
    settings = load_settings(database)
    exports = _exports(folder, settings.database.path, fx)
    make_ready(output, apart_from=folder)
    with build_container(settings) as container:
        outcomes = _import(container.get_import_handler(), exports, fx, importing, watched=not (quiet or as_json))
        imports, answer = _answered(container.get_payback_handler(), question, outcomes, quiet=quiet, as_json=as_json)
        _write(output, answer, container.get_import_handler())
    view, files = answer.report["payback"], _files(settings.database_shown, output)
    say_json(_answer(view, imports, files)) if as_json else say_payback(view, imports, files)
    if open_report:
        _open(output / REPORT)
    raise typer.Exit(exit_code(imports, strict=strict))


def _answered(
    handler: PaybackHandler, question: PaybackQuestion, outcomes: list[Outcome], *, quiet: bool, as_json: bool
) -> tuple[list[FileView], PaybackAnswer]:
    """What was imported, told at once, and the answer; if there is none, the imports still go with the error."""
    read_as = handler.currency(question)
    imports = [outcome.view(read_as) for outcome in outcomes]
    if not as_json:
        say_imports(imports, quiet=quiet)
    try:
        return imports, handler.answered(question)
    except SuccotashError as error:
        error.details["imports"] = imports
        raise


def _exports(folder: Path, database: Path | None, fx: Path | None) -> list[Path]:
    """The folder's exports, without what is ours and without the rates that are named apart."""
    from domain.imports.folder import exports_in

    own = (
        []
        if database is None
        else [database.with_name(database.name + end) for end in ("", "-wal", "-shm", "-journal")]
    )
    return exports_in(folder, leave_out=own if fx is None else [*own, fx])


def _import(
    handler: ImportHandler, exports: list[Path], fx: Path | None, importing: ImportOptions, *, watched: bool
) -> list[Outcome]:
    with file_progress(wanted=watched) as progress:
        return handler.import_exports(exports, importing, rates=fx, progress=progress)


def _write(output: Path, answer: PaybackAnswer, ledger: ImportHandler) -> None:
    """All three files of the one answer; the customers are written as they come: there may be a million of them."""
    from interfaces.report.answering import report_page
    from interfaces.tabular.customers import exported_customers
    from interfaces.tabular.payback import payback_csv

    view = answer.report["payback"]
    page = report_page(ledger, answer, datetime.now(UTC))
    customers = exported_customers(answer.customers())
    table = payback_csv(view["payback"], view["currency"])
    write_files(output, {PAYBACK: [table], REPORT: [page], CUSTOMERS: customers})


def _files(database: str, output: Path) -> dict[str, str]:
    written = {"payback": PAYBACK, "report": REPORT, "customers": CUSTOMERS}
    return {
        "database": database,
        "output": str(output),
        **{what: str(output / name) for what, name in written.items()},
    }


def _open(report: Path) -> None:
    """In the person's browser; where there is none, the report is there all the same."""
    import webbrowser

    if not webbrowser.open(report.resolve().as_uri()):
        errors().print(f"no browser was found to open {shown(str(report))} in", soft_wrap=True)


def _answer(view: PaybackView, imports: list[FileView], files: dict[str, str]) -> dict[str, object]:
    """The one object: what was asked, what was read, and what came out."""
    answer = dict(view.items())
    asked = {name: answer.pop(name) for name in _ASKED}
    return {**asked, "imports": imports, **answer, "files": files}

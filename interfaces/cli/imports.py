"""`succotash import FILE...` takes files in; `succotash imports` answers for the ledger."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from interfaces.cli import options
from interfaces.cli.command import Command, Group, within
from interfaces.cli.failures import REJECTED
from interfaces.cli.imported import exit_code, is_out_of_reach, is_unrecognised
from interfaces.cli.imported_screen import say_imports
from interfaces.cli.ledger_screen import say_entry, say_page, say_undone
from interfaces.cli.progress import file_progress
from interfaces.cli.rejected_files import write_rejected
from interfaces.cli.screen import say, say_json
from interfaces.tabular.imports import ledger_csv

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    help="The ledger of all imports; take one back, or say how an unknown file is read.",
)

_an_id = within(1, 2**63 - 1)

Files = Annotated[list[Path], typer.Argument(metavar="FILE", help="Exports of ad platforms and shops.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Go the whole way and store nothing.")]
UndoDryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would become of the facts, and change nothing.")]
Csv = Annotated[bool, typer.Option("--csv", help="One line per import, for a spreadsheet.")]
Limit = Annotated[int, typer.Option("--limit", metavar="N", callback=within(1, 200), help="How many, newest first.")]
Before = Annotated[int | None, typer.Option("--before", metavar="ID", callback=_an_id, help="Only older ones.")]
ImportId = Annotated[int, typer.Argument(metavar="ID", callback=_an_id, help="As `imports list` shows it.")]


def import_files(
    files: Files,
    dry_run: DryRun = False,
    currency: options.Currency = None,
    account: options.Accounts = None,
    strict: options.Strict = False,
    date_order: options.DateOrder = None,
    decimal: options.Decimal = None,
    database: options.Database = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Take files into the database: each one whole, or not at all.

    The same file again changes nothing, and a newer export of the same days updates them. Excel workbooks (.xlsx) and
    the files in .gz and .zip are read as well.

    Lines that cannot be right are left out and written to FILE.rejected.csv beside it; the exit code is 3 then. A file
    that is not known is named and not imported: `succotash imports map FILE` goes on from there.

    Examples:
      succotash import google.csv orders.csv
      succotash import --dry-run --json exports/*.csv
      succotash import spend.csv --currency EUR --account agency
      succotash import orders.csv --date-order dmy --decimal comma
    """
    from infrastructure.container import build_container, load_settings

    told = options.optional_currency(currency)
    importing = options.import_options(
        account, told, keep_currency=True, dry_run=dry_run, strict=strict, date_order=date_order, decimal=decimal
    )
    with (
        build_container(load_settings(database)) as container,
        file_progress(wanted=not (quiet or as_json)) as progress,
    ):
        outcomes = container.get_import_handler().import_files(files, importing, progress)
    views, written = [outcome.view(told) for outcome in outcomes], [] if dry_run else list(write_rejected(outcomes))
    if as_json:
        say_json({"imports": views})
    else:
        say_imports(views, quiet=quiet)
        say(*written, *(["Nothing was stored: this was a dry run."] if dry_run else []), style="dim")
    useless = all(map(is_unrecognised, views)) or any(map(is_out_of_reach, views))
    raise typer.Exit(REJECTED if useless else exit_code(views, strict=strict))


@app.command("list", cls=Command)
def list_imports(
    limit: Limit = 50,
    before: Before = None,
    database: options.Database = None,
    as_json: options.Json = False,
    as_csv: Csv = False,
) -> None:
    """The imports, newest first.

    Each with what became of its rows, and whether they add up to the file's own total.

    Examples:
      succotash imports list --limit 10
      succotash imports list --before 41 --csv > imports.csv
    """
    from infrastructure.container import build_container, load_settings

    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv exclude each other")
    with build_container(load_settings(database)) as container:
        entries, older = container.get_import_handler().list_imports(before=before, limit=limit)
    if as_json:
        say_json({"imports": entries, "next_before": older})
    elif as_csv:
        sys.stdout.write(ledger_csv(entries))
    else:
        say_page(entries, older)


@app.command("show", cls=Command)
def show_import(import_id: ImportId, database: options.Database = None, as_json: options.Json = False) -> None:
    """One import, with all that is kept of it.

    Its sums, the file's own totals beside them, and every line that was left out.

    Examples:
      succotash imports show 7
      succotash imports show 7 --json
    """
    from infrastructure.container import build_container, load_settings

    with build_container(load_settings(database)) as container:
        entry = container.get_import_handler().show_import(import_id)
    if as_json:
        say_json(entry)
    else:
        say_entry(entry)


@app.command("undo", cls=Command)
def undo_import(
    import_id: ImportId,
    dry_run: UndoDryRun = False,
    database: options.Database = None,
    as_json: options.Json = False,
) -> None:
    """Take one import back, exactly.

    The facts become what they would be had it never been made, whatever was imported since: what it had overwritten is
    there again. Its entry stays in the ledger, and its file may be imported again.

    Examples:
      succotash imports undo 7 --dry-run
      succotash imports undo 7
    """
    from infrastructure.container import build_container, load_settings

    with build_container(load_settings(database)) as container:
        undone = container.get_import_handler().undo(import_id, dry_run=dry_run)
    if as_json:
        say_json(undone)
    else:
        say_undone(undone)

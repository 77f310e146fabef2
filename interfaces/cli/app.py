"""`succotash`: one command per question, one group per noun."""

from __future__ import annotations

from typing import Annotated

import typer

from interfaces.cli import config, db, doctor, imports, mapping, payback, serve
from interfaces.cli.command import Command
from interfaces.cli.failures import CommandLine
from interfaces.cli.screen import say

app = typer.Typer(
    name="succotash",
    cls=CommandLine,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        say(f"succotash {version('succotash')}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is.")
]


@app.callback()
def succotash(version: Version = False) -> None:
    """Drop in your ad exports and orders; get payback by campaign, reconciled to the cent, on a database you own.

    Examples:
      succotash payback ./exports --as-of 2026-06-25 --currency AUD
      succotash import google.csv orders.csv --dry-run
      succotash imports undo 7
      succotash doctor

    Exit codes:
      0  done
      1  a folder or the database cannot be used
      2  a wrong option
      3  rejected rows, or no file that is understood; with --strict, any file that is not
    """


app.command("payback", cls=Command)(payback.payback)
app.command("import", cls=Command)(imports.import_files)
app.command("serve", cls=Command)(serve.serve)
mapping.add_to(imports.app)
app.add_typer(imports.app, name="imports")
app.add_typer(db.app, name="db")
app.add_typer(config.app, name="config")
app.command("doctor", cls=Command)(doctor.doctor)

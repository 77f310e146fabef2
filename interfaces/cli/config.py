"""`succotash config`: what is set, and by whom."""

from __future__ import annotations

import typer

from interfaces.cli import options
from interfaces.cli.command import Command, Group
from interfaces.cli.grid import Column, Grid
from interfaces.cli.screen import say, say_json, shown
from interfaces.figures import UNKNOWN

app = typer.Typer(cls=Group, no_args_is_help=True, help="The settings.")

_COLUMNS = (Column("Setting"), Column("Value"), Column("From"))


@app.callback()
def config() -> None:
    """The settings, and where each one comes from."""


@app.command("show", cls=Command)
def show(database: options.Database = None, as_json: options.Json = False) -> None:
    """Every setting with its value and where it comes from.

    Secrets are masked, also those inside a URL.

    Examples:
      succotash config show
      DATABASE_URL=postgresql://app@localhost/shop succotash config show --json
    """
    from infrastructure.container import load_settings

    settings = load_settings(database).shown()
    if as_json:
        say_json({name: {"value": value, "origin": origin} for name, value, origin in settings})
        return
    rows = [(name, shown(value) or UNKNOWN, origin) for name, value, origin in settings]
    say(*Grid.fitting(_COLUMNS, rows).lines(rows))

"""`succotash imports map FILE`: how a file of an unknown layout is read, decided by whoever knows it, and kept."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from interfaces.cli import options
from interfaces.cli.command import Command
from interfaces.cli.failures import DONE, REJECTED
from interfaces.cli.mapping_screen import say_mappings, say_proposal
from interfaces.cli.screen import say, say_json, shown

File = Annotated[Path, typer.Argument(metavar="FILE", help="The file that was not recognised.")]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="FIELD=HEADER", help="Read a field from that column; FIELD= for none. May be given again."
    ),
]
Kind = Annotated[
    str | None, typer.Option("--kind", metavar="KIND", help="ad_metrics, spend, orders, leads or activity.")
]
Platform = Annotated[str | None, typer.Option("--platform", metavar="NAME", help="Which platform it comes from.")]
Currency = Annotated[
    str | None, typer.Option("--currency", metavar="CUR", help="What files with this header are in, if they name none.")
]
Save = Annotated[bool, typer.Option("--save", help="Keep it: files with this header are read so from now on.")]
Fingerprint = Annotated[
    str, typer.Argument(metavar="FINGERPRINT", help="As `imports mappings` shows it; its first characters do.")
]


def add_to(app: typer.Typer) -> None:
    """Adds the commands to their group."""
    app.command("map", cls=Command)(map_file)
    app.command("mappings", cls=Command)(list_mappings)
    app.command("unmap", cls=Command)(remove_mapping)


def map_file(
    file: File,
    sets: Sets = None,
    kind: Kind = None,
    platform: Platform = None,
    date_order: options.DateOrder = None,
    decimal: options.Decimal = None,
    currency: Currency = None,
    save: Save = False,
    database: options.Database = None,
    as_json: options.Json = False,
) -> None:
    """Propose how a file is read, with the evidence.

    What the columns mean is told by their headers and their cells; say otherwise with --set, and keep it with --save.
    Files with that header are then read so. The file itself is imported with `succotash import`.

    Examples:
      succotash imports map export.csv
      succotash imports map export.csv --set spend=Coste --set conversions= --platform reddit
      succotash imports map export.csv --date-order dmy --save
    """
    from application.imports.edits import MappingEdits
    from domain.imports.source_file import SourceFile
    from infrastructure.container import build_container, load_settings

    edits = MappingEdits.told(
        sets or (), kind=kind, platform=platform, currency=currency, date_order=date_order, decimal=decimal
    )
    with build_container(load_settings(database)) as container:
        handler = container.get_mapping_handler()
        proposal = (handler.save if save else handler.propose)(SourceFile.at(file), edits)
    if as_json:
        say_json(proposal)
    else:
        say_proposal(proposal)
        say(*_what_next(str(file), proposal["saved"], proposal["message"] is None), style="dim")
    raise typer.Exit(DONE if proposal["message"] is None else REJECTED)


def list_mappings(database: options.Database = None, as_json: options.Json = False) -> None:
    """The saved mappings: headers that are read as somebody decided.

    Each with its fingerprint, by which `imports unmap` knows it.

    Examples:
      succotash imports mappings
    """
    from infrastructure.container import build_container, load_settings

    with build_container(load_settings(database)) as container:
        mappings = container.get_mapping_handler().listed()
    if as_json:
        say_json({"mappings": mappings})
    else:
        say_mappings(mappings)


def remove_mapping(fingerprint: Fingerprint, database: options.Database = None, as_json: options.Json = False) -> None:
    """Forget a saved mapping. What was imported by it stays.

    Files with its header are not known any more, or are read by the layout that they have.

    Examples:
      succotash imports unmap 3f9a1c2b
    """
    from infrastructure.container import build_container, load_settings

    with build_container(load_settings(database)) as container:
        mapping = container.get_mapping_handler().remove(fingerprint)
    if as_json:
        say_json({"removed": mapping})
    else:
        say(f"Forgotten: {mapping['fingerprint'][:12]}, made from {shown(mapping['file'])}.")


def _what_next(file: str, saved: bool, readable: bool) -> list[str]:
    name = shlex.quote(shown(file))
    if saved:
        return ["Saved: files with this header are read so from now on.", f"To import it: succotash import {name}"]
    if not readable:
        return ["Nothing is saved."]
    return [f"Nothing is saved. To keep it: the same command with --save, then succotash import {name}"]

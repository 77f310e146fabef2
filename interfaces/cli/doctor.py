"""`succotash doctor`: is everything here that the program needs, and if not, what is to be done?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer
from rich.text import Text

from domain.shared.errors import InvalidValue, StorageError, SuccotashError
from interfaces.cli import options
from interfaces.cli.failures import UNUSABLE
from interfaces.cli.payback_file import try_writing
from interfaces.cli.screen import say, say_json, shown

if TYPE_CHECKING:
    from infrastructure.container import Container

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 37)
"""The first with STRICT tables."""
ZONE = "Australia/Sydney"

Output = Annotated[Path, typer.Option("--output", metavar="FOLDER", help="Where the files would be written.")]


class Check(TypedDict):
    """One thing that is looked at. `advice` is what to do, where it is not as it should be."""

    name: str
    ok: bool
    detail: str
    advice: str | None


def doctor(
    database: options.Database = None,
    output: Output = Path("out"),
    as_json: options.Json = False,
) -> None:
    """Look at everything the program needs, and say what is missing.

    With what to do about it. Nothing is changed.

    Examples:
      succotash doctor
      succotash doctor --database postgresql://app@localhost/shop --json
    """
    checks = [_python(), _sqlite(), _zones(), *_configured(database), _output(output)]
    healthy = all(check["ok"] for check in checks)
    if as_json:
        say_json({"healthy": healthy, "checks": checks})
    else:
        say(*(line for check in checks for line in _lines(check)))
    raise typer.Exit(0 if healthy else UNUSABLE)


def _lines(check: Check) -> Iterator[Text]:
    sign = ("✓ ", "green") if check["ok"] else ("✗ ", "red")
    yield Text.assemble(sign, f"{check['name']:<15}", shown(check["detail"]))
    if check["advice"]:
        yield Text(f"{'':<17}{check['advice']}", style="bold")


def _check(name: str, ok: bool, detail: str, advice: str) -> Check:
    return Check(name=name, ok=ok, detail=detail, advice=None if ok else advice)


def _python() -> Check:
    oldest = ".".join(map(str, OLDEST_PYTHON))
    found = sys.version.split()[0]
    return _check("Python", sys.version_info >= OLDEST_PYTHON, found, f"install Python {oldest} or newer")


def _sqlite() -> Check:
    from infrastructure.container import sqlite_version

    found = sqlite_version()
    version = tuple(int(part) for part in found.split(".")[:2])
    oldest = ".".join(map(str, OLDEST_SQLITE))
    return _check("SQLite", version >= OLDEST_SQLITE, found, f"use a Python built with SQLite {oldest} or newer")


def _zones() -> Check:
    from domain.shared.periods import business_zone

    try:
        business_zone(ZONE)
    except InvalidValue:
        return _check("time zones", False, f"{ZONE} is not known", "install the Python package tzdata")
    return _check("time zones", True, f"{ZONE} is known", "")


def _configured(database: str | None) -> Iterator[Check]:
    from infrastructure.container import LOOKING_WAIT, build_container, load_settings

    try:
        settings = load_settings(database)
    except InvalidValue as error:
        yield _check("settings", False, error.message, "correct it, or leave it out")
        return
    driver = f", driver {settings.driver_in_use}" if settings.driver_in_use else ""
    yield _check("settings", True, f"database {settings.database_shown}, from {settings.origin}{driver}", "")
    if (file := settings.database.path) is not None and not file.exists():
        yield _new_file(file)
        return
    with build_container(settings.waiting_at_most(LOOKING_WAIT)) as container:
        yield from _database(container)


def _new_file(file: Path) -> Check:
    """Looking at an SQLite database that is not there would make it."""
    if not file.parent.is_dir():
        advice = "make that folder, or name another database with --database or DATABASE_URL"
        return _check("database", False, f"it is not there, and neither is its folder {file.parent}", advice)
    try:
        try_writing(file.parent)
    except OSError as error:
        detail = f"it is not there yet, and its folder cannot be written: {error.strerror}"
        return _check("database", False, detail, "name another one with --database or DATABASE_URL")
    return _check("database", True, "not there yet; the first import makes it", "")


def _database(container: Container) -> Iterator[Check]:
    from infrastructure.container import advice_on

    try:
        found, wanted = container.schema.current(), container.schema.history()[-1][0]
    except StorageError as error:
        yield _check("database", False, error.message, advice_on(error))
        return
    except SuccotashError:
        yield _check("database", True, "in memory: gone when the command ends", "")
        return
    yield _check("database", True, "it answers", "")
    yield _check("schema", found == wanted, f"at {found or 'nothing'}, head is {wanted}", "run succotash db upgrade")
    if found == wanted:
        health = container.database_writable()
        yield _check("writing", health.healthy, health.detail, health.advice)


def _output(output: Path) -> Check:
    try:
        try_writing(output)
    except OSError as error:
        return _check("output folder", False, f"{output}: {error.strerror}", "name another one with --output")
    return _check("output folder", True, str(output), "")

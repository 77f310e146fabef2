"""`succotash db`: the schema and its history, for whoever owns the database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from domain.shared.errors import InvalidValue, StorageError
from interfaces.cli import options
from interfaces.cli.command import Command, Group
from interfaces.cli.failures import UNUSABLE
from interfaces.cli.screen import say, say_json

if TYPE_CHECKING:
    from infrastructure.container import Schema

NOT_ALLOWED = "42501"
"""PostgreSQL's SQLSTATE for a right that is missing."""

app = typer.Typer(cls=Group, no_args_is_help=True, help="The database's schema.")

Target = Annotated[str, typer.Argument(metavar="REVISION", help="A number such as 0001, or head.")]
Earlier = Annotated[str, typer.Argument(metavar="REVISION", help="A number such as 0001, or base: nothing at all.")]
Yes = Annotated[bool, typer.Option("--yes", help="Yes, remove those facts.")]
Words = Annotated[str, typer.Argument(metavar="WORDS", help="What the revision brings, in a few words.")]
Sql = Annotated[bool, typer.Option("--sql", help="Print what would be run on an empty database, and connect to none.")]


@app.command("upgrade", cls=Command)
def upgrade(revision: Target = "head", sql: Sql = False, database: options.Database = None) -> None:
    """Bring the schema up to REVISION.

    Nothing happens if it is there already. A file that fails leaves nothing behind.

    Examples:
      succotash db upgrade
      succotash db upgrade --sql --database postgresql://owner@localhost/shop > schema.sql
    """
    with _schema(database) as schema:
        if sql:
            sys.stdout.write(schema.offline_sql(revision))
            return
        with _owner_needed():
            schema.upgrade(revision)
        _say_current(schema)


@app.command("downgrade", cls=Command)
def downgrade(revision: Earlier, yes: Yes = False, database: options.Database = None) -> None:
    """Take the schema back to REVISION, and remove the facts that only a newer one can hold.

    Nothing brings them back but importing the files again; base removes all that was ever imported.

    Examples:
      succotash db downgrade base --yes --database sqlite:///trial.db
    """
    if not yes:
        raise InvalidValue("db downgrade removes facts from the database: add --yes if you mean it", code="yes_needed")
    with _schema(database) as schema:
        with _owner_needed():
            schema.downgrade(revision)
        _say_current(schema)


@app.command("current", cls=Command)
def current(database: options.Database = None, as_json: options.Json = False) -> None:
    """The revision that the database is at.

    Nothing is changed, and a database that is not there is not made.

    Examples:
      succotash db current
    """
    with _schema(database) as schema:
        if as_json:
            say_json({"current": schema.current(), "head": _head(schema)})
        else:
            _say_current(schema)


@app.command("history", cls=Command)
def history(database: options.Database = None, as_json: options.Json = False) -> None:
    """Every revision, the oldest first.

    As this program knows them, whatever the database is at.

    Examples:
      succotash db history
    """
    with _schema(database) as schema:
        revisions = schema.history()
    if as_json:
        say_json({"revisions": [{"number": number, "name": name} for number, name in revisions]})
    else:
        say(*(f"{number}  {name.replace('_', ' ')}" for number, name in revisions))


@app.command("revision", cls=Command)
def revision(words: Words) -> None:
    """Make the empty files of a new revision.

    For whoever works on the program: a stub, and for each kind of database the way there and back.

    Examples:
      succotash db revision "orders know their shop"
    """
    with _schema(None) as schema:
        say(*map(str, schema.revision(words)))


@app.command("check", cls=Command)
def check(database: options.Database = None, as_json: options.Json = False) -> None:
    """Whether the schema is the one that this program needs.

    Exit code 1 if it is not. Nothing is changed.

    Examples:
      succotash db check && succotash payback ./exports
    """
    with _schema(database) as schema:
        found, wanted = schema.current(), _head(schema)
    if as_json:
        say_json({"current": found, "head": wanted, "at_head": found == wanted})
    elif found == wanted:
        say(f"The schema is at {wanted}, as it should be.")
    else:
        say(f"The schema is {_at(found)}, and this program needs {wanted}: run succotash db upgrade")
    raise typer.Exit(0 if found == wanted else UNUSABLE)


@contextmanager
def _schema(database: str | None) -> Iterator[Schema]:
    from infrastructure.container import build_container, load_settings

    with build_container(load_settings(database)) as container:
        yield container.schema


@contextmanager
def _owner_needed() -> Iterator[None]:
    """On PostgreSQL the user that works with the data may not change the schema."""
    try:
        yield
    except StorageError as error:
        if error.details.get("sqlstate") != NOT_ALLOWED:
            raise
        advice = "the schema is its owner's to change: run setup_postgres_db.py, or this with a URL of the owner"
        raise StorageError(f"{error.message}; {advice}", code=error.code, **error.details) from error


def _say_current(schema: Schema) -> None:
    found, wanted = schema.current(), _head(schema)
    say(f"The schema is {_at(found)}{', the newest' if found == wanted else f'; the newest is {wanted}'}.")


def _head(schema: Schema) -> str:
    return schema.history()[-1][0]


def _at(revision: str | None) -> str:
    return "empty" if revision is None else f"at {revision}"

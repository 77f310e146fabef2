"""The one place where errors become a line and an exit code."""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

import typer
from typer.core import TyperGroup

from domain.shared.errors import InvalidValue, NotFound, StorageError, SuccotashError
from interfaces.cli.screen import errors, say_json, shown, speak_utf8

DONE, UNUSABLE, USAGE, REJECTED, INTERRUPTED = 0, 1, 2, 3, 130

EXIT_CODES: dict[type[SuccotashError], int] = {
    InvalidValue: USAGE,
    NotFound: UNUSABLE,
    StorageError: UNUSABLE,
    SuccotashError: UNUSABLE,
}
"""By error class; the nearest base counts."""

_UNUSABLE_THINGS = ("folder_", "not_a_folder", "output_", "no_facts", "aliases")
"""Codes of invalid values which name a thing that cannot be used, not an option that is misspelt."""

_PASSWORD = re.compile(r"(?<=:/)(/?[^\s/@:]*):[^\s@]*@|(?<=password=)[^\s&]+", re.IGNORECASE)
"""Also after one slash: a URL that was taken for a path has lost the other."""


class CommandLine(TyperGroup):
    """The commands, with `main` as the edge where every error ends."""

    def main(self, args: Any = None, *others: Any, **named: Any) -> Any:
        """Ends the process with the exit code, as Click's own does."""
        speak_utf8()
        given = list(sys.argv[1:] if args is None else args)
        named |= {"prog_name": "succotash", "standalone_mode": False}
        sys.exit(_delivered(_guarded(partial(super().main, given, *others, **named), as_json=_wants_json(given))))


def exit_code_of(error: SuccotashError) -> int:
    if error.code.startswith(_UNUSABLE_THINGS):
        return UNUSABLE
    return next(EXIT_CODES[base] for base in type(error).__mro__ if base in EXIT_CODES)


def _wants_json(args: list[str]) -> bool:
    """Told from the words themselves, because an error may come before they are parsed."""
    options = args[: args.index("--")] if "--" in args else args
    return "--json" in options


def _guarded(command: Callable[[], Any], *, as_json: bool) -> int:
    tell = partial(_tell, as_json=as_json)
    try:
        code = command() or DONE
    except BrokenPipeError:
        return UNUSABLE
    except SuccotashError as error:
        return tell(error.code, error.message, exit_code_of(error))
    except typer.TyperException as error:
        return tell("usage", error.format_message(), USAGE)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001  nobody is left to catch it, and a traceback is no answer
        return tell("unexpected", _unexpected(error), UNUSABLE)
    return tell("interrupted", "interrupted", INTERRUPTED) if code == INTERRUPTED else int(code)


def _tell(code: str, message: str, exit_code: int, *, as_json: bool) -> int:
    """One line, without a password that came in by a wrong place. Click says nothing when it has shown the help."""
    if os.environ.get("SUCCOTASH_DEBUG") == "1":
        traceback.print_exc()
    line = shown(_PASSWORD.sub(_masked, " ".join(message.split())))
    if as_json:
        say_json({"error": {"code": code, "message": line}})
    elif line:
        errors().print(f"error: {line}", soft_wrap=True)
    return exit_code


def _unexpected(error: Exception) -> str:
    kind = type(error).__name__
    return f"something unexpected happened ({kind}); run again with SUCCOTASH_DEBUG=1 for the details"


def _masked(found: re.Match[str]) -> str:
    return "***" if found[1] is None else f"{found[1]}:***@"


def _delivered(code: int) -> int:
    """The code, once everything is out. A reader who has gone is no error to talk about; a full disk is one."""
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nor is more tried when Python ends
        if not isinstance(error, BrokenPipeError):
            errors().print(f"error: cannot write the output: {error.strerror}", soft_wrap=True)
        return code or UNUSABLE
    return code

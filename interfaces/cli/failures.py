"""The one place where errors become a line and an exit code."""

from __future__ import annotations

import errno
import os
import re
import sys
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import typer

from domain.shared.errors import InvalidValue, NotFound, StorageError, SuccotashError, Unusable
from interfaces.cli.command import Group
from interfaces.cli.hints import with_option
from interfaces.cli.screen import errors, say_json, shown, speak_utf8

DONE, UNUSABLE, USAGE, REJECTED, INTERRUPTED = 0, 1, 2, 3, 130

EXIT_CODES: dict[type[SuccotashError], int] = {
    InvalidValue: USAGE,
    NotFound: UNUSABLE,
    Unusable: UNUSABLE,
    StorageError: UNUSABLE,
    SuccotashError: UNUSABLE,
}
"""By error class; the nearest base counts."""

_PASSWORD = re.compile(r"(?<=:/)(/?[^\s/@:]*):[^\s@]*@|(?<=password=)[^\s&]+", re.IGNORECASE)
"""Also after one slash: a URL that was taken for a path has lost the other."""


class CommandLine(Group):
    """The commands, with `main` as the edge where every error ends."""

    def main(self, args: Any = None, *others: Any, **named: Any) -> Any:
        """Ends the process with the exit code, as Click's own does."""
        if sys.stdout is None:  # closed by whoever started us: there is nobody to tell
            sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  it ends with the process
        speak_utf8()
        given = list(sys.argv[1:] if args is None else args)
        named |= {"prog_name": "succotash", "standalone_mode": False}
        sys.exit(_delivered(_ended(partial(super().main, given, *others, **named), as_json=_wants_json(given))))


def exit_code_of(error: SuccotashError) -> int:
    return next(EXIT_CODES[base] for base in type(error).__mro__ if base in EXIT_CODES)


def _wants_json(args: list[str]) -> bool:
    """Told from the words themselves, because an error may come before they are parsed."""
    options = args[: args.index("--")] if "--" in args else args
    return "--json" in options


def _ended(command: Callable[[], Any], *, as_json: bool) -> int:
    """The exit code; also where the error itself could not be written, for want of space."""
    try:
        return _guarded(command, as_json=as_json)
    except OSError as error:
        return UNUSABLE if isinstance(error, BrokenPipeError) else _unwritable(error)


def _guarded(command: Callable[[], Any], *, as_json: bool) -> int:
    tell = partial(_tell, as_json=as_json)
    try:
        code = command() or DONE
    except BrokenPipeError:
        return UNUSABLE
    except SuccotashError as error:
        return tell(error.code, with_option(error.code, error.message), exit_code_of(error), error.details)
    except typer.TyperException as error:
        return tell("usage", _usage(error), USAGE)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except Exception as error:
        if getattr(error, "errno", 0) == errno.ENOSPC:
            raise
        return tell("unexpected", _unexpected(error), UNUSABLE)
    return tell("interrupted", "interrupted", INTERRUPTED) if code == INTERRUPTED else int(code)


def _tell(
    code: str, message: str, exit_code: int, details: Mapping[str, object] | None = None, *, as_json: bool
) -> int:
    """One line, without a password that came in by a wrong place. Click says nothing when it has shown the help."""
    if os.environ.get("SUCCOTASH_DEBUG") == "1":
        traceback.print_exc()
    line = _one_line(message)
    if as_json:
        say_json({"error": {"code": code, "message": line, "details": _plain(details or {})}})
    elif line:
        errors().print(f"error: {line}", soft_wrap=True)
    return exit_code


def _usage(error: typer.TyperException) -> str:
    """The parser's own words; whoever leaves out an argument may not know the command, and is shown to its help."""
    said, context = error.format_message(), getattr(error, "ctx", None)
    if context is None or not said.startswith("Missing argument"):
        return said
    return f"{said.removesuffix('.')}; see {context.command_path} --help"


def _plain(value: object) -> object:
    """`value` as JSON can tell it; whatever is no plain value, as its text."""
    match value:
        case None | bool() | int():
            return value
        case Mapping():
            return {str(name): _plain(part) for name, part in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(part) for part in value]
        case _:
            return _one_line(str(value))


def _one_line(text: str) -> str:
    return shown(_PASSWORD.sub(_masked, " ".join(text.split())))


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
        return code or (UNUSABLE if isinstance(error, BrokenPipeError) else _unwritable(error))
    return code


def _unwritable(error: OSError) -> int:
    """Said on standard error in any case: standard output is what cannot be written."""
    errors().print(f"error: cannot write the output: {error.strerror}", soft_wrap=True)
    return UNUSABLE

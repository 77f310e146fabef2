"""What stands on the screen: lines for people on standard output, progress and errors on standard error.

Text from outside is never read as markup, and no control character of it reaches the terminal.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

WIDE = 200
"""The width where nobody looks through a window: in a pipe or a file."""


def speak_utf8() -> None:
    """Whatever the locale says. Half a character of a file's name is shown as an escape, in JSON a valid one."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def output() -> Console:
    """Standard output."""
    piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Console(markup=False, highlight=False, emoji=False, width=WIDE if piped else None)


def errors() -> Console:
    """Standard error."""
    return Console(stderr=True, markup=False, highlight=False, emoji=False)


def say(*lines: str | Text, style: str = "") -> None:
    """Lines for a person. A long one is left to the terminal to wrap, never cut."""
    console = output()
    for line in lines:
        console.print(line, style=style, soft_wrap=True)


def say_json(answer: object) -> None:
    """The one object that stands on standard output under `--json`."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")


def shown(text: str) -> str:
    """`text` on one line, with whatever is no visible character as an escape."""
    return "".join(_visible(character) for character in text)


def dotted(parts: Iterable[str]) -> str:
    """The parts that there are, with a dot between them."""
    return " · ".join(part for part in parts if part)


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else character.encode("unicode_escape").decode("ascii")

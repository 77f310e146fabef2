"""Text from outside as it may stand in a page: short, and with every character that cannot be seen made visible."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGEST_NAME = 80
LONGEST_LINE = 400


def shown(text: str, longest: int = LONGEST_LINE) -> str:
    """`text` on one line, cut; marks that turn the direction of writing and the like stand as escapes."""
    line = "".join(map(_visible, text[: longest + 1]))
    return line if len(line) <= longest else line[: longest - 1] + "…"


def name_of(source: str, campaign: str | None = None, longest: int = LONGEST_NAME) -> str:
    """A source or campaign by a name that fits."""
    if source == "all":
        return "All sources"
    return shown(source if campaign is None else f"{source} · {campaign}", longest)


def breakable(name: str) -> Markup:
    """A file's name that may be broken behind its marks, where it must be, and not within its words."""
    return Markup("<wbr>").join(escape(piece) for piece in re.split(r"(?<=[-_.,~])(?=\w)", name))


def month_name(month: str) -> str:
    """The short name of "2025-07": "Jul"."""
    return _MONTHS[int(month[5:7]) - 1]


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else character.encode("unicode_escape").decode("ascii")

"""Why a file, or a cell of it, was not taken."""

from __future__ import annotations

from domain.shared.text import one_line


class Refused(Exception):
    """The whole file is not understood. `code` is stable; `reason` is one line for the person who imports."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Unclear(Exception):
    """A cell that cannot be read without guessing. `reason` completes the sentence `Cost "1,2,3" ...`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def quoted(text: str, longest: int = 40) -> str:
    """A cell or a header as it stands in a message: in quotes, on one line, cut."""
    return f'"{one_line(text, longest)}"'

"""What stands above the header of a table."""

from __future__ import annotations

from collections.abc import Iterable

from domain.shared.periods import Period
from infrastructure.exports.days import span
from infrastructure.exports.refusal import Unclear

_WRAPPING = "\"' ,;|\t\n"


def stated_period(preamble: Iterable[str]) -> Period | None:
    """The period that one of the lines is; None if none is, as for "All time"."""
    for line in preamble:
        try:
            return span(line.strip(_WRAPPING))
        except Unclear:
            continue
    return None

"""The hour that each row of ad metrics speaks for, in files that tell it beside the day."""

from __future__ import annotations

import re

from domain.shared.columns import Texts
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.shared.coded import same

_TIME = re.compile(
    r"(?:T| )(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2}(?:[.,][0-9]+)?)?"
    r"\s*(?P<half>[ap]\.?m\b)?\s*(?P<zone>[+-][0-9:]+)?",
    re.IGNORECASE,
)


def hours(cells: Cells) -> Texts:
    """`08:00` of each row, shape (n,), as written, with its offset from UTC where the file gives one; "" where rows are
    of whole days or longer: then no day has two times."""
    field = cells.first_of(("day", "date", "start"))
    if field is None:
        return same("", len(cells))
    timed = bool(cells.series(field).str.contains(":", literal=True).any())
    if not cells.polls.ask("times of day", timed):
        return same("", len(cells))
    told = cells.as_written(field).each(_split)
    several = _several(cells.polls.ask("days and times", frozenset(told.values), _several))
    return told.each(lambda one: one[1]).texts() if several else same("", len(cells))


def _several(told: frozenset[tuple[str, str]]) -> bool:
    return len(told) > len({day for day, _ in told})


def _split(cell: str) -> tuple[str, str]:
    """What stands before the time of day, and that time: `13:00`, "" for none."""
    found = _TIME.search(cell)
    if found is None:
        return cell, ""
    hour, half = int(found["hour"]), (found["half"] or "").casefold()
    hour = hour % 12 + (12 if half.startswith("p") else 0) if half else hour
    return cell[: found.start()], f"{hour:02}:{found['minute']}{found['zone'] or ''}"

"""What a header lacks that is almost one of a known layout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from infrastructure.exports.layouts.layout import ANY_CURRENCY, Layout, layouts
from infrastructure.exports.recognition.header import HeaderCells, aliases_found, is_foreign


class _Near(NamedTuple):
    layout: Layout
    missing: list[tuple[str, ...]]
    fields: int
    foreign: bool


def nearest(names: Sequence[str]) -> str:
    """The layout that the fewest required columns are missing from, and which these are; "" if none is near.

    A layout is near if half of its required columns are there and nothing but such columns keeps it from being taken.
    """
    cells = HeaderCells.of(names)
    found = [near for layout in layouts() if (near := _near(layout, cells))]
    best = min(found, key=lambda near: (len(near.missing), -near.fields), default=None)
    if best is None or best.foreign or not best.missing:
        return ""
    needs, missing = (_listed(best.layout, fields) for fields in (best.layout.required, best.missing))
    return f"nearest: {best.layout.name.replace('_', ' ')}, which needs {needs}; missing: {missing}"


def _near(layout: Layout, cells: HeaderCells) -> _Near | None:
    found = aliases_found(layout, cells)
    missing = [fields for fields in layout.required if not any(field in found for field in fields)]
    own = cells.count_of(layout.distinctive)
    if not found or 2 * len(missing) > len(layout.required) or own < layout.least:
        return None
    return _Near(layout, missing, len(found), is_foreign(layout, cells, found))


def _listed(layout: Layout, required: Iterable[tuple[str, ...]]) -> str:
    """`spend and date or month`: of each, the two best fields by their best headers."""
    each = [" or ".join(_header(layout, field) for field in fields[:2]) for fields in required]
    return " and ".join(filter(None, [", ".join(each[:-1]), each[-1]]))


def _header(layout: Layout, field: str) -> str:
    return layout.aliases[field][0].removesuffix(ANY_CURRENCY).strip()

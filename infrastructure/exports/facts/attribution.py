"""What an order or a lead says about where it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from urllib.parse import parse_qsl, urlsplit

from domain.shared.columns import Texts
from domain.shared.text import clean
from infrastructure.exports.columns.cells import Cells
from infrastructure.exports.shared.coded import Coded, first_told, same
from infrastructure.exports.shared.words import fold, words

UTM = ("utm_source", "utm_medium", "utm_campaign")
_LONGEST_NOTE = 20_000
"""Characters of a cell that are searched."""


def attribution(cells: Cells, media: Mapping[str, str]) -> dict[str, Texts]:
    """`utm_source`, `utm_medium`, `utm_campaign` and `click_id` of each row, shape (n,); "" where nothing tells.

    A column of its own wins over a note of the order, that over the address on which the customer landed, and that over
    an origin such as "Organic: Google", of which `media` gives the medium by what stands before the colon.
    """
    noted, landed = cells.as_written("notes").each(_from_notes), cells.as_written("landing").each(_from_address)
    origin = cells.as_written("origin").each(partial(_from_origin, media))
    told = {
        field: first_told(cells.text(field), *(_told(one, field) for one in (noted, landed, origin))) for field in UTM
    }
    clicked = first_told(noted.each(_click_kind).texts(), landed.each(_click_kind).texts())
    return told | {"click_id": first_told(_click_columns(cells), clicked)}


def _told(found: Coded[Mapping[str, str]], field: str) -> Texts:
    return found.each(lambda one: one.get(field, "")).texts()


def _click_columns(cells: Cells) -> Texts:
    """The kind of click id that has a column of its own with a value."""
    result = same("", len(cells))
    for kind in reversed(words().click_ids):
        if cells.has(kind):
            result[cells.text(kind) != ""] = kind
    return result


def _from_notes(cell: str) -> Mapping[str, str]:
    """Lines `key: value`, or an address in one of them."""
    if not cell:
        return {}
    found: dict[str, str] = {}
    for line in cell[:_LONGEST_NOTE].splitlines():
        key, _, value = line.partition(":")
        found.setdefault(key.strip().casefold(), value.strip())
        if "?" in line:
            found = {**_from_address(line), **found}
    return _known(found.items())


def _from_origin(media: Mapping[str, str], cell: str) -> Mapping[str, str]:
    """`Organic: Google`; a word without a colon is a source by itself."""
    kind, colon, name = cell.partition(":")
    if not colon or fold(kind) not in media:
        return _known([("utm_source", cell)])
    return _known([("utm_source", name), ("utm_medium", media[fold(kind)])])


def _from_address(cell: str) -> Mapping[str, str]:
    if "?" not in cell and "=" not in cell:
        return {}
    query = cell.partition("?")[2] or cell
    return _known(parse_qsl(urlsplit("?" + query[:_LONGEST_NOTE]).query, errors="replace"))


def _known(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """The pairs that tell where somebody came from, the first of each key, cleaned."""
    wanted = {*UTM, *words().click_ids}
    found: dict[str, str] = {}
    for key, value in pairs:
        if (name := key.strip().casefold()) in wanted and value.strip():
            found.setdefault(name, clean(value))
    return found


def _click_kind(found: Mapping[str, str]) -> str:
    return next((kind for kind in words().click_ids if kind in found), "")

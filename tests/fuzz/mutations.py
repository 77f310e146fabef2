"""What happens to files: in a table, in a text, in bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from tests.fuzz.corpus import Sample
from tests.unit.exports.writing.files import CODE_PAGES, MARKS, Style, packed, sheet_bytes, text_file

Table = list[list[str]]
_NUMBERS = (
    "9" * 30,
    "1e400",
    "-0",
    "1E+17",
    "0.000000001",
    "1.234",
    "1,234",
    "१२",
    "∞",
    "NaN",
    "1.2.3",
    "(5.00)",
    "5-",
    "99999999999.99",
)
_PIECES = (
    '"',
    '""',
    "\n",
    "\r",
    "\r\n",
    "\0",
    ",",
    ";",
    "\t",
    "|",
    "\ufeff",
    "\u2028",
    "'",
    "=",
    "\\",
    " ",
    "Total",
    "€",
    "[",
    "％",
)
_ENCODINGS = ("utf-8", *MARKS, *CODE_PAGES, "utf-16", "utf-32", "cp1251", "shift_jis", "utf-7")


def mutated(random: Random, samples: Sequence[Sample]) -> tuple[str, bytes]:
    """The name of the sample that one file was made from, and its bytes after one to four things happened to it."""
    sample = random.choice(samples)
    table = [list(row) for row in sample.table]
    for _ in range(random.choice([0, 0, 1, 1, 2])):
        table = random.choice(_OF_TABLES)(random, table)
    style = _restyled(random, sample.style)
    if style.container == "xlsx":
        return sample.name, _bytes_mutated(random, sheet_bytes(sample.above, table))
    text = text_file(sample.above, table, style)
    for _ in range(random.choice([0, 1, 1, 2])):
        text = random.choice(_OF_TEXTS)(random, text)
    if random.random() < 0.1:
        text = _spliced(random, text, random.choice(samples))
    data = MARKS.get(style.encoding, b"") + text.encode(style.encoding, "replace")
    return sample.name, packed(_bytes_mutated(random, data), style.container)


def _restyled(random: Random, style: Style) -> Style:
    """Most often as it was."""
    if random.random() < 0.2:
        style = replace(style, encoding=random.choice([*MARKS, *CODE_PAGES, "utf-8"]))
    if random.random() < 0.1:
        style = replace(style, container=random.choice(["gzip", "zip", "xlsx", "plain"]))
    return style


def _columns_shuffled(random: Random, table: Table) -> Table:
    """Header and cells together."""
    widest = max(map(len, table), default=0)
    order = random.sample(range(widest), widest)
    return [[row[at] for at in order] if len(row) == widest else row for row in table]


def _header_shuffled(random: Random, table: Table) -> Table:
    """The header without its cells."""
    at = next((at for at, row in enumerate(table) if len(row) > 1), None)
    return table if at is None else [*table[:at], random.sample(table[at], len(table[at])), *table[at + 1 :]]


def _rows_changed(random: Random, table: Table) -> Table:
    """One is cut, said twice, or put elsewhere."""
    if not table:
        return table
    at, to = random.randrange(len(table)), random.randrange(len(table) + 1)
    match random.choice(["cut", "twice", "moved"]):
        case "cut":
            return table[:at] + table[at + 1 :]
        case "twice":
            return [*table[:to], list(table[at]), *table[to:]]
    rest = table[:at] + table[at + 1 :]
    return [*rest[:to], table[at], *rest[to:]]


def _cells_swapped(random: Random, table: Table) -> Table:
    """Two cells of a column, or any two."""
    filled = [row for row in table if row]
    if filled:
        one, other = random.choice(filled), random.choice(filled)
        at = random.randrange(len(one))
        to = at if random.random() < 0.5 and at < len(other) else random.randrange(len(other))
        one[at], other[to] = other[to], one[at]
    return table


def _number_put(random: Random, table: Table) -> Table:
    """A number that is huge, in words, or in another notation, in the place of any cell."""
    if filled := [row for row in table if row]:
        row = random.choice(filled)
        row[random.randrange(len(row))] = random.choice(_NUMBERS)
    return table


def _width_changed(random: Random, table: Table) -> Table:
    """A cell more or less on one line."""
    if filled := [row for row in table if row]:
        row = random.choice(filled)
        row.insert(random.randrange(len(row) + 1), "") if random.random() < 0.5 else row.pop(random.randrange(len(row)))
    return table


def _line_changed(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    match random.choice(["cut", "twice", "swapped", "half"]):
        case "cut":
            del lines[at]
        case "twice":
            lines.insert(random.randrange(len(lines) + 1), lines[at])
        case "swapped":
            to = random.randrange(len(lines))
            lines[at], lines[to] = lines[to], lines[at]
        case "half":
            lines[at] = lines[at][: random.randrange(len(lines[at]) + 1)]
    return "\n".join(lines)


def _piece_put(random: Random, text: str) -> str:
    """Quotes, newlines, NUL and the like, wherever."""
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(text) + 1)
        text = text[:at] + random.choice(_PIECES) * random.choice([1, 1, 1, 50]) + text[at:]
    return text


def _delimiters_replaced(random: Random, text: str) -> str:
    """All of them, or those of the first lines only."""
    old, new = random.sample([",", ";", "\t", "|", "."], 2)
    end = len(text) if random.random() < 0.5 else random.randrange(len(text) + 1)
    return text[:end].replace(old, new) + text[end:]


def _spliced(random: Random, text: str, other: Sample) -> str:
    """The first half of one file and the second of another."""
    second = text_file(other.above, other.table, other.style)
    return text[: random.randrange(len(text) + 1)] + second[random.randrange(len(second) + 1) :]


def _bytes_mutated(random: Random, data: bytes) -> bytes:
    return random.choice(_OF_BYTES)(random, data) if random.random() < 0.35 else data


def _bytes_flipped(random: Random, data: bytes) -> bytes:
    found = bytearray(data)
    for _ in range(random.choice([1, 1, 3, 20])):
        if found:
            found[random.randrange(len(found))] ^= 1 << random.randrange(8)
    return bytes(found)


def _truncated(random: Random, data: bytes) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _encodings_mixed(random: Random, data: bytes) -> bytes:
    """A part of it in another encoding, as programs that append to files do."""
    at, other = random.randrange(len(data) + 1), random.choice(_ENCODINGS)
    return data[:at] + "Größe 名前, 1.234,56\n".encode(other, "replace") + data[at:]


_OF_TABLES: tuple[Callable[[Random, Table], Table], ...] = (
    _columns_shuffled, _header_shuffled, _rows_changed, _cells_swapped, _number_put, _width_changed,
)  # fmt: skip
_OF_TEXTS: tuple[Callable[[Random, str], str], ...] = (_line_changed, _piece_put, _delimiters_replaced)
_OF_BYTES: tuple[Callable[[Random, bytes], bytes], ...] = (_bytes_flipped, _truncated, _encodings_mixed)

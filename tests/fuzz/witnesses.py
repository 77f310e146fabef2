"""Whether the money of each fact stands in the very record of the file that the fact says it is from.

Everything that a cell may come to is told here anew, without the reader: with a point or a comma for the fraction.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from itertools import product

from domain.imports.reading import Reading
from domain.imports.rows import AdMetricRows, OrderRows, RateRows
from domain.shared.columns import MISSING
from tests.unit.exports.files import facts_of

_MICROS = 10**6
_NUMBER = re.compile(r"(?P<digits>[0-9.,](?:[0-9.,' ]*[0-9])?)(?:[eE](?P<power>[-+]?[0-9]{1,2}))?")
_PARTS = ("quantity", "unitprice", "price")
_NUMBERS_OF_ORDERS = ("invoiceno", "invoice")
_ITEMS = frozenset({"stockcode", "invoiceno", "invoicedate", "unitprice"})
_COLUMNS = {
    AdMetricRows: ("spend", "conversion_value", "conversions"),
    OrderRows: ("gross", "tax", "shipping"),
}


def without_witness(result: Reading, text: str) -> list[str]:
    """What is in no cell of its record, as `spend 12.34 of line 5`. `text` is that of the file, its lines ended by a
    newline."""
    lines, facts = text.split("\n"), facts_of(result)
    if isinstance(facts, RateRows):
        told = zip(facts.line.tolist(), facts.rate, strict=True)
        return [f"rate {rate} of line {line}" for line, rate in told if Decimal(rate) not in _numbers_at(lines, line)]
    if _is_of_items(lines):
        return list(_items_without(facts, text)) if isinstance(facts, OrderRows) else []
    found = []
    for column in _COLUMNS.get(type(facts), ()):
        for line, value in zip(facts.line.tolist(), getattr(facts, column).tolist(), strict=True):
            if value != MISSING and value not in _micros_at(lines, line):
                found.append(f"{column} {Decimal(value) / _MICROS} of line {line}")
    return found + (_refunds_without(facts, lines) if isinstance(facts, OrderRows) else [])


def _refunds_without(facts: OrderRows, lines: list[str]) -> list[str]:
    """A refund is nothing, all, or what a cell says."""
    told = zip(facts.line.tolist(), facts.refunded.tolist(), facts.gross.tolist(), strict=True)
    return [
        f"refunded {Decimal(refunded) / _MICROS} of line {line}"
        for line, refunded, gross in told
        if refunded not in {0, gross, MISSING} and refunded not in _micros_at(lines, line)
    ]


def _micros_at(lines: list[str], line: int) -> set[int]:
    """What the cells of a record come to in millionths; a whole number may count these as well."""
    found: set[int] = set()
    for value in _numbers_at(lines, line):
        found.add(int((value * _MICROS).to_integral_value(ROUND_HALF_EVEN)))
        if value == value.to_integral_value() and _counts_millionths("\n".join(lines[:20])):
            found.add(int(value))
    return found


@cache
def _counts_millionths(head: str) -> bool:
    return any(
        word in head.replace("\ufeff", "").casefold()
        for word in ("micros", "swipes", "conversion_purchases", "quartile_")
    )


def _numbers_at(lines: list[str], line: int) -> set[Decimal]:
    """Where a quote is nothing but a letter, the line is all of the record."""
    records = {_record(lines, line), lines[line - 1]}
    cells = {cell for record in records for cell in (*_any_cells(record), *record.split())}
    return {value for cell in cells for value in readings(cell)}


def _record(lines: list[str], line: int) -> str:
    """From that line on, as far as its quotes pair; the line by itself where they never do."""
    quotes = 0
    for end in range(line - 1, len(lines)):
        quotes += lines[end].count('"')
        if quotes % 2 == 0:
            return "\n".join(lines[line - 1 : end + 1])
    return lines[line - 1]


def _cells(record: str, delimiter: str) -> Iterator[str]:
    """As a plain split has them, and as quotes do, also behind an equals sign."""
    yield from record.split(delimiter)
    for text in {record, record.replace('="', '"')}:
        try:
            yield from (cell for row in csv.reader([text.replace("\r", " ")], delimiter=delimiter) for cell in row)
        except csv.Error:
            continue
    yield from re.findall(r'="([^"]*)"', record)


def readings(cell: str) -> frozenset[Decimal]:
    """All that a cell may come to."""
    return frozenset(_by_mark(cell).values())


@cache
def _by_mark(cell: str) -> dict[str, Decimal]:
    """What a cell comes to with that mark for the fraction, its currency and brackets left out."""
    text = unicodedata.normalize("NFKC", cell).replace("−", "-").replace("’", "'").strip().strip("'\"[]=").strip()
    numbers = list(_NUMBER.finditer(re.sub(r"\s", " ", text)))
    if len(numbers) != 1 or len(text) > 100:
        return {}
    digits, power = numbers[0]["digits"], int(numbers[0]["power"] or 0)
    beside = text[: numbers[0].start()] + text[numbers[0].end() :]
    sign = -1 if "-" in beside or "(" in beside else 1
    values = {mark: _with(digits, mark, other) for mark, other in (".,", ",.")}
    return {mark: sign * value.scaleb(power) for mark, value in values.items() if value is not None}


def _with(digits: str, mark: str, other: str) -> Decimal | None:
    bare = re.sub(f"[{other}' ]", "", digits)
    whole, _, part = bare.partition(mark)
    if mark in part:  # several: they group
        return None
    return Decimal(f"{whole or '0'}.{part or '0'}")


def _is_of_items(lines: list[str]) -> bool:
    """Whether the file is one whose orders are sums of items."""
    return any(len({_header(cell) for cell in _any_cells(line)} & _ITEMS) >= 2 for line in lines[:16])


def _header(cell: str) -> str:
    return cell.strip().strip('"').casefold()


def _any_cells(line: str) -> set[str]:
    return {cell for delimiter in ",;\t|" for cell in _cells(line, delimiter)}


def _items_without(facts: OrderRows, text: str) -> Iterator[str]:
    """The sum of quantity times price over the lines of an order, each column in one notation or the other."""
    sums = [_sums(text, delimiter) for delimiter in ",;\t|"]
    for line, number, gross in zip(facts.line.tolist(), facts.number, facts.gross.tolist(), strict=True):
        if not any(gross in found.get(number, ()) for found in sums):
            yield f"gross {Decimal(gross) / _MICROS} of order {number} on line {line}"


def _sums(text: str, delimiter: str) -> dict[str, set[int]]:
    """By the number of an order, all that it may come to."""
    rows = [_row(line, delimiter) for line in text.split("\n")]
    at = next((at for at, row in enumerate(rows[:16]) if len({_header(cell) for cell in row} & _ITEMS) >= 2), None)
    if at is None:
        return {}
    places = {_header(cell).replace(" ", ""): place for place, cell in reversed(list(enumerate(rows[at])))}
    return _summed(rows[at + 1 :], places)


def _row(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.replace("\r", " ")], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _summed(rows: Iterable[list[str]], places: dict[str, int]) -> dict[str, set[int]]:
    quantity, price = (places.get(name, places.get(other)) for name, other in (("quantity", ""), _PARTS[1:]))
    number = next((places[name] for name in _NUMBERS_OF_ORDERS if name in places), None)
    found: dict[str, list[Decimal]] = {}
    if quantity is None or price is None or number is None:
        return {}
    for row in rows:
        if len(row) > max(quantity, price, number):
            kept = found.setdefault(_bare(row[number]), [Decimal(0)] * 4)
            for way, (one, other) in enumerate(product(".,", repeat=2)):
                kept[way] += _as(row[quantity], one) * _as(row[price], other)
    return {
        name: {int((way * _MICROS).to_integral_value(ROUND_HALF_EVEN)) for way in ways} for name, ways in found.items()
    }


def _bare(cell: str) -> str:
    return unicodedata.normalize("NFC", cell).strip().strip("'=\"").strip()


def _as(cell: str, mark: str) -> Decimal:
    """The cell with that mark for the fraction, 0 where it is no number then."""
    return _by_mark(cell).get(mark, Decimal(0))

"""Amounts and counts as exact integers, in the notation of their column. What could be meant otherwise is not read."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from domain.imports.notation import DecimalMark
from domain.shared.columns import MISSING, Flags, Ints
from domain.shared.errors import InvalidValue
from domain.shared.money import LARGEST_AMOUNT, MICROS, to_micros
from infrastructure.exports.shared.refusal import Unclear
from infrastructure.exports.values.figures import (
    FRACTION,
    GROUPED,
    INDIAN,
    SPACES,
    NumberNotation,
    Written,
    currency_pattern,
    halfwidth,
    readings,
    says_nothing,
    written,
)

if TYPE_CHECKING:
    import polars as pl

UNTOLD = NumberNotation()
"""Of a cell that stands by itself: read only where it can be read in one way."""

MARKED = r"\p{Sc}|\p{L}"
"""What a cell with a currency beside its figures has in it."""

_DUST = r"(\.[0-9]{6})([0-9]+)$"
_BY_SPACES = rf"[1-9][0-9]{{0,2}}(?:[ {SPACES}'’][0-9]{{3}}){{1,3}}"


def amount(text: str, notation: NumberNotation = UNTOLD) -> int | None:
    """One cell in micro-units, half-even beyond the sixth decimal; None if it says that nothing is known.

    Raises Unclear if it is no amount, or none that can be read for certain.
    """
    value = number(text, notation)
    try:
        return None if value is None else to_micros(value)
    except InvalidValue as error:
        raise Unclear("is out of range for an amount") from error


def count(text: str, notation: NumberNotation = UNTOLD) -> int | None:
    """One cell as a whole number, 0 or more; None if it says that nothing is known. Raises Unclear."""
    value = _whole(text, notation, "is not a count")
    if value is not None and not 0 <= value < LARGEST_AMOUNT // MICROS:
        raise Unclear("is not a count")
    return value


def millionths(text: str, notation: NumberNotation = UNTOLD) -> int | None:
    """One cell that counts millionths, in micro-units; None if it says that nothing is known. Raises Unclear."""
    value = _whole(text, notation, "is not a whole number of millionths")
    if value is not None and abs(value) >= LARGEST_AMOUNT:
        raise Unclear("is out of range for an amount")
    return value


def number(text: str, notation: NumberNotation = UNTOLD) -> Decimal | None:
    """One cell as an exact decimal; None if it says that nothing is known. Raises Unclear."""
    found = _number(text, notation, "is not an amount")
    if found is None:
        return None
    values = readings(found, notation)
    if len(set(values.values())) > 1:
        raise Unclear(f"could be {' or '.join(map(plain_text, values.values()))}")
    for value in values.values():
        return value
    raise Unclear(_not_read(found, notation, "is not an amount"))


def plain_text(value: Decimal) -> str:
    """A number without grouping or power, its fraction after a point."""
    return format(value, "f")


def _whole(text: str, notation: NumberNotation, otherwise: str) -> int | None:
    """A whole number; a mark before its last three digits can only group them."""
    found = _number(text, notation, otherwise)
    if found is None:
        return None
    values = readings(found, notation, whole=True)
    if len(set(values.values())) == 1:
        return int(next(iter(values.values())))
    raise Unclear(otherwise)


def _number(text: str, notation: NumberNotation, otherwise: str) -> Written | None:
    cell = halfwidth(text)
    if says_nothing(cell):
        return None
    found = written(cell)
    if found is None or found.percent:
        raise Unclear(otherwise)
    if notation.contradicted and ("." in found.digits or "," in found.digits):
        raise Unclear("cannot be read: as many cells of its column have a decimal comma as have a decimal point")
    return found


def _not_read(found: Written, notation: NumberNotation, otherwise: str) -> str:
    if notation.decimal is None or not readings(found, UNTOLD):
        return otherwise
    return f"is not written with a decimal {notation.decimal}, as the other cells of its column are"


def marks(text: str) -> tuple[str, ...]:
    """What tells the currency beside an amount, in capitals: `$`, `US$`, `EUR`; () where nothing does."""
    cell = halfwidth(text)
    found = None if says_nothing(cell) else written(cell)
    return found.marks if found else ()


def usual_amounts(cells: pl.Series, notation: NumberNotation) -> tuple[Ints, Flags]:
    """Micro-units of the cells in the usual forms of the notation, shape (n,), and which ones these are; MISSING
    elsewhere and in blank cells."""
    if notation.plain:
        return _micros(cells), np.ones(len(cells), np.bool_)
    return _usual(cells, notation, "[0-9]{1,30}")


def usual_counts(cells: pl.Series, notation: NumberNotation) -> tuple[Ints, Flags]:
    """The same for whole numbers of any sign, in units."""
    import polars as pl

    if notation.plain:
        return _filled(cells.cast(pl.Int64, strict=False)), np.ones(len(cells), np.bool_)
    micros, usual = _usual(cells, notation, "0{1,2}|0{4,6}")
    return np.where(usual, micros // MICROS, MISSING), usual


def _usual(cells: pl.Series, notation: NumberNotation, part: str) -> tuple[Ints, Flags]:
    import polars as pl

    pattern, text = _usual_pattern(notation, part), cells.str.strip_chars()
    usual = text.str.contains(pattern)
    if (other := text.filter(~usual)).str.contains(MARKED).any():
        text = text.scatter((~usual).arg_true(), without_currency(other))
        usual = text.str.contains(pattern)
    micros = _rounded(_digits(pl.select(pl.when(usual).then(text)).to_series(), notation))
    within = usual.to_numpy() & (np.abs(micros) < LARGEST_AMOUNT) & (micros != MISSING)
    return np.where(within, micros, MISSING), within


def without_currency(cells: pl.Series) -> pl.Series:
    """The cells without outer spaces, those that are nothing but a currency beside figures as the figures alone."""
    figures, currency = rf"[0-9.,][0-9.,' {SPACES}’]*", currency_pattern()
    beside = rf"^(-?)(?:{currency})[ {SPACES}]?({figures})$|^(-?{figures})[ {SPACES}]?(?:{currency})$"
    return cells.str.replace(beside, "${1}${2}${3}").str.strip_chars()


def _digits(figures: pl.Series, notation: NumberNotation) -> pl.Series:
    """Without groups, and the fraction after a point."""
    if figures.str.contains(rf"[ {SPACES}'’]").any():
        figures = figures.str.replace_all(rf"[ {SPACES}'’]", "")
    if notation.decimal is DecimalMark.COMMA:
        return figures.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    return figures.str.replace_all(",", "", literal=True)


def _usual_pattern(notation: NumberNotation, part: str) -> str:
    if notation.decimal is None:
        return rf"^-?(?:[0-9]{{1,11}}|{_BY_SPACES})$"
    groups = GROUPED[notation.decimal].replace("{1,9}", "{1,3}")
    if notation.indian:
        groups = f"{groups}|{INDIAN.replace('{1,9}', '{1,3}')}"
    return rf"^-?(?:[0-9]{{1,11}}|{groups}|{_BY_SPACES})(?:{FRACTION[notation.decimal]}(?:{part}))?$"


def _rounded(digits: pl.Series) -> Ints:
    """Micro-units, half-even beyond the sixth decimal."""
    if not digits.str.contains(_DUST).any():
        return _micros(digits)
    micros = _micros(digits.str.replace(_DUST, "${1}"))
    dust = digits.str.extract(_DUST, 2).str.strip_chars_end("0").fill_null("")
    up = (dust > "5").to_numpy() | ((dust == "5").to_numpy() & (micros % 2 == 1))
    return np.where(
        up, np.where(digits.str.starts_with("-").fill_null(False).to_numpy(), micros - 1, micros + 1), micros
    )


def _micros(digits: pl.Series) -> Ints:
    import polars as pl

    return _filled(digits.cast(pl.Decimal(24, 6), strict=False).to_physical())


def _filled(numbers: pl.Series) -> Ints:
    import polars as pl

    return numbers.cast(pl.Int64).fill_null(MISSING).to_numpy().astype(np.int64)

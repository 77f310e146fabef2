"""Amounts and counts as exact integers, in the English notation: `1,234,567.89`, or plain.

What could be meant otherwise (`1,2,3`, `12,50`, `1.234,56`) is never read.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from domain.shared.columns import MISSING, Flags, Ints
from domain.shared.errors import InvalidValue
from domain.shared.money import LARGEST_AMOUNT, to_micros
from infrastructure.exports.refusal import Unclear
from infrastructure.exports.words import fold, words

if TYPE_CHECKING:
    import polars as pl

_SIGN = "[$€£¥₹₩₽₺₪฿₫₴₦₱]"
_CURRENCY = rf"[A-Za-z]{{0,3}}{_SIGN}|[A-Z]{{3}}"
_AMOUNT = re.compile(
    rf"(?P<open>\()?\s*(?P<minus>[-+−]?)\s*(?:(?P<before>{_CURRENCY})\s*)?(?P<inner>[-−]?)"
    r"(?P<whole>[0-9]{1,30}|[1-9][0-9]{0,2}(?:,[0-9]{3})+)?(?:\.(?P<part>[0-9]{1,30}))?"
    rf"\s*(?P<after>{_CURRENCY})?\s*(?P<close>\))?"
)
_BOUND = re.compile(r"[<>]\s*[0-9.]+\s*%")
_LONGEST_ADVICE = 60
_DECIMAL_COMMA = re.compile(
    r"(?<![0-9.,])(?P<whole>[0-9]{1,3}(?:[.\s][0-9]{3})+|[0-9]{1,30}),(?P<part>[0-9]{1,2})(?![0-9.,])"
)
_PLAIN = r"^-?(?:[0-9]{1,11}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3})(?:\.[0-9]{1,6})?$"
"""The cells that nearly all files hold: converted without a look at each."""


def amount(text: str) -> int | None:
    """One cell in micro-units, half-even beyond the sixth decimal; None if it says that nothing is known.

    Raises Unclear if it is no amount, or none that can be read for certain.
    """
    cell = text.strip()
    if fold(cell) in words().no_figures or _BOUND.fullmatch(cell):
        return None
    found = _AMOUNT.fullmatch(cell)
    if found is None or not _is_sound(found):
        raise Unclear(f"is not an amount{_advice(cell)}")
    number = Decimal(f"{(found['whole'] or '0').replace(',', '')}.{found['part'] or '0'}")
    negative = found["open"] or found["minus"] in ("-", "−") or found["inner"]
    try:
        return to_micros(-number if negative else number)
    except InvalidValue as error:
        raise Unclear("is out of range for an amount") from error


def _is_sound(found: re.Match[str]) -> bool:
    """There are digits, parentheses pair, and at most one sign says which way."""
    digits = found["whole"] is not None or found["part"] is not None
    signs = bool(found["open"]) + bool(found["minus"]) + bool(found["inner"])
    return digits and bool(found["open"]) == bool(found["close"]) and signs <= 1


def _advice(cell: str) -> str:
    """The cell in the English notation, if it is an amount with a decimal comma."""
    if "," not in cell or len(cell) > _LONGEST_ADVICE:
        return ""
    mended = _DECIMAL_COMMA.sub(lambda found: f"{re.sub(r'[^0-9]', '', found['whole'])}.{found['part']}", cell)
    found = _AMOUNT.fullmatch(mended)
    return f"; write {' '.join(mended.split())}" if found and _is_sound(found) else ""


def marks(text: str) -> tuple[str, ...]:
    """What tells the currency beside an amount, in capitals: `$`, `US$`, `EUR`; of a cell that is none, the signs."""
    cell = text.strip()
    if fold(cell) in words().no_figures:
        return ()
    found = _AMOUNT.fullmatch(cell)
    if found is None or not _is_sound(found):
        return tuple(dict.fromkeys(re.findall(_SIGN, cell)))
    return tuple(mark.upper() for mark in (found["before"], found["after"]) if mark)


def count(text: str) -> int | None:
    """One cell as a whole number, 0 or more; None if it says that nothing is known. Raises Unclear."""
    micros = amount(text)
    if micros is None:
        return None
    if micros < 0 or micros % 1_000_000:
        raise Unclear("is not a count")
    return micros // 1_000_000


def perhaps_marked(cells: pl.Series) -> Flags:
    """Which cells, shape (n,), may hold marks: one pass over the column."""
    return cells.str.contains(f"{_SIGN}|[A-Z]{{3}}").to_numpy()


def plain_amounts(cells: pl.Series) -> tuple[Ints, Flags]:
    """Micro-units of the cells in plain notation, shape (n,), and which ones these are; MISSING elsewhere."""
    import polars as pl

    text, usual = cells, cells.str.contains(_PLAIN)
    if not usual.all():
        text = cells.str.strip_chars()
        usual = text.str.contains(_PLAIN)
        text = pl.select(pl.when(usual).then(text)).to_series()
    if text.str.contains(",", literal=True).any():
        text = text.str.replace_all(",", "", literal=True)
    micros = text.cast(pl.Decimal(24, 6)).to_physical().cast(pl.Int64).fill_null(MISSING).to_numpy().astype(np.int64)
    plain = (np.abs(micros) < LARGEST_AMOUNT) & (micros != MISSING)
    return np.where(plain, micros, MISSING), plain

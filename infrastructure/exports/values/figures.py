"""A number as it stands in a cell: what is beside its digits, and what these come to under each way to read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from domain.imports.notation import DecimalMark
from infrastructure.exports.shared.words import fold, words

LONGEST_NUMBER = 60
"""Characters; a longer cell is no number."""
SPACES = "\u00a0\u2007\u2009\u202f"
"""What groups thousands beside the ordinary space: no-break, figure, thin and narrow no-break."""

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SAME = str.maketrans({**dict.fromkeys(f"{SPACES}\u3000", " "), "’": "'", "−": "-", "￥": "¥", "￡": "£", "￦": "₩"})
_BOUND = re.compile(r"[<>]\s*[0-9.,]+\s*%")
_POINT, _COMMA = DecimalMark.POINT, DecimalMark.COMMA
_BARE = r"[0-9]{1,30}|[1-9][0-9]{0,2}(?:(?: [0-9]{3}){1,9}|(?:'[0-9]{3}){1,9})"
GROUPED = {
    _POINT: r"[1-9][0-9]{0,2}(?:,[0-9]{3}){1,9}",
    _COMMA: r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,9}",
}
"""Whole numbers with their thousands grouped, by the mark that is left for the fraction."""
INDIAN = r"[1-9][0-9]?(?:,[0-9]{2}){1,9},[0-9]{3}"
"""1,23,45,678: the last three digits, then pairs."""
FRACTION = {_POINT: r"\.", _COMMA: ","}
_MARK = {_POINT: ".", _COMMA: ","}
_OPEN = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


_READ = {
    mark: re.compile(
        rf"(?P<whole>{_BARE}|{GROUPED[mark]})(?:{part}(?P<part>[0-9]{{1,30}}))?|{part}(?P<bare>[0-9]{{1,30}})"
    )
    for mark, part in FRACTION.items()
}
_READ_INDIAN = re.compile(rf"(?P<whole>{INDIAN})(?:\.(?P<part>[0-9]{{1,30}}))?(?P<bare>)")


def figures_pattern(mark: DecimalMark, part: str) -> str:
    """Digits as a cell holds them in which `mark` parts the fraction, with `part` for its digits."""
    bare = _BARE.replace(" ", f"[ {SPACES}]").replace("'", "['’]")
    return rf"(?:{bare}|{GROUPED[mark]})(?:{FRACTION[mark]}(?:{part}))?|{FRACTION[mark]}(?:{part})"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberNotation:
    """How the numbers of a column are written.

    `decimal` None: nothing tells, and only what can be read in one way is read. `contradicted`: as many cells prove one
    mark as the other, and no cell with a mark is read. `indian`: 1,23,456 is 123456. `plain`: every data cell of the
    column is blank or bare digits with at most a point for the fraction.
    """

    decimal: DecimalMark | None = None
    indian: bool = False
    contradicted: bool = False
    plain: bool = False


class Written(NamedTuple):
    """`digits` with their marks, times ten to the `power`; `marks` tell the currency, in capitals."""

    negative: bool
    digits: str
    power: int | None
    percent: bool
    marks: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether the digits may be thousands as well as a fraction of three digits."""
        return self.power is None and _OPEN.fullmatch(self.digits) is not None


def halfwidth(text: str) -> str:
    """The text without outer spaces, its full-width forms, spaces, apostrophes and minus signs as the usual ones."""
    return text.strip() if text.isascii() else text.translate(_HALF_WIDTH).translate(_SAME).strip()


def says_nothing(cell: str) -> bool:
    """Whether the cell says that a figure is not known, a bound such as "< 10%" among them."""
    return fold(cell) in words().no_figures or _BOUND.fullmatch(cell) is not None


def written(cell: str) -> Written | None:
    """The number that a cell without outer spaces holds, as it is written; None if it holds none."""
    found = _cell().fullmatch(cell) if len(cell) <= LONGEST_NUMBER else None
    if found is None or not _is_sound(found):
        return None
    return Written(
        negative=any(found[group] in ("-", "(") for group in ("open", "minus", "inner", "trailing")),
        digits=found["digits"],
        power=int(found["power"]) if found["power"] else None,
        percent=bool(found["percent"]),
        marks=tuple(mark.upper().rstrip(".") for mark in (found["before"], found["after"]) if mark),
    )


@cache
def currency_pattern() -> str:
    """What tells the currency beside an amount: a sign, which letters may stand before, a word, or a code."""
    signs = "".join(re.escape(sign) for sign in words().currency_signs if len(sign) == 1 and not sign.isalpha())
    spelled = sorted((re.escape(sign) for sign in words().currency_signs if sign[0].isalpha()), key=len, reverse=True)
    return rf"[A-Za-z]{{0,3}}[{signs}]|(?i:{'|'.join(spelled)})\.?|[A-Z]{{3}}"


@cache
def _cell() -> re.Pattern[str]:
    currency = currency_pattern()
    return re.compile(
        rf"(?P<open>\()?\s*(?P<minus>[-+])?\s*(?:(?P<before>{currency})\s*)?(?P<inner>-)?"
        r"(?P<digits>[0-9.,](?:[0-9.,' ]*[0-9])?)(?:[eE](?P<power>[-+]?[0-9]{1,2}))?"
        rf"\s*(?P<percent>%)?\s*(?P<after>{currency})?\s*(?P<trailing>-)?\s*(?P<close>\))?"
    )


def _is_sound(found: re.Match[str]) -> bool:
    """Parentheses pair, and at most one sign says which way."""
    signs = sum(bool(found[group]) for group in ("open", "minus", "inner", "trailing"))
    return bool(found["open"]) == bool(found["close"]) and signs <= 1


def readings(number: Written, notation: NumberNotation, *, whole: bool = False) -> dict[DecimalMark, Decimal]:
    """What the number comes to, by the mark of its fraction: the one of the notation, or each that it may be.

    Of a `whole` number, a mark before its last three digits can only group them.
    """
    marks = tuple(DecimalMark) if notation.decimal is None else (notation.decimal,)
    found = {mark: value for mark in marks for value in _values(number, mark, notation.indian)}
    return {mark: value for mark, value in found.items() if not whole or _is_whole(number, mark, value)}


def _values(number: Written, mark: DecimalMark, indian: bool) -> Iterator[Decimal]:
    found = _READ[mark].fullmatch(number.digits)
    if found is None and indian and mark is _POINT:
        found = _READ_INDIAN.fullmatch(number.digits)
    if found and (number.power is None or (found["whole"] or "0").isdecimal()):
        whole, part = re.sub(r"[^0-9]", "", found["whole"] or "0"), found["part"] or found["bare"]
        value = Decimal(f"{whole}.{part}" if part else whole).scaleb(number.power or 0)
        yield -value if number.negative else value


def _is_whole(number: Written, mark: DecimalMark, value: Decimal) -> bool:
    groups = number.is_open and _MARK[mark] in number.digits
    return value == value.to_integral_value() and not groups


def both_readings(cell: str) -> tuple[Decimal, ...]:
    """What a cell that could be two numbers comes to with a decimal point, and with a decimal comma."""
    found = written(halfwidth(cell))
    return tuple(readings(found, NumberNotation()).values()) if found else ()

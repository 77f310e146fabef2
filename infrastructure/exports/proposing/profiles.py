"""What the cells of a column look like: how many of them are amounts, counts, days, addresses.

A look at a sample, for a proposal that a person decides on; the cells are read by the rules of the whole column later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from domain.imports.notation import DecimalMark
from domain.shared.text import one_line, phone_key
from infrastructure.exports.delimited.unwrapping import unwrapped
from infrastructure.exports.shared.iso4217 import header_currency
from infrastructure.exports.shared.words import fold, platform_id, platform_names, words
from infrastructure.exports.values.figures import NumberNotation, Written, halfwidth, readings, says_nothing, written

_CODE = re.compile(r"[A-Za-z]{3}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_PHONE = re.compile(r"[+(]?[0-9][-0-9 ()./]{5,20}(?: ?(?:x|ext\.?) ?[0-9]{1,6})?")
_NUMBERS_OF_DATE = re.compile(
    r"(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4}|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"|[0-9]{4} ?[年년] ?[0-9]{1,2} ?[月월](?: ?[0-9]{1,2} ?[日일])?|[0-9]{4}[-/][0-9]{2})"
    r"(?:,?[T ]+[^A-Za-z]{0,4}[0-9]{1,2}[:.][0-9]{2}.*)?"
)
_WORDS_OF_DATE = re.compile(r"[^\W\d_]+|[0-9]+")
_EITHER_MARK, _INDIAN = NumberNotation(), NumberNotation(decimal=DecimalMark.POINT, indian=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Of the cells that say something (`filled` in number), how many are of each look; `distinct` counts the different
    ones and `samples` holds the first few of these."""

    filled: int
    distinct: int
    amounts: int
    counts: int
    percents: int
    moments: int
    codes: int
    emails: int
    phones: int
    urls: int
    platforms: int
    samples: tuple[str, ...]

    @property
    def words(self) -> int:
        """Cells that are none of figures, days and addresses."""
        return self.filled - max(self.amounts + self.percents, self.moments, self.emails, self.urls)


def profile(cells: Iterable[str]) -> Profile:
    """What the cells of one column look like."""
    told = [cell for cell in map(bare, cells) if fold(cell) not in words().no_figures]
    distinct = list(dict.fromkeys(told))
    return Profile(
        filled=len(told),
        distinct=len(distinct),
        amounts=_count(told, is_amount),
        counts=_count(told, _is_count),
        percents=_count(told, _is_percent),
        moments=_count(told, is_moment),
        codes=_count(told, _is_code),
        emails=_count(told, _EMAIL.fullmatch),
        phones=_count(told, _is_phone),
        urls=_count(told, _URL.fullmatch),
        platforms=_count(told, _is_platform),
        samples=tuple(one_line(cell, 40) for cell in distinct[:3]),
    )


def bare(cell: str) -> str:
    """A cell without what is only put around it."""
    return unwrapped(cell).strip()


def is_amount(cell: str) -> bool:
    """Whether the cell holds a number in any notation that is read, with or without a currency, and no day."""
    found = _number(cell)
    return found is not None and not found.percent and not is_moment(cell)


def is_figure(cell: str) -> bool:
    """Whether it holds a number or a percentage."""
    return _number(cell) is not None or _is_percent(cell)


def _number(cell: str, *, whole: bool = False) -> Written | None:
    found = written(halfwidth(cell))
    if found is None or not (readings(found, _EITHER_MARK, whole=whole) or readings(found, _INDIAN, whole=whole)):
        return None
    return found


def _is_count(cell: str) -> bool:
    found = _number(cell, whole=True)
    return found is not None and not (found.negative or found.percent or found.marks)


def _is_percent(cell: str) -> bool:
    """Bounds such as "< 10%" among them."""
    found = _number(cell)
    return found.percent if found else says_nothing(halfwidth(cell))


def is_moment(cell: str) -> bool:
    """Whether that is a day, in numbers or with the month in words, with or without a time."""
    if len(cell) > 60 or not any(character.isdigit() for character in cell):
        return False
    return _NUMBERS_OF_DATE.fullmatch(cell.rstrip(".")) is not None or _has_month(cell)


def _has_month(cell: str) -> bool:
    parts = _WORDS_OF_DATE.findall(fold(cell))
    months = sum(part in words().months for part in parts)
    digits = [part for part in parts if part.isdigit()]
    return months == 1 and 1 <= len(digits) <= 6 and len(parts) <= 10


def _is_code(cell: str) -> bool:
    return bool(_CODE.fullmatch(cell) and header_currency(cell.upper()))


def _is_phone(cell: str) -> bool:
    return bool(_PHONE.fullmatch(cell) and phone_key(cell)) and not is_moment(cell)


@cache
def _platforms() -> frozenset[str]:
    return frozenset(platform_names().values())


def _is_platform(cell: str) -> bool:
    return platform_id(cell) in _platforms()


def _count(cells: Sequence[str], test: Callable[[str], object]) -> int:
    return sum(bool(test(cell)) for cell in cells)

"""Numbers and days as the world writes them; and what a column of them proves, told without the reader."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from domain.imports.notation import DateOrder, DecimalMark
from infrastructure.exports.shared import words as words_module

NO_BREAK, NARROW = "\u00a0", "\u202f"
GROUPINGS = ("", ",", ".", " ", NO_BREAK, NARROW, "'")
MONTHS: Mapping[str, list[str]] = tomllib.loads(Path(words_module.__file__).with_name("words.toml").read_text("utf-8"))[
    "months"
]
_OTHER = {".": ",", ",": "."}
_MARKS = {".": DecimalMark.POINT, ",": DecimalMark.COMMA}


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How a file writes its numbers: what parts the fraction and the thousands, and what stands around money."""

    mark: str = "."
    thousands: str = ""
    before: str = ""
    after: str = ""

    @property
    def decimal(self) -> DecimalMark:
        return _MARKS[self.mark]

    def amount(self, micros: int, places: int) -> str:
        """Micro-units with so many decimals; what these do not tell must be nought."""
        part, rest = divmod(abs(micros) % 10**6, 10 ** (6 - places))
        assert not rest
        fraction = f"{self.mark}{part:0{places}}" if places else ""
        return ("-" if micros < 0 else "") + self.whole(abs(micros) // 10**6) + fraction

    def money(self, micros: int, places: int) -> str:
        return self.before + self.amount(micros, places) + self.after

    def whole(self, count: int) -> str:
        return f"{count:,}".replace(",", self.thousands)


def readings(cell: str, *, whole: bool = False) -> dict[DecimalMark, Decimal]:
    """What a cell comes to with a point, and with a comma, for the fraction; {} if it is no number."""
    body = re.sub(r"[€$¥A-Z\s]*$|^[€$¥A-Z\s]*", "", cell.strip())
    negative, body = body.startswith("-"), body.removeprefix("-")
    found = {_MARKS[mark]: _with(body, mark, whole) for mark in _OTHER}
    return {mark: -value if negative else value for mark, value in found.items() if value is not None}


def _with(body: str, mark: str, whole: bool) -> Decimal | None:
    head, parted, part = body.partition(mark)
    groups = _groups(head, mark)
    if not all(map(_is_digits, groups)) or (parted and (whole or not _is_digits(part))):
        return None
    return Decimal("".join(groups) + (f".{part}" if part else ""))


def _groups(head: str, mark: str) -> list[str]:
    """The digits of a whole number in its groups; [""] where they are not grouped as thousands are, all by one sign."""
    signs = set(re.sub("[0-9]", "", head))
    if not signs:
        return [head]
    groups = re.split("[^0-9]", head)
    sound = len(signs) == 1 and signs <= {_OTHER[mark], " ", "'", NO_BREAK, NARROW}
    lengths = {len(one) for one in groups[1:]}
    return groups if sound and lengths == {3} and 1 <= len(groups[0]) <= 3 and groups[0][0] != "0" else [""]


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def proved(cells: Iterable[str], *, whole: bool = False) -> set[DecimalMark]:
    """The marks that some cell can only be read with."""
    each = (readings(cell, whole=whole) for cell in cells)
    return {next(iter(found)) for found in each if len(found) == 1}


def is_open(cells: Iterable[str]) -> bool:
    """Whether some cell comes to another number with the other mark."""
    return any(len(set(readings(cell).values())) == 2 for cell in cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """How a file writes its days. `order` is that of days whose digits may be read in two ways."""

    name: str
    written: Callable[[date], str]
    order: DateOrder | None = None

    def at(self, moment: datetime) -> str:
        return f"{self.written(moment.date())} {moment:%H:%M:%S}"

    def is_open(self, days: Iterable[date]) -> bool:
        """Whether the days prove no order and one of them would be another day in the other order."""
        told = list(days)
        return (
            self.order is not None and all(day.day <= 12 for day in told) and any(day.day != day.month for day in told)
        )


DIGITS = (
    Days(name="iso", written=lambda day: f"{day:%Y-%m-%d}"),
    Days(name="slashes", written=lambda day: f"{day:%Y/%m/%d}"),
    Days(name="compact", written=lambda day: f"{day:%Y%m%d}"),
    Days(name="points", written=lambda day: f"{day:%d.%m.%Y}"),
    Days(name="dmy", written=lambda day: f"{day:%d/%m/%Y}", order=DateOrder.DAY_FIRST),
    Days(name="mdy", written=lambda day: f"{day.month}/{day.day}/{day.year}", order=DateOrder.MONTH_FIRST),
    Days(name="dashes", written=lambda day: f"{day:%d-%m-%Y}", order=DateOrder.DAY_FIRST),
)
_BY_LANGUAGE = {
    "en": ["{month} {d}, {y}", "{d} {month} {y}", "{d}-{month}-{y}"],
    "es": ["{d} de {month} de {y}", "{d} {month} {y}"],
    "pt": ["{d} de {month} de {y}", "{d} {month} {y}"],
    **dict.fromkeys(("de", "da", "nb", "cs", "fi"), ("{d}. {month} {y}",)),
    **dict.fromkeys(("fr", "it", "nl", "pl", "sv", "tr", "ro"), ("{d} {month} {y}",)),
    "ru": ["{d} {month} {y}", "{d} {month} {y} г."],
    "hu": ["{y}. {month} {d}."],
    "ja": ["{y}年{m}月{d}日"],
    "zh": ["{y}年{m}月{d}日"],
    "ko": ["{y}년 {m}월 {d}일"],
}
"""How a day is written out, by language; those of which no months are known are left out."""


def days_of(language: str) -> Sequence[Days]:
    """Every way in which a file in that language may write a day."""
    base = language.partition("-")[0]
    return (*DIGITS, *(_named(form, base, short) for form in _BY_LANGUAGE.get(base, ()) for short in (False, True)))


def _named(form: str, language: str, short: bool) -> Days:
    months = [names.split() for names in MONTHS.get(language, [""] * 12)]

    def written(day: date) -> str:
        names = months[day.month - 1] or [""]
        return form.format(d=day.day, m=day.month, y=day.year, month=names[-1 if short else 0])

    return Days(name=f"{language} {form}", written=written)

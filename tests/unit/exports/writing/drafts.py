"""A table before it is a file: its columns by field, what is to be read of them, and what they leave open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from domain.imports.notation import DecimalMark
from domain.shared.text import clean
from infrastructure.exports.shared.words import fold, words
from tests.unit.exports.writing.notations import Days, Numbers, is_open, proved, readings
from tests.unit.exports.writing.vocabulary import IN_HEADER, Vocabulary

MONEY = ("spend", "conversion_value", "amount", "refunded", "tax", "shipping", "price")
AMOUNTS = (*MONEY, "conversions", "quantity", "rate")
COUNTS = ("impressions", "clicks")
_WESTERN = (
    "Größe Süd",
    "Été à Nîmes",
    "Año nuevo, España",
    'São "João"',
    "Plain",
    "Søk; Ærlig",
    "Crème\nbrûlée",
    "Öl 2",
)
_JAPANESE = ("夏のセール", "ブランド名, 東京", 'ディスプレイ"広告"', "検索 2", "Plain", "新規顧客\n獲得")
_AWKWARD = (
    'Say "hi"', "a,b;c\td|e", "two\nlines", "1.234,56", "Ünïcode 2", "名前", "=SUM(A1)", "-5", "@home", "it's",
    "Кампания", "שלום", "😀 sale", "Total recall", "x" * 300, '"', "#1", "50%", "a\\b", "null and void",
)  # fmt: skip
_BLOCKS = (
    (0x21, 0x7E),
    (0xA1, 0x17F),
    (0x391, 0x3C9),
    (0x410, 0x44F),
    (0x3041, 0x30FE),
    (0x4E00, 0x9FA0),
    (0x1F300, 0x1F5FF),
)


@dataclass(slots=True, kw_only=True)
class Draft:
    """`columns` are the cells of each field, in the order of the rows; `facts` what the columns of the facts must hold,
    one of each fact, and `figures` the fields in which those are found by reading `columns`. `telling` are the rows
    that begin a fact. `days` are those that stand in the columns of dates.
    """

    words: Vocabulary
    headers: Mapping[str, str]
    numbers: Numbers
    style_of_days: Days
    rows: int
    columns: dict[str, list[str]] = field(default_factory=dict)
    facts: dict[str, list[object]] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)
    telling: list[int] = field(default_factory=list)

    def has(self, name: str) -> bool:
        return name in self.headers

    def put(self, name: str, cells: Iterable[str], facts: str = "", values: Iterable[object] = ()) -> None:
        """The cells of a field, where the file has it, and what is read of them."""
        if self.has(name):
            self.columns[name] = list(cells)
            if facts:
                self.facts[facts] = list(values)

    def mark(self, name: str, hint: DecimalMark | None) -> DecimalMark | None:
        """The mark by which a column is to be read: as its cells prove, else as the others do, else as it is usual."""
        if own := self._proved(name):
            return own
        beside = {found for other in (*AMOUNTS, *COUNTS) if other != name and (found := self._proved(other))}
        return beside.pop() if len(beside) == 1 else hint or self.words.usual(list(self.headers.values()))

    def _proved(self, name: str) -> DecimalMark | None:
        whole = name in COUNTS or name in self.words.layout.micros
        found = proved(self.columns.get(name, ()), whole=whole)
        assert found <= {self.numbers.decimal}
        return self.numbers.decimal if found else None

    def open_numbers(self) -> bool:
        """Whether nothing tells how a column of numbers is to be read."""
        amounts = (name for name in AMOUNTS if name not in self.words.layout.micros)
        return any(is_open(self.columns.get(name, ())) and self.mark(name, None) is None for name in amounts)

    def open_days(self) -> bool:
        return self.style_of_days.is_open(self.days)

    def figure(self, name: str, cell: str, hint: DecimalMark | None) -> int | None:
        """Micro-units, or a count, as the cell is to be read; None where it says nothing or may be two numbers."""
        whole = name in COUNTS or name in self.words.layout.micros
        found, mark = readings(cell, whole=whole), self.mark(name, hint)
        values = set(found.values()) if mark is None else {found[mark]} if mark in found else set()
        return next((int(value * (1 if whole else 10**6)) for value in values if len(values) == 1), None)

    def figures(self, name: str, hint: DecimalMark | None) -> list[int | None]:
        return [self.figure(name, cell, hint) for cell in self.columns[name]]


def names(random: Random, letters: str, count: int, refused: Callable[[str], bool]) -> list[str]:
    """Different names such as the letters allow: "western", "japanese" or "any"."""
    found: dict[str, str] = {}
    while len(found) < count:
        name = _name(random, letters)
        if fold(name) not in words().no_names | words().no_people and name[0] not in "='[@" and not refused(name):
            found.setdefault(clean(name), name)
    return list(found.values())


def _name(random: Random, letters: str) -> str:
    pool = {"western": _WESTERN, "japanese": _JAPANESE}.get(letters, _AWKWARD)
    if letters != "any" or random.random() < 0.5:
        return random.choice(pool) + random.choice(["", f" {random.randrange(100)}"])
    return "".join(chr(random.randint(*random.choice(_BLOCKS))) for _ in range(random.randint(1, 12)))


def micros(random: Random, places: int, least: int = 0) -> int:
    """A sum of money with so many decimals."""
    return max(random.randrange(int(10 ** random.randint(1, 9))), least) * int(10 ** (6 - places))


def maybe(random: Random, cells: Sequence[str], share: float = 0.1) -> list[str]:
    """The cells, some of them in words for "not known"."""
    return [random.choice(["--", "", " --", "-"]) if random.random() < share else cell for cell in cells]


def total_label(words_of: Vocabulary, name: str) -> bool:
    """Whether a name would be the label of a total of that layout."""
    return any(rule.match(fold(name)) for rule in words_of.layout.totals)


def exact(value: int) -> str:
    """Micro-units as a plain decimal."""
    return format(Decimal(value) / 10**6, "f")


def put_currency(random: Random, draft: Draft) -> None:
    """The currency of each row: told by a column, by a header, or by the sign that stands in some of its cells."""
    sign = (draft.numbers.before + draft.numbers.after).strip()
    in_header = f"({IN_HEADER})" in "".join(draft.headers.values())
    currency = IN_HEADER if sign or in_header else random.choice(["AUD", "EUR", "JPY"])
    draft.put("currency", [currency] * draft.rows)
    told = in_header or draft.has("currency")
    money = [draft.columns[field] for field in MONEY if field in draft.columns]
    signed = [bool(sign) and any(sign in cells[at] for cells in money) for at in range(draft.rows)]
    draft.facts["currency"] = [currency if told or one else "" for one in signed]

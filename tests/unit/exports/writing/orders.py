"""Random orders: of one line or several, as each shop and person writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from random import Random

from infrastructure.exports.layouts.fact_rules import Lines
from tests.unit.exports.files import SHOP
from tests.unit.exports.writing.drafts import Draft, micros, put_currency
from tests.unit.exports.writing.notations import Days, Numbers
from tests.unit.exports.writing.vocabulary import Vocabulary

_OPTIONAL = ("refunded", "tax", "shipping", "email", "customer", "currency", "phone")


def orders_draft(random: Random, words: Vocabulary, numbers: Numbers, days: Days) -> Draft:
    """One fact an order; of several lines where the layout has such."""
    headers = words.headers(random, _fields(random, words))
    draft = Draft(words=words, headers=headers, numbers=numbers, style_of_days=days, rows=random.randint(1, 6))
    lines = words.layout.orders.lines
    repeats = [
        random.randint(1, 3) if lines is not Lines.ORDERS and draft.has("number") else 1 for _ in range(draft.rows)
    ]
    if "customer" in headers and words.layout.name == "online_retail":
        repeats = [random.randint(1, 3) for _ in range(draft.rows)]
    _put_orders(random, draft)
    if lines is Lines.ITEMS:
        _put_items(random, draft, repeats)
    else:
        _spread(draft, repeats)
    return draft


def _fields(random: Random, words: Vocabulary) -> list[str]:
    needed = [told[0] for told in words.layout.required]
    needed = [field for field in needed if field != "type"]
    typed = ["type"] if any("type" in told for told in words.layout.required) else []
    more = [field for field in _OPTIONAL if field not in needed and words.has(field) and random.random() < 0.7]
    number = [] if "number" in needed or not words.has("number") else ["number"]
    return [*needed, *typed, *number, *more]


def _put_orders(random: Random, draft: Draft) -> None:
    platform, count = draft.words.layout.platform, draft.rows
    numbered = [f"#{1000 + at}" for at in random.sample(range(500), count)]
    draft.put("number", numbered, "number", numbered)
    put_moments(random, draft, "ordered_at")
    draft.put("type", ["charge"] * count)
    emails = [f"{random.choice('abcde')}{at}@example.org" for at in range(count)]
    draft.put("email", emails, "email", emails)
    phones = [f"+4930{random.randrange(10**6, 10**7)}" for _ in range(count)]
    draft.put("phone", [f"'{one}" for one in phones], "phone", phones)
    customers = [f"c{random.randrange(10**6)}" for _ in range(count)]
    draft.put("customer", customers, "customer_id", [f"{platform}:{SHOP.account}:{one}" for one in customers])
    _put_money(random, draft)


def _put_money(random: Random, draft: Draft) -> None:
    places, count = random.choice([0, 2, 2, 2, 3]), draft.rows
    gross = [micros(random, places, least=1000) for _ in range(count)]
    for field, share in (("amount", 1), ("refunded", 10), ("tax", 5), ("shipping", 20)):
        parts = [one // 10 ** (6 - places) // share * 10 ** (6 - places) for one in gross]
        draft.put(field, [draft.numbers.money(part, places) for part in parts])
    put_currency(random, draft)


def put_moments(random: Random, draft: Draft, facts: str) -> None:
    """When each fact was; with an offset the instant, else as it is written."""
    first = datetime(2026, random.randint(1, 12), random.randint(1, 28), random.randrange(24), 30, 5)  # noqa: DTZ001
    moments = [first + timedelta(days=at, minutes=random.randrange(59)) for at in range(draft.rows)]
    draft.days = [moment.date() for moment in moments]
    form = random.choice(["day", "time", "offset"])
    if form == "day":
        cells = [draft.style_of_days.written(moment.date()) for moment in moments]
        moments = [datetime(moment.year, moment.month, moment.day) for moment in moments]  # noqa: DTZ001
    else:
        cells = [draft.style_of_days.at(moment) for moment in moments]
    if form == "offset":
        hours = random.randint(-11, 13)
        cells = [f"{cell} {hours:+03}00" for cell in cells]
        moments = [
            one.replace(tzinfo=timezone(timedelta(hours=hours))).astimezone(UTC).replace(tzinfo=None) for one in moments
        ]
    draft.put("at", cells, facts, moments)


def _spread(draft: Draft, repeats: list[int]) -> None:
    """Further lines of an order say its number and nothing else that is read."""
    order = [at for at, times in enumerate(repeats) for _ in range(times)]
    first = [at == 0 or order[at - 1] != one for at, one in enumerate(order)]
    draft.telling = [at for at, begins in enumerate(first) if begins]
    for field, cells in draft.columns.items():
        kept = field == "number"
        draft.columns[field] = [cells[one] if begins or kept else "" for one, begins in zip(order, first, strict=True)]
    draft.rows = len(order)


def _put_items(random: Random, draft: Draft, repeats: list[int]) -> None:
    """Each line is a quantity at a price, and names the customer again."""
    order = [at for at, times in enumerate(repeats) for _ in range(times)]
    draft.telling = [at for at, one in enumerate(order) if at == 0 or order[at - 1] != one]
    draft.columns = {field: [cells[one] for one in order] for field, cells in draft.columns.items()}
    draft.rows = len(order)
    places = random.choice([2, 2, 3])
    draft.put("quantity", [str(random.randint(1, 40)) for _ in order])
    draft.put("price", [draft.numbers.amount(micros(random, places), places) for _ in order])
    draft.facts["order"] = list(order)

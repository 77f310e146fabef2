"""Random leads, events and exchange rates, as forms, programs and people write them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from domain.shared.text import clean
from tests.unit.exports.files import SHOP
from tests.unit.exports.writing.drafts import Draft, exact, micros, names
from tests.unit.exports.writing.notations import Days, Numbers
from tests.unit.exports.writing.orders import put_moments
from tests.unit.exports.writing.vocabulary import Vocabulary

_LEAD_FIELDS = ("number", "at", "email", "phone", "name", "status", "source", "campaign", "adset", "ad", "form")
_AS_WRITTEN = ("status", "campaign", "adset", "ad", "form")


def leads_draft(random: Random, words: Vocabulary, numbers: Numbers, days: Days, letters: str) -> Draft:
    """One row a lead."""
    fields = [field for field in _LEAD_FIELDS if words.has(field)]
    headers = words.headers(random, fields)
    draft = Draft(words=words, headers=headers, numbers=numbers, style_of_days=days, rows=random.randint(1, 6))
    put_moments(random, draft, "created_at")
    ids = [str(10**6 + at) for at in random.sample(range(10**6), draft.rows)]
    draft.put("number", [words.layout.leads.number_prefix + one for one in ids], "number", ids)
    emails = [f"{random.choice('abcde')}{at}@example.org" for at in range(draft.rows)]
    draft.put("email", emails, "email", emails)
    phones = [f"+4930{random.randrange(10**6, 10**7)}" for _ in range(draft.rows)]
    draft.put("phone", [f"p:{one}" for one in phones], "phone", phones)
    for field in (*_AS_WRITTEN, "name", "source"):
        called = names(random, letters, draft.rows, lambda name: name[:1] == "#")
        draft.put(field, called, field, map(clean, called))
    return draft


def activity_draft(random: Random, words: Vocabulary, numbers: Numbers, days: Days, letters: str) -> Draft:
    """One row an event."""
    headers = words.headers(random, ["customer", "event", "at", "email"])
    draft = Draft(words=words, headers=headers, numbers=numbers, style_of_days=days, rows=random.randint(1, 6))
    put_moments(random, draft, "happened_at")
    who = [f"u{random.randrange(9)}" for _ in range(draft.rows)]
    draft.put("customer", who, "customer_id", [f"plain:{SHOP.account}:{one}" for one in who])
    emails = [f"{one}@example.org" for one in who]
    draft.put("email", emails, "email", emails)
    events = names(random, letters, draft.rows, lambda _: False)
    draft.put("event", events, "event", map(clean, events))
    return draft


def rates_draft(random: Random, words: Vocabulary, numbers: Numbers, days: Days) -> Draft:
    """One row a day."""
    headers = words.headers(random, ["date", "currency", "rate", "into"])
    draft = Draft(words=words, headers=headers, numbers=numbers, style_of_days=days, rows=random.randint(1, 6))
    first = date(2026, random.randint(1, 12), random.randint(1, 28))
    draft.days = [first + timedelta(days=at) for at in range(draft.rows)]
    draft.put("date", map(days.written, draft.days), "day", draft.days)
    draft.put("currency", ["EUR"] * draft.rows, "currency", ["EUR"] * draft.rows)
    draft.put("into", ["AUD"] * draft.rows, "into", ["AUD"] * draft.rows)
    draft.put("rate", [numbers.amount(micros(random, 6, least=1), 6) for _ in range(draft.rows)])
    return draft


def plain_rate(value: int) -> str:
    """As rates are kept: exact, without needless noughts."""
    text = exact(value)
    return text.rstrip("0").rstrip(".") if "." in text else text

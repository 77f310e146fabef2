"""Random tables of advertising: campaigns and days, as each platform and language writes them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from domain.shared.text import clean
from tests.unit.exports.writing.drafts import Draft, maybe, micros, names, put_currency, total_label
from tests.unit.exports.writing.notations import Days, Numbers
from tests.unit.exports.writing.vocabulary import Vocabulary

METRICS = ("spend", "impressions", "clicks", "conversions", "conversion_value")
_NAMED_PLATFORMS = {"google": "google_ads", "Facebook": "meta_ads", "our radio": "our_radio"}


def ads_draft(random: Random, words: Vocabulary, numbers: Numbers, days: Days, letters: str) -> Draft:
    """One row a campaign and day, at least one of its figures told."""
    headers = words.headers(random, _fields(random, words))
    draft = Draft(words=words, headers=headers, numbers=numbers, style_of_days=days, rows=random.randint(1, 6))
    _put_days(random, draft)
    called = names(random, letters, draft.rows, lambda name: total_label(words, name))
    draft.put("campaign", called, "campaign", [clean(name) for name in called])
    for field in ("campaign_id", "adset_id"):
        ids = [str(random.randrange(10**10, 10**12)) for _ in range(draft.rows)]
        draft.put(field, _guarded(random, ids), field if field == "campaign_id" else "", ids)
    shown = [random.choice(list(_NAMED_PLATFORMS)) for _ in range(draft.rows)]
    draft.put("named_platform", shown, "platform", [_NAMED_PLATFORMS[one] for one in shown])
    draft.put("status", ["Enabled"] * draft.rows)
    for field in METRICS:
        draft.put(field, _figures(random, draft, field))
    put_currency(random, draft)
    return draft


def _fields(random: Random, words: Vocabulary) -> list[str]:
    """What such a file has at least, and some of what it may have."""
    layout = words.layout
    needed = {field for told in layout.required for field in told}
    day = [field for field in ("day", "date") if words.has(field)][:1]
    status = ["status"] if words.has("status") and (len(words.fillers) < layout.least or random.random() < 0.2) else []
    named = [field for field in ("campaign", "adset_id", "named_platform") if words.has(field)]
    ids = ["campaign_id"] if "campaign_id" in needed or not words.has("campaign") or random.random() < 0.3 else []
    named = [field for field in named if field != "adset_id" or ("adset_id" in needed and layout.least == 1)]
    figures = [field for field in METRICS[3:] if random.random() < 0.7]
    bounds = [field for field in ("start", "end") if words.has("day") and words.has(field) and random.random() < 0.7]
    return [*day, *status, *bounds, *named, *ids, "currency", *METRICS[:3], *figures]


def _put_days(random: Random, draft: Draft) -> None:
    """Of a table without days nobody knows when anything was."""
    first = date(random.choice([2019, 2024, 2026]), random.randint(1, 12), random.randint(1, 28))
    draft.days = [first + timedelta(days=at) for at in range(draft.rows)]
    for field in ("day", "date", "start", "end"):
        draft.put(field, [draft.style_of_days.written(day) for day in draft.days])
    if not (draft.has("day") or draft.has("date")):
        draft.days = []
    told: list[object] = [*draft.days] if draft.days else [None] * draft.rows
    draft.facts |= {"start": told, "end": told}


def _guarded(random: Random, ids: list[str]) -> list[str]:
    """Ids as programs write them that fear for them in a spreadsheet."""
    guard = random.choice(["{}", "{}", "'{}", "[{}]"])
    return [guard.format(one) for one in ids]


def _figures(random: Random, draft: Draft, field: str) -> list[str]:
    numbers = draft.numbers
    if field in ("impressions", "clicks"):
        cells = [numbers.whole(random.randrange(10 ** random.randint(0, 8))) for _ in range(draft.rows)]
        return maybe(random, cells) if field == "impressions" else cells
    if field in draft.words.layout.micros:
        return maybe(random, [str(random.randrange(10**10)) for _ in range(draft.rows)])
    places = random.choice([0, 2, 2, 2, 3, 6])
    write = numbers.amount if field == "conversions" else numbers.money
    sign = -1 if random.random() < 0.1 else 1
    return maybe(random, [write(sign * micros(random, places), places) for _ in range(draft.rows)])

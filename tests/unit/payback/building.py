"""Small fact sets, written the way a person would note them down."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from domain.payback.facts import CoveredDays, LeadFacts, OrderFacts, Rate, SpendFacts
from domain.payback.question import PaybackQuestion
from domain.payback.sources import SourceAliases
from domain.payback.statement import PaybackRow, PaybackStatement
from domain.payback.statements import PaybackFactSet, payback_statement
from domain.shared.columns import MISSING, days, ints, texts
from domain.shared.money import to_micros
from infrastructure.sources import SourceAliasFile

ORDER_TEXTS = [
    "platform",
    "account",
    "number",
    "refund_of",
    "status",
    "currency",
    "customer_id",
    "email",
    "phone",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "click_id",
    "source",
    "campaign",
]
LEAD_TEXTS = [
    "platform",
    "email",
    "phone",
    "source",
    "campaign",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "click_id",
]
SPEND_TEXTS = ["file", "platform", "account", "level", "shape", "campaign_id", "campaign", "currency"]


def micros(amount: str | None) -> int:
    return MISSING if amount is None else to_micros(Decimal(amount))


def orders(*rows: dict[str, str | None]) -> OrderFacts:
    """Rows of `who`, `at` (an ISO instant ending in Z, or a bare local day) and `gross`, and whatever else matters."""
    given = [_order(number, row) for number, row in enumerate(rows)]
    return OrderFacts(
        key=texts(str(row["number"]) for row in given),
        ordered_at=np.array([row["instant"] for row in given], dtype="datetime64[us]"),
        ordered_local=np.array([row["local"] for row in given], dtype="datetime64[s]"),
        gross=ints(micros(row["gross"]) for row in given),
        refunded=ints(micros(row["refunded"]) for row in given),
        tax=ints(micros(row["tax"]) for row in given),
        shipping=ints(micros(row["shipping"]) for row in given),
        **{name: texts(str(row[name]) for row in given) for name in ORDER_TEXTS},
    )


def _order(number: int, row: dict[str, str | None]) -> dict[str, str | None]:
    at = str(row.get("at", "2025-01-05"))
    defaults: dict[str, str | None] = dict.fromkeys(ORDER_TEXTS, "")
    defaults |= {
        "platform": "shopify",
        "currency": "USD",
        "number": f"#{number:04}",
        "status": "paid",
        "email": str(row.get("who", "")),
    }
    defaults |= {"refunded": None, "tax": None, "shipping": None, "gross": "10"}
    instant = at.endswith("Z")
    defaults |= {"instant": at.removesuffix("Z") if instant else "NaT", "local": "NaT" if instant else at}
    return defaults | row


def leads(*rows: dict[str, str]) -> LeadFacts:
    """Rows of `who`, `at` (as of orders) and whatever else matters."""
    given = [dict.fromkeys(LEAD_TEXTS, "") | {"at": "2025-01-01", "email": row.get("who", "")} | row for row in rows]
    times = [row["at"].removesuffix("Z") if row["at"].endswith("Z") else "NaT" for row in given]
    local = ["NaT" if row["at"].endswith("Z") else row["at"] for row in given]
    return LeadFacts(
        key=texts(f"lead {number:04}" for number in range(len(given))),
        created_at=np.array(times, dtype="datetime64[us]"),
        created_local=np.array(local, dtype="datetime64[s]"),
        **{name: texts(row[name] for row in given) for name in LEAD_TEXTS},
    )


def spend(*rows: dict[str, str | None]) -> SpendFacts:
    """Rows of `start`, `end` (or `day`), `spend` and whatever else matters."""
    given = [_spend(row) for row in rows]
    return SpendFacts(
        start=days(row["start"] for row in given),
        end=days(row["end"] for row in given),
        spend=ints(micros(row["spend"]) for row in given),
        conversion_value=ints(micros(row["value"]) for row in given),
        **{name: texts(str(row[name]) for row in given) for name in SPEND_TEXTS},
    )


def _spend(row: dict[str, str | None]) -> dict[str, str | None]:
    defaults: dict[str, str | None] = dict.fromkeys(SPEND_TEXTS, "")
    day = row.get("day")
    defaults |= {"platform": "google_ads", "currency": "USD", "level": "campaign", "spend": None, "value": None}
    return defaults | {"start": day, "end": day} | row


def month_spend(month: str, amount: str, platform: str = "", **more: str) -> tuple[dict[str, str | None], CoveredDays]:
    """A row of a spend-by-month file, with the days that it covers."""
    start = np.datetime64(month, "M")
    first, last = start.astype("datetime64[D]"), (start + 1).astype("datetime64[D]") - 1
    row: dict[str, str | None] = {"start": str(first), "end": str(last), "spend": amount, "platform": platform}
    row |= {"level": "account", **more}
    return row, covered(str(first), str(last), platform, daily=False, level=str(row["level"]))


def covered(start: str, end: str, platform: str = "google_ads", **more: object) -> CoveredDays:
    told: dict[str, object] = {"account": "", "level": "campaign", "daily": True, "platform": platform} | more
    return CoveredDays(start=date.fromisoformat(start), end=date.fromisoformat(end), **told)  # type: ignore[arg-type]


def ask(
    order_facts: OrderFacts,
    daily: SpendFacts | None = None,
    period: SpendFacts | None = None,
    coverage: tuple[CoveredDays, ...] = (),
    rates: tuple[Rate, ...] = (),
    currency: str = "USD",
    lead_facts: LeadFacts | None = None,
    **question: object,
) -> PaybackStatement:
    """The statement on those facts, with the alias table that is shipped."""
    if isinstance(question.get("as_of"), str):
        question["as_of"] = date.fromisoformat(str(question["as_of"]))
    if "margin" in question:
        question["margin"] = Fraction(str(question["margin"]))
    facts = PaybackFactSet(
        id_key=bytes(32),
        currency=currency,
        orders=order_facts,
        leads=lead_facts if lead_facts is not None else leads(),
        daily_spend=daily if daily is not None else spend(),
        period_spend=period if period is not None else spend(),
        coverage=coverage,
        rates=rates,
    )
    return payback_statement(facts, PaybackQuestion(**question), aliases())  # type: ignore[arg-type]


def aliases() -> SourceAliases:
    return SourceAliasFile().aliases()


def exactly(*amounts: int | Fraction) -> tuple[Fraction, ...]:
    """Amounts as the exact fractions that they are."""
    return tuple(Fraction(amount) for amount in amounts)


def row_of(statement: PaybackStatement, source: str, cohort: str, campaign: str | None = None) -> PaybackRow:
    """The one row of that source (and campaign) and month."""
    found = [row for row in statement.rows if (row.source, row.campaign, str(row.cohort)) == (source, campaign, cohort)]
    assert len(found) == 1, f"{len(found)} rows of {source} in {cohort}"
    return found[0]

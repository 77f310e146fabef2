"""The facts of payback, on either SQL database."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from domain.payback.facts import CoveredDays, LeadFacts, OrderFacts, Origin, Rate, SpendFacts
from domain.payback.ports import PaybackFacts, PaybackSnapshot, asked_keys
from infrastructure.sql.codecs import as_day, days, few_texts, instants, ints, local_times, texts
from infrastructure.sql.session import Decode, SqlDatabase, SqlSession

_ORDERS: dict[str, Decode] = {
    "key": texts,
    "platform": few_texts,
    "account": few_texts,
    "number": texts,
    "refund_of": texts,
    "ordered_at": instants,
    "ordered_local": local_times,
    "status": few_texts,
    "currency": few_texts,
    "gross": ints,
    "refunded": ints,
    "tax": ints,
    "shipping": ints,
    "customer_id": texts,
    "email": texts,
    "phone": texts,
    "utm_source": few_texts,
    "utm_medium": few_texts,
    "utm_campaign": few_texts,
    "click_id": texts,
    "source": few_texts,
    "campaign": few_texts,
}
_LEADS: dict[str, Decode] = {
    "key": texts,
    "platform": few_texts,
    "created_at": instants,
    "created_local": local_times,
    "email": texts,
    "phone": texts,
    "source": few_texts,
    "campaign": few_texts,
    "utm_source": few_texts,
    "utm_medium": few_texts,
    "utm_campaign": few_texts,
    "click_id": few_texts,
}
_SPEND: dict[str, Decode] = {
    "file": few_texts,
    "platform": few_texts,
    "account": few_texts,
    "level": few_texts,
    "shape": few_texts,
    "campaign_id": few_texts,
    "campaign": few_texts,
    "start": days,
    "end": days,
    "currency": few_texts,
    "spend": ints,
    "conversion_value": ints,
}


class SqlPaybackSnapshot(PaybackSnapshot):
    def __init__(self, session: SqlSession) -> None:
        self._session = session

    def version(self) -> str:
        [row] = self._session.rows("facts_version")
        state = f"{row['revision']} {row['newest_import'] or ''} {row['last_undone'] or ''}"
        return hashlib.blake2b(state.encode(), key=self.id_key(), digest_size=8).hexdigest()

    def id_key(self) -> bytes:
        [row] = self._session.rows("installation_key")
        return bytes(row["id_key"])

    def currencies(self) -> tuple[str, ...]:
        return tuple(row["currency"] for row in self._session.rows("current_currencies"))

    def orders(self) -> OrderFacts:
        return OrderFacts(**self._session.columns("current_orders", _ORDERS))

    def leads(self) -> LeadFacts:
        return LeadFacts(**self._session.columns("current_leads", _LEADS))

    def daily_spend(self, *, currency: str, by_campaign: bool) -> SpendFacts:
        query = "daily_spend_by_campaign" if by_campaign else "daily_spend_by_source"
        return SpendFacts(**self._session.columns(query, _SPEND, currency=currency))

    def period_spend(self) -> SpendFacts:
        return SpendFacts(**self._session.columns("period_spend", _SPEND))

    def coverage(self) -> tuple[CoveredDays, ...]:
        return tuple(
            CoveredDays(
                platform=row["platform"],
                account=row["account"],
                level=row["level"],
                daily=bool(row["daily"]),
                start=as_day(row["start"]),
                end=as_day(row["end"]),
            )
            for row in self._session.rows("covered_days")
        )

    def rates(self) -> tuple[Rate, ...]:
        return tuple(
            Rate(day=as_day(row["day"]), currency=row["currency"], into=row["into"], rate=row["rate"])
            for row in self._session.rows("current_rates")
        )

    def origins(self, keys: Sequence[str]) -> dict[str, Origin]:
        found = self._session.rows("order_origins", keys=json.dumps(asked_keys(keys)))
        return {row["key"]: Origin(import_id=row["import_id"], file=row["file"], line=row["line"]) for row in found}


@dataclass(frozen=True)
class SqlPaybackFacts(PaybackFacts):
    database: SqlDatabase

    @contextmanager
    def snapshot(self) -> Iterator[PaybackSnapshot]:
        with self.database.begin(read_only=True) as session:
            yield SqlPaybackSnapshot(session)

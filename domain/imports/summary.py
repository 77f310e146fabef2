"""What the kept rows of a file add up to."""

from __future__ import annotations

from collections import Counter

import numpy as np

from domain.imports.record import ActivitySums, CurrencySums, LeadSums, MetricSums, OrderSums
from domain.imports.rows import ActivityRows, AdMetricRows, Facts, LeadRows, OrderRows
from domain.shared.columns import Flags, Ints, Texts, exact_sums, known, total

MOST_NAMED = 50
OTHERS = "other"
"""What is counted under one name beyond the `MOST_NAMED` most frequent ones: a file may hold as many as it has rows."""


def metric_sums(rows: AdMetricRows, which: Flags | Ints | None = None) -> MetricSums:
    """Sums of the metrics over the rows `which` (a mask (n,) or positions), all by default; a blank adds nothing."""
    chosen = slice(None) if which is None else which
    return MetricSums(
        spend=total(rows.spend[chosen]),
        impressions=total(rows.impressions[chosen]),
        clicks=total(rows.clicks[chosen]),
        conversions=total(rows.conversions[chosen]),
        conversion_value=total(rows.conversion_value[chosen]),
    )


def added(one: MetricSums, other: MetricSums) -> MetricSums:
    """The sums over the rows of both."""
    told = ((name, [getattr(sums, name) for sums in (one, other)]) for name in MetricSums.__slots__)
    return MetricSums(**{name: sum(filter(None, both)) for name, both in told if both != [None, None]})


def order_sums(rows: OrderRows) -> OrderSums:
    """Every order of the file, whatever its status; a refund that stands by itself adds to the refunds."""
    identity = identities(rows)
    is_order = rows.gross >= 0
    return OrderSums(
        orders=int(is_order.sum()),
        customers=len(set(identity[identity != ""])),
        without_identity=int((is_order & (identity == "")).sum()),
        by_currency=tuple(_currency_sums(rows, currency) for currency in sorted(set(rows.currency))),
    )


def lead_sums(rows: LeadRows) -> LeadSums:
    """Every lead of the file, whatever its status."""
    return LeadSums(
        leads=len(rows),
        emails=len(set(rows.email) - {""}),
        without_contact=int(((rows.email == "") & (rows.phone == "")).sum()),
        campaigns=len(set(rows.campaign) - {""}),
        by_status=_counted(rows.status),
        by_source=_counted(rows.source),
    )


def activity_sums(rows: ActivityRows) -> ActivitySums:
    """Every event of the file."""
    people = set(np.where(rows.customer_id != "", rows.customer_id, rows.email)) - {""}
    return ActivitySums(events=len(rows), people=len(people), by_event=_counted(rows.event))


def _counted(names: Texts) -> tuple[tuple[str, int], ...]:
    """How many rows have each name, sorted by it."""
    counts = Counter(names.tolist())
    kept = dict(sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST_NAMED])
    if rest := counts.total() - sum(kept.values()):
        kept[OTHERS] = kept.get(OTHERS, 0) + rest
    return tuple(sorted(kept.items()))


def currencies(rows: Facts) -> tuple[str, ...]:
    """The distinct currencies of the rows, sorted; "" stands for rows that name none. Leads and events have none."""
    return () if isinstance(rows, LeadRows | ActivityRows) else tuple(sorted(set(rows.currency)))


def identities(rows: OrderRows) -> Texts:
    """Who ordered, shape (n,): the customer id, else the e-mail, else the phone, else ""."""
    by_mail = np.where(rows.email != "", rows.email, rows.phone)
    return np.asarray(np.where(rows.customer_id != "", rows.customer_id, by_mail), dtype=np.object_)


def _currency_sums(rows: OrderRows, currency: str) -> CurrencySums:
    mine = rows.currency == currency
    is_order = mine & (rows.gross >= 0)
    return CurrencySums(
        currency=currency,
        gross=_sum(rows.gross[is_order]),
        refunds=_sum(rows.refunded[mine & known(rows.refunded)]) - _sum(rows.gross[mine & (rows.gross < 0)]),
    )


def _sum(values: Ints) -> int:
    return exact_sums(values, np.zeros(len(values), np.int64), 1)[0]

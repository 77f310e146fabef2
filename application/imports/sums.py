"""What a file holds, in figures: plain dicts with declared keys, money as decimal text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from domain.imports.record import ActivitySums, CurrencySums, LeadSums, MetricSums, OrderSums
from domain.shared.money import count_text, decimal_text, money_text

UNTOLD = "unknown"
"""The key of what names no currency, status, source or event."""


class SumsView(TypedDict):
    spend: str | None
    impressions: int | None
    clicks: int | None
    conversions: str | None
    conversion_value: str | None


class CurrencySumsView(TypedDict):
    gross: str
    refunds: str
    net: str


class OrderSumsView(TypedDict):
    orders: int
    customers: int
    without_identity: int
    by_currency: dict[str, CurrencySumsView]


class LeadSumsView(TypedDict):
    """`by_status` and `by_source` count the leads of each, those of few under "other"; "unknown" is not told."""

    leads: int
    emails: int
    without_contact: int
    campaigns: int
    by_status: dict[str, int]
    by_source: dict[str, int]


class ActivitySumsView(TypedDict):
    events: int
    people: int
    by_event: dict[str, int]


def sums_view(sums: MetricSums) -> SumsView:
    return SumsView(
        spend=money_text(sums.spend),
        impressions=sums.impressions,
        clicks=sums.clicks,
        conversions=count_text(sums.conversions),
        conversion_value=money_text(sums.conversion_value),
    )


def orders_view(orders: OrderSums) -> OrderSumsView:
    return OrderSumsView(
        orders=orders.orders,
        customers=orders.customers,
        without_identity=orders.without_identity,
        by_currency={sums.currency or UNTOLD: _by_currency(sums) for sums in orders.by_currency},
    )


def leads_view(leads: LeadSums) -> LeadSumsView:
    return LeadSumsView(
        leads=leads.leads,
        emails=leads.emails,
        without_contact=leads.without_contact,
        campaigns=leads.campaigns,
        by_status=_named(leads.by_status),
        by_source=_named(leads.by_source),
    )


def activity_view(activity: ActivitySums) -> ActivitySumsView:
    return ActivitySumsView(events=activity.events, people=activity.people, by_event=_named(activity.by_event))


def _named(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    named: dict[str, int] = {}
    for name, count in counts:
        named[name or UNTOLD] = named.get(name or UNTOLD, 0) + count
    return named


def _by_currency(sums: CurrencySums) -> CurrencySumsView:
    return CurrencySumsView(
        gross=decimal_text(sums.gross), refunds=decimal_text(sums.refunds), net=decimal_text(sums.net)
    )

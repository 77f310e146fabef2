"""Views made by hand: a shop with a year of cohorts, and whatever a test wants of it otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from application.imports.sums import CurrencySumsView, OrderSumsView, SumsView
from application.imports.views import LedgerEntry, PeriodView, ReconciliationView
from application.payback.cohort_views import CohortMonthView, CohortView
from application.payback.report_views import CalendarMonthView, CoveredView, ReportView, TotalsView
from application.payback.views import CoverageView, PaybackView, RowView
from application.payback.views import PeriodView as PaidPeriodView
from interfaces.report.ledger import Ledger
from interfaces.report.page import report_html

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
SHOWN = (0, 1, 2, 3, 6, 12)


def page(report: ReportView, imports: Sequence[LedgerEntry] = (), **ledger: Any) -> str:
    """The page; `ledger` is what else `Ledger` holds."""
    return report_html(report, Ledger(entries=imports, **ledger), generated_at=NOON)


def months_from(first: str, number: int) -> list[str]:
    start = int(first[:4]) * 12 + int(first[5:]) - 1
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(start, start + number)]


def cohort(
    month: str,
    ages: int,
    *,
    source: str = "all",
    campaign: str | None = None,
    customers: int = 100,
    spend: str | None = "6000.00",
    first: str = "80.00",
    later: str = "20.00",
    open_month: bool = False,
) -> CohortView:
    """A cohort of `ages` months: `first` per customer in m0, `later` in each one after; with a last one not over."""
    cac = None if spend is None or not customers else Decimal(spend) / customers
    lived = [_month(at, name, customers, first, later) for at, name in enumerate(months_from(month, ages))]
    if open_month:
        lived[-1:] = [_open(lived[-1])]
    paid = _payback_month(lived, cac)
    return CohortView(
        id="~".join([month, source, *([_digest(campaign)] if campaign is not None else [])]),
        cohort=month,
        source=source,
        campaign=campaign,
        customers=customers,
        spend=spend,
        spend_partial=spend is None,
        cac=None if cac is None else f"{cac:.6f}",
        payback_month=paid,
        payback_status=_status(spend, customers, paid),
        mature_through=_mature_through(lived),
        months=lived,
    )


def row(cohort: CohortView, **changed: object) -> RowView:
    """The line of the payback table for a cohort."""
    ltv = {f"m{at}": (cohort["months"][at]["ltv"] if at < len(cohort["months"]) else None) for at in SHOWN}
    whole = cohort["source"] == "all"
    made = {
        "source": cohort["source"],
        "campaign": cohort["campaign"],
        "cohort": cohort["cohort"],
        "spend": cohort["spend"],
        "spend_partial": cohort["spend_partial"],
        "new_customers": cohort["customers"],
        "cac": cohort["cac"],
        "ltv": ltv,
        "payback_month": cohort["payback_month"],
        "payback_status": cohort["payback_status"],
        "claimed_roas": None if cohort["spend"] is None else "2.345678",
        "blended_roas": "1.765432" if whole and cohort["spend"] is not None else None,
        "attributed_roas": None if whole or cohort["spend"] is None else "1.234567",
        "mature_through": cohort["mature_through"],
    }
    return RowView(**{**made, **changed})  # type: ignore[typeddict-item]


def calendar_month(cohort: CohortView, **changed: object) -> CalendarMonthView:
    """The calendar month in which a cohort came."""
    made = {
        "source": cohort["source"],
        "campaign": cohort["campaign"],
        "month": cohort["cohort"],
        "spend": cohort["spend"],
        "spend_partial": cohort["spend_partial"] and cohort["spend"] is not None,
        "revenue": f"{Decimal('91.23') * cohort['customers']:.2f}",
        "claimed_value": None if cohort["spend"] is None else f"{Decimal(cohort['spend']) * Decimal('1.83'):.2f}",
        "new_customers": cohort["customers"],
    }
    return CalendarMonthView(**{**made, **changed})  # type: ignore[typeddict-item]


def report(cohorts: Sequence[CohortView], **changed: object) -> ReportView:
    """A report of these cohorts; `changed` replaces keys of its payback view."""
    view = {
        "as_of": "2026-06-15",
        "currency": "AUD",
        "margin": "0.6",
        "timezone": "Australia/Sydney",
        "by": "source",
        "exclude_tax": False,
        "exclude_shipping": False,
        "orders_from": None,
        "payback": [row(one) for one in cohorts],
        "coverage": CoverageView(
            customers=sum(one["customers"] for one in cohorts if one["source"] == "all"),
            customers_with_known_source="0.748300",
            orders_without_identity=43,
            free_orders=86,
        ),
        "unallocated_spend": [],
        "other_currencies": [],
        "warnings": [],
    }
    return ReportView(
        payback=PaybackView(**{**view, **changed}),  # type: ignore[typeddict-item]
        totals=_totals(cohorts),
        cohorts=list(cohorts),
        calendar=[calendar_month(one) for one in cohorts],
        covered=[
            covered("orders", "shopify", ("2025-07-01", "2026-06-15")),
            covered("spend", "meta_ads", ("2025-07-01", "2026-01-31"), ("2026-03-01", "2026-06-30")),
        ],
    )


def covered(kind: str, platform: str, *periods: tuple[str, str], account: str = "") -> CoveredView:
    told = [PaidPeriodView(start=start, end=end) for start, end in periods]
    return CoveredView(kind=kind, platform=platform, account=account, periods=told)


def a_year(sources: Sequence[str] = ("all", "google_ads", "meta_ads", "organic"), months: int = 12) -> ReportView:
    """Cohorts of several sources, of which organic ones are small and cost nothing that is known."""
    return report([made for place, source in enumerate(sources) for made in _cohorts_of(source, place, months)])


def nothing() -> ReportView:
    """The report of an empty database."""
    warning = {"code": "no_facts", "message": "there are no orders and no spend to report on"}
    coverage = {"customers": 0, "customers_with_known_source": None, "orders_without_identity": 0, "free_orders": 0}
    empty = report([], as_of=None, currency=None, coverage=coverage, warnings=[warning])
    empty["covered"] = []
    return empty


def entry(number: int = 1, **changed: object) -> LedgerEntry:
    """A file of ads in the ledger, which adds up."""
    made = {
        "id": number,
        "file": "Campaign report.csv",
        "kind": "ad_metrics",
        "platform": "google_ads",
        "encoding": "utf-8",
        "status": "imported",
        "rows": 574,
        "total_rows": 5,
        "rejected_rows": 0,
        "currency": "AUD",
        "currency_assumed": False,
        "period": PeriodView(start="2025-07-01", end="2025-12-31"),
        "sums": SumsView(spend="63310.32", impressions=1, clicks=1, conversions="1", conversion_value="2.00"),
        "reconciliation": [
            ReconciliationView(
                total="Total: Campaigns", metric="spend", file="63310.32", rows="63310.32", agrees=True, binding=True
            )
        ],
        "reconciles": True,
        "messages": [],
        "rejects": [],
        "imported_at": "2026-07-01T10:20:30+00:00",
        "undone_at": None,
        "account": "",
        "content_hash": "0" * 64,
        "inserted": 574,
        "updated": 0,
        "unchanged": 0,
    }
    return LedgerEntry(**{**made, **changed})  # type: ignore[typeddict-item]


def orders_entry(number: int = 2, **changed: object) -> LedgerEntry:
    """A file of orders in the ledger, which states no total."""
    sums = OrderSumsView(
        orders=8,
        customers=4,
        without_identity=1,
        by_currency={"AUD": CurrencySumsView(gross="995.00", refunds="10.00", net="985.00")},
    )
    made = {"file": "orders.csv", "kind": "orders", "platform": "shopify", "orders": sums}
    none: dict[str, object] = {"reconciliation": [], "reconciles": None}
    return entry(number, **{**made, **none, **changed})


def _totals(cohorts: Sequence[CohortView]) -> TotalsView:
    """Of `all`; of the revenue only that it is known."""
    whole = [one for one in cohorts if one["source"] == "all"]
    spend = [Decimal(one["spend"]) for one in whole if one["spend"] is not None]
    judged = [one["mature_through"] for one in whole if one["payback_status"] == "not_yet"]
    return TotalsView(
        customers=sum(one["customers"] for one in whole),
        spend=f"{sum(spend)}" if spend else None,
        spend_partial=any(one["spend_partial"] for one in whole),
        net_revenue="12772.20",
        paid_back=sum(one["payback_status"] == "paid_back" for one in whole),
        not_yet=len(judged) - judged.count(None),
        too_early=judged.count(None),
    )


def _cohorts_of(source: str, place: int, months: int) -> list[CohortView]:
    first = date(2025, 7, 1)
    made = []
    for at, month in enumerate(months_from(f"{first:%Y-%m}", months)):
        customers = {0: 300, 1: 140, 2: 90}.get(place, 18) + (at * 37) % 60 // (place + 1)
        spend = None if source == "organic" else f"{customers * (55 + place * 35 + at % 5):d}.50"
        value = {"first": f"{78 + (at * 7) % 13 + place}.10", "later": f"{19 - (at * 3) % 7}.35"}
        made.append(
            cohort(month, months - at, source=source, customers=customers, spend=spend, open_month=True, **value)
        )
    return made


def _month(at: int, name: str, customers: int, first: str, later: str) -> CohortMonthView:
    """Month m: ever fewer of the customers come back."""
    revenue = Decimal(first if at == 0 else later) * customers
    ltv = Decimal(first) + Decimal(later) * at
    return CohortMonthView(
        month=f"m{at}",
        calendar_month=name,
        mature=True,
        active_customers=customers if at == 0 else customers // (at + 4),
        revenue=f"{revenue:.2f}",
        ltv=f"{ltv:.6f}" if customers else None,
    )


def _open(month: CohortMonthView) -> CohortMonthView:
    return CohortMonthView(
        month=month["month"],
        calendar_month=month["calendar_month"],
        mature=False,
        active_customers=None,
        revenue=None,
        ltv=None,
    )


def _payback_month(lived: Sequence[CohortMonthView], cac: Decimal | None) -> int | None:
    values = [(at, Decimal(month["ltv"])) for at, month in enumerate(lived) if month["ltv"] is not None]
    return next((at for at, value in values if cac is not None and value >= cac), None)


def _status(spend: str | None, customers: int, paid: int | None) -> str:
    if spend is None:
        return "no_spend_data"
    if not customers:
        return "no_customers"
    return "not_yet" if paid is None else "paid_back"


def _mature_through(lived: Sequence[CohortMonthView]) -> str | None:
    mature = [month["month"] for month in lived if month["mature"]]
    return mature[-1] if mature else None


def _digest(campaign: str) -> str:
    return sha256(campaign.encode(errors="backslashreplace")).hexdigest()[:12]


def days_after(day: str, number: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=number)).isoformat()

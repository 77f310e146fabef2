"""Whole exports against sums that were computed independently of this program.

The re-typed files are always read. Where real exports stand beside the checkout, they are read as well.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.imports.reading import FileTotal, Reading
from domain.imports.rows import AdMetricRows, LeadRows, OrderRows
from domain.imports.summary import identities, order_sums
from domain.shared.columns import total
from domain.shared.money import decimal_text
from domain.shared.periods import Period
from infrastructure.exports.facts.keys import LONGEST_KEY
from tests.unit.exports.files import ads, facts_of, leads, money, orders, reading
from tests.unit.exports.test_google_ads import CAMPAIGNS
from tests.unit.exports.test_meta_ads import DAILY
from tests.unit.exports.test_plain_orders import CDNOW
from tests.unit.exports.test_plain_spend import MONTHS
from tests.unit.exports.test_shopify import KNOWN_ANSWER

MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})")
NUMBER, OFFSET = re.compile(r"-?[0-9]+(\.[0-9]+)?"), re.compile(r"[0-9: -]{19} [+-][0-9]{4}")
REAL = Path(__file__).parents[4] / "shared" / "data" / "exports"
ALL_TIME = "All time (no dates in file)"
NOT_COMPARED = frozenset(
    {
        "split", "note", "grain", "ctr", "cpc", "cpa", "roas", "clicks_all", "pin_clicks", "leads", "campaign_names",
        "decimal_note", "reach_sum_not_additive", "duplicate_campaign_day_rows", "discounts",
        "cohorts_by_literal_created_month", "ltv_known_answer", "bgnbd_benchmark", "cds", "settled_thb", "fees_thb",
        "naive_mixed_currency_sum_is_wrong", "cancel_lines", "lines_without_customer", "zero_price_lines",
        "negative_price_lines", "countries", "dates_example", "sample_note", "create_date_example",
    }
)  # fmt: skip
"""Answers about what is no figure, about columns that nobody reads, and about what is computed from the facts."""
SPEND_SHEET = "orders__ltv_kit_spend_fixture.csv"
RETYPED: dict[str, tuple[str, dict[str, Any]]] = {
    "google": (
        CAMPAIGNS,
        {"rows": 2, "excluded_total_or_noise_rows": 3, "currency": "USD", "spend": "1300.75", "impressions": "3000",
         "clicks": "50", "conversions": "3.50", "distinct_campaigns": 2, "period": "2025-01-01..2025-01-31"},
    ),
    "meta": (
        DAILY,
        {"rows": 3, "excluded_total_or_noise_rows": 0, "currency": "AUD", "spend": "203.76", "impressions": "13170",
         "clicks": "201", "conversions": "3", "conversion_value": "899.28", "distinct_campaigns": 2,
         "period": "2026-06-24..2026-06-25"},
    ),
    "shopify": (
        KNOWN_ANSWER,
        {"csv_rows": 9, "orders": 8, "currency": ["USD"], "gross_total": "995.00", "refunded": "10.00", "net": "985.00",
         "customers": 4, "orders_without_identity": 1},
    ),
    "cdnow": (CDNOW, {"rows": 4, "customers": 2, "revenue": "185.74"}),
    "spend": (MONTHS, {"rows": 3, "spend": "590"}),
}  # fmt: skip


def cases() -> Iterator[Any]:
    for name, (text, answers) in RETYPED.items():
        yield pytest.param(text.encode(), answers, id=name)
    expected = json.loads((REAL / "expected.json").read_text("utf-8")) if REAL.is_dir() else {}
    for name in (*sorted(expected), SPEND_SHEET):
        if (path := REAL / name).is_file():
            yield pytest.param(path.read_bytes(), expected.get(name, {"rows": 3, "spend": "590"}), id=name)


CASES = list(cases())


@pytest.mark.parametrize(("data", "answers"), CASES)
def test_the_file_gives_the_sums_that_were_computed_independently(data: bytes, answers: dict[str, Any]) -> None:
    result = reading(data)
    assert result.rejects == ()
    found = {**counted(result), **FIGURES[type(result.facts)](result)}
    assert set(answers) - set(found) <= NOT_COMPARED
    compared = {name: plain(answer) for name, answer in answers.items() if name in found and "?" not in str(answer)}
    assert {name: told(plain(found[name]), answer) for name, answer in compared.items()} == compared
    assert compared


def told(figures: object, answer: object) -> object:
    """Of the figures of a total, those that the answer gives: it leaves out what its totals do not have."""
    if (
        isinstance(figures, dict)
        and isinstance(answer, dict)
        and set(answer) < set(COUNTS.values()) | set(AMOUNTS.values())
    ):
        return {name: figure for name, figure in figures.items() if name in answer}
    return figures


@pytest.mark.parametrize(("data", "answers"), CASES)
def test_binding_totals_agree_with_the_rows(data: bytes, answers: dict[str, Any]) -> None:
    result = reading(data)
    tolerance = 5_000 * max(result.rows, 1)
    for total_row in (one for one in result.totals if one.binding):
        for metric, figure in total_row.figures.items():
            assert abs(figure - row_sum(result, total_row, metric)) <= tolerance, (total_row.label, metric)


@pytest.mark.parametrize(("data", "answers"), CASES)
def test_every_fact_has_a_key_of_its_own_and_a_line_that_leads_to_it(data: bytes, answers: dict[str, Any]) -> None:
    facts = facts_of(reading(data))
    assert len(set(facts.key)) == len(facts)
    assert len(set(facts.line.tolist())) == len(facts)
    assert max((len(key) for key in facts.key), default=0) <= LONGEST_KEY


def row_sum(result: Reading, of: FileTotal, metric: str) -> int:
    if metric == "rows":
        return result.rows
    column = getattr(ads(result), metric)
    return total(column if of.scope is None else column[of.scope]) or 0


def counted(result: Reading) -> dict[str, Any]:
    return {
        "rows": result.rows,
        "csv_rows": result.rows,
        "excluded_total_or_noise_rows": result.total_rows,
        "rows_by_key": len(set(facts_of(result).key)),
        "campaign_day_keys": len(set(facts_of(result).key)),
    }


def ad_figures(result: Reading) -> dict[str, Any]:
    facts, by_label = ads(result), {one.label: one.figures for one in result.totals}
    return {
        "period": period_said(result),
        "currency": result.currency,
        "spend": money(facts.spend),
        "impressions": total(facts.impressions),
        "clicks": total(facts.clicks),
        "conversions": money(facts.conversions),
        "conversion_value": money(facts.conversion_value),
        "distinct_campaigns": len(set(np.where(facts.campaign_id != "", facts.campaign_id, facts.campaign))),
        "distinct_days": len(set(facts.start.tolist())),
        "file_total_campaigns": total_said(by_label.get("Total: Campaigns", {})),
        "file_total_account": total_said(by_label.get("Total: Account", {})),
        "file_search_total": total_said(by_label.get("Search total", {})),
    }


def period_said(result: Reading) -> str:
    period = result.period
    return f"{period.start}..{period.end}" if isinstance(period, Period) else ALL_TIME


def total_said(figures: dict[str, int]) -> dict[str, str]:
    """The figures of a total as the answers print them."""
    counts = {name: f"{figures[field]:,}" for field, name in COUNTS.items() if field in figures}
    amounts = {name: decimal_text(figures[field]) for field, name in AMOUNTS.items() if field in figures}
    return {**counts, **amounts}


COUNTS = {"impressions": "impr", "clicks": "clicks"}
AMOUNTS = {"spend": "spend", "conversions": "conv"}


def order_figures(result: Reading) -> dict[str, Any]:
    facts, found = orders(result), order_sums(orders(result))
    is_order = facts.gross >= 0
    who = identities(facts)
    gross, refunded = total(facts.gross[is_order]) or 0, total(facts.refunded) or 0
    returns = total(facts.gross[~is_order]) or 0
    per_customer = Counter(who[is_order & (who != "")].tolist())
    return {
        "rows": result.rows,
        "orders": int(is_order.sum()),
        "invoices": len(facts),
        "cancel_invoices": int((~is_order).sum()),
        "distinct_order_names": len(set(facts.number)),
        "currency": sorted(set(facts.currency)),
        "financial_status": dict(Counter(facts.status.tolist())),
        "status": {name.capitalize(): count for name, count in Counter(facts.status.tolist()).items()},
        "cancelled": int((facts.status == "cancelled").sum()),
        "gross_total": decimal_text(gross),
        "gross_sales": decimal_text(gross),
        "returns": decimal_text(returns),
        "refunded": decimal_text(refunded),
        "net": decimal_text(gross + returns - refunded),
        "net_all_lines": decimal_text(gross + returns - refunded),
        "net_known_customers": money(facts.gross[who != ""]),
        "revenue": decimal_text(gross),
        "customers": found.customers,
        "orders_without_identity": found.without_identity,
        "payments_without_customer": int((facts.customer_id == "").sum()),
        "repeat_customers": sum(count > 1 for count in per_customer.values()),
        "max_orders_one_customer": max(per_customer.values(), default=0),
        "by_currency": {
            one.currency.lower(): {
                "payments": int((facts.currency == one.currency).sum()),
                "amount": decimal_text(one.gross),
            }
            for one in found.by_currency
        },
        "taxes": money(facts.tax),
        "shipping": money(facts.shipping),
        "zero_amount_rows": int((facts.gross == 0).sum()),
        **moments_said(facts),
    }


def moments_said(facts: OrderRows) -> dict[str, str]:
    """The first and the last order by their instants in UTC, or their local days."""
    instant = bool((~np.isnat(facts.ordered_at)).all())
    moments = (facts.ordered_at if instant else facts.ordered_local).astype("datetime64[s]").tolist()
    pattern = "%Y-%m-%d %H:%M:%S" if instant else "%Y%m%d"
    first, last = (f"{edge(moments):{pattern}}" for edge in (min, max))
    return {"first": first, "last": last, "first_order": first, "last_order": last}


def lead_figures(result: Reading) -> dict[str, Any]:
    facts = leads(result)
    return {
        "unique_emails": len(set(facts.email) - {""}),
        "blank_email": int((facts.email == "").sum()),
        "campaigns": len(set(facts.campaign)),
        "lifecycle": dict(Counter(facts.status.tolist())),
        "lead_source": dict(Counter(facts.source.tolist())),
    }


FIGURES = {AdMetricRows: ad_figures, OrderRows: order_figures, LeadRows: lead_figures}


def plain(value: object) -> object:
    """Numbers compare as numbers, however they are written; instants by their UTC; a month by its days; a currency that
    the file does not name is none."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, str) and (month := MONTH.fullmatch(value)):
        return f"{value}-01..{value}-{monthrange(int(month['year']), int(month['month']))[1]}"
    if isinstance(value, str) and NUMBER.fullmatch(value.replace(",", "")):
        return Decimal(value.replace(",", ""))
    if isinstance(value, str) and OFFSET.fullmatch(value):
        return f"{datetime.strptime(value, '%Y-%m-%d %H:%M:%S %z').astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    return None if isinstance(value, str) and "not in file" in value else value

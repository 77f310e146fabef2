"""Whole exports against sums that were computed independently of this program.

The re-typed files are always read. Where real exports stand beside the checkout, they are read as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.imports.reading import FileTotal, Reading
from domain.shared.columns import total
from domain.shared.money import decimal_text
from domain.shared.periods import Period
from infrastructure.exports.keys import LONGEST_KEY
from tests.unit.exports.files import ads, money, orders, reading
from tests.unit.exports.test_google_ads import CAMPAIGNS
from tests.unit.exports.test_meta_ads import DAILY
from tests.unit.exports.test_plain_orders import CDNOW
from tests.unit.exports.test_plain_spend import MONTHS
from tests.unit.exports.test_shopify import KNOWN_ANSWER

REAL = Path(__file__).parents[4] / "shared" / "data" / "exports"
READ_SO_FAR = (
    "ads__google__en_usd_alltime_totals_nulls.csv",
    "ads__google__en_gbp_utf16_tab.csv",
    "ads__meta__en_aud_daily_bom.csv",
    "ads__meta__en_no_data.csv",
    "orders__shopify__inr_multiline.csv",
    "orders__shopify__usd_demo.csv",
    "orders__shopify__usd_known_answer_fixture.csv",
    "orders__cdnow_sample.txt",
    "orders__ltv_kit_spend_fixture.csv",
)
"""The real exports that a reader here is for, as far as they are there."""
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
    expected = json.loads((REAL / "expected.json").read_text()) if REAL.is_dir() else {}
    for name in READ_SO_FAR:
        if (path := REAL / name).is_file():
            yield pytest.param(path.read_bytes(), expected.get(name, {"rows": 3, "spend": "590"}), id=name)


CASES = list(cases())


@pytest.mark.parametrize(("data", "answers"), CASES)
def test_the_file_gives_the_sums_that_were_computed_independently(data: bytes, answers: dict[str, Any]) -> None:
    result = reading(data)
    assert result.rejects == ()
    found = {**counted(result), **(ad_figures(result) if hasattr(result.facts, "spend") else order_figures(result))}
    compared = {name: plain(answers[name]) for name in found if name in answers}
    assert {name: plain(found[name]) for name in compared} == compared
    assert compared


@pytest.mark.parametrize(("data", "answers"), CASES)
def test_binding_totals_agree_with_the_rows(data: bytes, answers: dict[str, Any]) -> None:
    result = reading(data)
    tolerance = 5_000 * max(result.rows, 1)
    for total_row in (one for one in result.totals if one.binding):
        for metric, figure in total_row.figures.items():
            assert abs(figure - row_sum(result, total_row, metric)) <= tolerance, (total_row.label, metric)


@pytest.mark.parametrize(("data", "answers"), CASES)
def test_every_fact_has_a_key_of_its_own_and_a_line_that_leads_to_it(data: bytes, answers: dict[str, Any]) -> None:
    facts = reading(data).facts
    assert len(set(facts.key)) == len(facts)
    assert len(set(facts.line.tolist())) == len(facts)
    assert max((len(key) for key in facts.key), default=0) <= LONGEST_KEY


def row_sum(result: Reading, of: FileTotal, metric: str) -> int:
    column = getattr(ads(result), metric)
    return total(column if of.scope is None else column[of.scope]) or 0


def counted(result: Reading) -> dict[str, Any]:
    period = result.period
    return {
        "rows": result.rows,
        "csv_rows": result.rows,
        "excluded_total_or_noise_rows": result.total_rows,
        "period": f"{period.start}..{period.end}" if isinstance(period, Period) else "All time (no dates in file)",
    }


def ad_figures(result: Reading) -> dict[str, Any]:
    facts = ads(result)
    return {
        "currency": result.currency,
        "spend": money(facts.spend),
        "impressions": total(facts.impressions),
        "clicks": total(facts.clicks),
        "conversions": money(facts.conversions),
        "conversion_value": money(facts.conversion_value),
        "distinct_campaigns": len(set(facts.campaign)),
        "distinct_days": len(set(facts.start.tolist())),
    }


def order_figures(result: Reading) -> dict[str, Any]:
    facts = orders(result)
    gross, refunded = total(facts.gross) or 0, total(facts.refunded) or 0
    identities = {who for who in zip(facts.customer_id, facts.email, facts.phone, strict=True) if any(who)}
    return {
        "orders": len(facts),
        "distinct_order_names": len(set(facts.number)),
        "currency": sorted(set(facts.currency)),
        "gross_total": decimal_text(gross),
        "refunded": decimal_text(refunded),
        "net": decimal_text(gross - refunded),
        "revenue": decimal_text(gross),
        "customers": len(identities),
        "orders_without_identity": sum(
            not any(who) for who in zip(facts.customer_id, facts.email, facts.phone, strict=True)
        ),
        "taxes": money(facts.tax),
        "shipping": money(facts.shipping),
        "zero_amount_rows": int((facts.gross == 0).sum()),
    }


def plain(value: object) -> object:
    """Numbers compare as numbers, however they are written."""
    if isinstance(value, str | int) and str(value).replace(".", "", 1).isdigit():
        return Decimal(str(value))
    return value

"""What Hypothesis draws: every value that a valid record or fact may hold, the nasty ones more often."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.imports.mapping import ColumnMapping
from domain.imports.notation import DateOrder, DecimalMark
from domain.imports.record import (
    ActivitySums,
    CurrencySums,
    Findings,
    ImportRecord,
    Kind,
    LeadSums,
    Message,
    MetricSums,
    OrderSums,
    Reconciliation,
    Reject,
    Written,
)
from domain.imports.rows import Coverage
from domain.shared.columns import MISSING
from domain.shared.periods import FIRST_DAY, LAST_DAY, Period
from tests.contract.building import Cells

NASTY = (
    *(
        "",
        " ",
        "a",
        "B",
        "b",
        "Z",
        "ä",
        "a\u0308",
        "é",
        "ß",
        "ı",
        "\ue000",
        "\ufeff",
        "😀",
        "\U0010ffff",
        "\uffff",
    ),
    *(
        "a ",
        " a",
        "aa",
        "A",
        "_",
        "%",
        "10",
        "9",
        "-1",
        "NULL",
        "null",
        "None",
        "nan",
        "\\N",
        "\\.",
        "\\",
        "\\\\",
    ),
    *("a\tb", "a\nb", "a\r\nb", "\x01", "\x7f", "\u2028", "'", '"', "''", '""', "a'b", "{}", '{"a":1}', "%s"),
    *("%(x)s", ":name", "$1", "--", "/*", ";", ",", "\x1a", "\x1e\x1f"),
)
"""Texts that escape, sort, fold or parse wrongly somewhere."""

texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12),
)
largest = 2**63 - 1
known_numbers = st.one_of(st.sampled_from([0, 1, -1, largest, -largest]), st.integers(-largest, largest))
numbers = st.one_of(st.just(MISSING), known_numbers)
levels = st.sampled_from(["account", "campaign", "adset", "ad", "keyword"])
currencies = st.sampled_from(["", "USD", "EUR", "JPY"])
days = st.one_of(st.sampled_from([FIRST_DAY, LAST_DAY]), st.dates(FIRST_DAY, LAST_DAY))
instants = st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31, 23, 59, 59, 999999))  # noqa: DTZ001
seconds = instants.map(lambda instant: instant.replace(microsecond=0))
periods = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair)))
counts = st.integers(0, 2**31 - 1)
sums = st.one_of(st.none(), st.integers(-(2**70), 2**70))


def _start_and_end() -> SearchStrategy[Cells]:
    none: SearchStrategy[Cells] = st.just({"start": None, "end": None})
    return (
        none
        | days.map(lambda day: {"start": day, "end": day})
        | periods.map(lambda period: {"start": period.start, "end": period.end})
    )


def _times(what: str) -> SearchStrategy[Cells]:
    """One of the two, never both."""
    return instants.map(lambda at: {f"{what}_at": at, f"{what}_local": None}) | seconds.map(
        lambda at: {f"{what}_at": None, f"{what}_local": at}
    )


def _merged(*parts: SearchStrategy[Cells]) -> SearchStrategy[Cells]:
    return st.tuples(*parts).map(lambda drawn: {name: cell for part in drawn for name, cell in part.items()})


_AD_TEXTS = ("platform", "account", "campaign_id", "campaign", "adset", "ad", "keyword", "segment", "shape")
_AD_NUMBERS = ("spend", "impressions", "clicks", "conversions", "conversion_value")
_ORDER_TEXTS = (
    *("platform", "account", "number", "refund_of", "status", "customer_id", "email", "phone"),
    *("utm_source", "utm_medium", "utm_campaign", "click_id", "source", "campaign"),
)
_LEAD_TEXTS = (
    *("platform", "account", "number", "status", "name", "email", "phone", "source", "campaign", "adset", "ad", "form"),
    *("utm_source", "utm_medium", "utm_campaign", "click_id", "answers"),
)
_lines = st.integers(1, 2**31 - 1)

ad_metric_cells = _merged(
    st.fixed_dictionaries({"key": texts, "line": _lines, "currency": currencies, "level": levels}),
    st.fixed_dictionaries(dict.fromkeys(_AD_TEXTS, texts)),
    st.fixed_dictionaries(dict.fromkeys(_AD_NUMBERS, numbers)),
    _start_and_end(),
)
order_cells = _merged(
    st.fixed_dictionaries({"key": texts, "line": _lines, "currency": currencies}),
    st.fixed_dictionaries(dict.fromkeys(_ORDER_TEXTS, texts)),
    st.fixed_dictionaries({"gross": known_numbers, "refunded": known_numbers}),
    st.fixed_dictionaries({"tax": numbers, "shipping": numbers}),
    _times("ordered"),
)
lead_cells = _merged(
    st.fixed_dictionaries({"key": texts, "line": _lines}),
    st.fixed_dictionaries(dict.fromkeys(_LEAD_TEXTS, texts)),
    _times("created"),
)
activity_cells = _merged(
    st.fixed_dictionaries({"key": texts, "line": _lines}),
    st.fixed_dictionaries(dict.fromkeys(("platform", "account", "customer_id", "email", "event"), texts)),
    _times("happened"),
)
_decimals = st.decimals(min_value="0.000001", max_value="999999", places=6).map(lambda rate: f"{rate:f}")
rate_cells = st.fixed_dictionaries(
    {
        "key": texts,
        "line": _lines,
        "day": days,
        "currency": st.sampled_from(["EUR", "GBP"]),
        "into": currencies,
        "rate": _decimals | st.sampled_from(["1", "1.10", "1.1", "0.30000000000000000000000000001"]),
    }
)


def distinct(cells: SearchStrategy[Cells], most: int = 12) -> SearchStrategy[list[Cells]]:
    """Rows of one set: their keys differ."""
    return st.lists(cells, max_size=most, unique_by=lambda row: row["key"])


coverages = st.builds(
    lambda period, **cells: Coverage(start=period.start, end=period.end, **cells),
    periods,
    platform=texts,
    account=texts,
    level=levels,
    daily=st.booleans(),
)

_reconciliations = st.builds(
    Reconciliation,
    total=texts,
    metric=st.sampled_from(["spend", "clicks"]),
    file=st.integers(-(2**70), 2**70),
    rows=sums,
    agrees=st.booleans(),
    binding=st.booleans(),
)
_order_sums = st.builds(
    OrderSums,
    orders=counts,
    customers=counts,
    without_identity=counts,
    by_currency=st.lists(
        st.builds(CurrencySums, currency=currencies, gross=st.integers(), refunds=st.integers()), max_size=3
    ).map(tuple),
)
_counted = st.lists(st.tuples(texts, counts), max_size=3).map(tuple)
_lead_sums = st.builds(
    LeadSums,
    leads=counts,
    emails=counts,
    without_contact=counts,
    campaigns=counts,
    by_status=_counted,
    by_source=_counted,
)
_activity_sums = st.builds(ActivitySums, events=counts, people=counts, by_event=_counted)
findings = st.builds(
    Findings,
    currencies=st.lists(currencies, max_size=3).map(tuple),
    sums=st.none()
    | st.builds(MetricSums, spend=sums, impressions=sums, clicks=sums, conversions=sums, conversion_value=sums),
    orders=st.none() | _order_sums,
    leads=st.none() | _lead_sums,
    activity=st.none() | _activity_sums,
    reconciliation=st.lists(_reconciliations, max_size=3).map(tuple),
    messages=st.lists(st.builds(Message, code=texts, message=texts), max_size=3).map(tuple),
    rejects=st.lists(st.builds(Reject, line=counts, reason=texts, raw=texts), max_size=3).map(tuple),
)
records = st.builds(
    ImportRecord,
    id=st.none(),
    file=texts,
    content_hash=st.text("0123456789abcdef", min_size=64, max_size=64),
    account=texts,
    assumed_currency=currencies,
    kind=st.sampled_from(Kind),
    platform=texts,
    encoding=texts,
    rows=counts,
    total_rows=counts,
    rejected_rows=counts,
    currency=st.none() | st.sampled_from(["USD", "EUR"]),
    period=st.none() | periods,
    written=st.builds(Written, inserted=counts, updated=counts, unchanged=counts),
    findings=findings,
    imported_at=instants.map(lambda instant: instant.replace(tzinfo=UTC)),
)
mappings = st.builds(
    ColumnMapping,
    fingerprint=texts,
    kind=st.sampled_from(Kind),
    platform=texts,
    columns=st.lists(st.tuples(texts, texts), max_size=4).map(tuple),
    date_order=st.none() | st.sampled_from(DateOrder),
    decimal=st.none() | st.sampled_from(DecimalMark),
    currency=currencies,
    file=texts,
    saved_at=instants.map(lambda instant: instant.replace(tzinfo=UTC)),
)

"""What the payback handler answers with: sums as exact decimals, quotients half-even with 6, unknown null."""

from __future__ import annotations

from fractions import Fraction
from typing import NotRequired, TypedDict

from application.payback.months import SHOWN_MONTHS, month_name
from domain.payback.question import By
from domain.payback.spend import SpendLine
from domain.payback.statement import OtherCurrency, PaybackRow, PaybackStatement
from domain.shared.money import decimal_text, money_text, quotient, quotient_text, round_half_even
from domain.shared.periods import Period


class PeriodView(TypedDict):
    start: str | None
    end: str | None


class RowView(TypedDict):
    source: str
    campaign: str | None
    cohort: str
    spend: str | None
    spend_partial: bool
    new_customers: int
    cac: str | None
    ltv: dict[str, str | None]
    payback_month: int | None
    payback_status: str
    claimed_roas: str | None
    blended_roas: str | None
    attributed_roas: str | None
    mature_through: str | None


class CoverageView(TypedDict):
    customers: int
    customers_with_known_source: str | None
    customers_with_matched_campaign: NotRequired[str | None]
    orders_without_identity: int
    free_orders: int


class UnallocatedView(TypedDict):
    file: str
    source: str
    campaign: str | None
    period: PeriodView
    spend: str | None
    currency: str


class OtherCurrencyView(TypedDict):
    currency: str
    orders: int
    net: str
    spend: str | None


class NoticeView(TypedDict):
    code: str
    message: str


class AskedView(TypedDict):
    """What an answer says of its question. `as_of` and `currency` None: no fact tells them; `orders_from` None: where
    two books have a sale, the shop's counts."""

    as_of: str | None
    currency: str | None
    margin: str
    timezone: str
    by: str
    exclude_tax: bool
    exclude_shipping: bool
    orders_from: str | None


class PaybackView(AskedView):
    payback: list[RowView]
    coverage: CoverageView
    unallocated_spend: list[UnallocatedView]
    other_currencies: list[OtherCurrencyView]
    warnings: list[NoticeView]


def payback_view(statement: PaybackStatement) -> PaybackView:
    """The statement as shown."""
    return PaybackView(
        **asked_view(statement),
        payback=[_row(row) for row in statement.rows],
        coverage=_coverage(statement),
        unallocated_spend=[_unallocated(line, statement.currency) for line in statement.unallocated if line.spend],
        other_currencies=[_other(other) for other in statement.other_currencies],
        warnings=[NoticeView(code=notice.code, message=notice.message) for notice in statement.notices],
    )


def asked_view(statement: PaybackStatement) -> AskedView:
    """The question as it was understood."""
    question = statement.question
    return AskedView(
        as_of=statement.as_of.isoformat() if statement.as_of else None,
        currency=statement.currency or None,
        margin=_plain(question.margin),
        timezone=question.zone.key,
        by=question.by.value,
        exclude_tax=question.exclude_tax,
        exclude_shipping=question.exclude_shipping,
        orders_from=question.orders_from,
    )


def _row(row: PaybackRow) -> RowView:
    return RowView(
        source=row.source,
        campaign=row.campaign,
        cohort=str(row.cohort),
        spend=money_text(row.spend),
        spend_partial=row.spend_partial,
        new_customers=row.new_customers,
        cac=quotient_text(row.cac),
        ltv={month_name(m): quotient_text(row.ltv[m]) if m < len(row.ltv) else None for m in SHOWN_MONTHS},
        payback_month=row.payback_month,
        payback_status=row.status.value,
        claimed_roas=quotient_text(row.claimed_roas),
        blended_roas=quotient_text(row.blended_roas),
        attributed_roas=quotient_text(row.attributed_roas),
        mature_through=age_name(row.mature_through),
    )


def age_name(age: int | None) -> str | None:
    """A cohort's month: 3 -> m3; None stays None."""
    return None if age is None else month_name(age)


def _coverage(statement: PaybackStatement) -> CoverageView:
    view = CoverageView(
        customers=statement.customers,
        customers_with_known_source=_share(statement.customers_with_known_source, statement.customers),
        orders_without_identity=statement.orders_without_identity,
        free_orders=statement.free_orders,
    )
    if statement.question.by is By.CAMPAIGN:
        view["customers_with_matched_campaign"] = _share(statement.customers_matched, statement.customers)
    return view


def _unallocated(line: SpendLine, currency: str) -> UnallocatedView:
    return UnallocatedView(
        file=line.file,
        source=line.source,
        campaign=line.campaign or None,
        period=period_view(line.period),
        spend=money_text(line.spend),
        currency=line.currency or currency,
    )


def period_view(period: Period | None) -> PeriodView:
    """A period as shown; both ends null where there is none."""
    if period is None:
        return PeriodView(start=None, end=None)
    return PeriodView(start=period.start.isoformat(), end=period.end.isoformat())


def _other(other: OtherCurrency) -> OtherCurrencyView:
    return OtherCurrencyView(
        currency=other.currency, orders=other.orders, net=decimal_text(other.net), spend=money_text(other.spend)
    )


def _share(part: int, whole: int) -> str | None:
    return quotient_text(quotient(part, whole))


def _plain(margin: Fraction) -> str:
    """The margin as it was given: 3/5 -> 0.6."""
    return f"{round_half_even(margin, 12).normalize():f}"

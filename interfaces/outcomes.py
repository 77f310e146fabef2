"""What became of a cohort in few words: the same on the screen and in the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from application.payback.cohort_views import CohortView
    from application.payback.views import PaybackView, RowView

TOO_EARLY = "too early"
_IN_WORDS = {"not_yet": "not yet", "no_spend_data": "no spend data", "no_customers": "no customers"}


def outcome(cohort: RowView | CohortView) -> str:
    """The month in which it paid back, else why it has not or cannot."""
    from application.payback.months import month_name
    from application.payback.report_views import is_too_early

    if cohort["payback_month"] is not None:
        return month_name(cohort["payback_month"])
    status = cohort["payback_status"]
    return TOO_EARLY if is_too_early(cohort) else _IN_WORDS.get(status, status)


def in_other_currencies(view: PaybackView) -> str:
    """What to do where all that was found is in currencies without a rate; the names are as the files tell them."""
    others = [other["currency"] for other in view["other_currencies"]]
    told = ", ".join(others[:6])
    return (
        f"The orders and spend found are in {told}, none in {view['currency']}: give exchange rates with --fx, or ask"
        f" for another currency, as with --currency {others[0]}."
    )

"""Whether a cohort has paid back, in few words."""

from __future__ import annotations

_IN_WORDS = {"not_yet": "not yet", "no_spend_data": "no spend data", "no_customers": "no customers"}


def outcome(month: int | None, status: str) -> str:
    """The month in which it did, else why it has not or cannot."""
    return _IN_WORDS.get(status, status) if month is None else f"m{month}"

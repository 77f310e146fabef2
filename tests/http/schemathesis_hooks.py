"""What the formats of our own mean, for the program that makes up requests from the document."""

from __future__ import annotations

from datetime import date
from typing import Any

import schemathesis
from hypothesis import strategies as st

from application.cursors import cursor_of
from domain.shared.periods import FIRST_DAY, LAST_DAY

ZONES = ("UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu")

PLATFORMS = ("shopify", "Shopify")


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: dict[str, Any]) -> None:
    """Which platforms have orders is for the database to say, and these requests also undo imports: a good name goes
    back to the usual answer."""
    is_meant_well = case.meta is not None and case.meta.generation.mode is schemathesis.GenerationMode.POSITIVE
    if is_meant_well and case.query.get("orders_from") in PLATFORMS:
        del case.query["orders_from"]


def _behind_an_import(entry: int) -> str:
    return cursor_of("imports", str(entry))


def _behind_a_cohort(month: int) -> str:
    return cursor_of("cohorts", "all", "", str(month))


def _behind_a_customer(day: date) -> str:
    return cursor_of("customers", str(day), "c" + "0" * 20)


schemathesis.openapi.format("business-day", st.dates(date(FIRST_DAY.year, 1, 1), LAST_DAY).map(str))
schemathesis.openapi.format("share", st.integers(1, 100).map(lambda n: f"{n / 100:.2f}"))
schemathesis.openapi.format("order-platform", st.sampled_from(PLATFORMS))
schemathesis.openapi.format("field-and-header", st.sampled_from(("spend=Cost", "spend=", "date=Day", "segment=Device")))
schemathesis.openapi.format("iana-zone", st.sampled_from(ZONES))
schemathesis.openapi.format("import-cursor", st.integers(1, 10**17).map(_behind_an_import))
schemathesis.openapi.format("account", st.from_regex(r"[A-Za-z][A-Za-z0-9 _.-]{0,50}", fullmatch=True))
schemathesis.openapi.format("cohort-cursor", st.integers(400, 900).map(_behind_a_cohort))
schemathesis.openapi.format("customer-cursor", st.dates().map(_behind_a_customer))

"""What the formats of our own mean, for the program that makes up requests from the document."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import date

import schemathesis
from hypothesis import strategies as st

from domain.shared.periods import FIRST_DAY, LAST_DAY

ZONES = ("UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu")


def _cursor(key: object) -> str:
    return urlsafe_b64encode(str(key).encode()).rstrip(b"=").decode()


def _key(*parts: str) -> str:
    return _cursor(json.dumps(parts))


schemathesis.openapi.format("business-day", st.dates(date(FIRST_DAY.year, 1, 1), LAST_DAY).map(str))
schemathesis.openapi.format("share", st.integers(1, 100).map(lambda n: f"{n / 100:.2f}"))
schemathesis.openapi.format("iana-zone", st.sampled_from(ZONES))
schemathesis.openapi.format("import-cursor", st.integers(1, 10**17).map(_cursor))
schemathesis.openapi.format("account", st.from_regex(r"[A-Za-z][A-Za-z0-9 _.-]{0,50}", fullmatch=True))
schemathesis.openapi.format("cohort-cursor", st.integers(400, 900).map(lambda month: _key("all", "", str(month))))
schemathesis.openapi.format("customer-cursor", st.dates().map(lambda day: _key(str(day), "c" + "0" * 20)))

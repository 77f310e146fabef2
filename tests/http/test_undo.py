"""An import is taken back over HTTP, and the form settles what a file leaves open."""

from __future__ import annotations

import pytest

from tests.http.running import Running, code_of

FIRST = "date,spend,platform\n2025-01-01,10.00,google\n2025-01-02,20.00,google\n"
LATER = "date,spend,platform\n2025-01-02,25.00,google\n2025-01-03,30.00,google\n"
TWO_WAYS = "date,spend,platform\n3/4/2025,10.00,google\n5/6/2025,20.00,google\n"
LEDGER = "/api/v1/imports"


def _spend(server: Running) -> list[str]:
    rows = server.json("/api/v1/payback", currency="EUR")["payback"]
    return [row["spend"] for row in rows if row["source"] == "all"]


@pytest.fixture
def twice(server: Running) -> Running:
    """Two imports of which the later one changes a day and adds one."""
    for name, content in (("first.csv", FIRST), ("later.csv", LATER)):
        assert server.post(content, name, currency="EUR").status_code == 201
    return server


def test_the_facts_are_what_they_were_before(twice: Running) -> None:
    assert _spend(twice) == ["65.00"]
    answer = twice.client.delete(f"{LEDGER}/2")
    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in ("id", "file", "gone", "restored")} == {
        "id": 2,
        "file": "later.csv",
        "gone": 1,
        "restored": 1,
    }
    assert _spend(twice) == ["30.00"]
    assert twice.json(f"{LEDGER}/2")["status"] == "undone"


def test_a_report_that_was_kept_is_not_answered_after_an_undo(twice: Running) -> None:
    before = twice.get("/api/v1/payback", currency="EUR")
    twice.client.delete(f"{LEDGER}/2")
    again = twice.client.get(
        "/api/v1/payback", params={"currency": "EUR"}, headers={"If-None-Match": before.headers["ETag"]}
    )
    assert again.status_code == 200


def test_twice_is_a_conflict_and_the_unknown_is_not_found(twice: Running) -> None:
    twice.client.delete(f"{LEDGER}/2")
    assert code_of(twice.client.delete(f"{LEDGER}/2")) == "conflict"
    assert code_of(twice.client.delete(f"{LEDGER}/99")) == "not_found"


def test_the_file_comes_in_again(twice: Running) -> None:
    twice.client.delete(f"{LEDGER}/2")
    assert twice.post(LATER, "later.csv", currency="EUR").status_code == 201
    assert _spend(twice) == ["65.00"]


def test_a_date_that_may_be_two_days_is_settled_by_the_form(server: Running) -> None:
    refused = server.post(TWO_WAYS, "spend.csv", currency="EUR")
    assert code_of(refused) == "unrecognised"
    assert "--date-order" in refused.text or "date_order" in refused.text
    told = server.post(TWO_WAYS, "spend.csv", currency="EUR", date_order="dmy").json()
    assert told["period"] == {"start": "2025-04-03", "end": "2025-06-05"}
